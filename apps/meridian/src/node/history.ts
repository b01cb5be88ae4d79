import { asHeight, type Height, type TransactionId } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import type { Receipt } from "@meridian/kernel/transaction";
import type { StateStore, StoredBlock } from "@meridian/ledger/state-store";
import type { RecordedBlock, RecordedBlocks } from "@meridian/projector/projector";
import type { TransactionIndex } from "@meridian/state-sqlite/transaction-index";
import type { CommittedBlock } from "../engine/messages.ts";
import { unpack } from "../engine/packing.ts";
import { recordedEvents, ToldBlock } from "./told-block.ts";

/** Blocks kept in memory for those who read right behind the ledger: projector, event streams, receipts. */
const RECENT_BLOCKS = 256;
/** And transactions in them, of about two kilobytes each. */
const RECENT_TRANSACTIONS = 10_000;
/** Events of blocks that are read at once, about: a reader far behind must not hold all of them in memory. */
const EVENTS_PER_READ = 4_000;

type Told = {
  readonly recorded: ToldBlock;
  readonly ids: CommittedBlock["ids"];
  readonly outcomes: CommittedBlock["outcomes"];
};

/**
 * What has been committed, as readers want it: the latest blocks from memory, older ones from the store. On a node that
 * joined with a snapshot it begins at `base`; what is older other nodes have.
 */
export class History implements RecordedBlocks {
  readonly #store: StateStore;
  readonly #index: TransactionIndex;
  readonly #recent = new Map<Height, Told>();
  /** In the recent blocks. */
  #transactions = 0;
  #tip: Height;
  #base: Height;

  /** `store` is a reader beside the ledger's writer. */
  constructor(store: StateStore, index: TransactionIndex) {
    this.#store = store;
    this.#index = index;
    this.#tip = store.height() ?? asHeight(0);
    this.#base = store.base();
    this.#indexStored();
  }

  /** Lowest height above 0 whose block is kept here. */
  get base(): Height {
    return this.#base;
  }

  get height(): Height {
    return this.#tip;
  }

  /** Takes note of a block that the ledger has just committed. */
  add({ height, time, ids, outcomes, events }: CommittedBlock): ToldBlock {
    if (height > this.#tip + 1) this.#takeUp(asHeight(height - 1));
    invariant(height === this.#tip + 1, "blocks are told in order");
    const recorded = this.#recordedOf(height, time, unpack(events));
    this.#recent.set(height, { recorded, ids, outcomes });
    this.#transactions += ids.length;
    this.#forget();
    this.#tip = height;
    this.#index.add(height, ids);
    return recorded;
  }

  /** Oldest first, as they were added; the newest always stays. */
  #forget(): void {
    for (const [height, { ids }] of this.#recent) {
      const isFew = this.#recent.size <= RECENT_BLOCKS && this.#transactions <= RECENT_TRANSACTIONS;
      if (isFew || this.#recent.size === 1) return;
      this.#transactions -= ids.length;
      this.#recent.delete(height);
    }
  }

  async read(from: Height, limit: number): Promise<readonly RecordedBlock[]> {
    const blocks: RecordedBlock[] = [];
    let events = 0;
    for (let at = asHeight(Math.max(from, this.#base)); at <= this.#tip && blocks.length < limit; at++) {
      const { recorded } = this.#told(asHeight(at));
      blocks.push(recorded);
      events += recorded.size;
      if (events >= EVENTS_PER_READ) break;
    }
    return blocks;
  }

  receipt(id: TransactionId): Receipt | undefined {
    const place = this.#index.find(id);
    if (place === undefined || place.height < this.#base) return undefined;
    const outcome = this.#told(place.height).outcomes[place.index];
    return outcome && { id, height: place.height, index: place.index, outcome };
  }

  /** Transactions whose id begins with these hexadecimal digits. */
  startingWith(digits: string, limit: number): readonly TransactionId[] {
    return this.#index.startingWith(digits, limit);
  }

  /** A whole block, for proofs. */
  block(height: Height): StoredBlock | undefined {
    return this.#store.block(height);
  }

  /** The ledger has taken over the state of a snapshot, and with it the blocks of a window. */
  #takeUp(tip: Height): void {
    this.#base = this.#store.base();
    this.#recent.clear();
    this.#transactions = 0;
    this.#tip = tip;
    this.#indexStored();
  }

  #indexStored(): void {
    if (this.#index.height + 1 < this.#base) this.#index.beginAt(this.#base);
    for (let at = this.#index.height + 1; at <= this.#tip; at++)
      this.#index.add(asHeight(at), this.#told(asHeight(at)).ids);
  }

  #told(height: Height): Told {
    const recent = this.#recent.get(height);
    if (recent !== undefined) return recent;
    const block = this.#store.block(height);
    invariant(block !== undefined, `block ${height} is in the store`);
    return {
      recorded: this.#recordedOf(height, block.time, block.events),
      ids: block.ids,
      outcomes: block.outcomes,
    };
  }

  /**
   * Views begin at height 1, so what genesis did is told with the first block. Where that is missing it is not told at all:
   * a licence of genesis must not look valid when the block that revoked it is not here.
   */
  #recordedOf(height: Height, time: StoredBlock["time"], leaves: readonly Uint8Array[]): ToldBlock {
    const genesis = height === 1 ? this.#store.block(asHeight(0)) : undefined;
    const before = genesis === undefined ? [] : recordedEvents(genesis.height, genesis.time, genesis.events);
    return new ToldBlock(height, time, leaves, before);
  }
}
