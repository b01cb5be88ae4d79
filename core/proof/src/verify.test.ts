import { ok as holds, strictEqual as is, deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { toBase64, toHex, utf8 } from "@meridian/base/bytes";
import type { Hash } from "@meridian/base/ids";
import { canonicalText } from "@meridian/base/json";
import { sha256 } from "@meridian/crypto/hash";
import { appHashOf, eventLeafOf } from "@meridian/kernel/roots";
import { assembleEvidence, documentPart, eventSubject, recordSubject, TRANSACTION_SUBJECT } from "./assemble.ts";
import {
  Chain,
  commitOf,
  eventPathIn,
  rules,
  seedOf,
  setOf,
  signedTransaction,
  transactionIn,
} from "./chain.conformance.ts";
import { commitHash } from "./comet/commit.ts";
import { headerHash } from "./comet/header.ts";
import { validatorSetHash } from "./comet/validators.ts";
import { type Evidence, writeEvidence } from "./evidence.ts";
import {
  again,
  CONTENT,
  dispensing,
  eventEvidence,
  LATER_SEEDS,
  recordEvidence,
  refusalEvidence,
  tell,
  VALIDATOR_SEEDS,
} from "./scene.conformance.ts";
import { type Trust, verifyEvidence } from "./verify.ts";
import { faultWords, remarkWords, stepWords } from "./words.ts";

const chain = tell();
const fingerprint = (seeds: readonly Uint8Array[]): Hash => toHex(validatorSetHash(setOf(seeds))) as Hash;
const under = (validatorSetHash: Hash | readonly Hash[]): Trust => ({ validatorSetHash, transactions: rules });
const trust: Trust = under(fingerprint(VALIDATOR_SEEDS));
const stepsOf = (file: unknown, by: Trust = trust) => verifyEvidence(file, by).steps.map(({ step }) => step);
const faultOf = (file: unknown, by: Trust = trust): string => {
  const { fault, ok } = verifyEvidence(file, by);
  is(ok, fault === undefined);
  return fault === undefined ? "holds" : `${fault.step}: ${fault.code}`;
};

describe("evidence that holds", () => {
  it("shows an event, its time, its authors and the document it names", () => {
    const report = verifyEvidence(writeEvidence(eventEvidence(chain)), trust);
    is(report.fault, undefined);
    same([report.ok, report.trusted], [true, true]);
    same(
      report.steps.map(({ step }) => step),
      ["file", "names", "trust", "finality", "block", "transaction", "result", "signatures", "event", "documents"],
    );
    const { facts } = report;
    same([facts?.network, facts?.height, facts?.timeText], ["test-region", 2, "2026-01-01T00:00:02.000002Z"]);
    is(facts?.time, 1_767_225_602);
    is(facts?.signers.length, 1);
    is(facts?.validators.filter(({ signed }) => signed).length, 6);
    is(facts?.validators[0]?.name, "Organisation 1");
    same(
      report.remarks.map(({ remark }) => remark),
      ["names-are-claims", "content-not-judged"],
    );
    is(
      report.steps[3]?.says.en,
      "Validators with 60 of 70 votes signed block 3: more than two thirds, so it is final.",
    );
    is(report.steps[3]?.says.zh, "持有 70 票中 60 票的验证者签署了第 3 个区块，超过三分之二，区块已不可更改。");
  });
  it("shows every event of the block", () => {
    for (const index of [0, 1, 2]) is(faultOf(eventEvidence(chain, index)), "holds");
  });
  it("shows a refusal with its reason", () => {
    same(stepsOf(refusalEvidence(chain)).slice(-3), ["transaction", "result", "signatures"]);
    is(faultOf(refusalEvidence(chain)), "holds");
  });
  it("shows a record and the absence of another, long after the last event and across a handover", () => {
    const expected = ["file", "names", "trust", "finality", "handovers", "block", "record"];
    same(stepsOf(recordEvidence(chain)), expected);
    same(stepsOf(recordEvidence(chain, "rx-2")), [...expected.slice(0, -1), "absence"]);
    is(faultOf(recordEvidence(chain, "rx-2")), "holds");
  });
  it("trusts any set along the handovers, and a list of sets", () => {
    is(faultOf(recordEvidence(chain), under(fingerprint(LATER_SEEDS))), "holds");
    is(faultOf(recordEvidence(chain), under(["00" as Hash, fingerprint(LATER_SEEDS)])), "holds");
  });
  it("begins its trust with the set that the reader knows, and proves nothing of those before it", () => {
    const [genuine, stranger] = [chain.at(3), [seedOf(201)]];
    const header = { ...chain.at(1).header, validatorsHash: validatorSetHash(setOf(stranger)) };
    const led = { ...header, nextValidatorsHash: genuine.header.validatorsHash };
    const handover = { header: led, commit: commitOf(led, setOf(stranger), stranger), validators: setOf(stranger) };
    const { subject } = eventEvidence(chain);
    const transaction = transactionIn(chain.at(2), 0);
    const file = assembleEvidence({
      subject,
      transaction,
      block: chain.at(2).header,
      next: genuine,
      handovers: [handover],
    });
    is(file.trust.validatorSetHash, fingerprint(stranger));
    const { trusted, facts, remarks } = verifyEvidence(file, trust);
    same([trusted, facts?.validatorSetHash], [true, fingerprint(VALIDATOR_SEEDS)]);
    const unproven = remarks.find(({ remark }) => remark === "handovers-unproven")?.says.en;
    holds(unproven?.includes(fingerprint(stranger)), unproven);
    const whole = verifyEvidence(recordEvidence(chain), trust);
    same(
      [whole.facts?.validatorSetHash, whole.remarks.map(({ remark }) => remark)],
      [fingerprint(VALIDATOR_SEEDS), ["content-not-judged"]],
    );
  });
  it("is not trusted without a fingerprint, and says what remains to be done", () => {
    const report = verifyEvidence(eventEvidence(chain), { transactions: rules });
    same([report.ok, report.trusted], [true, false]);
    same(
      report.remarks.map(({ remark }) => remark),
      ["compare-fingerprint", "names-are-claims", "content-not-judged"],
    );
    holds(report.remarks[0]?.says.en.includes(fingerprint(VALIDATOR_SEEDS)));
  });
  it("puts the reader's names before the file's", () => {
    const [first] = chain.at(3).validators;
    const organisations = { [toHex(first?.address ?? new Uint8Array())]: "Court" };
    const named = verifyEvidence(eventEvidence(chain), { ...trust, organisations }).facts?.validators[0];
    same([named?.name, named?.namedBy], ["Court", "reader"]);
  });
  it("takes less than 12 KB for an event under seven validators", () => {
    const bytes = utf8(writeEvidence(eventEvidence(chain, 1))).length;
    holds(bytes < 12_000, `${bytes} bytes`);
  });
  it("speaks in every step, fault and remark in both languages, without a datum missing", () => {
    for (const { en, zh } of [stepWords, faultWords, remarkWords].flatMap((table) => Object.values(table))) {
      holds(en.length > 0 && /[\u4e00-\u9fff]/.test(zh));
      same(new Set(en.match(/\{\w+\}/g)), new Set(zh.match(/\{\w+\}/g)), en);
    }
    for (const file of [eventEvidence(chain), refusalEvidence(chain), recordEvidence(chain)])
      for (const { step, data } of verifyEvidence(file, trust).steps)
        for (const name of stepWords[step].en.match(/\w+(?=\})/g) ?? []) holds(name in data, `${step}: ${name}`);
  });
});

