import { type Explanations, explain } from "@meridian/kernel/explanation";
import type { Rejection } from "./rejection.ts";
import { counterRejections } from "./rejections-counter.ts";

/** What a person is told, by code. */
export const rejections: Explanations<Rejection> = {
  ...counterRejections,
  "already-issued": explain(
    ["A prescription with this id has been issued already.", "Look it up; for another prescription choose a new id."],
    ["该编号的处方已经开具。", "请查询该处方；另开处方请使用新编号。"],
  ),
  "not-issued": explain(
    ["No prescription with this id has been issued.", "Check the id; it may not have arrived yet."],
    ["尚无此编号的处方。", "请核对编号；处方可能尚未到达。"],
  ),
  cancelled: explain(
    ["The prescription is cancelled.", "Ask the prescriber whether another one replaces it."],
    ["该处方已撤销。", "请向开方医师询问是否已另开处方。"],
  ),
  revoked: explain(
    [
      "The prescription was revoked by the authorities.",
      "Do not dispense; contact the authority named in its history.",
    ],
    ["该处方已被监管撤销。", "请勿发药；请联系处方记录中的监管部门。"],
  ),
  final: explain(
    ["The prescription is closed; nothing more can happen to it.", "Issue a new prescription if one is needed."],
    ["该处方已办结，不能再作变更。", "如有需要，请另开处方。"],
  ),
  expired: explain(
    ["The prescription has expired.", "Ask the prescriber for a new one."],
    ["该处方已过有效期。", "请联系医师重新开方。"],
  ),
  "wrong-state": explain(
    [
      "This step does not fit where the prescription stands.",
      "Look at its current state and the steps open from there.",
    ],
    ["该操作与处方当前状态不符。", "请查看当前状态及可进行的操作。"],
  ),
  "not-due": explain(
    ["The deadline for this step has not passed.", "Wait until it has, or let the party in charge act."],
    ["该步骤的期限尚未届满。", "请等期限届满，或由当事方办理。"],
  ),
  "not-yet": explain(
    ["The prescription is not open yet.", "Come back once it is; its page says when."],
    ["该处方尚未到可用时间。", "请到期后再办理，日期见处方页面。"],
  ),
  "already-open": explain(
    ["The prescription may be circulated now; there is nothing to schedule.", "Circulate it."],
    ["该处方现在即可流转，无需预约。", "请直接流转。"],
  ),
  held: explain(
    [
      "An authority has put the prescription on hold.",
      "Wait until the hold ends or is lifted; its basis is in the history.",
    ],
    ["监管部门已暂停该处方。", "请等待暂停期满或解除；依据见处方记录。"],
  ),
  "not-a-reaction": explain(
    ["This step happens only together with the decision that causes it.", "Use the step of the domain in charge."],
    ["该步骤只能随其来源决定一并发生。", "请通过负责的业务办理。"],
  ),
  "unknown-organisation": explain(
    ["The network does not know this institution.", "Check its id."],
    ["网络中没有该机构。", "请核对机构编号。"],
  ),
  "organisation-inactive": explain(
    ["This institution is not active in the network.", "Ask it to settle its membership first."],
    ["该机构当前未处于有效状态。", "请先处理其成员资格。"],
  ),
  "organisation-kind": explain(
    ["The pathway does not provide for this kind of institution here.", "Choose an institution of a kind it names."],
    ["流转路径不允许此类机构办理该步骤。", "请选择路径所列类别的机构。"],
  ),
  "not-entitled": explain(
    [
      "None of the signers has the role that this step needs at the institution.",
      "Let a colleague with that role sign.",
    ],
    ["签名人在该机构均无此步骤所需的岗位。", "请由具备相应岗位的人员签名。"],
  ),
  "credential-missing": explain(
    ["A credential that this step needs is not valid now.", "Renew it, or let someone who holds it act."],
    ["该步骤所需的资质当前无效。", "请续办，或由具备资格者办理。"],
  ),
  "quorum-missing": explain(
    [
      "More signatures are needed for this step.",
      "Have the number of signers that the pathway asks for sign together.",
    ],
    ["该步骤的签名人数不足。", "请按路径要求的人数共同签名。"],
  ),
  "not-the-prescriber": explain(
    ["Only the prescriber may do this.", "Ask the prescriber."],
    ["仅开方医师可办理此项。", "请联系开方医师。"],
  ),
  "not-a-person": explain(
    ["A prescriber must sign in person.", "Sign with the prescriber's own key."],
    ["须由开方医师本人签名。", "请使用开方医师本人的密钥签名。"],
  ),
  "not-an-authority": explain(
    ["This institution supervises nothing here.", "Ask the competent authority or court."],
    ["该机构不具有监管职权。", "请由主管部门或法院办理。"],
  ),
  "pathway-unknown": explain(
    ["No pathway in force has this hash.", "Choose a pathway that is in force today."],
    ["没有此哈希值的现行流转路径。", "请选择当前有效的路径。"],
  ),
  "pathway-refused": explain(
    ["The prescription's pathway does not allow this step to this actor now.", "See the pathway's rule for this step."],
    ["该处方的流转路径当前不允许此操作。", "请查看路径中该步骤的规则。"],
  ),
  "unknown-patient": explain(
    ["The network does not know this patient.", "Register the patient first."],
    ["网络中没有该患者。", "请先登记患者。"],
  ),
  "unknown-custodian": explain(
    ["The custodian of the document is not an active member.", "Name the institution whose vault keeps it."],
    ["文件保管机构不是有效成员。", "请填写实际保管文件的机构。"],
  ),
  "self-prescription": explain(
    ["A physician may not prescribe a controlled drug to themself.", "Have a colleague examine and prescribe."],
    ["医师不得为自己开具麻醉药品和第一类精神药品。", "请由其他医师诊查并开方。"],
  ),
  "self-pay-not-allowed": explain(
    ["The pathway does not allow payment by the patient.", "Leave it to the insurer, or choose another pathway."],
    ["该路径不允许自费。", "请由医保结算，或选择其他路径。"],
  ),
  "delivery-not-allowed": explain(
    ["The pathway does not allow delivery.", "Have it collected, or choose another pathway."],
    ["该路径不允许配送。", "请到店取药，或选择其他路径。"],
  ),
  "signed-too-far-away": explain(
    ["The document was signed more than a day from now.", "Check the clock and sign again."],
    ["文件签名时间与当前相差超过一天。", "请校准时间后重新签名。"],
  ),
  "too-many-items": explain(
    ["There are more lines than the pathway allows.", "Split them over several prescriptions."],
    ["药品种数超过路径上限。", "请分开开具处方。"],
  ),
  "duplicate-line": explain(
    ["Two entries carry the same line number.", "Number the lines differently."],
    ["存在重复的行号。", "请使用不同行号。"],
  ),
  "class-not-allowed": explain(
    ["The pathway does not provide for this class of drug.", "Choose a pathway for that class."],
    ["该路径不适用于此类药品。", "请选择适用的路径。"],
  ),
  "nomination-mismatch": explain(
    ["The choice of pharmacy does not fit the pathway.", "Leave it open, nominate or assign, as the pathway says."],
    ["药房选择方式与路径不符。", "请按路径要求开放、指定或直接分配。"],
  ),
  "series-out-of-range": explain(
    ["The series is longer than the pathway allows, or the number lies outside it.", "Correct number and length."],
    ["续方次数超出路径上限或序号有误。", "请更正序号和总次数。"],
  ),
  "interval-too-short": explain(
    ["This issue of the series would open too early.", "Let it open later, as the pathway's interval wants."],
    ["该次续方的开始时间过早。", "请按路径规定的间隔推后开始时间。"],
  ),
  "opens-too-late": explain(
    ["The prescription would open more than a year from now.", "Date it within the year; issue later ones later."],
    ["该处方的开始时间在一年之后。", "请将开始时间定在一年以内；更远的处方届时再开。"],
  ),
  "validity-too-long": explain(
    ["The prescription would be valid for longer than the pathway allows.", "Shorten its validity."],
    ["有效期超过路径上限。", "请缩短有效期。"],
  ),
  "validity-empty": explain(
    ["The prescription would end before it opens.", "Correct the two times."],
    ["有效期的结束早于开始。", "请更正起止时间。"],
  ),
  "is-prescriber": explain(
    ["Prescriber and patient do not review their own prescription.", "Let another pharmacist review it."],
    ["开方医师或患者本人不得为该处方审方。", "请由其他药师审方。"],
  ),
  "not-the-issuer": explain(
    ["Only the institution that issued a prescription reviews it.", "Leave the review to a pharmacist there."],
    ["处方只由开方机构审方。", "请由开方机构的药师审方。"],
  ),
  "already-approved": explain(
    ["You have approved this version already; another reviewer is needed.", "Let a colleague take the review up."],
    ["您已审方通过此版本，尚需另一位药师。", "请由其他药师接手审方。"],
  ),
  "not-your-review": explain(
    ["Another reviewer is working on this prescription.", "Wait until the review is given back or its lease is over."],
    ["该处方正由其他药师审方。", "请等待其退回或占用期满。"],
  ),
  "review-missing": explain(
    ["No automatic review of this version is on the ledger.", "Run the automatic review of this version first."],
    ["账本上没有此版本的系统审方结果。", "请先完成该版本的系统审方。"],
  ),
  "critical-finding-open": explain(
    ["A critical finding is open.", "Override it with a reason, or return the prescription."],
    ["存在未处理的严重问题。", "请说明理由后放行，或退回处方。"],
  ),
  "override-not-cosigned": explain(
    ["A pharmacist has not co-signed an override that needs it.", "Have a pharmacist co-sign it, then approve."],
    ["有须药师会签的放行尚未会签。", "请药师会签后再审方通过。"],
  ),
  "previous-mismatch": explain(
    ["The amendment starts from another version.", "Start from the version on the ledger."],
    ["修改所依据的版本不是最新版本。", "请以账本上的版本为准。"],
  ),
  "content-unchanged": explain(
    ["The lines differ but the document is the same.", "Seal a new document, or confirm the lines as they were."],
    ["药品行已变更但文件未变。", "请提交新文件，或按原内容确认。"],
  ),
  "patient-may-not-cancel": explain(
    ["The patient may not cancel this prescription now.", "Ask the prescriber or the pharmacy."],
    ["患者当前不能撤销该处方。", "请联系医师或药房。"],
  ),
  "too-many-tombstones": explain(
    ["Too many cancellations wait for this id already.", "Wait until the prescription arrives."],
    ["等待此编号的撤销申请过多。", "请等待处方到达。"],
  ),
  "already-held": explain(
    ["Another authority of the same scope holds it already.", "Agree with that authority."],
    ["同一职权范围内的其他部门已暂停该处方。", "请与该部门协商。"],
  ),
  "not-held": explain(
    ["There is no live hold in this scope.", "Check the scope."],
    ["该范围内没有生效的暂停。", "请核对范围。"],
  ),
  "not-your-hold": explain(
    ["Another authority put it on hold.", "Ask that authority, a court or an arbiter."],
    ["该暂停由其他部门作出。", "请由该部门、法院或仲裁机构解除。"],
  ),
  "already-supported": explain(
    ["These authorities support the revocation already.", "Let another authority join."],
    ["这些部门已附议监管撤销。", "请由其他部门附议。"],
  ),
};
