import { type Explanations, explain } from "@meridian/kernel/explanation";
import type { Rejection } from "./schema.ts";

export const rejections: Explanations<Rejection> = {
  "only-by-governance": explain(
    ["Pathways change only by a vote of the members.", "Make a proposal and let the members vote on it."],
    ["流转路径只能由成员表决变更。", "请提出议案，由成员表决。"],
  ),
  "only-by-reaction": explain(
    ["This follows from activating a pathway and cannot be sent alone.", "Propose to activate the pathway."],
    ["该操作只随路径启用发生，不能单独提交。", "请提议启用该路径。"],
  ),
  lint: explain(
    [
      "The pathway breaks at least one rule for pathways.",
      "Correct what the list of faults names, then propose again.",
    ],
    ["该路径违反了至少一条编写规则。", "请按所列问题修改后重新提议。"],
  ),
  "already-registered": explain(
    ["This very document is registered already.", "Activate it, or change its version and content."],
    ["该文件已经登记。", "请直接启用，或修改版本和内容。"],
  ),
  "unknown-pathway": explain(
    ["No pathway has this hash.", "Check the hash in the list of pathways."],
    ["没有该哈希对应的路径。", "请在路径列表中核对哈希。"],
  ),
  "already-active": explain(
    ["This version is active and nothing has superseded it.", "Nothing needs to be done."],
    ["该版本已启用且未被取代。", "无需再操作。"],
  ),
  retired: explain(
    ["This version is retired for good.", "Register and activate another version."],
    ["该版本已永久停用。", "请登记并启用其他版本。"],
  ),
  "height-past": explain(
    ["The height has passed already.", "Propose a height that is still to come."],
    ["该区块高度已经过去。", "请选择尚未到达的高度。"],
  ),
};
