import { counted, dictionary } from "@meridian/ui/text/words";

export const holdsWords = dictionary({
  zh: {
    title: "暂停与解除",
    intro:
      "暂停期间，处方不能再向前一步；只有作出暂停的机构，或者法院、仲裁机构，可以解除。每次暂停都写明理由、依据和期限，患者能看到。",
    inForce: "生效中的暂停",
    none: "现在没有被暂停的处方。",
    past: "暂停与解除的记录",
    noPast: "还没有记录。",
    held: (who: string, scope: string) => `${who}暂停（${scope}）`,
    lifted: (who: string, scope: string) => `${who}解除暂停（${scope}）`,
    until: (time: string) => `至 ${time}`,
    lift: "解除",
    document: "调取内容",
    place: "暂停一张处方",
    reason: "理由",
    sign: "签名并暂停",
    by: (who: string) => `以${who}名义`,
    notAuthority: "只有监管部门和法院可以暂停处方。请以其负责人身份登录。",
    saysHold: (id: string, who: string, days: number, reason: string, basis: string) =>
      `${who}暂停处方 ${id} ${days} 天，理由：${reason}，依据：${basis}`,
    saysLift: (id: string, who: string) => `${who}解除对处方 ${id} 的暂停`,
    draft: "草稿已自动保存在本机。",
  },
  en: {
    title: "Holds",
    intro:
      "While it is held, a prescription goes no further; only whoever placed the hold, a court, or an arbitration commission lifts it. Every hold names its reason, basis and end, and the patient sees it.",
    inForce: "Holds in force",
    none: "No prescription is held now.",
    past: "Holds and lifts so far",
    noPast: "Nothing so far.",
    held: (who: string, scope: string) => `Held by ${who} (${scope})`,
    lifted: (who: string, scope: string) => `Lifted by ${who} (${scope})`,
    until: (time: string) => `until ${time}`,
    lift: "Lift",
    document: "Obtain the document",
    place: "Hold a prescription",
    reason: "Reason",
    sign: "Sign and hold",
    by: (who: string) => `in the name of ${who}`,
    notAuthority: "Only authorities and courts hold prescriptions. Sign in as an officer of one.",
    saysHold: (id: string, who: string, days: number, reason: string, basis: string) =>
      `${who} holds prescription ${id} for ${counted(days, "day")}; reason: ${reason}; basis: ${basis}`,
    saysLift: (id: string, who: string) => `${who} lifts its hold on prescription ${id}`,
    draft: "The draft is kept on this device by itself.",
  },
});
