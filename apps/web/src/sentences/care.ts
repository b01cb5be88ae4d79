import type { Event as DisclosureEvent } from "@meridian/disclosure/schema";
import type { Event as ReviewEvent } from "@meridian/review/schema";
import type { Event as SettlementEvent } from "@meridian/settlement/schema";
import type { Event as UnitEvent } from "@meridian/unit/schema";
import { day, type Sayings, yuan } from "./saying.ts";

export const review: { readonly zh: Sayings<ReviewEvent>; readonly en: Sayings<ReviewEvent> } = {
  zh: {
    attached: [
      "附上审查结果",
      ({ prescription, counts }) =>
        `机器审查了处方 ${prescription}：严重 ${counts.critical} 项，警告 ${counts.warning} 项，提示 ${counts.info} 项`,
    ],
    overridden: [
      "说明理由",
      ({ by, prescription }, who) => `${who(by)}对处方 ${prescription} 的一项审查结果说明了理由`,
    ],
    coSigned: ["药师附签", ({ by, prescription }, who) => `${who(by)}为处方 ${prescription} 附签`],
    feedbackGiven: ["反馈审查", ({ prescription }) => `对处方 ${prescription} 的一项审查结果作出反馈`],
  },
  en: {
    attached: [
      "findings attached",
      ({ prescription, counts }) =>
        `The machine reviewed prescription ${prescription}: ${counts.critical} critical, ${counts.warning} warnings, ${counts.info} hints`,
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
      "医保裁定",
      ({ insurer, prescription, total, fund, cash }, who) =>
        `${who(insurer)}裁定处方 ${prescription}：总额 ${yuan(total)} 元，基金支付 ${yuan(fund)} 元，个人现金 ${yuan(cash)} 元`,
    ],
    cashPaid: [
      "收到自付款",
      ({ pharmacy, cash, prescription }, who) => `${who(pharmacy)}收到处方 ${prescription} 的自付款 ${yuan(cash)} 元`,
    ],
    negated: ["冲销结算", ({ insurer, prescription }, who) => `${who(insurer)}对处方 ${prescription} 的结算被全额冲销`],
    accrued: ["累计年度用量", ({ year, fundUsed }) => `患者 ${year} 年度的基金累计支付为 ${yuan(fundUsed)} 元`],
    schemeRegistered: [
      "登记结算方案",
      ({ organisation }, who) => `${organisation === null ? "创世文件" : who(organisation)}登记了一个结算方案`,
    ],
  },
  en: {
    adjudicated: [
      "claim adjudicated",
      ({ insurer, prescription, total, fund, cash }, who) =>
        `${who(insurer)} decided on prescription ${prescription}: ¥${yuan(total)} in all, ¥${yuan(fund)} from the fund, ¥${yuan(cash)} in cash`,
    ],
    cashPaid: [
      "cash received",
      ({ pharmacy, cash, prescription }, who) =>
        `${who(pharmacy)} received ¥${yuan(cash)} in cash for prescription ${prescription}`,
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
        `${organisation === null ? "The genesis document" : who(organisation)} registered a settlement scheme`,
    ],
  },
};

export const unit: { readonly zh: Sayings<UnitEvent>; readonly en: Sayings<UnitEvent> } = {
  zh: {
    dispensed: [
      "追溯码配出",
      ({ pharmacy, prescription, record }, who) => `${who(pharmacy)}按处方 ${prescription} 配出了追溯码 ${record}`,
    ],
    takenBack: ["追溯码退回", ({ pharmacy, record }, who) => `${who(pharmacy)}收回了追溯码 ${record}`],
    recalled: ["召回", ({ by, record }, who) => `${who(by)}召回了追溯码 ${record}`],
  },
  en: {
    dispensed: [
      "unit dispensed",
      ({ pharmacy, prescription, record }, who) =>
        `${who(pharmacy)} handed out the unit ${record} on prescription ${prescription}`,
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
      "签发调阅令",
      ({ authority, court, expires }, who) => `${who(court)}附签，准许${who(authority)}调阅至 ${day(expires)}`,
    ],
    warrantClosed: ["撤销调阅令", ({ by }, who) => `${who(by)}撤销了一份调阅令`],
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
        `${who(court)} countersigned that ${who(authority)} may look until ${day(expires)}`,
    ],
    warrantClosed: ["warrant closed", ({ by }, who) => `${who(by)} closed a warrant`],
  },
};
