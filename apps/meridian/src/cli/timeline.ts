import type { EventType } from "@meridian/prescription/events";
import { type Language, type Words, words } from "./call.ts";
import { visible } from "./visible.ts";

/** What events say to people. `{name}` stands for a member of the event; members that are null are left out. */
const prescription: { readonly [type in EventType]: Words } = {
  tombstoned: words("{by} cancelled it before it arrived ({reason})", "{by} 在处方到达前已撤销({reason})"),
  issued: words(
    "{prescriber} at {organisation} issued it for {patient}; valid until {expiresAt}",
    "{organisation} 的 {prescriber} 为 {patient} 开具处方,有效期至 {expiresAt}",
  ),
  lapsed: words("a deadline passed: {from} became {to}", "期限已过:由 {from} 变为 {to}"),
  reviewTaken: words(
    "{by} at {organisation} took up the review, until {until}",
    "{organisation} 的 {by} 开始审方,截止 {until}",
  ),
  reviewReleased: words("{organisation} gave the review back", "{organisation} 退回审方任务"),
  seconded: words("{approvals} approved; {needed} approvals are needed", "{approvals} 已同意;共需 {needed} 人同意"),
  approved: words("approved by {approvals}", "{approvals} 审方通过"),
  returned: words(
    "{by} sent it back ({reasons}); to be amended by {until}",
    "{by} 退回处方({reasons}),须在 {until} 前修改",
  ),
  amended: words("amended to version {version}", "修改为第 {version} 版"),
  scheduled: words("opens at {until}", "{until} 起可取药"),
  circulated: words("in circulation until {until}", "开始流转,截止 {until}"),
  claimed: words("claimed by {pharmacy}, until {until}", "{pharmacy} 接单,保留至 {until}"),
  released: words("{by} released the claim ({reason}); now {to}", "{by} 取消接单({reason}),状态 {to}"),
  changeRequested: words(
    "{by} asked for a change ({kind}), to be answered by {until}",
    "{by} 请求变更({kind}),须在 {until} 前答复",
  ),
  changeAnswered: words("the change was answered by {by}: accepted {accepted}", "{by} 答复变更:接受 {accepted}"),
  settled: words(
    "{insurer} settled: total {total}, paid by the fund {fund}, account {account}, patient's cash {cash}",
    "{insurer} 完成结算:总额 {total},统筹基金支付 {fund},个人账户 {account},个人现金支付 {cash}",
  ),
  cashReceived: words("the pharmacy has received the patient's cash", "药房已收到个人现金支付"),
  settlementLapsed: words("the settlement lapsed; now {to}", "结算失效,状态 {to}"),
  dispensed: words("{by} at {pharmacy} dispensed; now {to}", "{pharmacy} 的 {by} 已发药,状态 {to}"),
  owingClosed: words("what was owing is closed", "欠药已了结"),
  shipped: words("handed to {carrier}, due by {until}", "交付 {carrier} 配送,应于 {until} 前送达"),
  delivered: words("delivered by {by}", "{by} 已送达"),
  deliveryReturned: words("{by} brought it back", "{by} 退回配送"),
  cancelled: words("{by} cancelled it ({reason})", "{by} 撤销处方({reason})"),
  cancelMarked: words(
    "{by} asks to cancel ({reason}); the pharmacy answers by {acknowledgeBy}",
    "{by} 请求撤销({reason}),药房须在 {acknowledgeBy} 前答复",
  ),
  cancelAcknowledged: words("{pharmacy} acknowledged the cancellation; now {to}", "{pharmacy} 确认撤销,状态 {to}"),
  refused: words("{by} refused to dispense ({reason})", "{by} 拒绝调剂({reason})"),
  reversed: words("{pharmacy} took it back ({reason})", "{pharmacy} 冲正({reason})"),
  finalised: words("{by} closed it in the books", "{by} 完成对账"),
  held: words("{by} put it on hold ({reason}; {basis}) until {until}", "{by} 暂停处方({reason};{basis})至 {until}"),
  lifted: words("{by} lifted the hold", "{by} 解除暂停"),
  revocationSupported: words(
    "{by} support revoking it ({reason}; {basis}); {needed} are needed",
    "{by} 附议监管撤销({reason};{basis}),共需 {needed} 家",
  ),
  revoked: words("{by} revoked it ({reason}; {basis})", "{by} 监管撤销处方({reason};{basis})"),
};

