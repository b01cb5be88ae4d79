import { textOf } from "@meridian/base/bytes";
import { asHeight, type Height, type TransactionId } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { parseJson } from "@meridian/base/json";
import type { Receipt } from "@meridian/kernel/transaction";
import type { EventEnvelope, Recorded } from "@meridian/kernel/view";
import type { StateStore, StoredBlock } from "@meridian/ledger/state-store";
import type { RecordedBlock, RecordedBlocks } from "@meridian/projector/projector";
import type { TransactionIndex } from "@meridian/state-sqlite/transaction-index";
import type { CommittedBlock } from "../engine/messages.ts";
import { unpack } from "../engine/packing.ts";

/** Blocks kept in memory for those who read right behind the ledger: projector, event streams, receipts. */
const RECENT_BLOCKS = 256;

type Told = {
  readonly recorded: RecordedBlock;
  readonly ids: CommittedBlock["ids"];
  readonly outcomes: CommittedBlock["outcomes"];
};

/** What has been committed, as readers want it: the latest blocks from memory, older ones from the store. */
export class History implements RecordedBlocks {
  readonly #store: StateStore;
  readonly #index: TransactionIndex;
  readonly #recent = new Map<Height, Told>();
  #tip: Height;

  /** `store` is a reader beside the ledger's writer. */
  constructor(store: StateStore, index: TransactionIndex) {
    this.#store = store;
    this.#index = index;
    this.#tip = store.height() ?? asHeight(0);
    for (let at = index.height + 1; at <= this.#tip; at++) index.add(asHeight(at), this.#told(asHeight(at)).ids);
  }

  get height(): Height {
    return this.#tip;
  }

  /** Takes note of a block that the ledger has just committed. */
  add({ height, time, ids, outcomes, events }: CommittedBlock): RecordedBlock {
    invariant(height === this.#tip + 1, "blocks are told in order");
    const recorded = this.#recordedOf(height, time, unpack(events));
    this.#recent.set(height, { recorded, ids, outcomes });
    this.#recent.delete(asHeight(height - RECENT_BLOCKS));
    this.#tip = height;
    this.#index.add(height, ids);
    return recorded;
  }

  async read(from: Height, limit: number): Promise<readonly RecordedBlock[]> {
    const blocks: RecordedBlock[] = [];
    for (let at = from; at <= this.#tip && blocks.length < limit; at++) blocks.push(this.#told(asHeight(at)).recorded);
    return blocks;
  }

  receipt(id: TransactionId): Receipt | undefined {
    const place = this.#index.find(id);
    if (place === undefined) return undefined;
    const outcome = this.#told(place.height).outcomes[place.index];
    return outcome && { id, height: place.height, index: place.index, outcome };
  }

  /** A whole block, for proofs. */
  block(height: Height): StoredBlock | undefined {
    return this.#store.block(height);
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

  /** Views begin at height 1, so what genesis did is told with the first block. */
  #recordedOf(height: Height, time: StoredBlock["time"], leaves: readonly Uint8Array[]): RecordedBlock {
    const genesis = height === 1 ? this.#store.block(asHeight(0)) : undefined;
    const before = genesis === undefined ? [] : recordedEvents(genesis.height, genesis.time, genesis.events);
    return { height, time, events: [...before, ...recordedEvents(height, time, leaves)] };
  }
}

const recordedEvents = (height: Height, time: StoredBlock["time"], leaves: readonly Uint8Array[]): Recorded[] =>
  leaves.map((leaf, position) => {
    const envelope = parseJson(textOf(leaf) ?? "") as EventEnvelope;
    return { height, time, position, ...envelope };
  });
