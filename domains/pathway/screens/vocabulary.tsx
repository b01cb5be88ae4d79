import type { CredentialKind, StaffRole } from "@meridian/kernel/vocabulary";
import type { ParamName, PathwaySwitches } from "@meridian/pathway/document";
import type { ActorKind, PathwayCommand } from "@meridian/pathway/vocabulary";
import { networkWords } from "@meridian/ui/text/network";
import { dictionary, type Texts } from "@meridian/ui/text/words";

type Switch = Exclude<keyof PathwaySwitches, "nomination" | "classes" | "prescriberKinds" | "pharmacyKinds">;
type Vocabulary = {
  readonly params: Texts<ParamName>;
  readonly switches: Texts<Switch>;
  readonly lists: Texts<"classes" | "prescriberKinds" | "pharmacyKinds">;
  readonly nomination: string;
  readonly nominations: Texts<PathwaySwitches["nomination"]>;
  readonly commands: Texts<PathwayCommand>;
  readonly kinds: Texts<ActorKind>;
  readonly roles: Texts<StaffRole>;
  readonly credentials: Texts<CredentialKind>;
};

/** What people call the words of a pathway document. A new one without a word does not compile. */
export const pathwayWords = dictionary<Vocabulary>({
  zh: {
    params: {
      validDays: "处方有效天数",
      maxItems: "药品种数上限",
      reviewSlaSeconds: "开具后应开始审方的时限",
      reviewLeaseSeconds: "一次审方可用时间",
      returnWindowSeconds: "退回后修改时限",
      claimLeaseSeconds: "药房接单保留时间",
      changeAnswerSeconds: "医生答复调整的时限",
      settleUnpaidSeconds: "结算后付款时限",
      owingWindowSeconds: "欠药补齐时限",
      deliveryWindowSeconds: "配送时限",
      cancelAcknowledgeSeconds: "药房确认撤销的时限",
      reversalWindowSeconds: "药房单独冲正时限",
      noClaimSeconds: "过期后等待对账的时间",
      reviewersNeeded: "审方药师人数",
      dispensersNeeded: "发药签名人数",
      revokeQuorum: "监管撤销所需机构数",
      maxSeries: "分次上限",
      minIntervalSeconds: "两次之间最短间隔",
      genericAutoApprove: "同通用名药品可直接替换，不另问医师（1 为是）",
    },
    switches: {
      deliveryAllowed: "允许配送",
      settlementRequired: "发药前必须结算",
      selfPayAllowed: "允许自费",
      patientMayCancel: "患者可以撤销",
    },
    lists: { classes: "可开药品类别", prescriberKinds: "可开具的机构", pharmacyKinds: "可接单的机构" },
    nomination: "谁可以接单",
    nominations: {
      open: "任何药店，患者指定时只有该店",
      nominated: "只有患者指定的药房",
      assigned: "只有医师指定的药房",
    },
    commands: {
      issue: "开具",
      takeReview: "开始审方",
      releaseReview: "放回审方",
      approve: "审方通过",
      return: "退回",
      amend: "修改",
      schedule: "等待取药期",
      circulate: "流转",
      claim: "接单",
      release: "取消接单",
      requestChange: "请求调整",
      answerChange: "答复调整",
      settle: "结算",
      lapseSettlement: "结算失效",
      dispense: "发药",
      closeOwing: "关闭欠药",
      ship: "交付配送",
      deliver: "送达",
      returnDelivery: "配送退回",
      cancel: "撤销",
      acknowledgeCancel: "确认撤销",
      expire: "记为过期",
      refuse: "拒绝调剂",
      reverse: "冲正",
      reconcile: "完成对账",
      hold: "暂停",
      lift: "解除暂停",
      revoke: "监管撤销",
    },
    kinds: { ...networkWords.zh.kind, patient: "患者" },
    roles: networkWords.zh.role,
    credentials: networkWords.zh.credential,
  },
  en: {
    params: {
      validDays: "Days that a prescription is valid",
      maxItems: "Medicines on one prescription, at most",
      reviewSlaSeconds: "A review should begin within",
      reviewLeaseSeconds: "One review may take",
      returnWindowSeconds: "What is returned may be amended for",
      claimLeaseSeconds: "A pharmacy's claim lasts",
      changeAnswerSeconds: "The physician may answer within",
      settleUnpaidSeconds: "What is settled must be paid within",
      owingWindowSeconds: "What is owed must be dispensed within",
      deliveryWindowSeconds: "A delivery may take",
      cancelAcknowledgeSeconds: "A cancellation must be acknowledged within",
      reversalWindowSeconds: "The pharmacy alone may reverse for",
      noClaimSeconds: "After expiry, the books stay open for",
      reviewersNeeded: "Pharmacists who must approve",
      dispensersNeeded: "Pharmacists who must sign the dispensing",
      revokeQuorum: "Authorities needed to revoke",
      maxSeries: "Issues in a series, at most",
      minIntervalSeconds: "Between two issues at least",
      genericAutoApprove: "Same generic name by another maker needs no answer (1: yes)",
    },
    switches: {
      deliveryAllowed: "Medicines may be delivered",
      settlementRequired: "Settlement comes before dispensing",
      selfPayAllowed: "The patient may pay alone",
      patientMayCancel: "The patient may cancel",
    },
    lists: {
      classes: "Classes of medicine",
      prescriberKinds: "Who may prescribe",
      pharmacyKinds: "Who may claim",
    },
    nomination: "Which pharmacy",
    nominations: {
      open: "any, or the one that the patient named",
      nominated: "only the one that the patient named",
      assigned: "only the one that the physician named",
    },
    commands: {
      issue: "issue",
      takeReview: "take up the review",
      releaseReview: "put the review back",
      approve: "approve",
      return: "return to the physician",
      amend: "amend",
      schedule: "wait for its date",
      circulate: "put into circulation",
      claim: "claim",
      release: "release the claim",
      requestChange: "ask for a change",
      answerChange: "answer the change",
      settle: "settle",
      lapseSettlement: "let the settlement lapse",
      dispense: "dispense",
      closeOwing: "close what is owed",
      ship: "give to the courier",
      deliver: "deliver",
      returnDelivery: "return the delivery",
      cancel: "cancel",
      acknowledgeCancel: "acknowledge the cancellation",
      expire: "record the expiry",
      refuse: "refuse to dispense",
      reverse: "reverse",
      reconcile: "close in the books",
      hold: "hold",
      lift: "lift the hold",
      revoke: "revoke",
    },
    kinds: { ...networkWords.en.kind, patient: "patient" },
    roles: networkWords.en.role,
    credentials: networkWords.en.credential,
  },
});

/** Words of other domains that a pathway is read with; whoever shows it hands them in. */
export type PathwayNames = {
  readonly status: Readonly<Record<string, string>>;
  readonly drugClass: Readonly<Record<string, string>>;
};