describe("evidence that lies", () => {
  const block = chain.at(2);
  const event = eventEvidence(chain, 1);
  const cases: readonly (readonly [says: string, file: unknown, fault: string, by?: Trust])[] = [
    ["under another set of validators", event, "trust: untrusted-validators", under(fingerprint(LATER_SEEDS))],
    ["of another network than the reader trusts", event, "trust: another-network", { ...trust, network: "other" }],
    ["about an empty block that repeats the application hash", later(), "event: event-of-another-block"],
    ["with a header of another height", { ...event, block: recordEvidence(chain).block }, "block: not-consecutive"],
    [
      "with another transaction of the block",
      { ...event, transaction: transactionIn(block, 0) },
      "event: transaction-of-another-event",
    ],

    [
      "with a path to another event",
      { ...event, subject: eventSubject(envelope(1), eventPathIn(block, 0), block.roots) },
      "event: not-in-application-hash",
    ],
    [
      "with a success that was a refusal",
      {
        ...refusalEvidence(chain),
        transaction: { ...transactionIn(block, 2), outcome: { status: "committed", events: 0 } },
      },
      "result: result-not-bound",
    ],
    ["without its transaction", without(event, "transaction"), "file: malformed"],
    ["about a record that is there, as absent", absent(), "absence: record-exists"],
    ["about a record with another's proof", misplaced(), "record: proof-of-another-record"],
    [
      "with a document nobody named",
      { ...event, documents: [documentPart(seedOf(1), CONTENT)] },
      "documents: document-not-named",
    ],
    [
      "with another document for a commitment",
      {
        ...eventEvidence(chain),
        documents: [
          { ...documentPart(seedOf(1), CONTENT), commitment: eventEvidence(chain).documents?.[0]?.commitment },
        ],
      },
      "documents: document-differs",
    ],
    ["of another network", { ...event, network: "other" }, "finality: wrong-chain"],
    [
      "that names somebody who is no validator",
      { ...event, trust: { ...event.trust, organisations: { ["0".repeat(40)]: "Court" } } },
      "names: name-of-nobody",
    ],
    [
      "with handovers in disorder",
      { ...recordEvidence(chain), handovers: twice(recordEvidence(chain)) },
      "handovers: handover-out-of-order",
    ],
    ["with a handover to another set", strayed(), "handovers: not-the-announced-set"],
  ];
  for (const [says, file, fault, by] of cases) it(`is refused ${says}`, () => is(faultOf(file, by), fault));

  it("is refused by its fingerprints before any signature is looked at", () => {
    const { header, commit, validators } = event.next;
    const signatures = commit.signatures.map((one) => ({
      ...one,
      signature: one.signature && toBase64(new Uint8Array(64)),
    }));
    const unsigned = { ...event, next: { header, validators, commit: { ...commit, signatures } } };
    is(faultOf(unsigned), "finality: wrong-signature");
    is(faultOf(unsigned, under(fingerprint(LATER_SEEDS))), "trust: untrusted-validators");
  });
  it("is refused with more signatures or more values than anybody needs", () => {
    const seeds = Array.from({ length: 64 }, (_, i) => seedOf(i + 1));
    const own = new Chain(seeds);
    own.append();
    const next = own.append();
    const subject = recordSubject("a", "b", undefined, own.prove("a", "b"), own.at(1).roots);
    const file = (handovers: number) =>
      faultOf(
        assembleEvidence({ subject, block: own.at(1).header, next, handovers: Array(handovers).fill(own.at(1)) }),
        under(fingerprint(VALIDATOR_SEEDS)),
      );
    same([file(63), file(64)], ["trust: untrusted-validators", "file: malformed"]);
    const held = recordEvidence(chain);
    const many = (values: number) =>
      faultOf({ ...held, subject: { ...held.subject, state: { a: Array(values).fill(0) } } });
    same([many(99_999), many(100_000)], ["record: record-differs", "file: malformed"]);
  });
  it("is refused about a record whose name has characters that nobody sees, though the ledger holds none of that name", () => {
    for (const name of ["rx-1\u200b", "rx-1\u2060\ufeff", "rx-1\u202e", "rx-1 ", "rx-1\n", "rх-1", ""]) {
      is(faultOf(recordEvidence(chain, name)), "file: malformed", JSON.stringify(name));
      const { subject, ...rest } = event;
      holds(subject.type === "event");
      const envelope = { ...subject.envelope, record: name };
      is(faultOf({ ...rest, subject: { ...subject, envelope } }), "file: malformed", JSON.stringify(name));
    }
    is(faultOf(recordEvidence(chain, "org.pharmacy-7.licence_A")), "holds");
  });

  function later(): Evidence {
    // Validators who let a transaction commit twice would still not move its event to another time.
    const own = new Chain(VALIDATOR_SEEDS);
    const transactions = [dispensing];
    const outcomes = [{ status: "committed", events: 1 }] as const;
    const told = { domain: "prescription", record: "rx-1", transaction: dispensing.id, event: { type: "dispensed" } };
    const first = own.append({ transactions, outcomes, events: [told], records: {} });
    const second = own.append({ transactions, outcomes, events: [], records: {} });
    return assembleEvidence({
      subject: eventSubject(told, eventPathIn(first, 0), first.roots),
      transaction: transactionIn(second, 0),
      block: second.header,
      next: own.append(),
    });
  }
  function envelope(index: number) {
    const found = block.execution.events[index];
    if (found === undefined) throw new Error("no such event");
    return found;
  }
  function absent(): Evidence {
    const { subject, ...rest } = recordEvidence(chain);
    if (subject.type !== "record") throw new Error("not a record");
    const { state: _state, ...shared } = subject;
    return { ...rest, subject: { ...shared, type: "absence" } };
  }
  function misplaced(): Evidence {
    const proof = chain.prove("settlement", "day-1");
    const subject = recordSubject("prescription", "rx-1", { status: "dispensed" }, proof, chain.at(5).roots);
    return { ...recordEvidence(chain), subject };
  }
  function twice({ handovers = [] }: Evidence) {
    return [...handovers, ...handovers];
  }
  function strayed(): Evidence {
    return assembleEvidence({
      subject: recordSubject("prescription", "rx-2", undefined, chain.prove("prescription", "rx-2"), chain.at(5).roots),
      block: chain.at(5).header,
      next: chain.at(6),
      handovers: [chain.at(2)],
    });
  }
});

