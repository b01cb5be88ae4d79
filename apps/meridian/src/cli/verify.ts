import { textOf } from "@meridian/base/bytes";
import type { Hash } from "@meridian/base/ids";
import { parseJson } from "@meridian/base/json";
import { ok, type Result } from "@meridian/base/result";
import { fits, hash, id, list, literal, mapping, object, optional, type TypeOf, text } from "@meridian/base/shape";
import type { Facts, Report, Trust } from "@meridian/proof/verify";
import { type Answer, type Call, EXIT, type Io, OPTIONS, type Problem, problem, type Verb, words } from "./call.ts";
import { readBytes, readGenesis, readText } from "./files.ts";
import { type Kinds, signerLines } from "./signers.ts";
import { eventIn, type Names } from "./timeline.ts";
import { visible } from "./visible.ts";

/** What a reader of evidence keeps of a network: made by `evidence trust`, compared with a member by its fingerprints. */
export const TRUST_FORMAT = "meridian-trust/1";
export const trustShape = object({
  format: literal(TRUST_FORMAT),
  network: id<string>(),
  validatorSetHash: list(hash<Hash>(), { min: 1, max: 256 }),
  organisations: optional(mapping(text({ max: 128 }), { max: 100 })),
  /** Of what kind the organisation behind a validator is (`court`), by address. */
  kinds: optional(mapping(text({ max: 64 }), { max: 100 })),
  relyingParty: object({ id: text({ max: 253 }), origins: list(text({ max: 300 }), { min: 1, max: 16 }) }),
});
export type TrustFile = TypeOf<typeof trustShape>;

const verify: Verb = {
  usage: "verify FILE",
  says: words("checks an evidence file, without network and without a node", "离线核验证据文件,无需网络与节点"),
  options: {
    trust: {
      type: "string",
      value: "FILE|HASH",
      says: words(
        "trust file, or fingerprint of a validator set, from a member of the network",
        "网络成员提供的信任文件,或验证者集合指纹",
      ),
    },
    genesis: OPTIONS.genesis,
  },
  positionals: [1, 1],
  notes: words(
    "Without --trust or --genesis the file is checked against itself only, and the fingerprint remains to be compared.\nFILE may be - for the standard input.",
    "未给出 --trust 或 --genesis 时,只能核验文件自身是否一致,指纹仍须自行比对。\nFILE 为 - 时读取标准输入。",
  ),
  run: async (call) => {
    const file = readBytes(call.positionals[0] ?? "");
    if (!file.ok) return file;
    // What is not UTF-8 is no text, and so no canonical JSON: decoding must not make another file of it.
    const text = textOf(file.value) ?? "";
    const trust = await trustFor(call);
    if (!trust.ok) return trust;
    const { verifyEvidence } = await import("@meridian/proof/verify");
    const known = await knownFrom(call, trust.value.kinds);
    if (!known.ok) return known;
    return ok(answerOf(verifyEvidence(text, trust.value), call.io, known.value));
  },
};

/** What the reader brought; how transactions are written and signed needs nobody to bring it. */
async function trustFor(call: Call): Promise<Result<Trust & { readonly kinds?: Kinds }, Problem>> {
  const { transactionRulesOf, trustOf } = await import("@meridian/network/trust");
  const genesisFile = call.text("genesis");
  const given = call.text("trust");
  if (genesisFile !== undefined) {
    const genesis = await readGenesis(genesisFile);
    if (!genesis.ok) return genesis;
    const own = trustOf(genesis.value);
    if (given === undefined) return ok(own);
    const more = trustIn(given);
    if (!more.ok) return more;
    const { network = own.network } = more.value;
    return network === own.network
      ? ok({ ...own, ...more.value, transactions: own.transactions })
      : trustsDiffer(String(network), genesis.value.network);
  }
  if (given === undefined) return ok({ transactions: transactionRulesOf() });
  const more = trustIn(given);
  if (!more.ok) return more;
  const { relyingParty, ...trust } = more.value;
  return ok({ ...trust, transactions: transactionRulesOf(relyingParty) });
}

/** Whom the reader's own genesis document knows: names of organisations by id, holders by key id. */
type Known = { readonly names: Names; readonly holders: ReadonlyMap<string, string>; readonly kinds: Kinds };

async function knownFrom(call: Call, given: Kinds = {}): Promise<Result<Known, Problem>> {
  const file = call.text("genesis");
  if (file === undefined) return ok({ names: new Map(), holders: new Map(), kinds: given });
  const genesis = await readGenesis(file);
  if (!genesis.ok) return genesis;
  const { namesIn, validatorKindsOf } = await import("@meridian/network/trust");
  const { names, holders } = namesIn(genesis.value);
  const inLanguage = [...names].map(([id, name]) => [id, name[call.io.language] ?? id] as const);
  return ok({ names: new Map(inLanguage), holders, kinds: { ...validatorKindsOf(genesis.value), ...given } });
}

