import type { Event } from "@meridian/prescription/events";
import { counted } from "@meridian/ui/text/words";
import { listed, type Sayings } from "./saying.ts";

export const zh: Sayings<Event> = {
  tombstoned: ["预先撤销处方", ({ by, record }, who) => `${who(by)}在处方 ${record} 到达之前就撤销了它`],
  issued: [
    "开具处方",
    ({ prescriber, organisation, patient, items, record }, who) =>
      `${who(organisation)}的${who(prescriber)}为患者 ${who(patient)} 开具了处方 ${record}，共 ${items.length} 种药`,
  ],
  lapsed: ["期限届满", ({ record }) => `处方 ${record} 的一个期限已过，状态随之改变`],
  reviewTaken: [
    "开始审方",
    ({ by, organisation, record }, who) => `${who(organisation)}的${who(by)}开始为处方 ${record} 审方`,
  ],
  reviewReleased: [
    "放回审方队列",
    ({ organisation, record }, who) => `${who(organisation)}把处方 ${record} 放回审方队列`,
  ],
  seconded: [
    "一位药师通过",
    ({ approvals, needed, record }, who) => `${listed(approvals, who)}通过了处方 ${record}，共需 ${needed} 位药师`,
  ],
  approved: ["审方通过", ({ approvals, record }, who) => `${listed(approvals, who)}审方通过了处方 ${record}`],
  returned: ["退回医生", ({ by, record }, who) => `${who(by)}把处方 ${record} 退回给医生修改`],
  amended: [
    "修改处方",
    ({ version, confirmed, record }) =>
      confirmed ? `医生再次签名确认了处方 ${record}` : `医生把处方 ${record} 修改为第 ${version} 版`,
  ],
  scheduled: ["等待取药期", ({ record }) => `处方 ${record} 尚未到取药日期`],
  circulated: ["处方流转", ({ record }) => `处方 ${record} 进入流转，患者可以取药`],
  claimed: ["药房接单", ({ pharmacy, record }, who) => `${who(pharmacy)}接下了处方 ${record}`],
  released: ["取消接单", ({ by, record }, who) => `${who(by)}取消了对处方 ${record} 的接单，其他药房可以接单`],
  changeRequested: ["请求调整", ({ by, record }, who) => `${who(by)}请医生调整处方 ${record}`],
  changeAnswered: [
    "答复调整",
    ({ accepted, by, record }, who) =>
      `${by === null ? "路径自动" : who(by)}${accepted ? "同意" : "不同意"}调整处方 ${record}`,
  ],
  settled: ["医保结算", ({ insurer, record }, who) => `${who(insurer)}结算了处方 ${record}`],
  cashReceived: ["收到个人现金支付", ({ record }) => `药房收到了处方 ${record} 的个人现金支付`],
  settlementLapsed: ["结算失效", ({ record }) => `处方 ${record} 的结算失效`],
  dispensed: [
    "发药",
    ({ pharmacy, by, codes, record }, who) =>
      `${who(pharmacy)}的${listed(by, who)}按处方 ${record} 发药，扫码 ${codes.length} 件`,
  ],
  owingClosed: ["欠药关闭", ({ record }) => `处方 ${record} 的欠药不再补发`],
  shipped: ["交付配送", ({ carrier, record }, who) => `处方 ${record} 的药品交给${who(carrier)}配送`],
  delivered: [
    "交到患者手中",
    ({ by, counter, record }, who) => `${who(by)}${counter ? "在柜台" : "送药上门，"}把处方 ${record} 的药品交给患者`,
  ],
  deliveryReturned: ["配送退回", ({ by, record }, who) => `${who(by)}把处方 ${record} 的药品退回药房`],
  cancelled: ["撤销处方", ({ by, record }, who) => `${who(by)}撤销了处方 ${record}`],
  cancelMarked: ["请求撤销", ({ by, record }, who) => `${who(by)}请求撤销处方 ${record}，等待药房答复`],
  cancelAcknowledged: ["确认撤销", ({ pharmacy, record }, who) => `${who(pharmacy)}确认撤销处方 ${record}`],
  refused: ["拒绝调剂", ({ by, record }, who) => `${who(by)}拒绝调剂处方 ${record}`],
  reversed: ["退药冲正", ({ pharmacy, record }, who) => `${who(pharmacy)}收回了处方 ${record} 的药品并冲正`],
  finalised: ["完成对账", ({ by, record }, who) => `${who(by)}完成了处方 ${record} 的对账`],
  held: ["监管暂停", ({ by, record }, who) => `${who(by)}暂停了处方 ${record}`],
  lifted: ["解除暂停", ({ by, record }, who) => `${who(by)}解除了对处方 ${record} 的暂停`],
  revocationSupported: [
    "附议监管撤销",
    ({ by, needed, record }, who) => `${listed(by, who)}附议监管撤销处方 ${record}，共需 ${needed} 家机构`,
  ],
  revoked: ["监管撤销", ({ by, record }, who) => `${listed(by, who)}监管撤销了处方 ${record}`],
};