describe("authors", () => {
  it("are those of the transaction that committed, not of a copy that others signed", () => {
    const impostor = seedOf(200);
    const { commands } = JSON.parse(dispensing.payload);
    const copy = signedTransaction(commands, [impostor], 2);
    is(copy.id, dispensing.id);
    const own = new Chain(VALIDATOR_SEEDS);
    own.append({
      transactions: [dispensing, copy],
      outcomes: [
        { status: "committed", events: 1 },
        { status: "rejected", command: 0, rejection: { code: "ledger/replayed" } },
      ],
      events: [{ domain: "prescription", record: "rx-1", transaction: dispensing.id, event: { type: "dispensed" } }],
      records: {},
    });
    own.append();
    const file = (index: number): Evidence => {
      const [block, next] = [own.at(1), own.at(2)];
      const [envelope] = block.execution.events;
      if (envelope === undefined) throw new Error("no event");
      const subject = eventSubject(envelope, eventPathIn(block, 0), block.roots);
      return assembleEvidence({ subject, transaction: transactionIn(block, index), block: block.header, next });
    };
    is(faultOf(file(0)), "holds");
    is(faultOf(file(1)), "event: transaction-was-refused");
  });
  it("are not those of a copy that is shown as committed", () => {
    const file = eventEvidence(chain, 1);
    const outcome = { status: "committed", events: 3 };
    is(faultOf({ ...file, transaction: { ...file.transaction, outcome } }), "result: result-not-bound");
  });
  it("are refused with a signature that does not hold", () => {
    const forged = { ...again, wire: again.wire.slice() };
    const at = forged.wire.length - 4;
    forged.wire[at] = (forged.wire[at] ?? 0) === 0x30 ? 0x31 : 0x30;
    const opened = rules.open(forged.wire);
    const own = new Chain(VALIDATOR_SEEDS);
    own.append({
      transactions: [{ ...forged, ...opened }],
      outcomes: [{ status: "committed", events: 1 }],
      events: [],
      records: {},
    });
    own.append();
    const file = assembleEvidence({
      subject: TRANSACTION_SUBJECT,
      transaction: transactionIn(own.at(1), 0),
      block: own.at(1).header,
      next: own.at(2),
    });
    is(faultOf(file), "signatures: wrong-author-signature");
  });
});