const fingerprint = hash<Hash>();
type Given = Pick<Trust, "network" | "validatorSetHash" | "organisations"> & {
  readonly relyingParty?: TrustFile["relyingParty"];
  readonly kinds?: Kinds;
};

const trustsDiffer = (trust: string, genesis: string) =>
  problem(
    EXIT.data,
    "trust-of-another-network",
    words(
      `The trust file is of network ${trust}, the genesis document of ${genesis}.`,
      `信任文件属于网络 ${trust},创世文件属于 ${genesis}。`,
    ),
    words("Give only the one that belongs to the evidence.", "请只提供与证据相应的一份。"),
    { trust, genesis },
  );

function trustIn(given: string): Result<Given, Problem> {
  const asHash = given.replace(/[\s:-]/g, "").toLowerCase();
  if (fits(fingerprint, asHash)) return ok({ validatorSetHash: asHash });
  const file = readText(given);
  if (!file.ok) return file;
  const value = parseJson(file.value);
  if (fits(trustShape, value)) {
    const { network, validatorSetHash, organisations, relyingParty, kinds } = value;
    return ok({
      network,
      validatorSetHash,
      relyingParty,
      ...(organisations && { organisations }),
      ...(kinds && { kinds }),
    });
  }
  const inFile = file.value.trim().toLowerCase();
  if (fits(fingerprint, inFile)) return ok({ validatorSetHash: inFile });
  return problem(
    EXIT.data,
    "not-trust",
    words(
      `${given} is neither a trust file nor a fingerprint of 64 digits.`,
      `${given} 既不是信任文件,也不是 64 位指纹。`,
    ),
    words(
      "Ask a member of the network for its trust file, or give --genesis.",
      "请向网络成员索取信任文件,或使用 --genesis。",
    ),
  );
}

function answerOf(report: Report, io: Io, known: Known): Answer {
  const { language } = io;
  const lines = report.steps.map(({ ok, says }) => `${ok ? "✔" : "✘"} ${visible(says[language])}`);
  if (report.facts !== undefined) lines.push("", ...factLines(report.facts, io, known));
  if (report.remarks.length > 0) lines.push("", ...report.remarks.map(({ says }) => `• ${visible(says[language])}`));
  lines.push("", verdictOf(report)[language]);
  return { text: lines.join("\n"), json: report, exit: report.ok ? EXIT.ok : EXIT.refused };
}

const verdictOf = ({ ok, trusted, remarks }: Report) => {
  if (!ok)
    return words(
      "RESULT: NOT VALID. Do not rely on this file; ask for it again from where it came.",
      "结论:核验未通过。请勿信赖此文件,可向来源方重新索取。",
    );
  const result = trusted
    ? words("RESULT: VALID, under validators that you trust.", "结论:核验通过,且验证者为您所信任。")
    : words(
        "RESULT: VALID IN ITSELF. Compare the fingerprint above before you rely on it.",
        "结论:文件自身一致。信赖之前请比对上述指纹。",
      );
  const unchecked = remarks.find(({ remark }) => remark === "signatures-not-checked")?.says;
  return unchecked === undefined ? result : words(`${result.en} ${unchecked.en}`, `${result.zh}${unchecked.zh}`);
};

function factLines(facts: Facts, { language }: Io, { names, holders, kinds }: Known): readonly string[] {
  const { network, height, timeText, subject, signers, validators, validatorSetHash } = facts;
  const line = (en: string, zh: string, value: string): string => `  ${words(en, zh)[language]} ${visible(value)}`;
  const lines = [
    line("network:", "网络:", network),
    line("block:", "区块:", String(height)),
    line("time:", "时间:", timeText),
    line("what:", "内容:", whatIn(subject, language, names)),
  ];
  for (const { kind, key, checked } of signers) {
    const holder = holders.get(key);
    const of = holder === undefined ? "" : ` ${names.get(holder) ?? holder}`;
    const mark = checked ? "" : words(" (not checked)", "(未校验)")[language];
    lines.push(line("signed by key:", "签署密钥:", `${key} (${kind})${of}${mark}`));
  }
  lines.push(...signerLines(validators, kinds, language));
  lines.push(line("fingerprint:", "指纹:", spaced(validatorSetHash)));
  return lines;
}

function whatIn(subject: Facts["subject"], language: Io["language"], names: Names): string {
  switch (subject.type) {
    case "event": {
      const { domain, record, event } = subject.envelope;
      return `${domain}/${record}: ${eventIn(language, domain, event, names)}`;
    }
    case "transaction":
      return words("how the transaction ended", "交易的结果")[language];
    case "record":
      return `${subject.domain}/${subject.record} = ${JSON.stringify(subject.state)}`;
    case "absence":
      return `${subject.domain}/${subject.record}: ${words("no such record", "无此记录")[language]}`;
  }
}

/** In groups of eight, to be read aloud. */
export const spaced = (digits: string): string => digits.replace(/(.{8})(?=.)/g, "$1 ");

export const verbs: ReadonlyMap<string, Verb> = new Map([["", verify]]);
