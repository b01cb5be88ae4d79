import { type Explanations, explain } from "@meridian/kernel/explanation";
import type { RejectionCode } from "./rejection.ts";

type CounterCode = Extract<
  RejectionCode,
  | "already-claimed"
  | "cancel-pending"
  | "not-your-claim"
  | "not-nominated"
  | "patient-proof-missing"
  | "self-pay"
  | "settlement-required"
  | "cash-unpaid"
  | "payer-missing"
  | "not-a-payer"
  | "sum-mismatch"
  | "settlement-overdue"
  | "unknown-line"
  | "line-closed"
  | "exceeds-prescribed"
  | "second-pharmacist-missing"
  | "duplicate-code"
  | "too-many-codes"
  | "unit-not-available"
  | "nothing-dispensed"
  | "not-a-carrier"
  | "not-your-delivery"
  | "recipient-proof-missing"
  | "temperature-log-missing"
  | "no-cancel-pending"
  | "already-acknowledged"
  | "insurer-missing"
  | "not-the-insurer"
  | "batch-missing"
>;

/** What is said from the claim to the books. */
export const counterRejections: Explanations<{ readonly code: CounterCode }> = {
  "already-claimed": explain(
    [
      "A pharmacy has this prescription already.",
      "If it is yours, go on; if not, ask that pharmacy to release the claim.",
    ],
    ["已有药房接单。", "如为本店请继续办理；否则请联系该药房取消接单。"],
  ),
  "cancel-pending": explain(
    [
      "The prescriber has cancelled; nothing more may be settled or dispensed.",
      "Acknowledge it, then release the claim or refuse to dispense.",
    ],
    ["开方医师已申请撤销，不得再结算或发药。", "请确认，并取消接单或拒绝调剂。"],
  ),
  "not-your-claim": explain(
    ["Another pharmacy has this prescription.", "Ask that pharmacy."],
    ["该处方由其他药房接单。", "请联系该药房。"],
  ),
  "not-nominated": explain(
    ["The prescription is meant for another pharmacy.", "Go to the pharmacy named."],
    ["该处方指定了其他药房。", "请到指定药房。"],
  ),
  "patient-proof-missing": explain(
    ["Nothing shows that the patient came to you.", "Scan the collection code, or let the patient sign."],
    ["缺少患者到场凭证。", "请扫描取药码，或由患者签名。"],
  ),
  "payer-missing": explain(
    ["The claim does not say which insurer is asked to pay.", "Choose the patient's insurer and claim again."],
    ["接单时未指明由哪家医保机构结算。", "请选择患者的参保机构后重新接单。"],
  ),
  "not-a-payer": explain(
    ["The institution named as payer is no active insurer.", "Choose the patient's insurer."],
    ["所填付款机构不是有效的医保或保险机构。", "请选择患者的参保机构。"],
  ),
  "self-pay": explain(
    ["The patient pays for this prescription; there is nothing to settle.", "Dispense against payment."],
    ["该处方为自费，无需医保结算。", "请收费后发药。"],
  ),
  "settlement-required": explain(
    ["The insurer must settle before anything is dispensed.", "Send the claim for settlement."],
    ["须先完成医保结算。", "请先提交结算。"],
  ),
  "cash-unpaid": explain(
    ["The patient's cash is not paid.", "Collect it and say so in the command."],
    ["个人现金支付部分尚未收到。", "请收款并在提交时注明。"],
  ),
  "settlement-overdue": explain(
    [
      "The patient's cash was not paid, or nothing was handed over, in time; the settlement is to lapse.",
      "Let it lapse, claim and settle again.",
    ],
    ["个人现金支付部分逾期未付，或药品逾期未发，结算将失效。", "请让其失效后重新接单、结算。"],
  ),
  "sum-mismatch": explain(
    ["The legs of the settlement do not add up to its total.", "Correct the adjudication."],
    ["结算各部分之和与总额不符。", "请更正结算结果。"],
  ),
  "unknown-line": explain(
    ["The prescription has no such line.", "Check the line numbers."],
    ["处方中没有该行。", "请核对行号。"],
  ),
  "line-closed": explain(["This line is closed already.", "Leave it out."], ["该行已办结。", "请勿再填写该行。"]),
  "exceeds-prescribed": explain(
    ["More would be dispensed than was prescribed.", "Dispense at most what remains."],
    ["发药数量超过处方数量。", "请不超过剩余数量。"],
  ),
  "second-pharmacist-missing": explain(
    ["Another pharmacist must sign.", "Have a second licensed pharmacist check and sign."],
    ["须由另一名药师签名。", "请由第二名执业药师复核并签名。"],
  ),
  "duplicate-code": explain(
    ["A trace code appears twice.", "Scan each unit once."],
    ["追溯码重复。", "每盒药品请只扫描一次。"],
  ),
  "too-many-codes": explain(
    ["There are more trace codes than one prescription may carry.", "Scan outer packs, or split the prescription."],
    ["追溯码数量超过上限。", "请扫描外包装码，或分开处方。"],
  ),
  "unit-not-available": explain(
    ["This unit was dispensed, returned or recalled before.", "Set it aside and take another."],
    ["该药品已发出、已退回或已召回。", "请隔离该药品并更换。"],
  ),
  "nothing-dispensed": explain(
    ["Nothing would be dispensed.", "Dispense something, or refuse to dispense with a reason."],
    ["未发任何药品。", "请至少发一项，或说明理由拒绝调剂。"],
  ),
  "not-a-carrier": explain(
    ["This institution may not carry medicines.", "Choose a licensed carrier."],
    ["该机构不得配送药品。", "请选择有资质的配送机构。"],
  ),
  "not-your-delivery": explain(
    ["Another institution carries this parcel.", "Let the carrier act."],
    ["该药品由其他机构配送。", "请由配送机构办理。"],
  ),
  "recipient-proof-missing": explain(
    [
      "Nothing shows that the patient received it.",
      "Scan the collection code or the delivery code, or let the patient sign.",
    ],
    ["缺少患者签收凭证。", "请扫描取药码或收货码，或由患者签名。"],
  ),
  "temperature-log-missing": explain(
    ["The cold chain is not documented.", "Attach the temperature log."],
    ["缺少冷链温度记录。", "请附温度记录。"],
  ),
  "no-cancel-pending": explain(
    ["No cancellation waits here.", "Nothing needs to be acknowledged."],
    ["没有待确认的撤销。", "无需确认。"],
  ),
  "already-acknowledged": explain(
    ["The cancellation was acknowledged before.", "Refuse to dispense, or reverse what was settled."],
    ["该撤销已确认。", "请拒绝调剂或退药冲正。"],
  ),
  "insurer-missing": explain(
    ["The reversal window is over; the insurer must co-sign.", "Ask the insurer to co-sign."],
    ["已超过冲正期限，须由医保机构会签。", "请医保机构会签。"],
  ),
  "not-the-insurer": explain(
    [
      "Only the insurer that settled, or its authority, closes a prescription in the books.",
      "Let that institution act.",
    ],
    ["仅结算的医保机构或其主管部门可完成对账。", "请由该机构办理。"],
  ),
  "batch-missing": explain(
    ["The batch that closes the books is not named.", "Name its hash."],
    ["缺少对账批次。", "请填写批次哈希值。"],
  ),
};
