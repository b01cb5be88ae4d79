import type { Row } from "@meridian/kernel/view";
import type { PathwayDocument } from "@meridian/pathway/document";
import type { PathwayNames } from "@meridian/pathway-screens/vocabulary";
import { vocabulary } from "@meridian/prescription-screens/vocabulary";
import { useWords } from "@meridian/ui/language";
import { counted, dictionary } from "@meridian/ui/text/words";

/** A row of `pathways`. */
export type PathwayRow = Row & {
  readonly hash: string;
  readonly pathway: string;
  readonly version: string;
  readonly title_zh: string;
  readonly title_en: string;
  readonly status: string;
  readonly registered_at: number;
  readonly active_from: number | null;
  readonly active_until: number | null;
  readonly retired_from: number | null;
  readonly document: PathwayDocument;
};

export type Standing = "in-force" | "to-come" | "registered" | "superseded" | "retired";

/** Whether a version holds at this height. */
export function standingOf({ status, active_from, active_until }: PathwayRow, height: number): Standing {
  if (status === "retired") return "retired";
  if (status !== "active" || active_from === null) return "registered";
  if (active_until !== null && height >= active_until) return "superseded";
  return height < active_from ? "to-come" : "in-force";
}

export function usePathwayNames(): PathwayNames {
  const { status, drugClass } = useWords(vocabulary);
  return { status, drugClass };
}

export const pathwayPageWords = dictionary({
  zh: {
    title: "处方路径",
    intro:
      "路径规定处方怎样流转：谁、在什么条件下、多长时间内可以做什么。它是公开的数据，由成员表决修改，无需升级软件。",
    inForce: "现行路径",
    waiting: "已登记，待启用",
    history: "历史版本",
    none: "没有。",
    version: (version: string) => `版本 ${version}`,
    standings: {
      "in-force": "现行",
      "to-come": "将启用",
      registered: "已登记",
      superseded: "已被取代",
      retired: "已停用",
    },
    from: (height: string) => `自区块 ${height} 起`,
    until: (height: string) => `至区块 ${height}`,
    read: "阅读",
    edit: "起草修改",
    activate: "提议启用",
    activateTitle: "提议启用这个版本",
    height: "从哪个区块开始生效",
    heightHint: "应晚于表决结束；此前开具的处方仍按旧版本。",
    propose: "签名并提议",
    retire: "提议停用",
    votes: "进行中的表决",
    noVotes: "没有关于路径的表决。",
    register: (title: string, version: string) => `登记“${title}”版本 ${version}`,
    activateAction: (title: string, height: string) => `自区块 ${height} 起启用“${title}”`,
    retireAction: (title: string) => `停用“${title}”`,
    by: (who: string, until: string) => `${who}提议，表决至 ${until}`,
    tally: (yes: number, no: number, needed: string) => `赞成 ${yes}，反对 ${no}；通过需多于 ${needed}`,
    yes: "赞成",
    no: "反对",
    mine: (choice: string) => `您的机构已投：${choice}`,
    compare: "与现行版本的差别",
    saysVote: (yes: boolean, what: string) => `表决${yes ? "赞成" : "反对"}：${what}`,
    saysRegister: (title: string, version: string, days: number, hash: string) =>
      `提议登记路径“${title}”版本 ${version}（${hash}），表决 ${days} 天，并投赞成票`,
    saysActivate: (title: string, version: string, height: number) =>
      `提议自区块 ${height} 起启用路径“${title}”版本 ${version}，并投赞成票`,
    saysRetire: (title: string, version: string) => `提议停用路径“${title}”版本 ${version}，并投赞成票`,
    editTitle: (title: string) => `修改“${title}”`,
    unknown: "没有这个版本的路径。",
    back: "全部路径",
    hash: "哈希",
    registered: "登记时间",
    baseNote: (version: string) => `以版本 ${version} 为底稿。`,
  },
  en: {
    title: "Pathways",
    intro:
      "A pathway says how a prescription travels: who may do what, on which condition, for how long. It is public data that members change by vote, without new software.",
    inForce: "In force",
    waiting: "Registered, not yet in force",
    history: "Earlier versions",
    none: "None.",
    version: (version: string) => `version ${version}`,
    standings: {
      "in-force": "in force",
      "to-come": "to come",
      registered: "registered",
      superseded: "superseded",
      retired: "retired",
    },
    from: (height: string) => `from block ${height}`,
    until: (height: string) => `to block ${height}`,
    read: "Read",
    edit: "Draft a change",
    activate: "Propose to put it into force",
    activateTitle: "Propose to put this version into force",
    height: "In force from block",
    heightHint: "Later than the vote ends; what was issued before keeps its version.",
    propose: "Sign and propose",
    retire: "Propose to retire",
    votes: "Votes under way",
    noVotes: "There is no vote about a pathway.",
    register: (title: string, version: string) => `Register “${title}”, version ${version}`,
    activateAction: (title: string, height: string) => `Put “${title}” into force from block ${height}`,
    retireAction: (title: string) => `Retire “${title}”`,
    by: (who: string, until: string) => `Proposed by ${who}; vote until ${until}`,
    tally: (yes: number, no: number, needed: string) => `${yes} yes, ${no} no; passes with more than ${needed}`,
    yes: "Yes",
    no: "No",
    mine: (choice: string) => `Your institution voted: ${choice}`,
    compare: "Different from the version in force",
    saysVote: (yes: boolean, what: string) => `Vote ${yes ? "yes" : "no"}: ${what}`,
    saysRegister: (title: string, version: string, days: number, hash: string) =>
      `Propose to register the pathway “${title}”, version ${version} (${hash}), with ${counted(days, "day")} to vote, and vote yes`,
    saysActivate: (title: string, version: string, height: number) =>
      `Propose to put the pathway “${title}”, version ${version}, into force from block ${height}, and vote yes`,
    saysRetire: (title: string, version: string) =>
      `Propose to retire the pathway “${title}”, version ${version}, and vote yes`,
    editTitle: (title: string) => `Change “${title}”`,
    unknown: "There is no such version of a pathway.",
    back: "All pathways",
    hash: "Hash",
    registered: "Registered",
    baseNote: (version: string) => `The draft starts from version ${version}.`,
  },
});
