import { ok as holds, deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { toHex } from "@meridian/base/bytes";
import { asHeight } from "@meridian/base/ids";
import { Ledger } from "@meridian/ledger/ledger";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import type { StateStore } from "@meridian/ledger/state-store";
import { type Evidence, writeEvidence } from "@meridian/proof/evidence";
import { decodeSeal, type KeptSeal } from "@meridian/proof/seal";
import { type Report, verifyEvidence } from "@meridian/proof/verify";
import { SealStore } from "@meridian/state-sqlite/seal-store";
import { SealFollower } from "../consortium/seals.ts";
import { checkLedger, type LedgerFault } from "./chain.ts";
import { CometChain, memberRules, seat } from "./comet-chain.conformance.ts";
import { evidenceOfEvent, evidenceOfRecord, evidenceOfTransaction, trustOf } from "./evidence.ts";
import { sealsOf } from "./seals-of.ts";
import { setsOf } from "./sets.ts";
import { genesisNote, note, smallChain, smallGenesis, smallTransaction, sourceOf } from "./small-chain.conformance.ts";
import type { EvidenceSource } from "./source.ts";

const trust = trustOf(smallGenesis);
const now = { milliseconds: 0 };
const [old, during, fresh, refused, later] = [1, 2, 3, 4, 5].map((n) =>
  smallTransaction([note(`note-${n}`, `words ${n}`, n === 4)], n),
) as [Tx, Tx, Tx, Tx, Tx];
type Tx = ReturnType<typeof smallTransaction>;
const CLOSING = 5;

/** Heights 1 to 5 in one process, the fifth announces the members; they order from the sixth on and change in the ninth. */
function moved() {
  const store = new MemoryStateStore();
  const embedded = smallChain(store, memberRules);
  embedded.settle();
  embedded.block(old);
  embedded.block(during, smallTransaction([seat(0, 1, 2, 3)], 90));
  embedded.settle();
  const ledger = new Ledger(memberRules, store, { time: smallGenesis.time, commands: [genesisNote] });
  const closing = sealAt(store, CLOSING);
  const chain = new CometChain(ledger, store, { ...closing.header.time, seconds: closing.header.time.seconds + 1 });
  const kept = new SealStore(":memory:");
  const bare = sourceOf(ledger, store);
  const source: EvidenceSource = { ...bare, seals: sealsOf(bare, kept) };
  const failures: string[] = [];
  const follower = new SealFollower({
    ...bare,
    engine: chain,
    store: kept,
    initialHeight: CLOSING + 1,
    onFailure: ({ message }) => failures.push(message),
  });
  const follow = async (): Promise<void> => {
    follower.committed(ledger.height);
    await follower.caughtUp();
    same(failures, []);
  };
  return { embedded, store, ledger, chain, kept, source, follow };
}

function sealAt(store: StateStore, height: number) {
  const seal = decodeSeal(store.block(asHeight(height))?.seal ?? new Uint8Array());
  if (seal === undefined) throw new Error(`block ${height} has a seal`);
  return seal;
}

async function grown() {
  const one = moved();
  one.chain.block();
  one.chain.block([fresh, refused]);
  one.chain.block();
  one.chain.block([smallTransaction([seat(1, 2, 3, 4, 5)], 91)]);
  for (let n = 0; n < 3; n++) one.chain.block();
  one.chain.block([later]);
  one.chain.block();
  await one.follow();
  return one;
}
const one = await grown();

async function verified(answer: ReturnType<typeof evidenceOfEvent>): Promise<{ evidence: Evidence; report: Report }> {
  const result = await answer;
  holds(result.ok, result.ok ? "" : JSON.stringify(result.error));
  const report = verifyEvidence(writeEvidence(result.value), trust);
  same([report.ok, report.trusted, report.fault], [true, true, undefined]);
  return { evidence: result.value, report };
}
const eventOf = (record: string, source = one.source) => evidenceOfEvent(source, { domain: "note", record }, now);
const heightsIn = ({ handovers = [] }: Evidence) => handovers.map(({ header }) => Number(header.height));

describe("evidence of a chain that moved to CometBFT, for a reader who knows only its genesis document", () => {
  it("proves what happened before the move as before it", async () => {
    for (const record of ["note-1", "note-2"]) {
      const { evidence } = await verified(eventOf(record));
      same([heightsIn(evidence), evidence.trust.validatorSetHash], [[], trust.validatorSetHash]);
    }
    same((await verified(evidenceOfTransaction(one.source, during.id, now))).evidence.block.height, "4");
  });

  it("proves what happened after it, by the block in which the old validators announced the new", async () => {
    const { evidence, report } = await verified(eventOf("note-3"));
    same(heightsIn(evidence), [CLOSING]);
    same(evidence.trust.validatorSetHash, trust.validatorSetHash);
    same(
      report.facts?.validators.map(({ name }) => name).sort(),
      ["later-0", "later-1", "later-2", "later-3"],
      "by the records of the members",
    );
    same(report.steps.find(({ step }) => step === "handovers")?.data, { handovers: 1 });
    same(
      (await verified(evidenceOfTransaction(one.source, refused.id, now))).evidence.transaction?.outcome.status,
      "rejected",
    );
  });

  it("follows every later change of the members", async () => {
    const { evidence } = await verified(eventOf("note-5"));
    same(heightsIn(evidence), [CLOSING, 10]);
    same(evidence.next.validators.length, 5);
    const trustedLater = {
      ...trust,
      validatorSetHash: toHex(sealAt(one.store, CLOSING).header.nextValidatorsHash) as never,
    };
    same(verifyEvidence(writeEvidence(evidence), trustedLater).trusted, true, "whoever knows the set in between too");
  });

  it("proves what a record holds, and that there is none, at every moment around the move", async () => {
    const short = moved();
    const check = async (): Promise<void> => {
      for (const record of ["note-1", "never"]) await verified(evidenceOfRecord(short.source, "note", record, now));
    };
    await check();
    for (let n = 0; n < 2; n++) {
      short.chain.block();
      await short.follow();
      await check();
    }
    short.chain.block([fresh]);
    await short.follow();
    const early = await evidenceOfRecord(short.source, "note", "note-3", now);
    same(!early.ok && early.error.code, "not-yet-provable");
    short.chain.block();
    const unsealed = await evidenceOfRecord(short.source, "note", "note-3", now);
    same(!unsealed.ok && unsealed.error.code, "not-yet-provable", "the block is there, its commit is not");
    await short.follow();
    await check();
  });

  it("says so where the chain of sets is broken", async () => {
    const { source } = one;
    const seals = source.seals ?? sealsOf(source);
    for (const broken of [
      { ...seals, changes: () => [10] },
      { ...seals, changes: () => [CLOSING] },
      { ...seals, validatorsOf: () => undefined },
    ]) {
      const result = await eventOf("note-5", { ...source, seals: broken });
      same(!result.ok && result.error.code, "other-validators");
    }
  });

  it("names every set and institution of its history for readers who keep a trust file", async () => {
    const { fingerprints, institutions } = await setsOf(one.source);
    same([fingerprints.length, fingerprints[0]], [3, trust.validatorSetHash]);
    same(institutions.size, 4 + 6);
    same([...institutions.values()].filter(({ kind }) => kind === "court").length, 1);
  });

  it("begins with the earliest set that a node knows which joined with a snapshot", async () => {
    const { source } = one;
    const seals = source.seals ?? sealsOf(source);
    const history = { ...source.history, height: source.history.height, base: asHeight(8) };
    const late = { ...source, history, seals: { ...seals, changes: (from: number) => (from > CLOSING ? [10] : []) } };
    const result = await eventOf("note-5", late);
    holds(result.ok);
    const known = toHex(sealAt(one.store, CLOSING).header.nextValidatorsHash);
    same([heightsIn(result.value), result.value.trust.validatorSetHash], [[10], known]);
    same(verifyEvidence(writeEvidence(result.value), trust).fault?.code, "untrusted-validators");
    same(verifyEvidence(writeEvidence(result.value), { ...trust, validatorSetHash: known as never }).trusted, true);
  });

  it("does not verify with a handover left out, exchanged or signed by others", async () => {
    const { evidence } = await verified(eventOf("note-5"));
    const [first, second] = evidence.handovers ?? [];
    holds(first && second);
    for (const handovers of [[first], [second], [second, first], [first, { ...second, commit: first.commit }]])
      same(verifyEvidence(writeEvidence({ ...evidence, handovers }), trust).ok, false);
  });
});

describe("checking a ledger that moved to CometBFT", () => {
  const genesis = { ...smallGenesis, commands: [genesisNote] };
  const { store, source } = one;
  const seals = source.seals ?? sealsOf(source);
  function checked(by = seals): { readonly reached: number; readonly fault?: LedgerFault } {
    const checking = checkLedger(memberRules, store, genesis, by);
    for (let reached = 0; ; ) {
      const step = checking.next();
      if (step.done === true) return { reached, ...(step.value && { fault: step.value }) };
      reached = step.value;
    }
  }
  const otherAt = (height: number, change: (seal: KeptSeal) => KeptSeal | undefined) => ({
    ...seals,
    at: (at: number) => {
      const seal = seals.at(at);
      return at === height && seal ? change(seal) : seal;
    },
  });

  it("confirms every height on both sides of the move", () => same(checked(), { reached: 14 }));
  it("confirms a ledger that ends with the block that announces the members", () => {
    const { embedded } = moved();
    const checking = checkLedger(memberRules, embedded.store, genesis);
    const heights = [...checking];
    same(heights, [1, 2, 3, 4, 5]);
  });
  it("takes last blocks without a commit, which comes after the block, but no gap", () => {
    same(checked(otherAt(14, () => undefined)), { reached: 14 });
    same(checked(otherAt(9, () => undefined)).fault, { height: 9, what: "no-seal" });
    same(checked(otherAt(4, () => undefined)).fault, { height: 4, what: "no-seal" });
  });
  it("does not compare a commit that was only seen with the one that the next block names", () => {
    same(checked(otherAt(8, (seal) => ({ ...seal, canonical: false }))), { reached: 14 });
  });
  for (const [says, height, change, what] of [
    [
      "the set that signed",
      11,
      (seal) => ({ ...seal, header: { ...seal.header, validatorsHash: new Uint8Array(32) } }),
      "other-validators",
    ],
    ["the commit", 8, (seal) => ({ ...seal, commit: { ...seal.commit, round: 1 } }), "wrong-signature"],
    [
      "the block before",
      7,
      (seal) => ({
        ...seal,
        header: {
          ...seal.header,
          lastBlockId: { hash: new Uint8Array(), parts: { total: 0, hash: new Uint8Array() } },
        },
      }),
      "not-linked",
    ],
    [
      "a link over the move",
      6,
      (seal) => ({ ...seal, header: { ...seal.header, lastBlockId: sealAt(store, CLOSING).commit.blockId } }),
      "not-linked",
    ],
  ] as readonly (readonly [string, number, (seal: KeptSeal) => KeptSeal, LedgerFault["what"]])[])
    it(`names a block with another part: ${says}`, () =>
      same(
        [checked(otherAt(height, change)).fault?.height, checked(otherAt(height, change)).fault?.what],
        [height, what],
      ));
  it("names a header that announces others than the members decided, though all of them signed it", async () => {
    const other = moved();
    other.chain.block();
    other.chain.usurp(4, 5);
    for (let n = 0; n < 3; n++) other.chain.block();
    await other.follow();
    const bySeals = other.source.seals;
    const checking = checkLedger(memberRules, other.store, genesis, bySeals);
    for (let step = checking.next(); ; step = checking.next())
      if (step.done === true) {
        same(step.value, { height: 7, what: "next-validators" });
        break;
      }
  });
});
