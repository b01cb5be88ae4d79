import { equal } from "@meridian/base/bytes";
import { asHeight, type Height, type NetworkId } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { VALIDITY_HEIGHTS_MAX } from "@meridian/base/limits";
import { merkleRoot } from "@meridian/crypto/merkle";
import { appHashOf, keyHashOf, valueHashOf } from "@meridian/kernel/roots";
import { decodeTransaction, transactionIdOf } from "./decode.ts";
import { faultAt } from "./execute.ts";
import type { ValidatorEntry } from "./membership.ts";
import { ReleaseBook } from "./releases.ts";
import type { Rules } from "./rules.ts";
import { type Read, type SnapshotHead, StreamReader } from "./snapshot.ts";
import type { StateRefill, StateStore, StoredBlock } from "./state-store.ts";
import { StateTree } from "./state-tree.ts";
import { WorkingState } from "./working-state.ts";

/** What the headers of the chain must confirm before a restored state counts. */
export type RestoredWindow = {
  readonly from: Height;
  readonly height: Height;
  /** With the seal that came with it. */
  readonly block: (height: Height) => StoredBlock | undefined;
  /** The validator set as the restored records have it; undefined where members run no engine. */
  readonly validators: readonly ValidatorEntry[] | undefined;
};

/** Why a snapshot is not taken. */
export type RestoreFault =
  | "malformed"
  | "incomplete"
  | "bucket-full"
  | "window-too-short"
  | "broken-chain"
  | "other-app-hash"
  | "other-state-root";

const NO_EVENTS = merkleRoot([]);

/**
 * A state being restored from a snapshot of strangers (ADR-17). Records and blocks go into the store as they come, in one
 * transaction that is only kept when all of it has been held against an app hash that was verified.
 */
export class Restoring {
  readonly #rules: Rules;
  readonly #head: SnapshotHead;
  readonly #refill: StateRefill;
  readonly #reader: StreamReader;
  readonly #tree = new StateTree();
  readonly #sealedThrough: Height;
  readonly #adopt: (tree: StateTree, tip: StoredBlock) => void;
  readonly #seals = new Map<Height, Uint8Array>();
  #isSettled = false;
  #before: StoredBlock | undefined;
  #fault: RestoreFault | undefined;
  #isOver = false;

  /** Blocks through `sealedThrough` keep their seals with them, as where one process ordered them; later ones don't. */
  constructor(
    rules: Rules,
    store: StateStore,
    head: SnapshotHead,
    sealedThrough: Height,
    adopt: (tree: StateTree, tip: StoredBlock) => void,
  ) {
    this.#sealedThrough = sealedThrough;
    this.#rules = rules;
    this.#head = head;
    this.#adopt = adopt;
    this.#reader = new StreamReader(head);
    // What genesis led to is known here, so a chain that is not longer than the window begins with it.
    this.#before = head.from === 1 ? store.block(asHeight(0)) : undefined;
    this.#refill = store.refill();
  }

