import { type Explanations, explain } from "@meridian/kernel/explanation";
import type { Rejection } from "./schema.ts";

export const rejections: Explanations<Rejection> = {
  "already-admitted": explain(
    ["An institution with this id is or was a member.", "Choose another id, or propose to reinstate the member."],
    ["该编号的机构已经是或曾经是成员。", "请换一个编号，或提议恢复该成员。"],
  ),
  "unknown-organisation": explain(
    ["No institution has this id.", "Check the id in the list of members."],
    ["没有该编号的机构。", "请在成员名单中核对编号。"],
  ),
  "only-by-governance": explain(
    ["Membership changes only by a vote of the members.", "Make a proposal and let the members vote on it."],
    ["成员资格只能由成员表决变更。", "请提出议案，由成员表决。"],
  ),
  "already-suspended": explain(
    ["The institution is already suspended.", "Nothing needs to be done."],
    ["该机构已被暂停。", "无需再操作。"],
  ),
  "not-suspended": explain(
    ["The institution is not suspended, so it cannot be reinstated.", "Check which institution was meant."],
    ["该机构未被暂停，无法恢复。", "请核对是哪一家机构。"],
  ),
  "is-suspended": explain(
    ["The institution is suspended and may only revoke keys.", "Ask the members to reinstate it first."],
    ["该机构已被暂停，只能撤销密钥。", "请先由成员表决恢复该机构。"],
  ),
  "has-withdrawn": explain(
    ["The institution has left the network.", "It can only come back under a new id."],
    ["该机构已退出网络。", "只能以新的编号重新加入。"],
  ),
  "not-signed-by-organisation": explain(
    ["Only the institution itself may do this.", "Sign with one of its own live keys."],
    ["只有该机构自己可以这样做。", "请用该机构的有效密钥签名。"],
  ),
  "key-not-proven": explain(
    ["The new key did not sign, so nobody knows that the institution holds it.", "Sign with the new key as well."],
    ["新密钥没有签名，无法证明由该机构持有。", "请同时用新密钥签名。"],
  ),
  "key-exists": explain(
    ["The institution already has this key.", "Nothing needs to be done."],
    ["该机构已有这个密钥。", "无需再操作。"],
  ),
  "unknown-key": explain(
    ["The institution has no live key of this id.", "Check the id in the list of its keys."],
    ["该机构没有这个编号的有效密钥。", "请在其密钥列表中核对编号。"],
  ),
  "last-key": explain(
    ["This is the last live key; without it nobody could act for the institution.", "Add another key first."],
    ["这是最后一个有效密钥，撤销后无人能代表该机构。", "请先添加另一个密钥。"],
  ),
  "too-many-keys": explain(
    ["The institution has as many live keys as are allowed.", "Revoke one that is no longer used."],
    ["该机构的有效密钥已达上限。", "请先撤销不再使用的密钥。"],
  ),
};
