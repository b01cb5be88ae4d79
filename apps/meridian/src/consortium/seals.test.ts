import { deepStrictEqual as same } from "node:assert";
import { describe, it, mock } from "node:test";
import { toHex } from "@meridian/base/bytes";
import { asHeight } from "@meridian/base/ids";
import { Ledger } from "@meridian/ledger/ledger";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import { commitHash } from "@meridian/proof/comet/commit";
import { headerHash } from "@meridian/proof/comet/header";
import { validatorSetHash } from "@meridian/proof/comet/validators";
import type { KeptSeal } from "@meridian/proof/seal";
import { DiskFull } from "@meridian/state-sqlite/disk-full";
import { SealStore } from "@meridian/state-sqlite/seal-store";
import { CometChain, memberEntries, memberRules, seat } from "../evidence/comet-chain.conformance.ts";
import { note, smallGenesis, smallTransaction, sourceOf } from "../evidence/small-chain.conformance.ts";
import { SealFollower } from "./seals.ts";

const genesis = { ...smallGenesis, validators: memberEntries.slice(0, 4) as unknown as typeof smallGenesis.validators };

/** A chain that members order from its first block on, and a node that follows it when the test says so. */
function scene(store = new SealStore(":memory:")) {
  const state = new MemoryStateStore();
  const ledger = new Ledger(memberRules, state, { time: genesis.time, commands: [seat(0, 1, 2, 3)] });
  const chain = new CometChain(ledger, state, { seconds: 1_700_000_000, nanos: 1 });
  const { history } = sourceOf(ledger, state);
  const failures: string[] = [];
  const warnings: string[] = [];
  const follow = () =>
    new SealFollower({
      genesis,
      history,
      engine: chain,
      store,
      initialHeight: chain.initialHeight,
      onFailure: ({ message }) => failures.push(message),
      log: (level, message) => level === "warn" && warnings.push(message),
    });
  const tx = (n: number) => smallTransaction([note(`n${n}`, "words", n % 2 === 0)], n);
  return { chain, ledger, state, store, failures, warnings, follow, tx };
}
type Scene = ReturnType<typeof scene>;

/** Ten blocks; the third takes a member out and another in, which sign from the fifth on. */
function grown(one = scene()): Scene {
  const { chain, tx } = one;
  for (let n = 1; n <= 10; n++) chain.block(n === 3 ? [smallTransaction([seat(0, 1, 2, 4)], 77)] : [tx(n), tx(n + 50)]);
  return one;
}
async function followed({ follow, ledger, failures, store }: Scene) {
  const follower = follow();
  follower.committed(ledger.height);
  await follower.caughtUp();
  return { last: store.last(), failures };
}

