import type { CheckFault, StepData } from "./checks.ts";
import type { FileFault } from "./evidence.ts";

/** What a verification says to a reader. `{name}` stands for a datum of the step. */
export type Words = { readonly en: string; readonly zh: string };

export type StepCode =
  | "file"
  | "names"
  | "finality"
  | "handovers"
  | "trust"
  | "block"
  | "transaction"
  | "result"
  | "signatures"
  | "event"
  | "record"
  | "absence"
  | "documents";

export type Fault = FileFault | CheckFault;

/** What the reader still has to judge, because no file can prove it. */
export type RemarkCode =
  | "compare-fingerprint"
  | "handovers-unproven"
  | "names-are-claims"
  | "signatures-not-checked"
  | "content-not-judged";

const words = (en: string, zh: string): Words => ({ en, zh });

export const stepWords: { readonly [step in StepCode]: Words } = {
  file: words("The file is a complete Meridian evidence file.", "文件是完整的脉链证据文件。"),
  names: words(
    "The file names {validators} validators and begins with the set of fingerprint {fingerprint}.",
    "文件列出 {validators} 个验证者，起始集合的指纹为 {fingerprint}。",
  ),
  finality: words(
    "Validators with {signed} of {total} votes signed block {height}: more than two thirds, so it is final.",
    "持有 {total} 票中 {signed} 票的验证者签署了第 {height} 个区块，超过三分之二，区块已不可更改。",
  ),
  handovers: words(
    "Each of {handovers} changes of the validators was announced and signed by those before.",
    "验证者的 {handovers} 次更替，均由此前的验证者宣布并签署。",
  ),
  trust: words(
    "The validators are those that you trust: fingerprint {fingerprint}.",
    "这些验证者正是您所信任的：指纹 {fingerprint}。",
  ),
  block: words(
    "Block {height} comes right before it and bears the time {time}.",
    "第 {height} 个区块紧接其前，时间为 {time}。",
  ),
  transaction: words("Transaction {id} is in that block.", "交易 {id} 在该区块之中。"),
  result: words(
    "The block records how the transaction ended: {status} {code}",
    "区块记录了该交易的结果：{status} {code}",
  ),
  signatures: words(
    "Valid signatures of the transaction's authors: {signatures} of {of}.",
    "交易发起人的 {of} 个签名中，{signatures} 个经校验有效。",
  ),
  event: words(
    "The validators vouch for the event: {event} of {domain} {record}.",
    "验证者证实了该事件：{domain} {record} 的 {event}。",
  ),
  record: words(
    "After that block the ledger held exactly this record: {domain} {record}.",
    "该区块之后，账本中的记录 {domain} {record} 与所示完全一致。",
  ),
  absence: words(
    "After that block the ledger held no record {domain} {record}.",
    "该区块之后，账本中没有记录 {domain} {record}。",
  ),
  documents: words(
    "Each of {documents} documents shown is that of a commitment on the ledger.",
    "{documents} 份文件与账本上的承诺值逐一相符。",
  ),
};