const STATUSES: { readonly [status: string]: Words } = {
  ISSUED: words("issued", "已开具"),
  IN_REVIEW: words("in review", "审方中"),
  APPROVED: words("approved", "审方通过"),
  RETURNED: words("returned", "已退回"),
  SCHEDULED: words("scheduled", "待生效"),
  ACTIVE: words("in circulation", "流转中"),
  CLAIMED: words("claimed", "已接单"),
  SUBST_PENDING: words("change pending", "变更待答复"),
  SETTLED: words("settled", "已结算"),
  PARTIAL: words("partly dispensed", "部分发药"),
  DISPENSED: words("dispensed", "已发药"),
  IN_DELIVERY: words("in delivery", "配送中"),
  COMPLETED: words("completed", "已完成"),
  FINALISED: words("closed in the books", "已完成对账"),
  NO_CLAIM: words("completed without a claim", "已完成(无报销)"),
  CANCELLED: words("cancelled", "已撤销"),
  EXPIRED: words("expired", "已过期"),
  NOT_DISPENSED: words("refused to dispense", "拒绝调剂"),
  REVERSED: words("reversed", "已冲正"),
  REVOKED: words("revoked", "已监管撤销"),
};

export const statusIn = (language: Language, status: unknown): string =>
  STATUSES[String(status)]?.[language] ?? String(status);

/** Names of organisations by id, in the reader's language. */
export type Names = ReadonlyMap<string, string>;

const MOMENTS = /(?:At|[uU]ntil|By|Before)$/;
const MONEY = new Set(["total", "fund", "account", "cash"]);

/** One event in a sentence. What this file does not know by heart is named as it stands on the ledger. */
export function eventIn(
  language: Language,
  domain: string,
  event: { readonly type: string; readonly [member: string]: unknown },
  names: Names = new Map(),
): string {
  const known =
    domain === "prescription" ? (prescription as { readonly [type: string]: Words })[event.type] : undefined;
  if (known === undefined) return visible(`${domain}: ${event.type}`);
  const parties = (event["parties"] ?? {}) as Readonly<Record<string, unknown>>;
  return known[language].replace(/\{(\w+)\}/g, (_, name: string) =>
    shown(language, name, event[name] ?? parties[name], names),
  );
}

function shown(language: Language, name: string, value: unknown, names: Names): string {
  if (value === null || value === undefined) return words("nobody", "无")[language];
  if (typeof value === "boolean") return (value ? words("yes", "是") : words("no", "否"))[language];
  if (Array.isArray(value)) return value.map((one) => shown(language, name, one, names)).join(", ");
  if (typeof value === "number" && MONEY.has(name)) return moneyIn(language, value);
  if (typeof value === "number" && MOMENTS.test(name)) return momentOf(value);
  if (name === "to" || name === "from") return statusIn(language, value);
  return visible(names.get(String(value)) ?? String(value));
}

/** Integer fen as yuan. */
export function moneyIn(language: Language, fen: number): string {
  const yuan = `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, "0")}`;
  return language === "zh" ? `${yuan} 元` : `CNY ${yuan}`;
}

const BEIJING_SECONDS = 8 * 3_600;

/** Seconds of block time as a moment of China Standard Time, which every region keeps. */
export const momentOf = (seconds: number): string =>
  `${new Date((seconds + BEIJING_SECONDS) * 1_000).toISOString().slice(0, 19).replace("T", " ")} +08:00`;
