import { ok as holds, deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { fromHex, toHex, utf8 } from "@meridian/base/bytes";
import type { Hash } from "@meridian/base/ids";
import { keyIdOf } from "@meridian/crypto/key-id";
import { assembleEvidence, TRANSACTION_SUBJECT } from "@meridian/proof/assemble";
import { Chain, seedOf, signedTransaction, transactionIn } from "@meridian/proof/chain.conformance";
import { addressOf } from "@meridian/proof/comet/validators";
import { type Evidence, type EvidenceTransaction, writeEvidence } from "@meridian/proof/evidence";
import { eventEvidence, recordEvidence, refusalEvidence, tell } from "@meridian/proof/scene.conformance";
import { type Brought, check, knownFrom } from "./check.ts";
import { happeningIn } from "./happenings.ts";
import { fingerprintIn, readingOf, readingOfText } from "./reading.ts";
import { sentenceOf, whatIn } from "./summary.ts";
import { inChinese, inEnglish } from "./words.ts";

const chain = tell();
const record = recordEvidence(chain);
const file = writeEvidence(record);
const keyBytes = new Uint8Array(32).fill(0xab);
const genesis = {
  network: "here",
  time: 0,
  relyingParty: { id: "localhost", origins: ["http://localhost"] },
  validators: [{ organisation: "court-1", publicKey: "ab".repeat(32), power: 10 }],
  commands: [
    {
      domain: "organisation",
      type: "admit",
      id: "court-1",
      kind: "court",
      name: { zh: "法院", en: "Court" },
      key: { kind: "ed25519", publicKey: "ab".repeat(32) },
    },
  ],
};

describe("what was given is judged by its content", () => {
  const bytes = (...some: number[]): Uint8Array => Uint8Array.from(some);
  const cases: readonly (readonly [says: string, given: Uint8Array, kind: string])[] = [
    ["evidence", utf8(file), "evidence"],
    ["evidence with a line feed at the end", utf8(`${file}\n`), "evidence"],
    ["evidence with a member altered, whose check names it", utf8(file.replace('"wire"', '"wore"')), "evidence"],
    ["a genesis document", utf8(JSON.stringify(genesis)), "genesis"],
    ["a genesis document written with spaces", utf8(JSON.stringify(genesis, null, 2)), "genesis"],
    ["a genesis document without validators", utf8(JSON.stringify({ ...genesis, validators: [] })), "bad-genesis"],
    ["nothing", bytes(), "empty"],
    ["spaces", utf8(" \n"), "empty"],
    ["half of a file", utf8(file.slice(0, file.length / 2)), "truncated"],
    ["a letter", utf8("Dear court, enclosed you find"), "not-json"],
    ["other JSON", utf8('{"resourceType":"Patient"}'), "other-json"],
    ["no object", utf8("null"), "other-json"],
    ["a list", utf8("[1]"), "other-json"],
    ["a later format", utf8(file.replace("evidence/1", "evidence/2")), "other-version"],
    ["a format that is no text", utf8('{"format":{"toString":"meridian-evidence/1"}}'), "other-json"],
    ["a format of many lists", utf8(`{"format":${"[".repeat(9_000)}${"]".repeat(9_000)}}`), "other-json"],
    ["UTF-16", bytes(0xff, 0xfe, 0x7b, 0), "other-encoding"],
    ["UTF-8 with a mark", bytes(0xef, 0xbb, 0xbf, 0x7b), "other-encoding"],
    ["Chinese in GB 18030", bytes(0x7b, 0xd6, 0xd0, 0x7d), "not-text"],
    ["a picture", bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a), "not-text"],
    ["an archive", bytes(0x50, 0x4b, 3, 4, 0, 0), "not-text"],
  ];
  for (const [says, given, kind] of cases)
    it(`knows ${says}`, () => {
      const reading = readingOf(given);
      same(reading.kind === "refused" ? reading.why : reading.kind, kind);
    });
  it("refuses what is past the limit of evidence", () => {
    const reading = readingOfText("x".repeat(25_165_825));
    same(reading, { kind: "refused", why: "too-large" });
  });
});

describe("a printed fingerprint", () => {
  const printed = record.trust.validatorSetHash;
  it("is read in groups, capitals and lines", () => {
    same(fingerprintIn(` ${printed.toUpperCase().replace(/(.{4})/g, "$1 ")}\n`).fingerprint, printed);
    same(fingerprintIn(printed.replace(/(.{8})/g, "$1-")).fingerprint, printed);
  });
  it("is none while digits are wanting, and odd with others or more", () => {
    same(fingerprintIn(printed.slice(1)), { digits: printed.slice(1), isOdd: false });
    same([fingerprintIn(`${printed}0`).isOdd, fingerprintIn("0g").isOdd], [true, true]);
  });
});

