import { ok as holds, strictEqual as is, deepStrictEqual as same } from "node:assert";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { canonicalText } from "@meridian/base/json";
import { fingerprintOf } from "@meridian/network/trust";
import { writeEvidence } from "@meridian/proof/evidence";
import { evidenceOfEvent } from "../evidence/evidence.ts";
import { note, smallChain, smallGenesis, smallTransaction } from "../evidence/small-chain.conformance.ts";
import { type Ran, runs } from "./io.conformance.ts";

const folder = mkdtempSync(join(tmpdir(), "meridian-verify-"));
after(() => rmSync(folder, { recursive: true }));
const evidenceFile = join(folder, "evidence.json");
const genesisFile = join(folder, "genesis.json");
const trustFile = join(folder, "trust.json");
const other = { ...smallGenesis, validators: smallGenesis.validators.slice(1) };
const fingerprint = fingerprintOf(smallGenesis);

before(async () => {
  const chain = smallChain();
  chain.settle();
  chain.block(smallTransaction([note("a", "one")], 1), smallTransaction([note("b", "two")], 2));
  chain.settle();
  const evidence = await evidenceOfEvent(chain.source, { domain: "note", record: "a" });
  holds(evidence.ok);
  writeFileSync(evidenceFile, writeEvidence(evidence.value));
  writeFileSync(genesisFile, canonicalText(smallGenesis));
  const { exit } = await runs("evidence", "trust", "--genesis", genesisFile, "--out", trustFile);
  is(exit, 0);
});

const verdictOf = ({ out }: Ran): string => /(RESULT: [A-Z ]+)/.exec(out)?.[1]?.trim() ?? out;

describe("meridian verify", () => {
  it("says each step, the facts and the fingerprint, and that it remains to be compared", async () => {
    const ran = await runs("verify", evidenceFile);
    is(ran.exit, 0);
    is(verdictOf(ran), "RESULT: VALID IN ITSELF");
    is(ran.out.match(/✔/g)?.length, 8);
    holds(ran.out.includes("note/a") && ran.out.includes("signed by key:") && ran.out.includes("法院 Court"));
    holds(ran.out.includes(fingerprint.slice(0, 8)));
  });
  it("trusts by fingerprint, by trust file and by genesis document", async () => {
    const spelled = fingerprint.toUpperCase().replace(/(.{8})/g, "$1 ");
    for (const trust of [
      ["--trust", fingerprint],
      ["--trust", spelled],
      ["--trust", trustFile],
      ["--genesis", genesisFile],
    ]) {
      const ran = await runs("verify", evidenceFile, ...trust);
      is(ran.exit, 0);
      is(verdictOf(ran), "RESULT: VALID");
    }
  });
  it("refuses the validators of another network", async () => {
    writeFileSync(join(folder, "other.json"), canonicalText(other));
    for (const trust of [
      ["--trust", fingerprintOf(other)],
      ["--genesis", join(folder, "other.json")],
    ]) {
      const ran = await runs("verify", evidenceFile, ...trust);
      same([ran.exit, verdictOf(ran)], [1, "RESULT: NOT VALID"]);
    }
  });
  it("refuses the same validators under another network's name, by genesis document and by trust file", async () => {
    const elsewhere = { ...smallGenesis, network: "production" };
    const [genesis, trust] = [join(folder, "elsewhere.json"), join(folder, "elsewhere-trust.json")];
    writeFileSync(genesis, canonicalText(elsewhere));
    is((await runs("evidence", "trust", "--genesis", genesis, "--out", trust)).exit, 0);
    for (const given of [
      ["--genesis", genesis],
      ["--trust", trust],
    ]) {
      const ran = await runs("verify", evidenceFile, ...given);
      same([ran.exit, verdictOf(ran)], [1, "RESULT: NOT VALID"]);
      holds(ran.out.includes("The file is of network small-region; you trust production."), ran.out);
    }
    const both = await runs("verify", evidenceFile, "--genesis", genesisFile, "--trust", trust, "--json");
    same([both.exit, JSON.parse(both.err).error.code], [4, "trust-of-another-network"]);
  });
  it("speaks Chinese, and names who signed by the reader's own genesis document", async () => {
    const ran = await runs("verify", evidenceFile, "--genesis", genesisFile, "--lang", "zh");
    is(ran.exit, 0);
    holds(/签署密钥: [0-9a-f]{64} \(ed25519\) 法院\n/.test(ran.out), ran.out);
    holds(ran.out.includes("结论:核验通过"));
  });
  it("says which institutions signed, and which of them the reader knows for courts", async () => {
    for (const trust of [
      ["--genesis", genesisFile],
      ["--trust", trustFile],
    ]) {
      const { out } = await runs("verify", evidenceFile, ...trust);
      holds(/validator: 法院 Court \[court\] [0-9a-f]{40} \(10\) signed\n/.test(out), out);
      holds(out.includes("signed by: 4 of 4\n") && out.includes("courts and arbitration: 1 of 1: 法院 Court\n"), out);
    }
    const { out } = await runs("verify", evidenceFile, "--trust", fingerprint, "--lang", "zh");
    holds(out.includes("签署机构: 4 家中的 4 家\n") && !out.includes("法院与仲裁机构"), out);
  });
  it("answers programs in JSON", async () => {
    const { exit, out } = await runs("verify", evidenceFile, "--json", "--trust", fingerprint);
    const report = JSON.parse(out);
    same([exit, report.ok, report.trusted, report.facts.height], [0, true, true, 3]);
  });
  it("refuses the file with any byte changed", async () => {
    const whole = readFileSync(evidenceFile);
    // What the maker calls the validators is a claim that no proof covers, and the report says so.
    const from = whole.indexOf('"organisations"');
    const until = whole.indexOf("}", from);
    const flipped = join(folder, "flipped.json");
    for (let at = 3; at < whole.length; at += 97) {
      if (at > from && at < until) continue;
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      writeFileSync(flipped, bytes);
      const { exit } = await runs("verify", flipped, "--trust", fingerprint);
      is(exit, 1, `byte ${at}: ${whole.subarray(at - 10, at + 10)}`);
    }
  });
  it("refuses half a file, and what is no evidence", async () => {
    const half = join(folder, "half.json");
    writeFileSync(half, readFileSync(evidenceFile).subarray(0, 2_000));
    is((await runs("verify", half)).exit, 1);
    is((await runs("verify", genesisFile)).exit, 1);
  });
  it("refuses what is not UTF-8, though lenient decoding would make evidence of it", async () => {
    const replaced = readFileSync(evidenceFile, "utf8").replace("法院 Court", "\ufffd");
    const odd = join(folder, "odd.json");
    writeFileSync(odd, replaced);
    is((await runs("verify", odd, "--trust", fingerprint)).exit, 0);
    const bytes = readFileSync(odd);
    const at = bytes.indexOf("\ufffd");
    writeFileSync(odd, Buffer.concat([bytes.subarray(0, at), Buffer.of(0xff), bytes.subarray(at + 3)]));
    const { exit, out } = await runs("verify", odd, "--trust", fingerprint);
    is(exit, 1);
    holds(out.includes("not canonical JSON"), out);
  });
  it("tells a missing file and a useless trust from a failed verification", async () => {
    is((await runs("verify", join(folder, "none.json"))).exit, 4);
    is((await runs("verify", evidenceFile, "--trust", evidenceFile)).exit, 4);
    is((await runs("verify")).exit, 2);
  });
});
