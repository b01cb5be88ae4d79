import type { Event as DisclosureEvent } from "@meridian/disclosure/schema";
import type { Event as ReviewEvent } from "@meridian/review/schema";
import type { Event as SettlementEvent } from "@meridian/settlement/schema";
import { counted } from "@meridian/ui/text/words";
import type { Event as UnitEvent } from "@meridian/unit/schema";
import { day, type Sayings, yuan } from "./saying.ts";

export const review: { readonly zh: Sayings<ReviewEvent>; readonly en: Sayings<ReviewEvent> } = {
  zh: {
    attached: [
      "附上系统审方结果",
      ({ prescription, counts }) =>
        `处方 ${prescription} 的系统审方：严重 ${counts.critical} 项，警示 ${counts.warning} 项，提示 ${counts.info} 项`,
    ],
    overridden: ["说明理由", ({ by, prescription }, who) => `${who(by)}对处方 ${prescription} 的一个问题说明了理由`],
    coSigned: ["药师会签", ({ by, prescription }, who) => `${who(by)}为处方 ${prescription} 会签`],
    feedbackGiven: ["对问题反馈", ({ prescription }) => `对处方 ${prescription} 的一个问题作出反馈`],
  },
  en: {
    attached: [
      "findings attached",
      ({ prescription, counts }) =>
        `The automatic review of prescription ${prescription}: ${counts.critical} critical, ${counted(counts.warning, "warning")}, ${counted(counts.info, "note")}`,
    ],
    overridden: [
      "finding overridden",
      ({ by, prescription }, who) =>
        `${who(by)} gave a reason for keeping prescription ${prescription} despite a finding`,
    ],
    coSigned: ["co-signed", ({ by, prescription }, who) => `${who(by)} co-signed prescription ${prescription}`],
    feedbackGiven: [
      "feedback given",
      ({ prescription }) => `Feedback was given on a finding about prescription ${prescription}`,
    ],
  },
};

export const settlement: { readonly zh: Sayings<SettlementEvent>; readonly en: Sayings<SettlementEvent> } = {
  zh: {
    adjudicated: [
      "医保结算审核",
      ({ insurer, prescription, total, fund, cash }, who) =>
        `${who(insurer)}审核并结算处方 ${prescription} 的医保费用：总额 ${yuan(total)} 元，统筹基金支付 ${yuan(fund)} 元，个人现金支付 ${yuan(cash)} 元`,
    ],
    cashPaid: [
      "收到个人现金支付",
      ({ pharmacy, cash, prescription }, who) =>
        `${who(pharmacy)}收到处方 ${prescription} 的个人现金支付 ${yuan(cash)} 元`,
    ],
    negated: ["冲销结算", ({ insurer, prescription }, who) => `${who(insurer)}对处方 ${prescription} 的结算被全额冲销`],
    accrued: ["累计年度用量", ({ year, fundUsed }) => `患者 ${year} 年度的统筹基金累计支付为 ${yuan(fundUsed)} 元`],
    schemeRegistered: [
      "登记待遇方案",
      ({ organisation }, who) => `${organisation === null ? "创世文件" : who(organisation)}登记了一个待遇方案`,
    ],
  },
  en: {
    adjudicated: [
      "claim adjudicated",
      ({ insurer, prescription, total, fund, cash }, who) =>
        `${who(insurer)} decided on prescription ${prescription}: ¥${yuan(total)} in all, ¥${yuan(fund)} paid by the fund, ¥${yuan(cash)} patient's cash`,
    ],
    cashPaid: [
      "patient's cash received",
      ({ pharmacy, cash, prescription }, who) =>
        `${who(pharmacy)} received the patient's cash, ¥${yuan(cash)}, for prescription ${prescription}`,
    ],
    negated: [
      "settlement negated",
      ({ insurer, prescription }, who) =>
        `What ${who(insurer)} had settled for prescription ${prescription} was undone in full`,
    ],
    accrued: [
      "year's use reckoned",
      ({ year, fundUsed }) => `The fund has now paid ¥${yuan(fundUsed)} for the patient in ${year}`,
    ],
    schemeRegistered: [
      "scheme registered",
      ({ organisation }, who) =>
        `${organisation === null ? "The genesis document" : who(organisation)} registered a scheme`,
    ],
  },
};

export const unit: { readonly zh: Sayings<UnitEvent>; readonly en: Sayings<UnitEvent> } = {
  zh: {
    dispensed: [
      "追溯码发出",
      ({ pharmacy, prescription, record }, who) => `${who(pharmacy)}按处方 ${prescription} 发出了追溯码 ${record}`,
    ],
    takenBack: ["追溯码退回", ({ pharmacy, record }, who) => `${who(pharmacy)}收回了追溯码 ${record}`],
    recalled: ["召回", ({ by, record }, who) => `${who(by)}召回了追溯码 ${record}`],
  },
  en: {
    dispensed: [
      "unit dispensed",
      ({ pharmacy, prescription, record }, who) =>
        `${who(pharmacy)} dispensed the unit ${record} on prescription ${prescription}`,
    ],
    takenBack: ["unit taken back", ({ pharmacy, record }, who) => `${who(pharmacy)} took the unit ${record} back`],
    recalled: ["unit recalled", ({ by, record }, who) => `${who(by)} recalled the unit ${record}`],
  },
};

type Recipient = { readonly organisation: string } | { readonly person: string };
const idOf = (recipient: Recipient): string =>
  "organisation" in recipient ? recipient.organisation : recipient.person;

export const disclosure: { readonly zh: Sayings<DisclosureEvent>; readonly en: Sayings<DisclosureEvent> } = {
  zh: {
    released: [
      "提供文件",
      ({ custodian, recipient, prescription }, who) =>
        `${who(custodian)}把处方 ${prescription} 的内容加密提供给${who(idOf(recipient))}`,
    ],
    acknowledged: [
      "确认收到文件",
      ({ outcome }) => (outcome === "opened" ? "收件人确认已打开文件" : "收件人报告文件未能打开"),
    ],
    warrantOpened: [
      "签发调取令",
      ({ authority, court, expires }, who) => `${who(court)}会签，准许${who(authority)}调取至 ${day(expires)}`,
    ],
    warrantClosed: ["终止调取令", ({ by }, who) => `${who(by)}终止了一份调取令`],
  },
  en: {
    released: [
      "document released",
      ({ custodian, recipient, prescription }, who) =>
        `${who(custodian)} released the content of prescription ${prescription}, encrypted, to ${who(idOf(recipient))}`,
    ],
    acknowledged: [
      "document acknowledged",
      ({ outcome }) =>
        outcome === "opened" ? "The recipient opened the document" : "The recipient could not open the document",
    ],
    warrantOpened: [
      "warrant opened",
      ({ authority, court, expires }, who) =>
        `${who(court)} countersigned that ${who(authority)} may obtain content until ${day(expires)}`,
    ],
    warrantClosed: ["warrant ended", ({ by }, who) => `${who(by)} ended a warrant`],
  },
};
