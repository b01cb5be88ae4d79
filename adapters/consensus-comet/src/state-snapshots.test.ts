import { ok, deepStrictEqual as same } from "node:assert";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { toHex } from "@meridian/base/bytes";
import { asHeight, type Height } from "@meridian/base/ids";
import { encodeBlock } from "@meridian/ledger/block-codec";
import { Ledger } from "@meridian/ledger/ledger";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import { decodeMetadata, PIECE_BYTES, snapshotHashOf } from "@meridian/ledger/snapshot";
import type { StateStore, StoredBlock } from "@meridian/ledger/state-store";
import { add, burst, grow, move, transaction } from "@meridian/ledger/toy.conformance";
import fc from "fast-check";
import type { SnapshotOffer } from "./ports.ts";
import { commitOf, founders, GENESIS, SealedChain, sealedRules } from "./sealed-chain.conformance.ts";
import { pack, SnapshotFolder, unpack } from "./snapshot-folder.ts";
import type { SignedSeal } from "./snapshot-window.ts";
import { SnapshotWriter } from "./snapshot-writer.ts";
import { StateSnapshots } from "./state-snapshots.ts";

type Made = { readonly offer: SnapshotOffer; readonly chunks: readonly Uint8Array[]; readonly appHash: Uint8Array };

/** Chain with the snapshot of its height as it was then, two blocks ago. */
function snapshotOf(chain: SealedChain, seals = chain.seals): Made {
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

function joiner(initialHeight = 1) {
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
function join_(to: ReturnType<typeof joiner>, { offer, chunks, appHash }: Made): readonly string[] {
  const answers: string[] = [to.snapshots.offer(offer, appHash)];
  for (const [index, chunk] of chunks.entries())
    if (answers.at(-1) === "accept") answers.push(to.snapshots.apply(index, chunk));
  return answers;
}

const recordsOf = (store: StateStore) => [...store.records()].map(({ key, value }) => [key, toHex(value)]);
const rootsOf = ({ ledger }: { readonly ledger: Ledger }) => [
  ledger.height,
  ledger.time,
  toHex(ledger.appHash),
  toHex(ledger.stateRoot),
];
const bytesOf = (block: StoredBlock | undefined) => block && [toHex(encodeBlock(block)), block.ids];
const fresh = joiner();
const isUntouched = ({ ledger, store, snapshots }: ReturnType<typeof joiner>): void => {
  snapshots.stop();
  same([rootsOf({ ledger }), recordsOf(store)], [rootsOf(fresh), recordsOf(fresh.store)]);
  same([store.height(), store.base()], [0, 1]);
};

function smallChain(): SealedChain {
  const chain = new SealedChain();
  chain.run(add("b", 3), move("a", "b", 2));
  chain.run(add("a", -1_000));
  chain.run(add("v1", 5));
  chain.run();
  chain.run(burst("c", 3));
  return chain;
}

describe("a state taken over from a snapshot", () => {
  it("is the original's: roots, records, answers, and every block from there on", () => {
    const chain = smallChain();
    const again = transaction([add("b", 1)], { nonce: 0xabc, validUntil: 90 });
    chain.block(again);
    const before = rootsOf(chain);
    const made = snapshotOf(chain);
    const to = joiner();
    same(new Set(join_(to, made)), new Set(["accept"]));
    same(rootsOf(to), before);
    same(to.restored, [6]);
    for (const height of [7, 8]) replay(chain, to, asHeight(height));
    same(recordsOf(to.store), recordsOf(chain.store));
    same(to.ledger.proveRecord("purse/b"), chain.ledger.proveRecord("purse/b"));
    same(to.ledger.check(again), { ok: false, error: { code: "replayed" } });
    for (const commands of [[add("b", 2)], [move("b", "d", 1)], []]) {
      chain.run(...commands);
      replay(chain, to, chain.height);
    }
    chain.block(again);
    same(replay(chain, to, chain.height).outcomes, [
      { status: "rejected", command: 0, rejection: { code: "ledger/replayed" } },
    ]);
  });

  it("comes with the blocks of the window, their ids and their seals", () => {
    const chain = smallChain();
    const to = joiner();
    join_(to, snapshotOf(chain));
    for (let height = 0; height <= 5; height++)
      same(bytesOf(to.store.block(asHeight(height))), bytesOf(chain.store.block(asHeight(height))));
    same(
      to.seals.map(({ seal }) => seal.header.height),
      [1, 2, 3, 4, 5],
    );
    same(to.seals[4]?.validators[0]?.power, 15);
  });

  it("begins where the window begins, on a chain longer than the window", () => {
    const chain = new SealedChain();
    chain.run(add("old", 1));
    for (let n = 0; n < 1_204; n++) chain.run(...(n % 50 === 0 ? [add("b", n)] : []));
    const to = joiner();
    same(new Set(join_(to, snapshotOf(chain))), new Set(["accept"]));
    same([to.store.height(), to.store.base(), to.store.block(asHeight(1))], [1_205, 2, undefined]);
    replay(chain, to, asHeight(1_206));
    chain.run(add("old", 1));
    replay(chain, to, asHeight(1_207));
    replay(chain, to, chain.height);
  });

  it("reaches back to blocks that one process ordered before the engine took over", () => {
    const chain = new SealedChain(new MemoryStateStore(), 4);
    chain.run(add("b", 3));
    chain.run(add("b", 4));
    chain.run();
    chain.run(add("b", 5));
    chain.run(add("c", 5));
    const made = snapshotOf(chain);
    const to = joiner(4);
    same(new Set(join_(to, made)), new Set(["accept"]));
    same(
      to.seals.map(({ seal }) => seal.header.height),
      [4, 5],
    );
    same(
      [1, 2, 3, 4].map((height) => (to.store.block(asHeight(height))?.seal.length ?? 0) > 0),
      [true, true, true, false],
    );
    same(join_(joiner(1), made).at(-1), "reject");
  });

  it("is the same whatever happened", () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.array(fc.tuple(fc.constantFrom("a", "b", "v1", "v2"), fc.integer({ min: -4, max: 9 })), { maxLength: 4 }),
          {
            minLength: 1,
            maxLength: 6,
          },
        ),
        (blocks) => {
          const chain = new SealedChain();
          for (const block of blocks) chain.run(...block.map(([name, sum]) => add(name, sum)));
          const before = rootsOf(chain);
          const to = joiner();
          same(new Set(join_(to, snapshotOf(chain))), new Set(["accept"]));
          same(rootsOf(to), before);
          chain.run(add("b", 1), move("a", "b", 1));
          for (let at = to.ledger.height + 1; at <= chain.height; at++) replay(chain, to, asHeight(at));
          same(recordsOf(to.store), recordsOf(chain.store));
        },
      ),
      { numRuns: 12 },
    ));

  it("may take the place of an older one, and never of a newer", () => {
    const chain = smallChain();
    const older = snapshotOf(chain);
    const newer = snapshotOf(chain);
    const to = joiner();
    join_(to, older);
    same(new Set(join_(to, newer)), new Set(["accept"]));
    same(to.ledger.height, 7);
    same(join_(to, older), ["reject"]);
  });
});

