import { toHex } from "@meridian/base/bytes";
import { asHeight, type Height } from "@meridian/base/ids";
import { windowStart } from "@meridian/ledger/restoring";
import { blockFrame, Cutter, encodeMetadata, recordFrame } from "@meridian/ledger/snapshot";
import type { StateStore, StoredBlock } from "@meridian/ledger/state-store";
import type { Validator } from "@meridian/proof/comet/validators";
import { encodeSeal, type Seals } from "@meridian/proof/seal";
import { pack, type SnapshotFolder } from "./snapshot-folder.ts";
import { encodeProof } from "./snapshot-window.ts";

/** Records after which others are let in. */
const RECORDS_AT_A_TIME = 256;

type Unfinished = { readonly height: Height; readonly cutter: Cutter; readonly records: number; pieces: number };

/**
 * Writes snapshots of one store, in two steps: the records at the height, and, once the engine has told of the two blocks
 * behind it, the window of blocks with their seals, and the proof. The result is the same at every node.
 */
export class SnapshotWriter {
  readonly #store: StateStore;
  readonly #seals: Pick<Seals, "at" | "validatorsOf">;
  readonly #folder: SnapshotFolder;
  readonly #breathe: () => void;
  #unfinished: Unfinished | undefined;

  /** `breathe` is called again and again while it works, and may take its time. */
  constructor(
    store: StateStore,
    seals: Pick<Seals, "at" | "validatorsOf">,
    folder: SnapshotFolder,
    breathe: () => void = () => undefined,
  ) {
    this.#store = store;
    this.#seals = seals;
    this.#folder = folder;
    this.#breathe = breathe;
  }

  /** Writes the records. The store has to stay at this height as long as it takes. */
  begin(height: Height): void {
    this.#folder.begin(height);
    const cutter = new Cutter((piece) => this.#put(piece));
    let records = 0;
    this.#unfinished = { height, cutter, records, pieces: 0 };
    for (const record of this.#store.records()) {
      cutter.push(recordFrame(record));
      if (++records % RECORDS_AT_A_TIME === 0) this.#breathe();
    }
    this.#unfinished = { ...this.#unfinished, records };
  }

  /** Whether something was begun and is not finished. */
  get isUnfinished(): boolean {
    return this.#unfinished !== undefined;
  }

  /** Writes the rest, if all seals are there by now; undefined when they are not, otherwise the height. */
  finish(): Height | undefined {
    const begun = this.#unfinished;
    if (begun === undefined) return undefined;
    const { height, cutter, records } = begun;
    const from = this.#from(height);
    const [next, last] = [this.#seals.at(height + 1), this.#seals.at(height + 2)];
    if (!next?.canonical || last === undefined) return undefined;
    const sets = this.#sets(from, height);
    if (sets === undefined) return undefined;
    for (let at: number = from; at <= height; at++) {
      cutter.push(blockFrame(this.#sealed(asHeight(at))));
      this.#breathe();
    }
    const { bytes, pieces } = cutter.end();
    this.#folder.put(height, pieces.length, pack(encodeProof({ next, last, sets })));
    this.#folder.finish(height, encodeMetadata({ height, from, records, bytes, pieces }));
    this.#unfinished = undefined;
    return height;
  }

  drop(): void {
    this.#unfinished = undefined;
    this.#folder.dropUnfinished();
  }

  #put(piece: Uint8Array): void {
    if (this.#unfinished === undefined) return;
    this.#folder.put(this.#unfinished.height, this.#unfinished.pieces++, pack(piece));
  }

  /** The window begins with a block that has events, or with the first one: that says what its state root is. */
  #from(height: Height): Height {
    let from: number = windowStart(height);
    while (from > this.#store.base() && this.#block(asHeight(from)).events.length === 0) from--;
    return asHeight(from);
  }

  /** Every set that signed a block of the window; undefined as long as one is unknown or a commit may still change. */
  #sets(from: Height, height: Height): readonly (readonly Validator[])[] | undefined {
    const sets = new Map<string, readonly Validator[]>();
    for (let at: number = from; at <= height; at++) {
      const seal = this.#seals.at(at);
      if (!seal?.canonical) return undefined;
      const hash = seal.header.validatorsHash;
      if (sets.has(toHex(hash))) continue;
      const set = this.#seals.validatorsOf(hash);
      if (set === undefined) return undefined;
      sets.set(toHex(hash), set);
    }
    return [...sets.values()];
  }

  #sealed(height: Height): StoredBlock {
    const seal = this.#seals.at(height);
    return { ...this.#block(height), seal: seal === undefined ? new Uint8Array() : encodeSeal(seal) };
  }

  #block(height: Height): StoredBlock {
    const block = this.#store.block(height);
    if (block === undefined) throw new Error(`block ${height} is not in the store`);
    return block;
  }
}