export const faultWords: { readonly [code in Fault["code"]]: Words } = {
  "too-large": words("The file is larger than {most} characters.", "文件超过 {most} 个字符。"),
  "not-canonical": words(
    "The file is not canonical JSON: damaged or rewritten.",
    "文件不是规范的 JSON：已损坏或被改写。",
  ),
  malformed: words("The file departs from the format at {path}.", "文件在 {path} 处不符合格式。"),
  "fingerprint-mismatch": words(
    "The file's fingerprint is not that of its validators, {actual}.",
    "文件中的指纹与其验证者不符，后者的指纹为 {actual}。",
  ),
  "name-of-nobody": words("{validator} is named, but is no validator.", "{validator} 有名称，却不是验证者。"),
  "wrong-chain": words("The block is of another network, {chain}.", "区块属于另一个网络 {chain}。"),
  "unsupported-block-version": words(
    "Blocks of version {version} are unknown here.",
    "不支持版本为 {version} 的区块。",
  ),
  "commit-for-other-height": words("The signatures are for another height.", "签名对应另一个高度。"),
  "commit-for-other-header": words(
    "The signatures are for another block: the header was altered.",
    "签名对应另一个区块：区块头已被改动。",
  ),
  "malformed-validator-set": words("The list of validators contradicts itself.", "验证者名单自相矛盾。"),
  "wrong-validator-set": words("The list of validators is not the block's.", "验证者名单与区块所指不符。"),
  "commit-out-of-line": words("The signatures do not match the validators.", "签名与验证者不能一一对应。"),
  "double-vote": words("Validator {validator} is counted twice.", "验证者 {validator} 被重复计票。"),
  "wrong-signature": words("The signature of validator {validator} is not valid.", "验证者 {validator} 的签名无效。"),
  "not-enough-power": words(
    "Only {signed} of {total} votes signed: not more than two thirds.",
    "{total} 票中仅 {signed} 票签署，未超过三分之二。",
  ),
  "handover-out-of-order": words(
    "Changes of validators out of order at height {height}.",
    "验证者的更替在高度 {height} 处次序有误。",
  ),
  "not-the-announced-set": words(
    "The validators at height {height} are not those announced.",
    "高度 {height} 的验证者并非所宣布的。",
  ),
  "another-network": words(
    "The file is of network {network}; you trust {trusted}.",
    "本文件属于网络 {network}；您所信任的是 {trusted}。",
  ),
  "untrusted-validators": words(
    "You trust other validators than these: {fingerprints}.",
    "您所信任的不是这些验证者：{fingerprints}。",
  ),
  "not-consecutive": words("The two blocks do not follow one another.", "两个区块并不相邻。"),
  "block-not-linked": words(
    "The final block does not follow this one: its header was altered.",
    "已确认的区块不接在此区块之后：其区块头已被改动。",
  ),
  "malformed-payload": words("What was signed is not a transaction of this network.", "所签署的内容不是本网络的交易。"),
  "transaction-reads-otherwise": words(
    "The transaction's bytes say something else than the file.",
    "交易的字节与文件所示不一致。",
  ),
  "not-in-block": words("The transaction is not in the block.", "交易不在该区块之中。"),
  "result-not-bound": words("The block records another outcome.", "区块记录的是另一结果。"),
  "wrong-author-signature": words(
    "Signature {index} of the transaction's authors is not valid.",
    "交易发起人的第 {index} 个签名无效（自 0 起计）。",
  ),
  "transaction-of-another-event": words("The event belongs to another transaction.", "该事件属于另一笔交易。"),
  "transaction-was-refused": words("The transaction was refused, so it made no event.", "交易已被拒绝，未产生事件。"),
  "not-in-application-hash": words(
    "The validators did not vouch for this: it was altered.",
    "验证者并未证实此内容：它已被改动。",
  ),
  "event-of-another-block": words(
    "The event happened in another block, so at another time.",
    "该事件发生在另一个区块，时间不同。",
  ),
  "proof-of-another-record": words("The proof is about another record.", "该证明针对的是另一条记录。"),
  "record-differs": words("The ledger held something else in this record.", "账本中该记录的内容与所示不同。"),
  "record-exists": words("The ledger did hold such a record.", "账本中确有此记录。"),
  "document-differs": words(
    "The document shown is not that of commitment {commitment}.",
    "所示文件与承诺值 {commitment} 不符。",
  ),
  "document-not-named": words(
    "Nothing proven names the document {commitment}.",
    "已证实的内容未提及文件 {commitment}。",
  ),
  "document-shown-twice": words("The document {commitment} is shown twice.", "文件 {commitment} 被重复出示。"),
};

export const remarkWords: { readonly [remark in RemarkCode]: Words } = {
  "compare-fingerprint": words(
    "Compare all 64 digits of fingerprint {fingerprint} with one from a member of the network; until then the file only agrees with itself.",
    "请将指纹 {fingerprint} 的全部 64 位与成员提供的逐位核对。此前，本文件只能说明自身一致。",
  ),
  "handovers-unproven": words(
    "Unproven: the validators before those you trust, from {fingerprint} on.",
    "未经证明：您所信任者之前的验证者，自 {fingerprint} 起。",
  ),
  "names-are-claims": words(
    "Names of validators are the file's own; only keys are proven.",
    "验证者的名称出自文件；得到证明的只是其公钥。",
  ),
  "signatures-not-checked": words(
    "Not checked without genesis.json: signature {unchecked} of the authors (counted from 0), by a passkey.",
    "缺少 genesis.json，未校验发起人的第 {unchecked} 个签名（自 0 起计，通行密钥）。",
  ),
  "content-not-judged": words(
    "This shows what was recorded, when and by which keys, not that it is true.",
    "以上证明记录了什么、何时记录、由哪些密钥签署；并不证明内容属实。",
  ),
};

/** The sentence with its data in place. */
export function say({ en, zh }: Words, data: StepData): Words {
  const fill = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => String(data[name] ?? "")).trim();
  return { en: fill(en), zh: fill(zh) };
}