describe("the verdict", () => {
  const verdictOf = (text: string, brought: Brought = {}) => check(text, brought).verdict;
  it("waits for the fingerprint, and holds with it", () => {
    same(verdictOf(file), "compare");
    same(verdictOf(file, { fingerprint: record.trust.validatorSetHash }), "holds");
  });
  it("is red for a network that the reader does not trust, and still shows whose the file is", () => {
    for (const brought of [{ fingerprint: "00".repeat(32) as Hash }, { genesis: genesis as never }]) {
      const { verdict, shown, root, report } = check(file, brought);
      same([verdict, report.fault?.step, shown], ["untrusted", "trust", undefined]);
      same(root, record.trust.validatorSetHash);
    }
  });
  it("is red for the same validators under the name of another network", () => {
    const { fault } = check(file, { genesis: { ...genesis, network: record.network } as never }).report;
    same(fault?.code, "untrusted-validators");
    const fingerprint = record.trust.validatorSetHash;
    const { report, verdict } = check(file, { genesis: genesis as never, fingerprint });
    same([report.fault?.code, verdict], ["another-network", "untrusted"]);
  });
  it("is red for every digit that is altered in a proof", () => {
    for (const sibling of record.subject.type === "record" ? record.subject.siblings.slice(0, 4) : [])
      same(
        verdictOf(
          file.replace(
            sibling,
            sibling.replace(/^./, (digit) => (digit === "0" ? "1" : "0")),
          ),
        ),
        "refused",
      );
  });
  it("leaves only passkeys unchecked without a genesis document, and names them", () => {
    const { report, verdict, shown } = check(writeEvidence(withPasskey()), {});
    same([report.ok, verdict, shown?.facts.signers.map(({ checked }) => checked)], [true, "compare", [true, false]]);
    const [remark] = report.remarks.filter((one) => one.remark === "signatures-not-checked");
    holds(remark?.says.en.includes("signature 1 of"), remark?.says.en);
    holds(
      shown && sentenceOf(shown.facts, shown.evidence, knownFrom(undefined, inEnglish), inEnglish).includes("not ch"),
    );
  });
  it("is red for a key's signature that does not hold, though a passkey signed beside it", () => {
    same(check(writeEvidence(withPasskey("00".repeat(64))), {}).report.fault?.code, "wrong-author-signature");
  });
  it("is red for authors and words that the transaction's bytes do not have, whatever kinds the file lists", () => {
    const { transaction, ...file } = withPasskey();
    holds(transaction);
    const { payload, signatures } = transaction;
    for (const changes of [
      { payload: payload.replace("issue", "other") },
      { signatures: signatures.slice(1) },
      { signatures: signatures.slice(0, 1) },
      { signatures: signatures.toReversed() },
    ]) {
      const { report } = check(writeEvidence({ ...file, transaction: { ...transaction, ...changes } }), {});
      same(report.fault?.code, "transaction-reads-otherwise");
    }
  });
});

/** A committed transaction in the ledger's own bytes, signed by a key and by a passkey of a site that nobody names. */
function withPasskey(bySignature?: string): Evidence {
  const signed = signedTransaction([{ domain: "prescription", type: "issue" }], [seedOf(101)]);
  const { key = "", signature = "" } = signed.signatures[0] ?? {};
  const [point, answer] = ["04".padEnd(130, "0"), "00".repeat(64)];
  const ed25519 = { kind: "ed25519", key, signature: bySignature ?? signature } as const;
  const passkey = {
    kind: "webauthn-p256",
    key: point,
    authenticatorData: "AA",
    clientDataJSON: "AA",
    signature: answer,
  };
  const payload = toHex(utf8(signed.payload));
  const length = (payload.length / 2).toString(16).padStart(8, "0");
  const hex = `01${length}${payload}0201${key}${ed25519.signature}02${point}000100000100${answer}`;
  const wire = fromHex(hex) ?? new Uint8Array();
  const own = new Chain([seedOf(1)]);
  const signatures = [ed25519, passkey] as EvidenceTransaction["signatures"];
  const outcomes = [{ status: "committed", events: 0 }] as const;
  const block = own.append({ transactions: [{ ...signed, wire, signatures }], outcomes, events: [], records: {} });
  const transaction = transactionIn(block, 0);
  return assembleEvidence({ subject: TRANSACTION_SUBJECT, transaction, block: block.header, next: own.append() });
}

describe("the sentence", () => {
  const known = knownFrom(undefined, inEnglish);
  it("says where, when and what in both languages", () => {
    const { shown } = check(file, {});
    holds(shown);
    same(
      sentenceOf(shown.facts, shown.evidence, known, inEnglish),
      "2026-01-01 08:00:05 China Standard Time, block 5 of network test-region: the ledger held prescription rx-1 as shown below.",
    );
    same(
      sentenceOf(shown.facts, shown.evidence, known, inChinese),
      "北京时间 2026-01-01 08:00:05，网络 test-region 第 5 个区块：账本中 处方 rx-1 如下所示。",
    );
  });
  it("names events in both languages, and those it does not know as they stand", () => {
    same(happeningIn(inChinese, "prescription", "reviewTaken"), "开始审方");
    same(happeningIn(inEnglish, "prescription", "reviewTaken"), "review taken");
    same(happeningIn(inChinese, "comet", "passed"), "passed");
    same(whatIn(eventEvidence(chain), inChinese), "处方 rx-1 — 开具");
    same(whatIn(refusalEvidence(chain), inEnglish), "a transaction was refused (prescription/exceeds-remaining)");
    same(whatIn(recordEvidence(chain, "never"), inChinese), "账本中没有 处方 never");
  });
  it("names holders and courts by the reader's own genesis document", () => {
    const { holderOf, kindOf } = knownFrom(genesis as never, inChinese);
    const [key, address] = [keyIdOf("ed25519", keyBytes), toHex(addressOf(keyBytes))];
    same([holderOf(key), kindOf(address), holderOf("other"), kindOf("other")], ["法院", "court", undefined, undefined]);
  });
});