describe("signatures of a kind that the reader cannot check", () => {
  const passes: Trust = { transactions: { ...rules, firstBadSignature: () => undefined, unchecked: "ed25519" } };
  it("are named by their places in the transaction's own bytes, and no author is called checked", () => {
    const { ok, facts, remarks, steps } = verifyEvidence(eventEvidence(chain), passes);
    same([ok, facts?.signers.map(({ checked }) => checked)], [true, [false]]);
    holds(remarks.find(({ remark }) => remark === "signatures-not-checked")?.says.en.includes("signature 0 of"));
    same(steps.find(({ step }) => step === "signatures")?.data, { signatures: 0, of: 1 });
  });
  it("do not let the file say other words or other authors than the bytes", () => {
    const { transaction, ...file } = refusalEvidence(chain);
    holds(transaction);
    const passkey = {
      ...{ kind: "webauthn-p256", key: "04".padEnd(130, "0"), signature: "00".repeat(64) },
      ...{ authenticatorData: "AA", clientDataJSON: "AA" },
    } as const;
    for (const altered of [
      { ...transaction, signatures: [passkey] },
      { ...transaction, signatures: [...transaction.signatures, passkey] },
      { ...transaction, payload: transaction.payload.replace("rx-1", "rx-7") },
      { ...transaction, payload: transaction.payload.replace("rx-1", "rx-7"), signatures: [passkey] },
    ])
      for (const by of [trust, passes])
        is(faultOf({ ...file, transaction: altered }, by), "transaction: transaction-reads-otherwise");
  });
});

