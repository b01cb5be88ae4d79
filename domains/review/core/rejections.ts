import { type Explanations, explain } from "@meridian/kernel/explanation";
import type { Rejection } from "./schema.ts";

export const rejections: Explanations<Rejection> = {
  "unknown-prescription": explain(
    ["The ledger does not know this prescription.", "Issue it first, then attach the automatic review."],
    ["账本上没有这张处方。", "请先开具处方，再附系统审方结果。"],
  ),
  "other-version": explain(
    ["The prescription has another version by now.", "Run the automatic review of the current version."],
    ["处方已有新版本。", "请对当前版本运行系统审方。"],
  ),
  "not-reviewable": explain(
    ["The prescription is past its review.", "Nothing to do; findings belong to the review."],
    ["处方已过审方阶段。", "无需操作；系统审方结果只能在审方阶段附上。"],
  ),
  "not-the-reviewing-organisation": explain(
    ["Findings are attached by the prescribing institution alone.", "Sign with that institution's key."],
    ["系统审方结果只由开方机构附上。", "请使用该机构的密钥签名。"],
  ),
  "positions-are-not-critical": explain(
    ["A position listed as co-signed or final is not that of a critical finding.", "Put critical findings first."],
    ["所列须会签或不可放行的位置不是严重问题。", "请将严重问题排在最前。"],
  ),
  "already-attached": explain(
    ["This version has its findings already.", "Amend the prescription to have it reviewed again."],
    ["该版本已附系统审方结果。", "如需重新审方，请修改处方。"],
  ),
  "not-attached": explain(
    ["No findings are attached to this version.", "Run the automatic review and attach its result."],
    ["该版本尚无系统审方结果。", "请先运行系统审方并附上结果。"],
  ),
  "unknown-finding": explain(
    ["The automatic review has no finding at this position.", "Choose one of its findings."],
    ["系统审方结果中没有这个问题。", "请选择已有的问题。"],
  ),
  "override-not-allowed": explain(
    ["No reason lifts this finding.", "Change the prescription."],
    ["该问题不得以任何理由放行。", "请修改处方。"],
  ),
  "not-the-prescriber": explain(
    ["The prescriber has to sign this.", "Ask the prescriber of this prescription."],
    ["须由开方医师签名。", "请联系该处方的开方医师。"],
  ),
  "already-overridden": explain(
    ["This finding is overridden already.", "Nothing to do."],
    ["该问题已放行。", "无需操作。"],
  ),
  "not-overridden": explain(
    ["There is no override to co-sign.", "The prescriber overrides first."],
    ["尚无可会签的放行。", "请先由开方医师放行。"],
  ),
  "not-a-pharmacist": explain(
    ["A pharmacist of the prescribing institution has to sign this.", "Ask one who is not the prescriber."],
    ["须由开方机构的药师会签。", "请由开方医师以外的药师签名。"],
  ),
  "not-a-physician": explain(
    [
      "The prescriber does not practise at the prescribing institution any more.",
      "Cancel the prescription there, and have it issued anew.",
    ],
    ["开方医师已不在开方机构执业。", "请由开方机构取消处方并重新开具。"],
  ),
  "licence-missing": explain(
    ["Who signs holds no valid licence now.", "Look the credential up; ask its issuer when in doubt."],
    ["签名者目前没有有效的执业资质。", "请查询该资质；如有疑问请联系签发机关。"],
  ),
  "feedback-given": explain(
    ["Another outcome is recorded for this finding.", "Nothing to do; the first one stays."],
    ["该问题已记录另一种处理结果。", "无需操作；以首次记录为准。"],
  ),
};
