import { useNameOf } from "@meridian/ui/desk/context";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Hash } from "@meridian/ui/marks";
import { moneyText, timeText } from "@meridian/ui/text/format";
import { dictionary } from "@meridian/ui/text/words";
import type { ReactNode } from "react";
import { pathWords } from "./path-words.ts";
import { vocabulary } from "./vocabulary.tsx";

const words = dictionary({
  zh: {
    yes: "是",
    no: "否",
    none: "无",
    line: (line: string, more: string) => `第 ${line} 行：${more}`,
    names: {
      by: "签名人",
      organisation: "机构",
      custodian: "文件保管方",
      prescriber: "开方医师",
      patient: "患者（化名）",
      content: "内容承诺值",
      previous: "上一版承诺值",
      version: "版本",
      pathway: "路径",
      items: "药品行（只有类别和数量）",
      lines: "药品行",
      series: "分次",
      notBefore: "最早取药",
      expiresAt: "有效至",
      reviewBy: "应审时限",
      until: "时限",
      accessKey: "取药码公钥",
      pickupKey: "收货码公钥",
      nominated: "患者指定药房",
      assigned: "医师指定药房",
      selfPay: "自费",
      delivery: "配送",
      approvals: "审方药师",
      needed: "需要人数",
      ruleSet: "审方规则",
      reasons: "原因",
      reason: "原因",
      from: "原状态",
      to: "新状态",
      pharmacy: "药房",
      kind: "类型",
      line: "行",
      accepted: "同意",
      settlement: "结算单",
      payer: "请求结算方",
      paid: "随药收款的结算单",
      insurer: "支付方",
      total: "总额",
      fund: "统筹基金支付",
      account: "个人账户",
      cash: "个人现金支付",
      unpaidUntil: "付款时限",
      codes: "追溯码",
      owingUntil: "欠药时限",
      carrier: "配送方",
      counter: "柜台交付",
      temperatureLog: "温度记录",
      claimableUntil: "可冲正至",
      acknowledgeBy: "确认时限",
      batch: "对账批次",
      scope: "职权",
      basis: "法律依据",
      confirmed: "双签字确认",
    },
  },
  en: {
    yes: "yes",
    no: "no",
    none: "none",
    line: (line: string, more: string) => `line ${line}: ${more}`,
    names: {
      by: "Signed by",
      organisation: "Institution",
      custodian: "Keeps the document",
      prescriber: "Prescriber",
      patient: "Patient (pseudonym)",
      content: "Commitment of the content",
      previous: "Commitment before",
      version: "Version",
      pathway: "Pathway",
      items: "Lines (class and quantity only)",
      lines: "Lines",
      series: "Series",
      notBefore: "Not before",
      expiresAt: "Valid until",
      reviewBy: "Review due",
      until: "Until",
      accessKey: "Public key of the collection code",
      pickupKey: "Public key of the delivery code",
      nominated: "Patient's pharmacy",
      assigned: "Assigned pharmacy",
      selfPay: "Patient pays",
      delivery: "Delivery",
      approvals: "Reviewers",
      needed: "Needed",
      ruleSet: "Rules of the review",
      reasons: "Reasons",
      reason: "Reason",
      from: "State before",
      to: "State after",
      pharmacy: "Pharmacy",
      kind: "Kind",
      line: "Line",
      accepted: "Accepted",
      settlement: "Settlement",
      payer: "Asked to pay",
      paid: "Cash taken for",
      insurer: "Payer",
      total: "Total",
      fund: "Paid by the fund",
      account: "Account",
      cash: "Patient's cash",
      unpaidUntil: "To be paid until",
      codes: "Trace codes",
      owingUntil: "Owed until",
      carrier: "Courier",
      counter: "At the counter",
      temperatureLog: "Temperature log",
      claimableUntil: "Reversible until",
      acknowledgeBy: "To be acknowledged until",
      batch: "Batch of the books",
      scope: "Authority",
      basis: "Legal basis",
      confirmed: "Confirmed by a second signature",
    },
  },
});

const MONEY = new Set(["total", "fund", "account", "cash"]);
const TIMES = new Set([
  "until",
  "notBefore",
  "expiresAt",
  "reviewBy",
  "unpaidUntil",
  "owingUntil",
  "claimableUntil",
  "acknowledgeBy",
]);
const PARTIES = new Set([
  "by",
  "organisation",
  "custodian",
  "prescriber",
  "nominated",
  "assigned",
  "approvals",
  "pharmacy",
  "payer",
  "insurer",
  "carrier",
]);
const HASH = /^[0-9a-f]{64}$/;

/** All that an event says, member by member, in the reader's words; what is null is left out. */
export function PathFields({ detail }: { readonly detail: { readonly [member: string]: unknown } }) {
  const say = useWords(words);
  const { noFields } = useWords(pathWords);
  const rows = Object.entries(detail).filter(
    ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
  );
  if (rows.length === 0) return <p className="text-ink-2">{noFields}</p>;
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
      {rows.map(([member, value]) => (
        <div key={member} className="contents">
          <dt className="text-ink-2">{say.names[member as keyof typeof say.names] ?? member}</dt>
          <dd className="min-w-0 break-words">
            <Value member={member} value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Value({ member, value }: { readonly member: string; readonly value: unknown }): ReactNode {
  const say = useWords(words);
  const known = useWords(vocabulary);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  if (typeof value === "boolean") return value ? say.yes : say.no;
  if (typeof value === "number") {
    if (MONEY.has(member)) return moneyText(value, language);
    return TIMES.has(member) ? timeText(value, language) : String(value);
  }
  if (typeof value === "string") {
    if (HASH.test(value)) return <Hash value={value} />;
    if (PARTIES.has(member)) return nameOf(value);
    return wordFor(known, value) ?? value;
  }
  if (Array.isArray(value))
    return (
      <ul>
        {value.map((each, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a recorded list does not move
          <li key={index}>
            <Value member={member} value={each} />
          </li>
        ))}
      </ul>
    );
  if (typeof value !== "object" || value === null) return say.none;
  const {
    line,
    class: drugClass,
    quantity,
    dispensed,
    state,
    id,
    version,
    number,
    of,
    hash,
  } = value as Readonly<Record<string, unknown>>;
  if (typeof line === "number")
    return say.line(
      String(line),
      [drugClass, dispensed ?? quantity, state]
        .filter((each) => each !== undefined)
        .map((each) => wordFor(known, String(each)) ?? String(each))
        .join(" · "),
    );
  if (typeof number === "number") return `${number}/${String(of)}`;
  if (typeof hash === "string")
    return (
      <>
        {known.pathway[String(id)] ?? String(id)} {String(version)} <Hash value={hash} />
      </>
    );
  return JSON.stringify(value);
}

type Known = (typeof vocabulary)["zh"];
/** The word for a coded value, from whichever list has it. */
function wordFor({ status, item, drugClass, reason, scope, pathway }: Known, code: string): string | undefined {
  for (const texts of [status, item, drugClass, reason, scope, pathway] as readonly Readonly<Record<string, string>>[])
    if (Object.hasOwn(texts, code)) return texts[code];
  return undefined;
}