export const en: Sayings<Event> = {
  tombstoned: [
    "cancelled before it came",
    ({ by, record }, who) => `${who(by)} cancelled prescription ${record} before it had come`,
  ],
  issued: [
    "prescription issued",
    ({ prescriber, organisation, patient, items, record }, who) =>
      `${who(prescriber)} of ${who(organisation)} issued prescription ${record} with ${counted(items.length, "medicine")} for patient ${who(patient)}`,
  ],
  lapsed: ["a deadline passed", ({ record }) => `A deadline of prescription ${record} passed and moved it on`],
  reviewTaken: [
    "review taken up",
    ({ by, organisation, record }, who) =>
      `${who(by)} of ${who(organisation)} took up the review of prescription ${record}`,
  ],
  reviewReleased: [
    "review put back",
    ({ organisation, record }, who) => `${who(organisation)} put prescription ${record} back into the review queue`,
  ],
  seconded: [
    "one pharmacist approved",
    ({ approvals, needed, record }, who) =>
      `${listed(approvals, who, ", ")} approved prescription ${record}; ${needed} pharmacists are needed`,
  ],
  approved: [
    "approved",
    ({ approvals, record }, who) => `${listed(approvals, who, ", ")} approved prescription ${record}`,
  ],
  returned: [
    "returned to the physician",
    ({ by, record }, who) => `${who(by)} returned prescription ${record} to the physician`,
  ],
  amended: [
    "amended",
    ({ version, confirmed, record }) =>
      confirmed
        ? `The physician confirmed prescription ${record} by a second signature`
        : `The physician amended prescription ${record} to version ${version}`,
  ],
  scheduled: [
    "waiting for its date",
    ({ record }) => `Prescription ${record} waits for the date on which it may be collected`,
  ],
  circulated: ["put into circulation", ({ record }) => `Prescription ${record} is in circulation and can be collected`],
  claimed: ["claimed by a pharmacy", ({ pharmacy, record }, who) => `${who(pharmacy)} claimed prescription ${record}`],
  released: [
    "claim released",
    ({ by, record }, who) =>
      `${who(by)} released the claim on prescription ${record}, so that other pharmacies can claim it`,
  ],
  changeRequested: [
    "change asked for",
    ({ by, record }, who) => `${who(by)} asked the physician to change prescription ${record}`,
  ],
  changeAnswered: [
    "change answered",
    ({ accepted, by, record }, who) =>
      `${by === null ? "The pathway itself" : who(by)} ${accepted ? "accepted" : "declined"} the change of prescription ${record}`,
  ],
  settled: ["settled", ({ insurer, record }, who) => `${who(insurer)} settled prescription ${record}`],
  cashReceived: [
    "patient's cash received",
    ({ record }) => `The pharmacy received the patient's cash for prescription ${record}`,
  ],
  settlementLapsed: ["settlement lapsed", ({ record }) => `The settlement of prescription ${record} lapsed`],
  dispensed: [
    "dispensed",
    ({ pharmacy, by, codes, record }, who) =>
      `${listed(by, who, ", ")} of ${who(pharmacy)} dispensed prescription ${record}, ${counted(codes.length, "unit")} scanned`,
  ],
  owingClosed: [
    "rest closed",
    ({ record }) => `What was still owed on prescription ${record} is not dispensed any more`,
  ],
  shipped: [
    "given to the courier",
    ({ carrier, record }, who) => `The medicines of prescription ${record} were given to ${who(carrier)} for delivery`,
  ],
  delivered: [
    "delivered",
    ({ by, counter, record }, who) =>
      `${who(by)} handed the medicines of prescription ${record} to the patient ${counter ? "at the counter" : "at the door"}`,
  ],
  deliveryReturned: [
    "delivery returned",
    ({ by, record }, who) => `${who(by)} brought the medicines of prescription ${record} back to the pharmacy`,
  ],
  cancelled: ["cancelled", ({ by, record }, who) => `${who(by)} cancelled prescription ${record}`],
  cancelMarked: [
    "cancellation asked for",
    ({ by, record }, who) => `${who(by)} asked to cancel prescription ${record}; the pharmacy has to answer`,
  ],
  cancelAcknowledged: [
    "cancellation acknowledged",
    ({ pharmacy, record }, who) => `${who(pharmacy)} acknowledged the cancellation of prescription ${record}`,
  ],
  refused: ["refused to dispense", ({ by, record }, who) => `${who(by)} refused to dispense prescription ${record}`],
  reversed: [
    "brought back and reversed",
    ({ pharmacy, record }, who) => `${who(pharmacy)} took the medicines of prescription ${record} back and reversed it`,
  ],
  finalised: ["closed in the books", ({ by, record }, who) => `${who(by)} closed prescription ${record} in the books`],
  held: ["held by an authority", ({ by, record }, who) => `${who(by)} put prescription ${record} on hold`],
  lifted: ["hold lifted", ({ by, record }, who) => `${who(by)} lifted the hold on prescription ${record}`],
  revocationSupported: [
    "revocation supported",
    ({ by, needed, record }, who) =>
      `${listed(by, who, ", ")} supported revoking prescription ${record}; ${needed} are needed`,
  ],
  revoked: ["revoked", ({ by, record }, who) => `${listed(by, who, ", ")} revoked prescription ${record}`],
};