  /** Takes the next piece, unpacked and compared with the metadata. A fault is final. */
  push(piece: Uint8Array): RestoreFault | undefined {
    if (this.#fault === undefined && !this.#reader.push(piece, (read) => this.#take(read))) this.#fault ??= "malformed";
    return this.#fault;
  }

  /**
   * Whether all of it leads to the app hash after its last block, and its blocks form a chain. What comes back has still
   * to be found in headers that the validators signed.
   */
  whole(appHash: Uint8Array): RestoredWindow | RestoreFault {
    const fault = this.#fault ?? this.#faultOfWhole(appHash);
    if (fault !== undefined) return fault;
    const state = new WorkingState(this.#refill, (key) => this.#tree.value(keyHashOf(key)));
    return {
      from: this.#head.from,
      height: this.#head.height,
      block: (height) => {
        const block = this.#refill.block(height);
        return block && { ...block, seal: this.#seals.get(height) ?? block.seal };
      },
      validators: new ReleaseBook(this.#rules, state).nearest(this.#head.height).membership?.validators(state.read),
    };
  }

  /** Puts the restored state in place, for good. To be called once it is `whole` and its window is agreed on. */
  keep(): void {
    const tip = this.#before;
    invariant(this.#isSettled && tip !== undefined && !this.#isOver, "only a whole state is kept");
    this.#isOver = true;
    this.#refill.keep();
    this.#adopt(this.#tree, tip);
  }

  /** Leaves the store as it was. */
  drop(): void {
    if (!this.#isOver) this.#refill.drop();
    this.#isOver = true;
    this.#fault ??= "incomplete";
  }

  #take(read: Read): boolean {
    if ("block" in read) return this.#takeBlock(read.block);
    const { key, value } = read.record;
    const hash = valueHashOf(value);
    if (!this.#tree.add({ key: keyHashOf(key), value: hash })) return this.#fails("bucket-full");
    this.#refill.put({ key, value, hash });
    return true;
  }

  /** With the first block no record comes any more: hashing the map then goes on beside what is still being fetched. */
  #settle(): void {
    if (!this.#isSettled) this.#tree.settle();
    this.#isSettled = true;
  }

  /** Without what its engine is said to have told with a block: only the events that came of it are agreed on. */
  #takeBlock({ notices: _, ...claim }: Omit<StoredBlock, "ids">): boolean {
    this.#settle();
    if (claim.transactions.length !== claim.outcomes.length || !follows(claim, this.#before))
      return this.#fails("broken-chain");
    const { height, seal } = claim;
    const isSealed = height <= this.#sealedThrough;
    if (!isSealed) this.#seals.set(height, seal);
    const kept = isSealed ? seal : new Uint8Array();
    const block: StoredBlock = { ...claim, ids: idsOf(claim, this.#rules.network), seal: kept };
    this.#refill.putBlock(block);
    this.#before = block;
    return true;
  }

  #fails(fault: RestoreFault): false {
    this.#fault = fault;
    return false;
  }

  #faultOfWhole(appHash: Uint8Array): RestoreFault | undefined {
    const { height, from } = this.#head;
    const tip = this.#before;
    if (!this.#reader.isComplete || tip === undefined) return "incomplete";
    if (from > windowStart(height)) return "window-too-short";
    if (!equal(tip.appHash, appHash)) return "other-app-hash";
    this.#settle();
    return equal(this.#tree.root(), tip.stateRoot) ? undefined : "other-state-root";
  }
}

/** The lowest height whose transactions could be repeated after a height, and at least 1. */
export const windowStart = (height: Height): Height => asHeight(Math.max(1, height - VALIDITY_HEIGHTS_MAX + 1));

/**
 * Whether a block's roots belong together and to the block before it. One that comes after none must have events: else
 * nothing would say what its state root is.
 */
export function follows(block: Omit<StoredBlock, "ids">, before: Omit<StoredBlock, "ids"> | undefined): boolean {
  const { events, eventsRoot, stateRoot, previousAppHash, appHash } = block;
  if (!equal(eventsRoot, events.length === 0 ? NO_EVENTS : merkleRoot(events))) return false;
  if (before === undefined ? events.length === 0 : !equal(previousAppHash, before.appHash)) return false;
  if (events.length > 0)
    return equal(appHash, appHashOf({ previous: previousAppHash, events: eventsRoot, state: stateRoot }));
  return equal(appHash, previousAppHash) && (before === undefined || equal(stateRoot, before.stateRoot));
}

/** What executing the block found: an id is used up unless the ledger refused it before any rule was asked. */
export function idsOf(
  { height, transactions, outcomes }: Omit<StoredBlock, "ids">,
  network: NetworkId,
): StoredBlock["ids"] {
  return transactions.map((bytes, i) => {
    const decoded = decodeTransaction(bytes);
    if (!decoded.ok) return { id: transactionIdOf(bytes), validUntil: asHeight(0) };
    const { id, payload } = decoded.value;
    const outcome = outcomes[i];
    const isRefused = outcome?.status === "rejected" && UNUSED.has(outcome.rejection?.code);
    const isUsed = !isRefused && faultAt(decoded.value, height, network) === undefined;
    return { id, validUntil: isUsed ? payload.validUntil : asHeight(0) };
  });
}
const UNUSED: ReadonlySet<string> = new Set(["ledger/replayed", "ledger/bad-signature"]);
