import { toHex } from "@meridian/base/bytes";
import { asHeight, type Height, type KeyId, type NetworkId, type Seconds } from "@meridian/base/ids";
import {
  EVENTS_PER_TRANSACTION_MAX,
  REACTION_DEPTH_MAX,
  RECORD_BYTES_MAX,
  VALIDITY_HEIGHTS_MAX,
} from "@meridian/base/limits";
import { err, ok, type Result } from "@meridian/base/result";
import { keyIdOf } from "@meridian/crypto/key-id";
import type { Author, Cause, Context } from "@meridian/kernel/context";
import { eventLeafOf, recordKeyOf } from "@meridian/kernel/roots";
import type { CodedRejection, Command, KeyKind } from "@meridian/kernel/transaction";
import type { EventEnvelope } from "@meridian/kernel/view";
import type { DecodedTransaction, TransactionHead } from "./decode.ts";
import type { LedgerRejection } from "./rejections.ts";
import type { Release } from "./rules.ts";
import type { WorkingState } from "./working-state.ts";

export type BlockPoint = { readonly height: Height; readonly time: Seconds };
export type ExecutedEvent = { readonly envelope: EventEnvelope; readonly leaf: Uint8Array };
/** Which command of the transaction was refused (one that it caused counts as itself), and why. */
export type Refusal = { readonly command: number; readonly rejection: CodedRejection };

export const coded = (rejection: LedgerRejection): CodedRejection => ({
  ...rejection,
  code: `ledger/${rejection.code}`,
});
const refused = (command: number, rejection: LedgerRejection): Result<never, Refusal> =>
  err({ command, rejection: coded(rejection) });

/** What must hold of a transaction at a height, before anything is executed. */
export function faultAt({ payload }: TransactionHead, height: Height, network: NetworkId): LedgerRejection | undefined {
  if (payload.network !== network) return { code: "wrong-network", expected: network };
  if (payload.validUntil < height) return { code: "window-over", validUntil: payload.validUntil, height };
  const latest = (height + VALIDITY_HEIGHTS_MAX) as Height;
  if (payload.validUntil > latest) return { code: "window-too-long", validUntil: payload.validUntil, latest };
  return undefined;
}

const KEY_IDS_MAX = 50_000;

/** Executes transactions by one release on a working state. Knows no block, no store and no signature check. */
export class Executor {
  readonly #release: Release;
  readonly #state: WorkingState;
  readonly #facts: ReadonlyMap<string, unknown>;
  readonly #keyIds: { readonly [K in KeyKind]: Map<string, KeyId> } = {
    ed25519: new Map(),
    "webauthn-p256": new Map(),
  };
  #height: Height = asHeight(0);

  constructor(release: Release, state: WorkingState) {
    this.#release = release;
    this.#state = state;
    this.#facts = release.facts(state.read, () => this.#height);
  }

  /** All commands or none: with a refusal the state is as it was. */
  execute(transaction: DecodedTransaction, point: BlockPoint): Result<readonly ExecutedEvent[], Refusal> {
    const authors = this.#authorsOf(transaction);
    if (!authors.ok) return refused(0, authors.error);
    const context: Context = {
      network: transaction.payload.network,
      transaction: transaction.id,
      height: point.height,
      time: point.time,
      authors: authors.value,
      cause: { type: "signed" },
    };
    return this.executeCommands(transaction.payload.commands, context);
  }

  /** Also for genesis, whose commands nobody signs. */
  executeCommands(commands: readonly Command[], context: Context): Result<readonly ExecutedEvent[], Refusal> {
    this.#height = context.height;
    const events: ExecutedEvent[] = [];
    for (const [index, command] of commands.entries()) {
      const rejection = this.#run(command, context, 0, events);
      if (rejection !== undefined) {
        this.#state.dropTransaction();
        return err({ command: index, rejection });
      }
    }
    const tooLarge = this.#state.keepTransaction();
    if (tooLarge !== undefined)
      return refused(0, { code: "record-too-large", record: tooLarge, most: RECORD_BYTES_MAX });
    return ok(events);
  }

  #authorsOf({ payload, signatures }: DecodedTransaction): Result<readonly Author[], LedgerRejection> {
    const authors: Author[] = [];
    for (const { kind, publicKey: bytes } of signatures) {
      const publicKey = toHex(bytes);
      const key = this.#keyIdOf(kind, bytes, publicKey);
      const holder = this.#release.resolve(this.#state.read, key);
      const author = { key, kind, publicKey };
      if (holder.type !== "suspended") authors.push({ ...author, holder });
      else if (payload.commands.every((command) => this.#release.openToSuspended(command)))
        authors.push({ ...author, holder: { type: "organisation", organisation: holder.organisation } });
      else return err({ code: "author-suspended", organisation: holder.organisation });
    }
    return ok(authors);
  }

  /** The same services and staff sign all day; a bound keeps strangers' keys from filling the memory. */
  #keyIdOf(kind: KeyKind, bytes: Uint8Array, publicKey: string): KeyId {
    const known = this.#keyIds[kind].get(publicKey);
    if (known !== undefined) return known;
    const key = keyIdOf(kind, bytes);
    if (this.#keyIds[kind].size >= KEY_IDS_MAX) this.#keyIds[kind].clear();
    this.#keyIds[kind].set(publicKey, key);
    return key;
  }

  #run(command: Command, context: Context, depth: number, events: ExecutedEvent[]): CodedRejection | undefined {
    const contract = this.#release.contracts.get(command.domain);
    if (contract === undefined) return coded({ code: "unknown-domain", domain: command.domain });
    const fault = contract.command.fault(command, "command");
    if (fault !== undefined) return coded({ code: "malformed-command", at: fault });
    if (depth > REACTION_DEPTH_MAX) return coded({ code: "reactions-too-deep", most: REACTION_DEPTH_MAX });
    const record = contract.key(command);
    const key = recordKeyOf(contract.domain, record);
    let state = this.#state.get(key) ?? contract.initial;
    const decision = contract.decide(state, command, context, this.#facts.get(contract.domain));
    if (!decision.ok) return { ...decision.error, code: `${contract.domain}/${decision.error.code}` };
    for (const event of decision.value) {
      state = contract.evolve(state, event);
      this.#state.set(key, state);
      if (events.length >= EVENTS_PER_TRANSACTION_MAX)
        return coded({ code: "too-many-events", most: EVENTS_PER_TRANSACTION_MAX });
      const envelope = { domain: contract.domain, record, transaction: context.transaction, event };
      events.push({ envelope, leaf: eventLeafOf(envelope) });
    }
    for (const event of decision.value) {
      const cause: Cause = { type: "reaction", domain: contract.domain, event: event.type, record };
      for (const next of this.#release.reactions(contract.domain, record, event, context)) {
        const rejection = this.#run(next, { ...context, cause }, depth + 1, events);
        if (rejection !== undefined) return rejection;
      }
    }
    return undefined;
  }
}
