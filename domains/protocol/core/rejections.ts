import { type Explanations, explain } from "@meridian/kernel/explanation";
import type { Rejection } from "./schema.ts";

export const rejections: Explanations<Rejection> = {
  "only-by-governance": explain(
    [
      "A release of the rules is scheduled or cancelled only by a vote of the members.",
      "Make a proposal on the subject of protocol.",
    ],
    ["规则版本只能由成员表决安排或取消。", "请就规则版本议题提出议案。"],
  ),
  "not-the-next-release": explain(
    ["Releases of the rules rise by one; the next is `next`.", "Schedule that one."],
    ["规则版本逐一递增，下一版本为 `next`。", "请安排该版本。"],
  ),
  "height-too-soon": explain(
    [
      "The height leaves operators too little time to install the release, or has passed.",
      "Propose a height of at least `earliest`, far enough ahead that the vote ends long before it.",
    ],
    ["该高度已过，或未给运营方留足安装时间。", "请提出不低于 `earliest` 的高度，并确保表决远早于该高度结束。"],
  ),
  "already-scheduled": explain(
    ["Another release of the rules is scheduled and not active yet.", "Wait until it is, or cancel it by vote."],
    ["已有一个规则版本等待生效。", "请等待其生效，或经表决取消。"],
  ),
  "already-active": explain(
    [
      "The network executes by this release of the rules already, so it cannot be cancelled.",
      "Schedule a further release that sets right what is wrong with it.",
    ],
    ["该规则版本已生效，不能取消。", "请安排后续版本加以纠正。"],
  ),
  "not-scheduled": explain(
    ["No release of the rules of this number is scheduled.", "Check the number in the list of releases."],
    ["没有安排该编号的规则版本。", "请在规则版本列表中核对编号。"],
  ),
};