describe("following the engine's seals", () => {
  it("keeps every header and commit, with the sets that signed and where they change", async () => {
    const one = grown();
    same(await followed(one), { last: 10, failures: [] });
    const { store, chain } = one;
    same(store.changes(1, 10), [4]);
    for (let height = 1; height <= 10; height++) {
      const seal = store.at(height);
      const set = store.validatorsOf(seal?.header.validatorsHash ?? new Uint8Array()) ?? [];
      same([seal?.header.height, seal?.canonical, set.length], [height, height < 10, 4]);
      same(toHex(validatorSetHash(set)), toHex(seal?.header.validatorsHash ?? new Uint8Array()));
    }
    same([chain.asked.sets, chain.asked.most <= 4], [1, true], "the genesis document has the first set");
  });

  it("replaces the commit that was only seen by the canonical one when the next block comes", async () => {
    const one = scene();
    const { chain, follow, store, tx } = one;
    const follower = follow();
    for (let n = 1; n <= 5; n++) {
      follower.committed(chain.block([tx(n)]));
      await follower.caughtUp();
      same([store.last(), store.at(n)?.canonical, store.at(n - 1)?.canonical], [n, false, n > 1 ? true : undefined]);
    }
    const [before, at] = [store.at(4), store.at(5)];
    same(before && toHex(commitHash(before.commit)), at && toHex(at.header.lastCommitHash));
    same(one.failures, []);
  });

  it("fills the gap after a restart, and asks for nothing that it has", async () => {
    const one = grown();
    same(await followed(one), { last: 10, failures: [] });
    const { chain, tx } = one;
    const asked = chain.asked.commits;
    same(await followed(one), { last: 10, failures: [] });
    same(chain.asked.commits, asked);
    for (let n = 11; n <= 13; n++) chain.block([tx(n)]);
    same(await followed(one), { last: 13, failures: [] });
    same(chain.asked.commits, asked + 4, "three new, and the one that was only seen");
  });

  it("ends the node once there is no room for a seal, instead of asking for it for ever", async () => {
    const one = grown();
    const { keep } = SealStore.prototype;
    const full = mock.method(SealStore.prototype, "keep", function (this: SealStore, ...seal: Parameters<typeof keep>) {
      if (seal[0].header.height === 6) throw new DiskFull("seals.db");
      keep.apply(this, seal);
    });
    same(await followed(one), { last: 5, failures: ["no room for seals.db"] });
    full.mock.restore();
    one.failures.length = 0;
    same(await followed(one), { last: 10, failures: [] });
  });

  it("waits for an engine that does not answer, stops while it waits, and goes on later", async () => {
    const one = grown();
    one.chain.unreachable = new Error("connect ECONNREFUSED");
    const follower = one.follow();
    follower.committed(one.ledger.height);
    setTimeout(() => {
      one.chain.unreachable = undefined;
    }, 120);
    await follower.caughtUp();
    same([one.store.last(), one.failures], [10, []]);
    one.chain.block();
    one.chain.unreachable = new Error("gone");
    follower.committed(one.ledger.height);
    await new Promise((later) => setTimeout(later, 20));
    await follower.stop();
    same([one.store.last(), one.failures], [10, []]);
  });

  it("leaves out what the engine has no more", async () => {
    const one = grown();
    const { chain } = one;
    const commitAt = chain.commitAt.bind(chain);
    const pruned = Object.assign(chain, {
      commitAt: (height: number) => (height < 6 ? Promise.reject(new Error("not available")) : commitAt(height)),
      status: async () => ({ earliestHeight: 6 }),
    });
    same(await followed({ ...one, chain: pruned }), { last: 10, failures: [] });
    same([one.store.first(), one.warnings.length], [6, 1]);
  });

  const other = new Uint8Array(32).fill(9);
  const lies: readonly (readonly [says: string, alter: (seal: KeptSeal) => KeptSeal, fault: string])[] = [
    ["another application hash", withHeader({ appHash: other }), "header-app-hash"],
    ["other transactions", withHeader({ dataHash: other }), "transactions-hash"],
    ["other results", withHeader({ lastResultsHash: other }), "results-hash"],
    [
      "another block before",
      withHeader({ lastBlockId: { hash: other, parts: { total: 1, hash: other } } }),
      "not-linked",
    ],
    ["another commit before", withHeader({ lastCommitHash: other }), "last-commit"],
    ["another time", withHeader({ time: { seconds: 1_700_000_099, nanos: 0 } }), "header-time"],
    ["another set", withHeader({ nextValidatorsHash: other }), "commit-for-other-header"],
    [
      "too few signatures",
      ({ commit, ...rest }) => ({ ...rest, commit: { ...commit, signatures: commit.signatures.map(absent) } }),
      "not-enough-power",
    ],
  ];
  for (const [says, alter, fault] of lies)
    it(`does not keep ${says}, and says so once`, async () => {
      const one = grown();
      one.chain.alter = (seal) => (seal.header.height === 6 ? alter(seal) : seal);
      const follower = one.follow();
      follower.committed(one.ledger.height);
      await follower.caughtUp();
      same([one.store.last(), one.failures.length], [5, 1]);
      same(one.failures[0]?.startsWith(`block 6: ${fault}`), true, one.failures[0]);
      follower.committed(asHeight(one.ledger.height));
      await follower.caughtUp();
      same(one.failures.length, 1);
    });
});

function withHeader(change: Partial<KeptSeal["header"]>) {
  return (seal: KeptSeal): KeptSeal => ({ ...seal, header: { ...seal.header, ...change } });
}
function absent(sig: KeptSeal["commit"]["signatures"][number], i: number) {
  return i < 2 ? sig : ({ flag: 1, address: new Uint8Array(), time: sig.time, signature: new Uint8Array() } as const);
}

describe("a follower of a chain in full flow", () => {
  it("asks for a block when its successor is there, and keeps the canonical commit at once", async () => {
    const one = scene();
    const { chain, store, ledger, tx } = one;
    const follower = new SealFollower({
      genesis,
      history: sourceOf(ledger, one.state).history,
      engine: chain,
      store,
      initialHeight: chain.initialHeight,
      tipMilliseconds: 60_000,
      onFailure: ({ message }) => one.failures.push(message),
    });
    for (let n = 1; n <= 5; n++) {
      follower.committed(chain.block([tx(n)]));
      await follower.caughtUp();
      same([store.last(), store.at(n - 1)?.canonical], [n > 1 ? n - 1 : undefined, n > 1 ? true : undefined]);
    }
    await follower.allKept(asHeight(5));
    same([store.last(), store.at(5)?.canonical, one.failures], [5, false, []]);
    await follower.stop();
  });

  it("does not read a block again that was executed by the very hash of its header", async () => {
    const one = scene();
    const { chain, store, tx, failures } = one;
    const hashAt = async (height: number) => toHex(headerHash((await chain.commitAt(height)).header));
    const follower = new SealFollower({
      genesis,
      history: { height: asHeight(0), block: () => undefined },
      engine: chain,
      store,
      initialHeight: chain.initialHeight,
      onFailure: ({ message }) => failures.push(message),
    });
    for (let n = 1; n <= 3; n++) {
      const height = chain.block([tx(n)]);
      follower.committed(height, await hashAt(height));
      await follower.caughtUp();
    }
    same([store.last(), failures], [3, []]);
    await follower.stop();
  });
});
