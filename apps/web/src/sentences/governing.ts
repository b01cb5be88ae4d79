import type { Event as GovernanceEvent } from "@meridian/governance/schema";
import type { Event as PathwayEvent } from "@meridian/pathway/schema";
import type { Event as ProtocolEvent } from "@meridian/protocol/schema";
import { counted } from "@meridian/ui/text/words";
import type { Event as ValidatorEvent } from "@meridian/validator/schema";
import type { Sayings } from "./saying.ts";

export const governance: { readonly zh: Sayings<GovernanceEvent>; readonly en: Sayings<GovernanceEvent> } = {
  zh: {
    rollOpened: ["建立表决名册", () => "联盟建立了表决名册"],
    enrolled: ["列入表决名册", ({ organisation }, who) => `${who(organisation)}获得表决权`],
    struck: ["移出表决名册", ({ organisation }, who) => `${who(organisation)}失去表决权`],
    thresholdsSet: ["调整表决门槛", () => "成员调整了表决门槛"],
    proposed: ["提出议案", ({ proposer, proposal }, who) => `${who(proposer)}提出议案 ${proposal}`],
    voted: [
      "投票",
      ({ organisation, choice, proposal }, who) =>
        `${who(organisation)}对议案 ${proposal} 投了${choice === "yes" ? "赞成" : "反对"}票`,
    ],
    passed: [
      "议案通过",
      ({ proposal, tally }) => `议案 ${proposal} 以 ${tally.yes}/${tally.eligible} 票通过并随即执行`,
    ],
    failed: [
      "议案未通过",
      ({ proposal, tally }) => `议案 ${proposal} 到期未通过（${tally.yes}/${tally.eligible} 票赞成）`,
    ],
  },
  en: {
    rollOpened: ["roll opened", () => "The roll of voting members was opened"],
    enrolled: ["put on the roll", ({ organisation }, who) => `${who(organisation)} may vote`],
    struck: ["struck from the roll", ({ organisation }, who) => `${who(organisation)} may not vote any more`],
    thresholdsSet: ["thresholds set", () => "The members changed how many must agree"],
    proposed: ["proposed", ({ proposer, proposal }, who) => `${who(proposer)} made the proposal ${proposal}`],
    voted: [
      "vote cast",
      ({ organisation, choice, proposal }, who) => `${who(organisation)} voted ${choice} on ${proposal}`,
    ],
    passed: [
      "proposal passed",
      ({ proposal, tally }) =>
        `The proposal ${proposal} passed with ${tally.yes} of ${tally.eligible} votes and took effect`,
    ],
    failed: [
      "proposal failed",
      ({ proposal, tally }) =>
        `The proposal ${proposal} failed: ${tally.yes} of ${tally.eligible} agreed by its deadline`,
    ],
  },
};

export const protocol: { readonly zh: Sayings<ProtocolEvent>; readonly en: Sayings<ProtocolEvent> } = {
  zh: {
    scheduled: ["排定规则版本", ({ release, height }) => `规则第 ${release} 版将从区块 ${height} 起生效`],
    cancelled: ["取消规则版本", ({ release }) => `规则第 ${release} 版被取消`],
  },
  en: {
    scheduled: [
      "release scheduled",
      ({ release, height }) => `Release ${release} of the rules holds from block ${height}`,
    ],
    cancelled: ["release cancelled", ({ release }) => `Release ${release} of the rules was cancelled`],
  },
};

const reasons = {
  zh: { suspended: "已被暂停", withdrawn: "已退出", "double-signing": "重复签名" },
  en: { suspended: "it is suspended", withdrawn: "it left", "double-signing": "it signed twice" },
} as const;

