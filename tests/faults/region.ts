import { strictEqual as is } from "node:assert";
import { toHex, utf8 } from "@meridian/base/bytes";
import type { OrganisationId, PersonId, Seconds, TransactionId } from "@meridian/base/ids";
import { asHeight, asSeconds } from "@meridian/base/ids";
import { canonicalBytes } from "@meridian/base/json";
import { type CredentialHolder, FOREVER } from "@meridian/credential/schema";
import { publicKeyOf, sign } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import { valueHashOf } from "@meridian/kernel/roots";
import { signedBytesOf } from "@meridian/kernel/signing";
import type { Command, Outcome } from "@meridian/kernel/transaction";
import type { CredentialKind } from "@meridian/kernel/vocabulary";
import { transactionIdOf } from "@meridian/ledger/decode";
import { Ledger } from "@meridian/ledger/ledger";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import type { StateStore, StoredBlock } from "@meridian/ledger/state-store";
import { encodeWire } from "@meridian/ledger/wire";
import { genesisStateOf } from "@meridian/network/genesis";
import { rulesOf } from "@meridian/network/rules";
import {
  AT_CORNER,
  AT_MARKET,
  CORNER,
  DRUGS,
  FUND,
  genesis,
  HEALTH,
  HOSPITAL,
  MARKET,
  NETWORK,
  PHYSICIAN,
  REVIEWER,
  RIDER,
  START,
  seedOf,
} from "./people.ts";

export type Signed = { readonly id: TransactionId; readonly bytes: Uint8Array };

/** Signs exactly these payload bytes, whatever they are, and writes the transaction as the ledger reads it. */
export function signBytes(payload: Uint8Array, by: readonly string[]): Signed {
  const signatures = by.map((id) => {
    const seed = seedOf(id);
    const signature = sign(seed, signedBytesOf(payload));
    return { kind: "ed25519", publicKey: publicKeyOf(seed), signature } as const;
  });
  return { id: transactionIdOf(payload), bytes: encodeWire({ payload, signatures }) };
}

/** A transaction of this network. The same name gives the same transaction again. */
export function signed(commands: readonly Command[], by: readonly string[], name: string, validUntil = 600): Signed {
  const nonce = toHex(sha256(utf8(name)).subarray(0, 16));
  return signBytes(canonicalBytes({ network: NETWORK, commands, nonce, validUntil: asHeight(validUntil) }), by);
}

/** What became of a transaction in one word: `committed`, or the code of the refusal. */
export const wordOf = (outcome: Outcome | undefined): string =>
  outcome?.status === "rejected" ? outcome.rejection.code : (outcome?.status ?? "nothing");

/** A region on one ledger with the network's own rules; the test is its consensus. */
export class Region {
  readonly ledger: Ledger;
  readonly store: StateStore;
  #time: number = START;
  #count = 0;

  /** Opens what the store holds, or begins. */
  constructor(store: StateStore = new MemoryStateStore()) {
    this.store = store;
    this.ledger = new Ledger(rulesOf(genesis), store, genesisStateOf(genesis));
    this.#time = Math.max(START, this.ledger.time);
  }

  /** Block time of the next block, when no more time passes. */
  get time(): Seconds {
    return asSeconds(this.#time);
  }

  pass(seconds: number): void {
    this.#time += seconds;
  }

  /** Signed for the heights that come next, under a name of its own. */
  sign(commands: readonly Command[], by: readonly string[]): Signed {
    return signed(commands, by, `transaction ${this.#count++}`, this.ledger.height + 600);
  }

  /** Makes a block of these bytes in this order; answers what became of each. */
  block(transactions: readonly Uint8Array[], time: number = this.#time): readonly Outcome[] {
    this.ledger.finalize({
      height: asHeight(this.ledger.height + 1),
      time: asSeconds(time),
      transactions: transactions.map((bytes) => ({ bytes, verified: false })),
    });
    return this.ledger.commit(new Uint8Array()).outcomes;
  }

  /** One transaction in a block of its own. */
  send(commands: readonly Command[], by: readonly string[]): Outcome | undefined {
    return this.block([this.sign(commands, by).bytes])[0];
  }

  /** As `send`, and it commits. */
  commit(commands: readonly Command[], by: readonly string[]): void {
    const outcome = this.send(commands, by);
    is(wordOf(outcome), "committed", JSON.stringify(outcome));
  }

  /** All blocks after genesis. */
  blocks(): readonly StoredBlock[] {
    return Array.from({ length: this.ledger.height }, (_, i) => {
      const block = this.store.block(asHeight(i + 1));
      if (block === undefined) throw new Error(`block ${i + 1} is in the store`);
      return block;
    });
  }

  /** State root and application hash, to compare two ledgers or two moments. */
  roots(): string {
    return `${toHex(this.ledger.stateRoot)} ${toHex(this.ledger.appHash)}`;
  }
}

/** A store of its own that stands where the other one does. */
export function copyOf(store: StateStore): MemoryStateStore {
  const copy = new MemoryStateStore();
  const tip = store.height() ?? asHeight(0);
  const records = Array.from(store.records(), (record) => ({ ...record, hash: valueHashOf(record.value) }));
  for (let at = 0; at <= tip; at++) {
    const block = store.block(asHeight(at));
    if (block !== undefined) copy.commit(block, at === tip ? records : []);
  }
  return copy;
}

/** Staff at their places and every licence that prescribing, dispensing and carrying ask for: three commands a signer. */
export const staffing: readonly (readonly [by: OrganisationId, commands: readonly Command[]])[] = [
  [HOSPITAL, [affiliation(PHYSICIAN, HOSPITAL, "physician"), affiliation(REVIEWER, HOSPITAL, "pharmacist")]],
  [CORNER, [affiliation(AT_CORNER, CORNER, "pharmacist")]],
  [MARKET, [affiliation(AT_MARKET, MARKET, "pharmacist")]],
  [HEALTH, [licence(HOSPITAL, "licence-hospital"), licence(PHYSICIAN, "licence-physician")]],
  [
    DRUGS,
    [
      ...[CORNER, MARKET].map((pharmacy) => licence(pharmacy, "licence-pharmacy")),
      ...[REVIEWER, AT_CORNER, AT_MARKET].map((person) => licence(person, "licence-pharmacist")),
      licence(RIDER, "licence-carrier"),
    ],
  ],
  [FUND, [CORNER, MARKET].map((pharmacy) => licence(pharmacy, "appointment-insurer"))],
];

/** A region whose staff may work. */
export function staffedRegion(store?: StateStore): Region {
  const region = new Region(store);
  for (const [by, commands] of staffing) region.commit(commands, [by]);
  return region;
}

function affiliation(id: PersonId, organisation: OrganisationId, role: string): Command {
  return { domain: "person", type: "affiliate", id, organisation, roles: [role] } as Command;
}

/** Ids tell persons from organisations: pseudonyms begin with `p-` or `s-`. */
export function holderOf(id: string): CredentialHolder {
  if (/^[ps]-/.test(id)) return { type: "person", person: id as PersonId };
  return { type: "organisation", organisation: id as OrganisationId };
}

function licence(id: string, kind: CredentialKind, validUntil: number = FOREVER): Command {
  const terms = { scope: [], number: "T-1", validFrom: 0, validUntil, basis: "test" };
  return { domain: "credential", type: "issue", holder: holderOf(id), kind, ...terms } as Command;
}
