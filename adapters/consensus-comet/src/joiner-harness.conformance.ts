import { ok, deepStrictEqual as same } from "node:assert";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toHex } from "@meridian/base/bytes";
import type { Height } from "@meridian/base/ids";
import { encodeBlock } from "@meridian/ledger/block-codec";
import { Ledger } from "@meridian/ledger/ledger";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import type { StateStore, StoredBlock } from "@meridian/ledger/state-store";
import { add, burst, move } from "@meridian/ledger/toy.conformance";
import type { SnapshotOffer } from "./ports.ts";
import { founders, GENESIS, SealedChain, sealedRules } from "./sealed-chain.conformance.ts";
import { SnapshotFolder } from "./snapshot-folder.ts";
import type { SignedSeal } from "./snapshot-window.ts";
import { SnapshotWriter } from "./snapshot-writer.ts";
import { StateSnapshots } from "./state-snapshots.ts";

export type Made = {
  readonly offer: SnapshotOffer;
  readonly chunks: readonly Uint8Array[];
  readonly appHash: Uint8Array;
};

/** Chain with the snapshot of its height as it was then, two blocks ago. */
export function snapshotOf(chain: SealedChain, seals = chain.seals): Made {
  const root = mkdtempSync(join(tmpdir(), "meridian-snapshots-"));
  try {
    const folder = new SnapshotFolder(join(root, "snapshots"));
    const writer = new SnapshotWriter(chain.store, seals, folder);
    const { height, ledger } = chain;
    const { appHash } = ledger;
    writer.begin(height);
    same(writer.finish(), undefined);
    chain.run();
    chain.run();
    same(writer.finish(), height);
    const [offer] = folder.list();
    ok(offer !== undefined);
    const chunks = Array.from({ length: offer.chunks }, (_, i) => folder.chunk(height, i) ?? new Uint8Array());
    return { offer, chunks, appHash };
  } finally {
    rmSync(root, { recursive: true });
  }
}

export function joiner(initialHeight = 1) {
  const store = new MemoryStateStore();
  const ledger = new Ledger(sealedRules, store, GENESIS);
  const said: unknown[] = [];
  const seals: SignedSeal[] = [];
  const restored: Height[] = [];
  const snapshots = new StateSnapshots({
    ledger,
    chain: { network: sealedRules.network, initialHeight, founders },
    folder: new SnapshotFolder(join(tmpdir(), "meridian-no-snapshots")),
    maker: { take: () => {} },
    every: 10,
    log: (_, message, data) => said.push({ message, ...data }),
    keepSeals: (them) => seals.push(...them),
    onRestored: (height) => restored.push(height),
  });
  return { store, ledger, snapshots, said, seals, restored };
}

/** Answers of the node that joins, up to the first that is not "accept". */
export function joinFrom(to: ReturnType<typeof joiner>, { offer, chunks, appHash }: Made): readonly string[] {
  const answers: string[] = [to.snapshots.offer(offer, appHash)];
  for (const [index, chunk] of chunks.entries())
    if (answers.at(-1) === "accept") answers.push(to.snapshots.apply(index, chunk));
  return answers;
}

export const recordsOf = (store: StateStore) => [...store.records()].map(({ key, value }) => [key, toHex(value)]);
export const rootsOf = ({ ledger }: { readonly ledger: Ledger }) => [
  ledger.height,
  ledger.time,
  toHex(ledger.appHash),
  toHex(ledger.stateRoot),
];
export const bytesOf = (block: StoredBlock | undefined) => block && [toHex(encodeBlock(block)), block.ids];
const fresh = joiner();
export const isUntouched = ({ ledger, store, snapshots }: ReturnType<typeof joiner>): void => {
  snapshots.stop();
  same([rootsOf({ ledger }), recordsOf(store)], [rootsOf(fresh), recordsOf(fresh.store)]);
  same([store.height(), store.base()], [0, 1]);
};

/** Five blocks: with records, a refusal, a new validator power, nothing, and many events. */
export function smallChain(): SealedChain {
  const chain = new SealedChain();
  chain.run(add("b", 3), move("a", "b", 2));
  chain.run(add("a", -1_000));
  chain.run(add("v1", 5));
  chain.run();
  chain.run(burst("c", 3));
  return chain;
}