export const validator: { readonly zh: Sayings<ValidatorEvent>; readonly en: Sayings<ValidatorEvent> } = {
  zh: {
    opened: ["建立验证者集合", ({ validators }) => `${validators.length} 家机构开始共同运行账本`],
    offered: ["申请验证者席位", ({ organisation }, who) => `${who(organisation)}申请成为验证者`],
    admitted: ["接纳验证者", ({ organisation }, who) => `${who(organisation)}成为验证者`],
    dismissed: ["罢免验证者", ({ organisation }, who) => `${who(organisation)}被成员投票免去验证者席位`],
    resigned: [
      "辞去席位",
      ({ organisation, from }, who) => `${who(organisation)}${from === "seat" ? "辞去验证者席位" : "撤回了席位申请"}`,
    ],
    keyRotated: ["更换共识密钥", ({ organisation }, who) => `${who(organisation)}更换了共识密钥`],
    nodesSet: ["登记节点", ({ organisation, nodes }, who) => `${who(organisation)}登记了 ${nodes.length} 个节点`],
    rulesSet: ["调整验证者规则", () => "成员调整了验证者规则"],
    misbehaved: [
      "验证者违规",
      ({ organisation, height }, who) => `${who(organisation)}在区块 ${height} 重复签名，引擎已证实`,
    ],
    removed: [
      "移除验证者",
      ({ organisation, reason }, who) => `${who(organisation)}失去验证者席位：${reasons.zh[reason]}`,
    ],
    kept: ["保留最后的验证者", ({ organisation }, who) => `${who(organisation)}是最后一个验证者，故予保留`],
  },
  en: {
    opened: [
      "validators opened",
      ({ validators }) =>
        `${counted(validators.length, "institution began to run the ledger", "institutions began to run the ledger together")}`,
    ],
    offered: ["seat asked for", ({ organisation }, who) => `${who(organisation)} offers to be a validator`],
    admitted: ["validator admitted", ({ organisation }, who) => `${who(organisation)} became a validator`],
    dismissed: [
      "validator dismissed",
      ({ organisation }, who) => `The members took the validator's seat from ${who(organisation)}`,
    ],
    resigned: ["seat given up", ({ organisation, from }, who) => `${who(organisation)} gave up its ${from}`],
    keyRotated: ["consensus key changed", ({ organisation }, who) => `${who(organisation)} changed its consensus key`],
    nodesSet: [
      "nodes named",
      ({ organisation, nodes }, who) => `${who(organisation)} named ${counted(nodes.length, "node")}`,
    ],
    rulesSet: ["rules for validators set", () => "The members changed the rules for validators"],
    misbehaved: [
      "validator misbehaved",
      ({ organisation, height }, who) => `${who(organisation)} signed twice at block ${height}; the engine proved it`,
    ],
    removed: [
      "validator removed",
      ({ organisation, reason }, who) => `${who(organisation)} lost its seat because ${reasons.en[reason]}`,
    ],
    kept: ["last validator kept", ({ organisation }, who) => `${who(organisation)} is kept, being the last validator`],
  },
};

export const pathway: { readonly zh: Sayings<PathwayEvent>; readonly en: Sayings<PathwayEvent> } = {
  zh: {
    registered: ["登记处方路径", ({ pathway: { id, version } }) => `登记了处方路径 ${id} 第 ${version} 版`],
    activated: ["启用处方路径", ({ id, activeFrom }) => `处方路径 ${id} 从区块 ${activeFrom} 起启用`],
    retired: ["停用处方路径", ({ retiredFrom }) => `一条处方路径从区块 ${retiredFrom} 起不再用于新处方`],
    led: ["确定最新版本", ({ id }) => `确定了处方路径 ${id} 的最新版本`],
    superseded: ["路径版本被取代", ({ activeUntil }) => `一版处方路径在区块 ${activeUntil} 被新版取代`],
  },
  en: {
    registered: [
      "pathway registered",
      ({ pathway: { id, version } }) => `Version ${version} of the pathway ${id} was registered`,
    ],
    activated: ["pathway in force", ({ id, activeFrom }) => `The pathway ${id} is in force from block ${activeFrom}`],
    retired: ["pathway retired", ({ retiredFrom }) => `A pathway takes no new prescriptions from block ${retiredFrom}`],
    led: ["latest version told", ({ id }) => `The latest version of the pathway ${id} was noted`],
    superseded: [
      "version superseded",
      ({ activeUntil }) => `A version of a pathway was superseded at block ${activeUntil}`,
    ],
  },
};
