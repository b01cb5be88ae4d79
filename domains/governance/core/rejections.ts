import { type Explanations, explain } from "@meridian/kernel/explanation";
import type { Rejection } from "./schema.ts";

export const rejections: Explanations<Rejection> = {
  "only-by-reaction": explain(
    ["The roll follows the membership of institutions.", "Propose to admit, suspend or withdraw the institution."],
    ["表决名册随机构成员资格变动。", "请提议接纳、暂停或退出该机构。"],
  ),
  "only-by-governance": explain(
    ["Thresholds change only by a vote of the members.", "Make a proposal on the subject of thresholds."],
    ["表决门槛只能由成员表决变更。", "请就表决门槛提出议案。"],
  ),
  "roll-full": explain(
    ["The roll has as many voting members as a record holds.", "Strike members that no longer take part."],
    ["表决名册已达上限。", "请先移除不再参与的成员。"],
  ),
  "threshold-not-a-majority": explain(
    ["A threshold must be at least one half and less than the whole.", "Correct the fraction."],
    ["表决门槛必须不低于二分之一且小于全体。", "请更正比例。"],
  ),
  "no-eligible-member": explain(
    ["No member is of a kind that could vote, so nothing could ever pass.", "Name kinds that have members."],
    ["没有成员属于可表决的类别，议案将永远无法通过。", "请指定有成员的类别。"],
  ),
  "proposal-exists": explain(
    ["A proposal with this id exists.", "Choose another id."],
    ["该编号的议案已存在。", "请换一个编号。"],
  ),
  "unknown-proposal": explain(
    ["No proposal has this id.", "Check the id in the list of proposals."],
    ["没有该编号的议案。", "请在议案列表中核对编号。"],
  ),
  "not-a-member": explain(
    ["No voting member signed.", "Let a member on the roll sign."],
    ["没有表决成员签名。", "请由名册上的成员签名。"],
  ),
  "action-not-allowed": explain(
    ["This action does not belong to this subject.", "Choose the subject that the action belongs to."],
    ["该操作不属于此议题。", "请选择与操作相符的议题。"],
  ),
  "malformed-action": explain(
    ["The action is not a command that its domain understands.", "Correct the action."],
    ["该操作不是有效的命令。", "请更正操作内容。"],
  ),
  "deadline-out-of-range": explain(
    ["The deadline must be later than now and within 90 days.", "Choose another deadline."],
    ["截止时间必须晚于现在且在90天之内。", "请另选截止时间。"],
  ),
  "already-decided": explain(
    ["The proposal is decided.", "Make a new proposal if it should be decided differently."],
    ["该议案已有结果。", "如需另作决定，请提出新议案。"],
  ),
  "target-has-no-vote": explain(
    ["The institution that a proposal is against has no vote on it.", "Leave the decision to the other members."],
    ["议案所针对的机构对该议案没有表决权。", "请由其他成员决定。"],
  ),
  "not-eligible": explain(
    ["No institution that signed may vote on this subject.", "Let a member of a voting kind sign."],
    ["签名的机构均无权就此议题表决。", "请由有表决权的成员签名。"],
  ),
  "voting-over": explain(
    ["The deadline for voting has passed.", "Close the proposal, and make a new one if it is still wanted."],
    ["表决已截止。", "请关闭该议案；如仍有需要，请重新提出。"],
  ),
  "still-open": explain(
    ["Members may still vote.", "Wait until the deadline has passed."],
    ["成员仍可表决。", "请等到截止时间之后。"],
  ),
};