describe("a snapshot of many pieces", () => {
  const chain = new SealedChain();
  // 12 records of 250 KB, and a block of events as large as they are small.
  for (let n = 0; n < 24; n++) chain.run(grow(`big-${n}`, 200_000 + n));
  const made = snapshotOf(chain);

  it("arrives in whole pieces of 4 MiB, far smaller on the way", () => {
    const head = decodeMetadata(made.offer.metadata);
    same([head?.pieces.length, made.chunks.length], [2, 3]);
    same(unpack(made.chunks[0] ?? new Uint8Array())?.length, PIECE_BYTES);
    ok((made.chunks[0]?.length ?? 0) < PIECE_BYTES / 10);
    same(join_(joiner(), made), ["accept", "accept", "accept", "accept"]);
  });

  it("asks another peer for a chunk in another's place, and goes on", () => {
    const to = joiner();
    to.snapshots.offer(made.offer, made.appHash);
    same(to.snapshots.apply(0, made.chunks[1] ?? new Uint8Array()), "bad");
    same(to.snapshots.apply(0, made.chunks[0] ?? new Uint8Array()), "accept");
    same(to.snapshots.apply(0, made.chunks[0] ?? new Uint8Array()), "accept");
    same(to.snapshots.apply(1, made.chunks[1] ?? new Uint8Array()), "accept");
    same(to.snapshots.apply(2, made.chunks[2] ?? new Uint8Array()), "accept");
    same(to.ledger.height, made.offer.height);
  });

  it("is given up when a chunk is left out", () => {
    const to = joiner();
    to.snapshots.offer(made.offer, made.appHash);
    same(to.snapshots.apply(1, made.chunks[1] ?? new Uint8Array()), "reject");
    same(to.snapshots.apply(0, made.chunks[0] ?? new Uint8Array()), "reject");
    isUntouched(to);
  });
});

