import { strictEqual as is, deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { concat, fromHex, toHex, utf8 } from "@meridian/base/bytes";
import { sha256 } from "@meridian/crypto/hash";
import fc from "fast-check";
import { consensusHash, dataHash, NO_EVIDENCE_HASH, resultLeaf, resultsHash } from "./block.ts";
import { ABSENT_SIG, type Commit, commitHash, FOR_BLOCK, precommitSignBytes } from "./commit.ts";
import { type Header, headerHash, NO_BLOCK } from "./header.ts";
import {
  commitShape,
  headerShape,
  hexOf,
  readCommit,
  readHeader,
  readValidators,
  validatorsShape,
  writeCommit,
  writeHeader,
  writeValidators,
} from "./json.ts";
import { compareTimes, type Time, textOfTime, timeOf, ZERO_TIME } from "./time.ts";
import { addressOf, inSetOrder, isValidatorSet, validatorOf, validatorSetHash } from "./validators.ts";

const filled = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
const named = (name: string): Uint8Array => sha256(utf8(name));
const time = (text: string): Time => timeOf(text) ?? ZERO_TIME;

/** The header of CometBFT's own unit test (types/block_test.go, TestHeaderHash). */
const header: Header = {
  version: { block: 1, app: 2 },
  chainId: "chainId",
  height: 3,
  time: time("2019-10-13T16:14:44Z"),
  lastBlockId: { hash: filled(0), parts: { total: 6, hash: filled(0) } },
  lastCommitHash: named("last_commit_hash"),
  dataHash: named("data_hash"),
  validatorsHash: named("validators_hash"),
  nextValidatorsHash: named("next_validators_hash"),
  consensusHash: named("consensus_hash"),
  appHash: named("app_hash"),
  lastResultsHash: named("last_results_hash"),
  evidenceHash: named("evidence_hash"),
  proposerAddress: named("proposer_address").slice(0, 20),
};
const blockId = { hash: filled(0x11), parts: { total: 2, hash: filled(0x22) } };
const commit: Commit = {
  height: 3,
  round: 0,
  blockId,
  signatures: [
    {
      flag: FOR_BLOCK,
      address: filled(7).slice(0, 20),
      time: time("2026-01-02T03:04:05Z"),
      signature: new Uint8Array(64).fill(9),
    },
    ABSENT_SIG,
  ],
};

describe("what gets hashed", () => {
  it("gives the header hash that CometBFT's own test expects", () => {
    is(hexOf(headerHash(header)), "F740121F553B5418C3EFBD343C2DBFE9E007BB67B0D020A0741374BAB65242A4");
  });
  it("gives the known roots of transactions", () => {
    const roots = [["a=1"], ["a=1", "b=2", "c=3"]].map((txs) => toHex(dataHash(txs.map(utf8))));
    same(roots, [
      "7778cfac4700af4b8b290ec790b8f540437311dbd532a13017458a4d207369d0",
      "cd3c90ad6c3b41ddeb31246298b9142e318c252a2bca42f9751713fabd8e3c37",
    ]);
    is(toHex(NO_EVIDENCE_HASH), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  });
  it("gives the known leaf and root of results", () => {
    const failed = { code: 5, data: Uint8Array.of(1, 2), gasWanted: 7, gasUsed: 9 };
    is(toHex(resultLeaf(failed)), "08051202010228073009");
    const plain = { code: 0, data: new Uint8Array(), gasWanted: 0, gasUsed: 0 };
    is(toHex(resultsHash([plain])), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  });
  it("gives the known address and hash of a set of one", () => {
    is(hexOf(addressOf(filled(7))), "4BB06F8E4E3A7715D201D573D0AA423762E55DAB");
    const set = validatorSetHash([validatorOf(filled(7), 10)]);
    is(toHex(set), "a63beb5823b1dfbe801dd4ee11c077526c74f297d2e2d57f6171cc2578e58fb9");
  });
  it("gives the consensus hash of a recorded network", () => {
    const hash = consensusHash({ maxBytes: 22_020_096, maxGas: -1 });
    is(hexOf(hash), "048091BC7DDC283F77BFBF91D73C44DA58C3DF8A9CBC867405D8B7F3DAADA22F");
  });
  it("hashes a commit with an absent vote, whose time before 1970 takes ten bytes", () => {
    const absent = fromHex("08011a0b088092b8c398feffffff01") as Uint8Array;
    const one = { ...commit, signatures: [ABSENT_SIG] };
    is(toHex(commitHash(one)), toHex(sha256(concat(Uint8Array.of(0), absent))));
    is(toHex(commitHash(commit)), "76826aa9061ddc757a7a1964990a98d94c074a0260a710795e694147654c244d");
  });
});

describe("what gets signed", () => {
  const vote = { height: 3, round: 0, blockId, time: time("2026-01-02T03:04:05Z") };
  it("is the known canonical vote", () => {
    const expected = [
      "6908021103000000000000002248",
      `0a20${"11".repeat(32)}1224080212${`20${"22".repeat(32)}`}`,
      "2a0608a5ebdcca06320a746573742d636861696e",
    ].join("");
    is(toHex(precommitSignBytes("test-chain", vote)), expected);
  });
  it("carries the round when there is one, and no block in a vote for nil", () => {
    const bytes = precommitSignBytes("c", { ...vote, round: 1, blockId: NO_BLOCK });
    is(toHex(bytes), "1f080211030000000000000019010000000000000" + "02a0608a5ebdcca06320163");
  });
});

describe("a validator set", () => {
  const [a, b, c] = [validatorOf(filled(1), 1), validatorOf(filled(2), 5), validatorOf(filled(3), 5)];
  it("is ordered by power, then by address", () => {
    const [first, second] = toHex(b.address) < toHex(c.address) ? [b, c] : [c, b];
    same(inSetOrder([a, c, b]), [first, second, a]);
    same(inSetOrder([b, a, c]), [first, second, a]);
  });
  it("is nobody's, twice somebody's, powerless or misaddressed in vain", () => {
    is(isValidatorSet([a, b]), true);
    for (const wrong of [[], [a, a], [{ ...a, power: 0 }], [{ ...a, address: b.address }], [{ ...a, power: 0.5 }]])
      is(isValidatorSet(wrong), false);
  });
});

describe("time", () => {
  it("keeps nanoseconds, and agrees with the platform's calendar", () => {
    const moment = fc.record({
      seconds: fc.integer({ min: ZERO_TIME.seconds, max: 253_402_300_799 }),
      nanos: fc.integer({ min: 0, max: 999_999_999 }),
    });
    fc.assert(
      fc.property(moment, (at) => {
        const text = textOfTime(at);
        same(timeOf(text), { ...at });
        is(text.slice(0, 19), new Date(at.seconds * 1_000).toISOString().slice(0, 19));
      }),
      { numRuns: 200 },
    );
  });
  it("knows Go's zero time", () => is(textOfTime(ZERO_TIME), "0001-01-01T00:00:00Z"));
  it("compares nanoseconds", () =>
    is(compareTimes(time("2026-01-01T00:00:00.1Z"), time("2026-01-01T00:00:00.09Z")) > 0, true));
  for (const text of [
    "2026-02-29T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-01-01T24:00:00Z",
    "2026-01-01T00:00:60Z",
    "2026-01-01T00:00:00",
    "2026-01-01T00:00:00+08:00",
    "2026-01-01T00:00:00.Z",
    "2026-01-01T00:00:00.1234567890Z",
  ])
    it(`refuses ${text}`, () => is(timeOf(text), undefined));
});

describe("the JSON form", () => {
  it("is read back as it was written", () => {
    same(writeHeader(readHeader(writeHeader(header))), writeHeader(header));
    is(toHex(headerHash(readHeader(writeHeader(header)))), toHex(headerHash(header)));
    same(readCommit(writeCommit(commit)), commit);
    const set = [validatorOf(filled(1), 1)];
    same(writeValidators(readValidators(writeValidators(set))), writeValidators(set));
  });
  const written = writeHeader(header);
  const sig = writeCommit(commit).signatures[0];
  for (const [says, fault, path] of [
    [
      "lower-case hexadecimal",
      headerShape.fault({ ...written, data_hash: written.data_hash.toLowerCase() }, "h"),
      "h.data_hash",
    ],
    ["a number with a leading zero", headerShape.fault({ ...written, height: "03" }, "h"), "h.height"],
    ["a number beyond 2^53", headerShape.fault({ ...written, height: "9007199254740993" }, "h"), "h.height"],
    ["trailing zeros in a time", headerShape.fault({ ...written, time: "2019-10-13T16:14:44.10Z" }, "h"), "h.time"],
    ["a member nobody knows", headerShape.fault({ ...written, note: "" }, "h"), "h.note"],
    [
      "an absent vote that has a signature",
      commitShape.fault({ ...writeCommit(commit), signatures: [{ ...sig, block_id_flag: 1 }] }, "c"),
      "c.signatures[0].validator_address",
    ],
    [
      "a flag nobody knows",
      commitShape.fault({ ...writeCommit(commit), signatures: [{ ...sig, block_id_flag: 4 }] }, "c"),
      "c.signatures[0].block_id_flag",
    ],
    [
      "a key of another kind",
      validatorsShape.fault([{ ...writeValidators([validatorOf(filled(1), 1)])[0], pub_key: { type: "x" } }], "v"),
      "v[0].pub_key.type",
    ],
  ] as const)
    it(`refuses ${says}`, () => is(fault, path));
});
