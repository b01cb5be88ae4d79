import type { StepCode } from "@meridian/proof/words";
import type { Verdict } from "./check.ts";
import type { Refusal } from "./reading.ts";

export type Pair = readonly [zh: string, en: string];
/** Chooses the reader's language. */
export type Say = (pair: Pair) => string;
export const inChinese: Say = ([zh]) => zh;
export const inEnglish: Say = ([, en]) => en;

/** What stands on the page whatever is checked, by the names that `page.template` gives its places. */
export const fixed = {
  brand: ["脉链 Meridian", "Meridian 脉链"],
  title: ["离线证据核验", "Offline evidence verifier"],
  lead: [
    "选择证据文件，看它证明了什么。本页不联网，文件不离开这台电脑。",
    "See what an evidence file proves. This page has no network: the file stays on this computer.",
  ],
  drop: ["把证据文件拖到这里", "Drop an evidence file here"],
  choose: ["选择文件", "Choose a file"],
  paste: ["或者粘贴文件内容", "Or paste the text of a file"],
  text: ["文件内容", "Text of the file"],
  checkText: ["核验", "Check"],
  root: ["信任根", "Root of trust"],
  rootSays: [
    "请与成员印发的指纹比对，或使用成员的 genesis.json。",
    "Compare it with one that a member printed, or use a member's genesis.json.",
  ],
  printed: ["印发的指纹（64 位）", "Printed fingerprint (64 digits)"],
  useGenesis: ["选择 genesis.json", "Choose genesis.json"],
  forget: ["移除", "Remove"],
  print: ["打印报告", "Print the report"],
} as const satisfies { readonly [place: string]: Pair };

/** The verdict, and what follows from it. */
export const verdicts: { readonly [v in Verdict]: readonly [verdict: Pair, then: Pair] } = {
  holds: [
    ["核验一致：上链后未经篡改", "Verified: unaltered since it went on the ledger"],
    ["每一步都成立，签署者正是您所信任的验证者。", "Every step holds, under validators that you trust."],
  ],
  compare: [
    ["文件自身一致，信任根尚未比对", "Consistent in itself; root of trust not compared"],
    ["请先在“信任根”中比对指纹。", "Compare the fingerprint under “Root of trust” first."],
  ],
  refused: [
    ["核验不一致：文件受损或被改动", "Not verified: damaged or altered"],
    ["请向来源方重新索取。", "Ask again for the original."],
  ],
  untrusted: [
    ["不是您所信任的网络，请勿信赖", "Not the network you trust. Do not rely on this file"],
    [
      "若指纹抄录无误，该文件出自另一网络。",
      "If the fingerprint is copied right, the file comes from another network.",
    ],
  ],
};

export const steps: { readonly [step in StepCode]: Pair } = {
  file: ["文件格式", "Format"],
  names: ["验证者名单", "List of validators"],
  finality: ["区块签署", "Signatures on the block"],
  handovers: ["验证者更替", "Changes of validators"],
  trust: fixed.root,
  block: ["区块衔接", "Link of blocks"],
  transaction: ["交易在区块中", "Transaction in the block"],
  result: ["执行结果", "Outcome"],
  signatures: ["发起人签名", "Authors' signatures"],
  event: ["事件", "Event"],
  record: ["记录", "Record"],
  absence: ["无此记录", "Absence"],
  documents: ["所附文件", "Documents"],
};

