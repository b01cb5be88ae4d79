import { type Explanations, explain } from "@meridian/kernel/explanation";
import type { Rejection } from "./schema.ts";

export const rejections: Explanations<Rejection> = {
  "already-released": explain(
    ["A disclosure with this id exists already.", "Look it up; for another disclosure choose another id."],
    ["该编号的提供记录已存在。", "请查询该记录；如需再次提供，请使用新的编号。"],
  ),
  "unknown-disclosure": explain(
    ["There is no disclosure with this id.", "Check the id with the custodian."],
    ["没有该编号的提供记录。", "请与保管机构核对编号。"],
  ),
  "not-signed-by-custodian": explain(
    ["Only the custodian can release its documents.", "Ask the custodian that the prescription names."],
    ["只有保管机构可以提供其文件。", "请向处方所载的保管机构提出请求。"],
  ),
  "unknown-prescription": explain(
    ["There is no prescription with this id.", "Check the prescription's id."],
    ["没有该编号的处方。", "请核对处方编号。"],
  ),
  "wrong-custodian": explain(
    ["The document of this prescription is kept by another institution.", "Ask that custodian."],
    ["该处方的文件由另一机构保管。", "请向该保管机构提出请求。"],
  ),
  "wrong-content": explain(
    [
      "The document is not that of the prescription as it stands now.",
      "Release the document to which the current version commits.",
    ],
    ["该文件不是处方当前版本的文件。", "请提供当前版本所承诺的文件。"],
  ),
  "not-entitled": explain(
    ["The recipient is not entitled to the document on this ground now.", "Check the prescription's state and holder."],
    ["接收方目前不能以此依据取得该文件。", "请核对处方状态及其当前持有方。"],
  ),
  "purpose-not-of-ground": explain(
    ["This ground does not allow this purpose.", "Choose a purpose that the ground allows, or another ground."],
    ["该依据不允许此用途。", "请选择该依据允许的用途，或改用其他依据。"],
  ),
  "warrant-missing": explain(
    ["A release on this ground needs a warrant.", "Name the warrant that was opened for it."],
    ["以此依据提供须有调取令。", "请填写已开具的调取令编号。"],
  ),
  "warrant-unasked": explain(
    ["A warrant was named, but the ground is another.", "Leave the warrant out, or release on the ground of it."],
    ["填写了调取令，但依据不是调取令。", "请删去调取令，或改用调取令作为依据。"],
  ),
  "unknown-warrant": explain(
    ["There is no warrant with this id.", "Check the id with the authority that obtained it."],
    ["没有该编号的调取令。", "请与取得调取令的机关核对编号。"],
  ),
  "warrant-closed": explain(
    ["The warrant was ended.", "If the reason persists, obtain another warrant."],
    ["该调取令已终止。", "如仍有需要，请另行取得调取令。"],
  ),
  "warrant-expired": explain(
    ["The warrant has expired.", "If the reason persists, obtain another warrant."],
    ["该调取令已过期。", "如仍有需要，请另行取得调取令。"],
  ),
  "outside-warrant": explain(
    ["The warrant does not cover this recipient, document or purpose.", "Stay within the warrant, or obtain another."],
    ["该调取令不涵盖此接收方、文件或用途。", "请在调取令范围内办理，或另行取得调取令。"],
  ),
  "not-signed-by-recipient": explain(
    ["Only the recipient can acknowledge a disclosure.", "Sign with the key of the recipient."],
    ["只有接收方可以确认收到。", "请用接收方的密钥签名。"],
  ),
  "already-acknowledged": explain(
    ["The recipient has acknowledged this disclosure already.", "Nothing is left to do."],
    ["接收方已确认收到该次提供的文件。", "无需再次操作。"],
  ),
  "already-opened": explain(
    ["A warrant with this id exists already.", "Choose another id."],
    ["该编号的调取令已存在。", "请使用新的编号。"],
  ),
  "not-signed-by-authority": explain(
    ["The authority has not signed the warrant.", "Sign with a key of the authority that the warrant names."],
    ["调取令未经申请机关签名。", "请用调取令所载机关的密钥签名。"],
  ),
  "not-countersigned": explain(
    [
      "The court or arbitration commission has not countersigned.",
      "Obtain its countersignature on the same transaction.",
    ],
    ["调取令未经法院或仲裁机构会签。", "请取得其对同一交易的会签。"],
  ),
  "not-active": explain(
    ["The institution is not an active member of the network.", "Ask an institution that is."],
    ["该机构不是网络的有效成员。", "请由有效成员机构办理。"],
  ),
  "not-an-authority": explain(
    ["Institutions of this kind cannot obtain warrants.", "Ask the authority in charge."],
    ["此类机构不能取得调取令。", "请由主管机关办理。"],
  ),
  "not-a-court": explain(
    ["Only a court or an arbitration commission can countersign.", "Ask one of them."],
    ["只有法院或仲裁机构可以会签。", "请向法院或仲裁机构提出申请。"],
  ),
  "own-countersignature": explain(
    ["An institution cannot countersign its own warrant.", "Ask another court or arbitration commission."],
    ["机构不能会签自己的调取令。", "请由另一法院或仲裁机构会签。"],
  ),
  "expires-out-of-range": explain(
    ["A warrant ends in the future, within 180 days at most.", "Choose an earlier end."],
    ["调取令须在将来到期，且最长不超过180天。", "请缩短有效期。"],
  ),
  "not-a-party": explain(
    ["Only the authority or the court that signed the warrant can end it.", "Ask one of the two."],
    ["只有签署调取令的机关或法院可以终止它。", "请由其中一方办理。"],
  ),
};
