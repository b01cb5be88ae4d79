import { existsSync } from "node:fs";
import { join } from "node:path";
import { equal } from "@meridian/base/bytes";
import { asHeight, type Height, type TransactionId } from "@meridian/base/ids";
import { valueIn } from "@meridian/crypto/statemap";
import { keyHashOf, valueHashOf } from "@meridian/kernel/roots";
import type { Receipt } from "@meridian/kernel/transaction";
import type { Recorded } from "@meridian/kernel/view";
import { StateCorruption, type StoredBlock } from "@meridian/ledger/state-store";
import { StateTree } from "@meridian/ledger/state-tree";
import type { GenesisDocument } from "@meridian/network/genesis";
import type { RecordedBlock, RecordedBlocks } from "@meridian/projector/projector";
import type { Seals } from "@meridian/proof/seal";
import { SealStore } from "@meridian/state-sqlite/seal-store";
import { SqliteStateStore } from "@meridian/state-sqlite/state-sqlite";
import type { RecordProof } from "../engine/messages.ts";
import { sealsOf } from "./seals-of.ts";
import { blockAt, type EvidenceSource, envelopeOf } from "./source.ts";

/** How often the records are read again when a node writes at the same time. */
const LOADS_MAX = 5;

/** The ledger in a node's folder, read beside the node or long after it. Nothing is written. */
export class FolderLedger implements EvidenceSource, RecordedBlocks {
  readonly genesis: GenesisDocument;
  readonly store: SqliteStateStore;
  readonly history: EvidenceSource["history"];
  readonly engine: EvidenceSource["engine"];
  readonly seals: Seals;
  /** Headers and commits of what CometBFT ordered; undefined in the folder of a node that orders alone. */
  readonly kept: SealStore | undefined;
  #loaded: { readonly tree: StateTree; readonly height: Height } | undefined;

  constructor(folder: string, genesis: GenesisDocument) {
    this.genesis = genesis;
    this.store = new SqliteStateStore(stateFileIn(folder), "reader");
    const { store } = this;
    this.history = {
      get height() {
        return store.height() ?? asHeight(0);
      },
      get base() {
        return store.base();
      },
      block: (height) => store.block(height),
      receipt: (id) => this.#receipt(id),
    };
    this.engine = { proveRecord: (key) => Promise.resolve(this.#prove(key)) };
    const file = sealsFileIn(folder);
    this.kept = existsSync(file) ? new SealStore(file, "reader") : undefined;
    this.seals = sealsOf(this, this.kept);
  }

  get base(): Height {
    return this.store.base();
  }

  async read(from: Height, limit: number): Promise<readonly RecordedBlock[]> {
    const blocks: RecordedBlock[] = [];
    const tip = this.history.height;
    for (let at: number = Math.max(from, this.store.base()); at <= tip && blocks.length < limit; at++) {
      const block = blockAt(this.history, asHeight(at));
      // As a node tells views: what genesis did comes with the first block.
      const before = at === 1 ? recordedIn(blockAt(this.history, asHeight(0))) : [];
      blocks.push({ height: block.height, time: block.time, events: [...before, ...recordedIn(block)] });
    }
    return blocks;
  }

  close(): void {
    this.kept?.close();
    this.store.close();
  }

  #receipt(id: TransactionId): Receipt | undefined {
    const base = this.store.base();
    for (let at: number = this.history.height; at >= base; at--) {
      const block = blockAt(this.history, asHeight(at));
      // A zero window marks an id that this place did not use up.
      const index = block.ids.findIndex((one) => one.id === id && one.validUntil > 0);
      const outcome = block.outcomes[index];
      if (outcome !== undefined) return { id, height: block.height, index, outcome };
    }
    return undefined;
  }

  /** What was read must lead to the root that the block names; a node that writes meanwhile makes it start again. */
  #prove(key: string): RecordProof {
    const keyHash = keyHashOf(key);
    for (let load = 0; load < LOADS_MAX; load++) {
      const { height } = this.history;
      const tree = this.#treeAt(height);
      const value = this.store.record(key) ?? null;
      if (tree === undefined) continue;
      const proof = tree.prove(keyHash);
      const held = valueIn(proof, keyHash);
      const isHeld = value === null ? held === undefined : held !== undefined && equal(held, valueHashOf(value));
      if (isHeld) return { height, value, ...proof };
      this.#loaded = undefined;
    }
    throw new StateCorruption(`records do not lead to the state root of block ${this.history.height}`);
  }

  /** The map over all records at a height; undefined when the records are not those of it. */
  #treeAt(height: Height): StateTree | undefined {
    if (this.#loaded?.height === height) return this.#loaded.tree;
    const tree = new StateTree();
    tree.load(this.store.records());
    if (!equal(tree.root(), blockAt(this.history, height).stateRoot)) return undefined;
    this.#loaded = { tree, height };
    return tree;
  }
}

export const stateFileIn = (folder: string): string => join(folder, "state.db");
export const sealsFileIn = (folder: string): string => join(folder, "seals.db");
export const genesisFileIn = (folder: string): string => join(folder, "genesis.json");
export const hasLedger = (folder: string): boolean => existsSync(stateFileIn(folder));

export const recordedIn = ({ height, time, events }: StoredBlock): Recorded[] =>
  events.map((leaf, position) => ({ height, time, position, ...envelopeOf(leaf) }));