describe("what a hostile peer sends", () => {
  const chain = smallChain();
  const made = snapshotOf(chain);
  const [records, proof] = made.chunks as [Uint8Array, Uint8Array];
  const flipped = (bytes: Uint8Array, at: number): Uint8Array => bytes.with(at, (bytes[at] ?? 0) ^ (1 << (at % 8)));
  const none = new Uint8Array();

  it("is no snapshot when any byte of its metadata is another", () => {
    const to = joiner();
    for (let at = 0; at < made.offer.metadata.length; at++) {
      const metadata = flipped(made.offer.metadata, at);
      same(join_(to, { ...made, offer: { ...made.offer, metadata } }), ["reject"]);
      const answers = join_(to, { ...made, offer: { ...made.offer, metadata, hash: snapshotHashOf(metadata) } });
      ok(["reject", "bad"].includes(answers.at(-1) ?? ""), `byte ${at}: ${answers}`);
      isUntouched(to);
    }
  });

  it("is a bad chunk when any byte of it is another, or it ends early", () => {
    const to = joiner();
    to.snapshots.offer(made.offer, made.appHash);
    for (let at = 0; at < records.length; at++) {
      const answer = to.snapshots.apply(0, flipped(records, at));
      // Zstandard has a few bits that mean nothing: what comes out is what was meant.
      if (answer === "accept") same(toHex(unpack(flipped(records, at)) ?? none), toHex(unpack(records) ?? none));
      if (answer === "accept") to.snapshots.offer(made.offer, made.appHash);
      else same(answer, "bad");
    }
    for (const cut of [none, records.subarray(0, records.length - 1)]) same(to.snapshots.apply(0, cut), "bad");
    isUntouched(to);
  });

  it("is a bad proof when any byte of it is another, and another peer's is taken", () => {
    const plain = unpack(proof) ?? none;
    const honest = joiner();
    join_(honest, made);
    let bad = 0;
    let to = joiner();
    const offer = (): void => {
      to.snapshots.offer(made.offer, made.appHash);
      to.snapshots.apply(0, records);
    };
    offer();
    for (let at = 0; at < plain.length; at += 17) {
      const answer = to.snapshots.apply(1, pack(flipped(plain, at)));
      if (answer === "bad") {
        bad++;
        continue;
      }
      // The round in which a block was agreed on is in no hash; whatever is taken leads to the very same.
      if (answer === "accept") same([rootsOf(to), to.seals], [rootsOf(honest), honest.seals]);
      else isUntouched(to);
      if (answer === "accept") to = joiner();
      offer();
    }
    ok(bad > plain.length / 17 / 2);
    const other = joiner();
    other.snapshots.offer(made.offer, made.appHash);
    other.snapshots.apply(0, records);
    same(other.snapshots.apply(1, pack(flipped(plain, 20))), "bad");
    same(other.snapshots.apply(1, proof), "accept");
  });

  it("is never unpacked beyond the size of a piece", () => {
    const bomb = pack(new Uint8Array(512 * 1_024 * 1_024));
    ok(bomb.length < 100_000);
    const to = joiner();
    to.snapshots.offer(made.offer, made.appHash);
    const { external } = process.memoryUsage();
    same(to.snapshots.apply(0, bomb), "bad");
    ok(process.memoryUsage().external - external < 64 * 1_024 * 1_024);
  });

  it("is refused when it is another format, of another app hash, or of nothing", () => {
    const to = joiner();
    same(to.snapshots.offer({ ...made.offer, format: 2 }, made.appHash), "reject-format");
    same(to.snapshots.offer({ ...made.offer, chunks: 9 }, made.appHash), "reject");
    same(to.snapshots.offer({ ...made.offer, height: 6 }, made.appHash), "reject");
    same(to.snapshots.offer(made.offer, none), "reject");
    same(join_(to, { ...made, appHash: new Uint8Array(32) }).at(-1), "reject");
    isUntouched(to);
    same(to.snapshots.apply(0, records), "reject");
  });

  /** The maker lies: everything it can compute fits together, as its own store has it. */
  const lying = (change: (block: StoredBlock) => Partial<StoredBlock>, at: number): Made => {
    const liar = smallChain();
    const { store } = liar;
    const blocks = store.block.bind(store);
    store.block = (height) => {
      const block = blocks(height);
      return block && height === at ? { ...block, ...change(block) } : block;
    };
    return snapshotOf(liar);
  };
  const lies: readonly [string, Made][] = [
    [
      "leaves a transaction out",
      lying(({ transactions, outcomes }) => ({ transactions: transactions.slice(1), outcomes: outcomes.slice(1) }), 1),
    ],
    [
      "puts a transaction in",
      lying(
        ({ transactions, outcomes }) => ({
          transactions: [...transactions, transaction([add("x", 1)])],
          outcomes: [...outcomes, { status: "committed", events: 1 }],
        }),
        4,
      ),
    ],
    [
      "says that a refusal was none of a rule's",
      lying(
        ({ outcomes }) => ({
          outcomes: outcomes.map(() => ({
            status: "rejected",
            command: 0,
            rejection: { code: "ledger/bad-signature" },
          })),
        }),
        2,
      ),
    ],
    ["tells another time", lying(({ time }) => ({ time: (time + 1) as typeof time }), 3)],
    ["leaves an event out", lying(({ events }) => ({ events: events.slice(1) }), 5)],
  ];
  for (const [what, lie] of lies)
    it(`is rejected as a whole when it ${what}`, () => {
      const to = joiner();
      same(join_(to, lie).at(-1), "reject");
      isUntouched(to);
    });

  it("is rejected when a record is another, though all hashes of the snapshot fit", () => {
    const liar = smallChain();
    const { store } = liar;
    const records_ = store.records.bind(store);
    store.records = function* () {
      for (const { key, value } of records_())
        yield key === "purse/b" ? { key, value: new TextEncoder().encode('{"sum":999}') } : { key, value };
    };
    const to = joiner();
    same(join_(to, snapshotOf(liar)).at(-1), "reject");
    ok(JSON.stringify(to.said).includes("other-state-root"));
    isUntouched(to);
  });

  it("is rejected when the seal of a block before names a round that nobody signed, which no header would show", () => {
    const liar = smallChain();
    const seals = {
      ...liar.seals,
      at: (height: number) => {
        const seal = liar.seals.at(height);
        return seal && height === 4 ? { ...seal, commit: { ...seal.commit, round: seal.commit.round + 1 } } : seal;
      },
    };
    const to = joiner();
    same(join_(to, snapshotOf(liar, seals)).at(-1), "reject");
    isUntouched(to);
  });

  it("is rejected when fewer than two thirds signed the block behind it", () => {
    const liar = smallChain();
    const seals = {
      ...liar.seals,
      at: (height: number) => {
        const seal = liar.seals.at(height);
        return seal && height === 7 ? { ...seal, commit: commitOf(seal.header, founders.slice(0, 2)) } : seal;
      },
    };
    same(join_(joiner(), snapshotOf(liar, seals)).at(-1), "bad");
  });
});

