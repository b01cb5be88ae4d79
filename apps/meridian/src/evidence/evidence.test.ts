import { ok as holds, strictEqual as is, deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { utf8 } from "@meridian/base/bytes";
import { asHeight, type TransactionId } from "@meridian/base/ids";
import { commitmentOf } from "@meridian/crypto/commitment";
import { type Evidence, writeEvidence } from "@meridian/proof/evidence";
import { verifyEvidence } from "@meridian/proof/verify";
import { evidenceOfEvent, evidenceOfRecord, evidenceOfTransaction, trustOf } from "./evidence.ts";
import { note, smallChain, smallGenesis, smallTransaction } from "./small-chain.conformance.ts";

const trust = trustOf(smallGenesis);
const now = { milliseconds: 0 };

const salt = new Uint8Array(32).fill(9);
const content = utf8("what was shown");
const commitment = commitmentOf(salt, content);

/** Heights: 2 proves genesis, 3 has two transactions and a refusal, 4 proves it, 5 has one refusal, 6 proves it. */
function told() {
  const chain = smallChain();
  chain.settle();
  const first = smallTransaction([note("a", "one"), note("b", commitment)], 1);
  const second = smallTransaction([note("a", "two")], 2);
  const refused = smallTransaction([note("a", "three", true)], 3);
  chain.block(first, second, refused);
  chain.settle();
  const later = smallTransaction([note("c", "never", true)], 4);
  chain.block(later);
  chain.settle();
  return { chain, source: chain.source, first, second, refused, later };
}

const { chain, source, first, refused, later } = told();

/** The evidence, or its fault as text; what is there always verifies, as a file too. */
async function outcomeOf(answer: ReturnType<typeof evidenceOfEvent>): Promise<Evidence | string> {
  const result = await answer;
  if (!result.ok) return result.error.code;
  const report = verifyEvidence(writeEvidence(result.value), trust);
  same([report.ok, report.trusted, report.fault], [true, true, undefined]);
  return result.value;
}

const subjectOf = (evidence: Evidence | string) => {
  holds(typeof evidence !== "string", String(evidence));
  return evidence.subject;
};

describe("evidence of events", () => {
  it("proves every event of a block by its place", async () => {
    for (const position of [0, 1, 2]) {
      const subject = subjectOf(await outcomeOf(evidenceOfEvent(source, { height: asHeight(3), position })));
      is(subject.type, "event");
    }
  });
  it("finds the latest event of a record, or of a type", async () => {
    const subject = subjectOf(await outcomeOf(evidenceOfEvent(source, { domain: "note", record: "a" })));
    holds(subject.type === "event");
    is(subject.envelope.event["words"], "two");
    is(await outcomeOf(evidenceOfEvent(source, { domain: "note", record: "a", type: "torn" })), "unknown-event");
    is(await outcomeOf(evidenceOfEvent(source, { domain: "notes", record: "a" })), "unknown-event");
  });
  it("names the validators by their organisations", async () => {
    const evidence = await outcomeOf(evidenceOfEvent(source, { height: asHeight(3), position: 0 }));
    holds(typeof evidence !== "string");
    same(
      new Set(Object.values(evidence.trust.organisations)),
      new Set(["法院 Court", "member-2", "member-3", "member-4"]),
    );
  });
  it("shows the documents that the holder chose", async () => {
    const documents = [{ salt, content }];
    const evidence = await outcomeOf(evidenceOfEvent(source, { domain: "note", record: "b" }, { documents }));
    holds(typeof evidence !== "string");
    is(evidence.documents?.[0]?.commitment, commitment);
  });
  it("does not prove what genesis did, nor what never was", async () => {
    is(await outcomeOf(evidenceOfEvent(source, { domain: "note", record: "genesis-note" })), "genesis-event");
    is(await outcomeOf(evidenceOfEvent(source, { height: asHeight(0), position: 0 })), "genesis-event");
    is(await outcomeOf(evidenceOfEvent(source, { height: asHeight(3), position: 3 })), "unknown-event");
    is(await outcomeOf(evidenceOfEvent(source, { height: asHeight(99), position: 0 })), "unknown-event");
  });
  it("waits for the block that carries the proof", async () => {
    const fresh = smallChain();
    fresh.settle();
    const place = { height: fresh.block(smallTransaction([note("a")], 1)), position: 0 };
    is(await outcomeOf(evidenceOfEvent(fresh.source, place, now)), "not-yet-provable");
    const waiting = outcomeOf(evidenceOfEvent(fresh.source, place));
    setTimeout(fresh.settle, 30);
    is(subjectOf(await waiting).type, "event");
  });
});

describe("evidence of transactions", () => {
  it("proves that one committed", async () => {
    const evidence = await outcomeOf(evidenceOfTransaction(source, first.id));
    holds(typeof evidence !== "string");
    same(evidence.transaction?.outcome, { status: "committed", events: 2 });
  });
  it("proves that one was refused, and why", async () => {
    for (const { id } of [refused, later]) {
      const evidence = await outcomeOf(evidenceOfTransaction(source, id));
      holds(typeof evidence !== "string");
      same(evidence.transaction?.outcome, { status: "rejected", command: 0, rejection: { code: "note/will-not" } });
    }
  });
  it("knows no other", async () => {
    is(await outcomeOf(evidenceOfTransaction(source, "00".repeat(32) as TransactionId)), "unknown-transaction");
  });
});

describe("evidence of records", () => {
  it("proves what a record holds, that of genesis included, blocks after the last event", async () => {
    const subject = subjectOf(await outcomeOf(evidenceOfRecord(source, "note", "a")));
    holds(subject.type === "record");
    same(subject.state, { words: "two" });
    is(subjectOf(await outcomeOf(evidenceOfRecord(source, "note", "genesis-note"))).type, "record");
  });
  it("proves that there is none", async () => {
    is(subjectOf(await outcomeOf(evidenceOfRecord(source, "note", "z"))).type, "absence");
  });
  it("holds at the tip, whether or not its successor is there", async () => {
    const fresh = smallChain();
    is(await outcomeOf(evidenceOfRecord(fresh.source, "note", "genesis-note", now)), "not-yet-provable");
    fresh.settle();
    is(subjectOf(await outcomeOf(evidenceOfRecord(fresh.source, "note", "genesis-note", now))).type, "record");
    fresh.block(smallTransaction([note("a")], 1));
    is(await outcomeOf(evidenceOfRecord(fresh.source, "note", "a", now)), "not-yet-provable");
    fresh.settle();
    is(subjectOf(await outcomeOf(evidenceOfRecord(fresh.source, "note", "a", now))).type, "record");
    const proof = await fresh.source.engine.proveRecord("note/a");
    fresh.block(smallTransaction([note("a", "again")], 2));
    const moving = { ...fresh.source, engine: { proveRecord: () => Promise.resolve(proof) } };
    is(subjectOf(await outcomeOf(evidenceOfRecord(moving, "note", "a", now))).type, "record");
  });
  it("refuses names that no record can have", async () => {
    is(await outcomeOf(evidenceOfRecord(source, "Note", "a")), "malformed");
    is(await outcomeOf(evidenceOfRecord(source, "note", "a".repeat(300))), "malformed");
  });
});

describe("evidence of another network", () => {
  it("is refused where the chain was signed by others than genesis names", async () => {
    const genesis = { ...smallGenesis, validators: smallGenesis.validators.slice(1) };
    is(
      await outcomeOf(evidenceOfEvent({ ...chain.source, genesis }, { height: asHeight(3), position: 0 })),
      "other-validators",
    );
  });
});
