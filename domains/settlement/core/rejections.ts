import { type Explanations, explain } from "@meridian/kernel/explanation";
import type { Rejection } from "./schema.ts";

export const rejections: Explanations<Rejection> = {
  "not-the-insurer": explain(
    ["The insurer named has not signed.", "Sign with the insurer's key."],
    ["所列保险机构未签名。", "请使用该机构的密钥签名。"],
  ),
  "insurer-inactive": explain(
    ["The insurer is unknown or no longer a member.", "Ask the insurance authority."],
    ["该保险机构未登记或已停用。", "请联系医保部门。"],
  ),
  "not-an-insurer": explain(
    ["An institution of this kind settles nothing.", "Let an insurer or the insurance authority adjudicate."],
    ["该类机构不能结算。", "请由保险机构或医保部门结算。"],
  ),
  "unknown-scheme": explain(
    ["No scheme with this hash is registered.", "Have the insurance authority register it first."],
    ["账本上没有该哈希的待遇方案。", "请先由医保部门登记。"],
  ),
  "scheme-not-in-force": explain(
    ["The scheme is not in force now.", "Adjudicate by the scheme that is."],
    ["该待遇方案当前未生效。", "请按现行方案结算。"],
  ),
  "wrong-year": explain(
    ["The year is not the current one.", "Adjudicate again with the current year's standing."],
    ["年度与当前年度不符。", "请按当前年度的累计重新结算。"],
  ),
  "unknown-prescription": explain(
    ["The ledger does not know this prescription.", "Check its id."],
    ["账本上没有这张处方。", "请核对处方编号。"],
  ),
  "not-claimed": explain(
    ["Only a prescription that a pharmacy holds can be settled.", "Claim it at the pharmacy first."],
    ["只有药房已接单的处方才能结算。", "请药房先接单。"],
  ),
  "other-pharmacy": explain(
    ["Another pharmacy holds this prescription.", "Settle with the pharmacy that claimed it."],
    ["该处方由另一家药房持有。", "请与接单药房结算。"],
  ),
  "not-the-payer": explain(
    ["The claim asks another institution to pay, or none.", "Leave it to whom the pharmacy named in its claim."],
    ["接单时指明由其他机构结算，或无需结算。", "请由药房接单时指明的机构结算。"],
  ),
  "other-patient": explain(
    ["The prescription is for another person.", "Check the patient."],
    ["该处方属于另一位患者。", "请核对患者。"],
  ),
  "cancel-pending": explain(
    ["The prescriber has asked to cancel this prescription.", "Release the claim; nothing is settled any more."],
    ["开方医师已申请撤销该处方。", "请取消接单，不再结算。"],
  ),
  "legs-do-not-sum": explain(
    ["What the fund and the account pay and the patient's cash do not sum to the total.", "Adjudicate again."],
    ["统筹基金支付、个人账户支付与个人现金支付之和不等于总额。", "请重新结算。"],
  ),
  "deductible-exceeds-patient-part": explain(
    ["More deductible is taken than the patient pays.", "Adjudicate again."],
    ["计入的起付线超过个人支付额。", "请重新结算。"],
  ),
  "cash-unconfirmed": explain(
    ["Only the pharmacy can say that it has the patient's cash.", "Let the pharmacy sign too, or pay later."],
    ["个人现金支付须由药房确认收到。", "请药房会签，或稍后确认收款。"],
  ),
  "already-adjudicated": explain(
    ["A settlement with this id exists.", "Look at its state; use a new id for another claim."],
    ["该结算编号已存在。", "请查看其状态；新结算请用新编号。"],
  ),
  "not-adjudicated": explain(
    ["There is no settlement with this id.", "Check the id."],
    ["没有该编号的结算。", "请核对结算编号。"],
  ),
  "already-negated": explain(
    ["The settlement is undone already.", "Nothing to do; settle again under a new id."],
    ["该结算已冲销。", "无需操作；如需结算请用新编号。"],
  ),
  "not-the-pharmacy": explain(
    ["Only the pharmacy of this settlement can say that the patient's cash was paid.", "Sign with its key."],
    ["只有该结算的药房可确认收款。", "请使用该药房的密钥签名。"],
  ),
  "no-cash-due": explain(
    ["This settlement asks no cash of the patient.", "Nothing to do."],
    ["该结算没有个人现金支付。", "无需操作。"],
  ),
  "not-a-reaction": explain(
    ["The network itself does this when a prescription or settlement calls for it.", "Nobody can order it directly."],
    ["该操作由网络在处方或结算变化时自动执行。", "不能直接提交。"],
  ),
  "not-for-this-prescription": explain(
    ["The settlement belongs to another prescription.", "Report this: it is a fault of the network."],
    ["该结算属于另一张处方。", "请上报：这是网络故障。"],
  ),
  "standing-changed": explain(
    ["Another settlement of this person came first.", "Adjudicate again with the current standing."],
    ["该参保人另有结算先完成。", "请按最新累计重新结算。"],
  ),
  "annual-cap-exceeded": explain(
    ["The fund would pay more than is left under this year's cap.", "Adjudicate again within what is left."],
    ["统筹基金支付将超过年度封顶线余额。", "请在余额内重新结算。"],
  ),
  "deductible-exceeded": explain(
    ["More deductible is taken than is open this year.", "Adjudicate again with the current standing."],
    ["计入的起付线超过本年度余额。", "请按最新累计重新结算。"],
  ),
  "not-an-insurance-authority": explain(
    ["Only an insurance authority registers schemes.", "Sign with the authority's key."],
    ["待遇方案只能由医保部门登记。", "请使用医保部门的密钥签名。"],
  ),
  "already-registered": explain(
    ["This scheme is registered already.", "Nothing to do."],
    ["该待遇方案已登记。", "无需操作。"],
  ),
};