describe("snapshots in a node's folder", () => {
  it("are shown once they are whole, the last two of them, and only whole heights of the interval are taken", () => {
    const root = mkdtempSync(join(tmpdir(), "meridian-snapshots-"));
    try {
      const path = join(root, "snapshots");
      const folder = new SnapshotFolder(path);
      same(folder.list(), []);
      const chain = smallChain();
      let breaths = 0;
      const writer = new SnapshotWriter(chain.store, chain.seals, folder, () => {
        breaths++;
      });
      for (let n = 0; n < 3; n++) {
        writer.begin(chain.height);
        same(existsSync(join(path, `${chain.height}.new`)), true);
        chain.run();
        chain.run();
        writer.finish();
      }
      same(breaths >= 3, true, "others are let in between blocks");
      same(
        folder.list().map(({ height }) => height),
        [9, 7],
      );
      writer.begin(chain.height);
      new SnapshotFolder(path).dropUnfinished();
      same(readdirSync(path).sort(), ["7", "9"]);
      const taken: number[] = [];
      const { ledger } = chain;
      const snapshots = new StateSnapshots({
        ledger,
        chain: { network: sealedRules.network, initialHeight: 1, founders },
        folder,
        maker: { take: (height) => taken.push(height) },
        every: 5,
        log: () => {},
        keepSeals: () => {},
      });
      for (let height = 0; height <= 11; height++) snapshots.taken(asHeight(height));
      same(taken, [5, 10]);
      same(
        [snapshots.chunk(9, 1, 0)?.length === folder.chunk(9, 0)?.length, snapshots.chunk(9, 2, 0)],
        [true, undefined],
      );
      same(
        [snapshots.chunk(9, 1, 5), snapshots.chunk(8, 1, 0), snapshots.chunk(9, 1, -1)],
        [undefined, undefined, undefined],
      );
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});

/** Executes the chain's block on the node that joined; both must come to the same. */
function replay(chain: SealedChain, to: ReturnType<typeof joiner>, height: Height): StoredBlock {
  const block = chain.store.block(height) as StoredBlock;
  to.ledger.finalize({
    height,
    time: block.time,
    transactions: block.transactions.map((bytes) => ({ bytes, verified: false })),
  });
  const executed = to.ledger.commit(new Uint8Array());
  same(bytesOf(executed), bytesOf(block));
  return executed;
}