/** What happened and why; what to do comes behind. */
export const refusals: { readonly [why in Refusal]: Pair } = {
  failed: ["读取时出错。", "It could not be read."],
  empty: ["文件是空的。", "The file is empty."],
  "too-large": ["过大：证据不超过 25,165,824 个字符。", "Too large: evidence has at most 25,165,824 characters."],
  "other-encoding": [
    "编码不对，可能被编辑器另存过：证据文件是不带标记的 UTF-8。",
    "Wrong encoding, perhaps by an editor: evidence is UTF-8 without a mark.",
  ],
  "not-text": ["这不是文本，而是图片、PDF 一类的文件。", "This is no text, but a picture, a PDF or the like."],
  truncated: ["文件不完整：可能没有下载或复制完。", "The file is not whole: perhaps a download broke off."],
  "not-json": ["这不是证据文件：内容不是 JSON。", "This is not evidence: its content is not JSON."],
  "other-version": ["证据格式较新，本页不认识。", "This evidence has a newer format than this page knows."],
  "other-json": [
    "这不是证据文件：它是 JSON，但不是 meridian-evidence/1。",
    "This is not evidence: it is JSON, but not meridian-evidence/1.",
  ],
  "bad-genesis": ["创世文件不完整或被改动过。", "This genesis document is not whole, or was altered."],
};

export const said = {
  unreadable: ["无法核验", "Nothing to check"],
  again: ["请重新索取原文件，不要打开另存，再试一次。", "Ask for the original, save it unopened, and try again."],
  checking: ["正在核验…", "Checking…"],
  fails: ["未通过的步骤：", "The step that fails: "],
  holds: ["通过", "holds"],
  failed: ["未通过", "fails"],
  notReached: ["其后未再核验。", "Later steps were not checked."],
  proven: ["证明了什么", "What is proven"],
  stepsTitle: ["核验步骤", "Steps of the check"],
  signersTitle: ["签署区块的验证者", "Validators of the block"],
  remarks: ["仍须您判断", "For you to judge"],
  report: ["核验报告", "Report of the check"],
  network: ["网络", "Network"],
  block: ["区块", "Block"],
  time: ["区块时间", "Block time"],
  what: ["内容", "What"],
  by: ["签署人", "Signed by"],
  unchecked: ["，未校验", ", not checked"],
  key: ["密钥", "key"],
  passkey: ["通行密钥", "passkey"],
  transaction: ["交易", "Transaction"],
  content: ["账本原文", "As it stands on the ledger"],
  order: ["签署的指令", "The command as signed"],
  bytes: ["字节", "bytes"],
  file: ["文件", "File"],
  pasted: ["粘贴的内容", "Pasted text"],
  hash: ["文件的 SHA-256", "SHA-256 of the file"],
  at: ["核验时间（本机时钟）", "Checked at (this computer's clock)"],
  signed: ["已签署", "signed"],
  unsigned: ["未签署", "did not sign"],
  byFile: ["名称出自文件", "named by the file"],
  votes: ["票", "votes"],
  court: ["法院", "Court"],
  arbitration: ["仲裁机构", "Arbitration"],
  noKinds: ["凭 genesis.json 可标出法院与仲裁机构。", "genesis.json tells which are courts."],
  fileRoot: ["文件的指纹", "Fingerprint of the file"],
  broughtRoot: ["genesis.json 的指纹", "Fingerprint of genesis.json"],
  odd: ["只能是 64 位 0–9 与 a–f。", "Only 64 digits 0–9 and a–f."],
  differs: ["与所示指纹不同。", "It differs from the one shown."],
  same: ["64 位全部相符。", "All 64 digits agree."],
} as const satisfies { readonly [name: string]: Pair };

export const courtOf = (kind: string | undefined): Pair | undefined =>
  kind === "court" || kind === "arbitration" ? said[kind] : undefined;

export const someSigned = (signed: number, all: number): Pair => [
  `${all} 家中 ${signed} 家已签署`,
  `${signed} of ${all} signed`,
];
export const courtsSigned = (signed: number, all: number): Pair => [
  `；法院与仲裁机构 ${all} 家中 ${signed} 家已签署`,
  `; of courts and arbitration ${signed} of ${all}`,
];
export const digitsSoFar = (digits: number): Pair => [`${digits} / 64 位，目前相符。`, `${digits} of 64 agree so far.`];
export const broughtOf = (network: string, validators: number): Pair => [
  `网络 ${network}，${validators} 个验证者。请确认它不与证据同一来源。`,
  `Network ${network}, validators: ${validators}. Be sure that it did not come with the evidence.`,
];
