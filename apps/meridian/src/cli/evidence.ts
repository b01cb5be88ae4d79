import { readFileSync } from "node:fs";
import { fromHex } from "@meridian/base/bytes";
import type { TransactionId } from "@meridian/base/ids";
import { ok, type Result } from "@meridian/base/result";
import { type Evidence, evidenceOf, writeEvidence } from "@meridian/proof/evidence";
import {
  type EvidenceFault,
  type EvidenceOptions,
  evidenceOfEvent,
  evidenceOfRecord,
  evidenceOfTransaction,
} from "../evidence/evidence.ts";
import type { EvidenceSource } from "../evidence/source.ts";
import {
  answer,
  type Call,
  EXIT,
  fileAnswer,
  OPTIONS,
  type Outcome,
  type Problem,
  problem,
  type Verb,
  type Words,
  words,
} from "./call.ts";
import { trustVerb } from "./evidence-trust.ts";
import { readGenesis, unusable, writeText } from "./files.ts";
import { openFolder } from "./folders.ts";
import { spaced } from "./verify.ts";

/** What an id on the command line means. */
export type Wanted =
  | { readonly about: "event"; readonly domain: string; readonly record: string; readonly type?: string }
  | { readonly about: "transaction"; readonly id: TransactionId }
  | { readonly about: "record"; readonly domain: string; readonly record: string };

export function wantedOf(id: string, event: string | undefined): Wanted {
  if (/^[0-9a-f]{64}$/.test(id)) return { about: "transaction", id: id as TransactionId };
  const slash = id.indexOf("/");
  const domain = slash < 0 ? "prescription" : id.slice(0, slash);
  const record = id.slice(slash + 1);
  if (slash >= 0 && event === undefined) return { about: "record", domain, record };
  return { about: "event", domain, record, ...(event !== undefined && event !== "latest" && { type: event }) };
}

const exportVerb: Verb = {
  usage: "evidence export ID",
  says: words("writes a file that anybody can check offline", "导出任何人均可离线核验的证据文件"),
  options: {
    event: {
      type: "string",
      value: "TYPE",
      says: words(
        "the record's latest event of this type, such as dispensed, or `latest`",
        "该记录最近一次此类事件,如 dispensed,或 latest",
      ),
    },
    document: {
      type: "string",
      multiple: true,
      value: "FILE",
      says: words(
        "show this document in the file (with --salt, in the same order)",
        "在证据中出示该文件(须与 --salt 一一对应)",
      ),
    },
    salt: {
      type: "string",
      multiple: true,
      value: "HEX",
      says: words("the document's salt, 32 bytes, from its custodian", "该文件的盐值(32 字节),由保管方提供"),
    },
    out: OPTIONS.out,
    data: OPTIONS.data,
    node: OPTIONS.node,
    as: OPTIONS.as,
    keys: OPTIONS.keys,
    "passphrase-file": OPTIONS.passphrase,
    genesis: OPTIONS.genesis,
  },
  positionals: [1, 1],
  notes: words(
    "ID is a prescription (its latest event), a transaction (64 digits), or domain/record (what the record holds now, or that there is none).\nWith --data the folder is read directly; no node has to run. The file is verified before it is written.",
    "ID 可为处方号(最近一次事件)、交易号(64 位)或 域/记录(记录现状,或证明其不存在)。\n使用 --data 时直接读取目录,无需运行节点。文件写出前会先自行核验。",
  ),
  run: async (call) => {
    const documents = documentsOf(call);
    if (!documents.ok) return documents;
    const wanted = wantedOf(call.positionals[0] ?? "", call.text("event"));
    const data = call.text("data");
    const evidence =
      data === undefined
        ? await fromNode(call, wanted, documents.value)
        : await fromFolder(call, data, wanted, { documents: documents.value, milliseconds: 0 });
    return evidence.ok ? await written(evidence.value, call) : evidence;
  },
};

async function fromFolder(
  call: Call,
  folder: string,
  wanted: Wanted,
  options: EvidenceOptions,
): Promise<Result<Evidence, Problem>> {
  const opened = await openFolder(call, folder);
  if (!opened.ok) return opened;
  const evidence = await made(opened.value, wanted, options);
  opened.value.close();
  return evidence.ok ? evidence : evidenceProblem(evidence.error);
}

function made(source: EvidenceSource, wanted: Wanted, options: EvidenceOptions) {
  switch (wanted.about) {
    case "event":
      return evidenceOfEvent(source, wanted, options);
    case "transaction":
      return evidenceOfTransaction(source, wanted.id, options);
    case "record":
      return evidenceOfRecord(source, wanted.domain, wanted.record, options);
  }
}

/** A node's answer is looked at like a stranger's file; documents are added here, for they need not leave this machine. */
async function fromNode(call: Call, wanted: Wanted, documents: Documents): Promise<Result<Evidence, Problem>> {
  const { Remote } = await import("./remote.ts");
  const { documentPart } = await import("@meridian/proof/assemble");
  const remote = await Remote.of(call);
  if (!remote.ok) return remote;
  const found = await remote.value.evidence(wanted);
  if (!found.ok) return found;
  const shown = documents.map(({ salt, content }) => documentPart(salt, content));
  const evidence = evidenceOf({ ...(found.value as object), ...(shown.length > 0 && { documents: shown }) });
  return evidence.ok ? evidence : notVerified(evidence.error.code);
}

