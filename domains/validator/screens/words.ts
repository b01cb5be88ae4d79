import { counted, dictionary } from "@meridian/ui/text/words";

export const words = dictionary({
  zh: {
    validators: "验证者",
    power: "票数",
    share: (percent: string) => `占 ${percent}`,
    since: (height: number) => `自区块 ${height}`,
    fromGenesis: "自创世起",
    control: "隶属",
    itself: "自身",
    signed: "已签",
    missed: "未签",
    unread: "未读取",
    strip: (signed: number, missed: number, unread: number) =>
      `最近的区块：已签 ${signed} 个，未签 ${missed} 个${unread > 0 ? `，未读取 ${unread} 个` : ""}`,
    uptime: (signed: number, known: number) => `${signed}/${known} 个区块`,
    reading: "正在读取…",
    legend: "每格一个区块，最新的在右。",
    unreadLead: "灰色的区块，其签名尚未由本机读取。",
    seats: (validators: number, quorum: number) =>
      `${validators} 个席位；一个区块须有 ${quorum} 个席位签名才成为最终。`,
    tolerates: (count: number) =>
      count === 0
        ? "任何一个失效都会使网络停摆。"
        : `其中任意 ${count} 个失效或说谎，账本照常运行，任何内容都不会被伪造。`,
    capability: { halt: "使全网停止", censor: "长期排除某笔交易", fork: "制造分叉", rewrite: "改写历史" },
    takes: (seats: number, organisations: number | undefined, controls: number | undefined) =>
      `需 ${seats} 个席位${organisations === undefined ? "" : `，至少 ${organisations} 家机构合谋`}${
        controls === undefined || controls === organisations ? "" : `（背后至少 ${controls} 个控制方）`
      }`,
    coalitions: "谁联手能做什么",
    misbehaviour: "违规记录",
    clean: "没有违规记录",
    cleanLead: "引擎没有证实过任何验证者重复签名。",
    kinds: { "duplicate-vote": "对同一高度签署了两个区块", "light-client-attack": "为一段虚假历史签名" },
    measures: { noted: "已记录", removed: "已移除席位", suspended: "已暂停成员资格" },
    departures: "离开的验证者",
    reasons: {
      dismissed: "被投票罢免",
      resigned: "辞去席位",
      suspended: "被暂停",
      withdrawn: "退出联盟",
      "double-signing": "重复签名",
    },
    candidates: "申请席位的机构",
    rules: "现行规则",
    ruleNames: { doubleSigning: "重复签名的后果", sharedControl: "同一控制方持有三分之一以上" },
    ruleValues: { note: "记录", remove: "移除席位", suspend: "暂停成员资格", refused: "不允许", allowed: "允许" },
  },
  en: {
    validators: "Validators",
    power: "Votes",
    share: (percent: string) => `${percent} of all`,
    since: (height: number) => `since block ${height}`,
    fromGenesis: "from the beginning",
    control: "Under",
    itself: "itself",
    signed: "signed",
    missed: "missed",
    unread: "not read",
    strip: (signed: number, missed: number, unread: number) =>
      `Latest blocks: signed ${signed}, missed ${missed}${unread > 0 ? `, ${unread} not read` : ""}`,
    uptime: (signed: number, known: number) => `${signed} of ${counted(known, "block")}`,
    reading: "Reading…",
    legend: "One cell a block, the latest on the right.",
    unreadLead: "Of the grey blocks this device has not read the signatures.",
    seats: (validators: number, quorum: number) =>
      `${counted(validators, "seat")}; a block is final once ${quorum} of them ${quorum === 1 ? "has" : "have"} signed it.`,
    tolerates: (count: number) =>
      count === 0
        ? "A single failure stops the network."
        : `Any ${count === 1 ? "one" : count} of them may fail or lie, and the ledger goes on with nothing forged.`,
    capability: {
      halt: "Stop the network",
      censor: "Keep a transaction out",
      fork: "Fork the ledger",
      rewrite: "Rewrite history",
    },
    takes: (seats: number, organisations: number | undefined, controls: number | undefined) =>
      `takes ${counted(seats, "seat")}${
        organisations === undefined
          ? ""
          : `, so at least ${counted(organisations, "institution", "institutions together")}`
      }${
        controls === undefined || controls === organisations
          ? ""
          : ` (at least ${counted(controls, "owner")} behind ${organisations === 1 ? "it" : "them"})`
      }`,
    coalitions: "Who together could do what",
    misbehaviour: "Misbehaviour",
    clean: "No misbehaviour",
    cleanLead: "The engine never proved that a validator signed twice.",
    kinds: {
      "duplicate-vote": "signed two blocks of one height",
      "light-client-attack": "signed a history that never was",
    },
    measures: { noted: "noted", removed: "seat removed", suspended: "membership suspended" },
    departures: "Validators that left",
    reasons: {
      dismissed: "dismissed by vote",
      resigned: "resigned",
      suspended: "suspended",
      withdrawn: "left the consortium",
      "double-signing": "signed twice",
    },
    candidates: "Asking for a seat",
    rules: "Rules in force",
    ruleNames: { doubleSigning: "After a double signature", sharedControl: "One owner with a third or more" },
    ruleValues: {
      note: "note it",
      remove: "remove the seat",
      suspend: "suspend membership",
      refused: "refused",
      allowed: "allowed",
    },
  },
});
