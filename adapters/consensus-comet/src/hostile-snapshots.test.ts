import { ok, deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { toHex } from "@meridian/base/bytes";
import { snapshotHashOf } from "@meridian/ledger/snapshot";
import type { StoredBlock } from "@meridian/ledger/state-store";
import { add, transaction } from "@meridian/ledger/toy.conformance";
import type { Seal } from "@meridian/proof/seal";
import {
  isUntouched,
  joiner,
  joinFrom,
  type Made,
  rootsOf,
  smallChain,
  snapshotOf,
} from "./joiner-harness.conformance.ts";
import { commitOf, founders, type SealedChain } from "./sealed-chain.conformance.ts";
import { pack, unpack } from "./snapshot-folder.ts";

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
      same(joinFrom(to, { ...made, offer: { ...made.offer, metadata } }), ["reject"]);
      const answers = joinFrom(to, { ...made, offer: { ...made.offer, metadata, hash: snapshotHashOf(metadata) } });
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
    joinFrom(honest, made);
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
    same(joinFrom(to, { ...made, appHash: new Uint8Array(32) }).at(-1), "reject");
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
      same(joinFrom(to, lie).at(-1), "reject");
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
    same(joinFrom(to, snapshotOf(liar)).at(-1), "reject");
    ok(JSON.stringify(to.said).includes("other-state-root"));
    isUntouched(to);
  });

  /** The seals of a chain, that of one height changed. */
  const withSeal = ({ seals }: SealedChain, height: number, change: (seal: Seal) => Partial<Seal>) => ({
    ...seals,
    at: (at: number) => {
      const seal = seals.at(at);
      return seal && at === height ? { ...seal, ...change(seal) } : seal;
    },
  });

  it("is rejected when the seal of a block before names a round that nobody signed, which no header would show", () => {
    const liar = smallChain();
    const seals = withSeal(liar, 4, ({ commit }) => ({ commit: { ...commit, round: commit.round + 1 } }));
    const to = joiner();
    same(joinFrom(to, snapshotOf(liar, seals)).at(-1), "reject");
    isUntouched(to);
  });

  it("is rejected when fewer than two thirds signed the block behind it", () => {
    const liar = smallChain();
    const seals = withSeal(liar, 7, ({ header }) => ({ commit: commitOf(header, founders.slice(0, 2)) }));
    same(joinFrom(joiner(), snapshotOf(liar, seals)).at(-1), "bad");
  });
});