async function written(evidence: Evidence, call: Call): Promise<Outcome> {
  const { verifyEvidence } = await import("@meridian/proof/verify");
  const { transactionRulesOf, trustOf } = await import("@meridian/network/trust");
  const genesisFile = call.text("genesis");
  const genesis = genesisFile === undefined ? undefined : await readGenesis(genesisFile);
  if (genesis?.ok === false) return genesis;
  const trust = genesis === undefined ? { transactions: transactionRulesOf() } : trustOf(genesis.value);
  const report = verifyEvidence(evidence, trust);
  if (!report.ok) return notVerified(report.fault?.code ?? "");
  const text = `${writeEvidence(evidence)}\n`;
  const out = call.text("out");
  if (out === undefined) return fileAnswer(text, evidence);
  const file = writeText(out, text);
  if (!file.ok) return file;
  const said = words(
    `Wrote ${out}: ${text.length} characters, verified. Fingerprint to compare:`,
    `已写入 ${out}:${text.length} 个字符,核验通过。待比对指纹:`,
  );
  const { validatorSetHash } = evidence.trust;
  return answer(`${said[call.io.language]}\n  ${spaced(validatorSetHash)}`, { file: out, validatorSetHash });
}

type Documents = NonNullable<EvidenceOptions["documents"]>;

function documentsOf(call: Call): Result<Documents, Problem> {
  const [files, salts] = [call.texts("document"), call.texts("salt")];
  const bytes = salts.map((salt) => fromHex(salt));
  if (files.length !== salts.length || bytes.some((salt) => salt?.length !== 32))
    return problem(
      EXIT.usage,
      "salt-missing",
      words(
        "Each --document needs its --salt of 64 hexadecimal digits.",
        "每个 --document 须对应一个 64 位十六进制的 --salt。",
      ),
      words("Ask the document's custodian for its salt.", "请向文件保管方索取盐值。"),
    );
  const documents: { readonly salt: Uint8Array; readonly content: Uint8Array }[] = [];
  for (const [i, file] of files.entries()) {
    try {
      documents.push({ salt: bytes[i] ?? new Uint8Array(), content: new Uint8Array(readFileSync(file)) });
    } catch (error) {
      return unusable(file, error);
    }
  }
  return ok(documents);
}

const notVerified = (code: string): Result<never, Problem> =>
  problem(
    EXIT.refused,
    "does-not-verify",
    words(
      `What was put together does not verify: ${code}. Nothing was written.`,
      `所得证据未通过核验:${code}。未写出任何文件。`,
    ),
    words(
      "A document must be one that the record names; otherwise check the ledger.",
      "出示的文件须为记录所引用;否则请检查账本。",
    ),
    { fault: code },
  );

const FAULTS: { readonly [code in EvidenceFault["code"]]: readonly [happened: Words, next: Words] } = {
  "unknown-event": [
    words("The ledger has no such event.", "账本中没有该事件。"),
    words(
      "Check the id and the type; `meridian rx show` lists events.",
      "请检查编号与类型;`meridian rx show` 可列出事件。",
    ),
  ],
  "before-history": [
    words(
      "It happened before the blocks that this node holds: it joined with a snapshot.",
      "该事件早于本节点保存的区块:本节点由快照加入。",
    ),
    words("Ask a node that has all blocks.", "请改用保存全部区块的节点。"),
  ],
  "unknown-transaction": [
    words("The ledger has no such transaction.", "账本中没有该交易。"),
    words(
      "Check the id; a transaction that was never ordered leaves no trace.",
      "请检查编号;未被排序的交易不会留下记录。",
    ),
  ],
  "genesis-event": [
    words("It stands in the genesis document, which no transaction made.", "该事件源自创世文件,并非由交易产生。"),
    words("Export the record instead: domain/record.", "请改为导出记录:域/记录。"),
  ],
  "not-yet-provable": [
    words("The block that carries the proof has not come yet.", "承载证明的区块尚未产生。"),
    words("Try again in a moment, while the node runs.", "请在节点运行时稍后重试。"),
  ],
  "other-validators": [
    words("The blocks are signed by others than the genesis document names.", "区块签署者与创世文件所列不符。"),
    words("Name the right genesis document with --genesis.", "请用 --genesis 指定正确的创世文件。"),
  ],
  malformed: [
    words(
      "No record can have that name, or what it holds does not fit an evidence file.",
      "名称无效,或内容不符合证据文件格式。",
    ),
    words("Write it as domain/record.", "请写作 域/记录。"),
  ],
};

function evidenceProblem(fault: EvidenceFault): Result<never, Problem> {
  const [happened, next] = FAULTS[fault.code];
  return problem(EXIT.refused, fault.code, happened, next, fault);
}

export const verbs: ReadonlyMap<string, Verb> = new Map([
  ["export", exportVerb],
  ["trust", trustVerb],
]);
