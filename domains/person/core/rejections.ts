import { type Explanations, explain } from "@meridian/kernel/explanation";
import type { Rejection } from "./schema.ts";

export const rejections: Explanations<Rejection> = {
  "already-registered": explain(
    ["A person with this id is already registered.", "Make a new random id, or recover the existing account."],
    ["该编号的个人已注册。", "请生成新的随机编号，或恢复已有账户。"],
  ),
  "unknown-person": explain(
    ["No person with this id is registered.", "Check the id, or register the person first."],
    ["没有该编号的个人。", "请核对编号，或先注册。"],
  ),
  "not-a-registrar": explain(
    ["None of the institutions that signed may register such a person.", "Let a registrar sign."],
    ["签名的机构均无权注册此类个人。", "请由有权的登记机构签名。"],
  ),
  "key-not-proven": explain(
    ["The new key did not sign, or it already belongs to somebody.", "Sign with the new, unused key as well."],
    ["新密钥没有签名，或已属于他人。", "请同时用未使用过的新密钥签名。"],
  ),
  "not-signed-by-person": explain(
    ["Only the person may do this.", "Sign with one of the person's live keys."],
    ["只有本人可以这样做。", "请用本人的有效密钥签名。"],
  ),
  "not-signed-by-organisation": explain(
    ["The institution concerned did not sign.", "Let the institution sign."],
    ["相关机构没有签名。", "请由该机构签名。"],
  ),
  "organisation-not-active": explain(
    ["The institution is not an active member.", "Wait until the members reinstate it."],
    ["该机构不是有效成员。", "请等待成员表决恢复该机构。"],
  ),
  "unknown-key": explain(
    ["The person has no live key of this id.", "Check the id in the list of keys."],
    ["本人没有这个编号的有效密钥。", "请在密钥列表中核对编号。"],
  ),
  "last-key": explain(
    ["This is the last live key; without it the account would be lost.", "Rotate it, or add another key first."],
    ["这是最后一个有效密钥，撤销后账户将无法使用。", "请更换密钥，或先添加另一个密钥。"],
  ),
  "too-many-keys": explain(
    ["The person has as many live keys as are allowed.", "Revoke one that is no longer used."],
    ["有效密钥已达上限。", "请先撤销不再使用的密钥。"],
  ),
  "not-a-practitioner": explain(
    ["Only practitioners work for institutions.", "Register the person as a practitioner, under another id."],
    ["只有从业人员可以任职于机构。", "请用另一个编号注册为从业人员。"],
  ),
  "too-many-affiliations": explain(
    ["The practitioner works for as many institutions as are allowed.", "End an affiliation first."],
    ["该从业人员的任职机构已达上限。", "请先结束一项任职。"],
  ),
  "not-affiliated": explain(
    ["The person does not work for this institution.", "Check the institution."],
    ["此人不在该机构任职。", "请核对机构。"],
  ),
  "own-guardian": explain(
    ["Nobody is their own account guardian.", "Choose another person."],
    ["不能将自己设为账户守护人。", "请选择另一个人。"],
  ),
  "unknown-guardian": explain(
    ["This account guardian is not known here.", "Check the id of the account guardian."],
    ["没有这位账户守护人。", "请核对账户守护人的编号。"],
  ),
  "already-guardian": explain(
    ["This person is already an account guardian.", "Nothing needs to be done."],
    ["此人已是账户守护人。", "无需再操作。"],
  ),
  "too-many-guardians": explain(
    ["There are as many account guardians as are allowed.", "Remove one first."],
    ["账户守护人数已达上限。", "请先移除一位。"],
  ),
  "two-registrars-needed": explain(
    ["A recovery needs two different institutions that may register such a person.", "Let a second one sign."],
    ["恢复账户需要两家不同的登记机构。", "请由第二家机构一同签名。"],
  ),
  "recovery-unanswered": explain(
    [
      "Neither of the two institutions answers for the keys of such a person.",
      "Let one sign that does: for practitioners a health commission or drug authority, for patients also a hospital or an insurance authority.",
    ],
    [
      "两家机构均无权为此类人员的密钥作保。",
      "请由有权机构之一签名：执业人员须由卫生健康主管部门或药品监管部门签名，患者须由医院、卫生健康主管部门或医保部门签名。",
    ],
  ),
  "recovery-pending": explain(
    ["A recovery is waiting, so keys and account guardians do not change.", "Veto it, or complete it when it opens."],
    ["账户正在恢复中，密钥和账户守护人不能变更。", "请否决该恢复，或在等待期满后完成。"],
  ),
  "recovery-not-open": explain(
    ["The waiting time of the recovery is not over.", "Complete it when it opens."],
    ["恢复的等待期尚未结束。", "请在等待期满后完成。"],
  ),
  "no-recovery": explain(
    ["No recovery is waiting.", "Request one first."],
    ["没有待处理的恢复申请。", "请先申请恢复。"],
  ),
};