describe("finality", () => {
  const power = (absent: readonly number[]): string => {
    const next = chain.at(3);
    const commit = commitOf(next.header, next.validators, VALIDATOR_SEEDS, absent);
    return faultOf({ ...eventEvidence(chain), next: assembleNext({ ...next, commit }) });
  };
  const assembleNext = (next: Parameters<typeof assembleEvidence>[0]["next"]) =>
    assembleEvidence({ subject: eventEvidence(chain).subject, block: chain.at(2).header, next }).next;
  for (const [says, absent, fault] of [
    ["holds with all seven", [], "holds"],
    ["holds with five of seven", [0, 6], "holds"],
    ["fails with four of seven", [0, 3, 6], "finality: not-enough-power"],
    ["fails with none", [0, 1, 2, 3, 4, 5, 6], "finality: not-enough-power"],
  ] as const)
    it(says, () => is(power(absent), fault));
  it("fails with exactly two thirds", () => {
    const three = new Chain([1, 2, 3].map(seedOf));
    three.append();
    three.append(undefined, [1]);
    const proof = three.prove("a", "b");
    const subject = recordSubject("a", "b", undefined, proof, three.at(1).roots);
    const file = assembleEvidence({ subject, block: three.at(1).header, next: three.at(2) });
    is(faultOf(file, { transactions: rules }), "finality: not-enough-power");
  });
});

describe("golden vectors of the fixed chain", () => {
  const [block, next] = [chain.at(2), chain.at(3)];
  const [first] = block.execution.events;
  const vectors: Readonly<Record<string, Uint8Array>> = {
    validators: validatorSetHash(next.validators),
    header: headerHash(next.header),
    commit: commitHash(next.commit),
    eventLeaf: sha256(first === undefined ? new Uint8Array() : eventLeafOf(first)),
    appHash: appHashOf(block.roots),
    state: block.roots.state,
    event: sha256(utf8(writeEvidence(eventEvidence(chain)))),
    refusal: sha256(utf8(writeEvidence(refusalEvidence(chain)))),
    record: sha256(utf8(writeEvidence(recordEvidence(chain)))),
    absence: sha256(utf8(canonicalText(recordEvidence(chain, "rx-2")))),
  };
  const expected: Readonly<Record<string, string>> = {
    absence: "ee9f8ce65ac453ae96d4eed2734f42819f3e1a9e54da227bfcfe8357e77f1b1f",
    appHash: "20a51945268154d3541280d7990a103ac7969b5d4c518ec9ff9699b6455dcad8",
    commit: "6b757c27d8835f769dcc8825915a8e35764d8cbb113724adf3445fa8f3543f1e",
    event: "b87a36cec7523b7b0c9fbaac4616d98394886fe12e3a01328dc1bb859466c6f6",
    eventLeaf: "0069abcb12acc85505cb06295d6ae73b1ad43a7d7af34f294eebe12c9dd1721d",
    header: "a309c1a863b597c06b44fc12e61f079ea744c999f6f72e07f3baf84e3bb80fa6",
    record: "e617bf125f9dd191e6bf1e3338df143e06cda2674c440221a9359181aef86b0b",
    refusal: "abb61aad38b5dc6dcd5a12cdef543a2d29d8432b37504c2c4d5890f59cc61032",
    state: "c8a4935a5885ddcaee0ed7e7050d2267c333a41e6ef4d5885b528b5256c36cb4",
    validators: "62295f4e6436c44d7644bbb5cb24917a3267cee5ce8c7b313ae075ad1f744710",
  };
  it("are what they were", () =>
    same(Object.fromEntries(Object.entries(vectors).map(([name, bytes]) => [name, toHex(bytes)])), expected));
});

function without(file: Evidence, name: keyof Evidence): unknown {
  const { [name]: _gone, ...rest } = file;
  return rest;
}
