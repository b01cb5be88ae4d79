import { type Explanations, explain } from "@meridian/kernel/explanation";
import type { Rejection } from "./schema.ts";

export const rejections: Explanations<Rejection> = {
  "already-issued": explain(
    ["The holder already has a credential of this kind.", "Renew it, amend its scope, or revoke it first."],
    ["持有人已有此类资质。", "请延续、变更范围，或先吊销。"],
  ),
  "never-issued": explain(
    ["The holder never had a credential of this kind.", "Check the holder and the kind, or issue one."],
    ["持有人从未获得此类资质。", "请核对持有人和类别，或予以核发。"],
  ),
  "is-revoked": explain(
    ["The credential is revoked.", "Issue a new one if the holder qualifies again."],
    ["该资质已被吊销。", "如持有人重新符合条件，请重新核发。"],
  ),
  "is-suspended": explain(["The credential is suspended.", "Reinstate it first."], ["该资质已被暂停。", "请先恢复。"]),
  "not-suspended": explain(
    ["The credential is not suspended.", "Check which credential was meant."],
    ["该资质未被暂停。", "请核对是哪一项资质。"],
  ),
  "issuer-not-competent": explain(
    ["No institution that signed is competent for this kind of credential.", "Let the competent authority sign."],
    ["签名的机构均无权管理此类资质。", "请由主管部门签名。"],
  ),
  "self-issued": explain(
    ["An authority does not issue credentials to itself.", "Let another competent authority issue it."],
    ["主管部门不能给自己核发资质。", "请由其他有权部门核发。"],
  ),
  "unknown-holder": explain(
    ["The holder is not known to the network.", "Admit the institution or register the person first."],
    ["网络中没有该持有人。", "请先接纳该机构或注册该个人。"],
  ),
  "wrong-holder-type": explain(
    ["This kind of credential is not for such a holder.", "Check whether an institution or a person holds it."],
    ["此类资质不适用于该类持有人。", "请核对应由机构还是个人持有。"],
  ),
  "validity-empty": explain(
    ["The validity ends before it begins.", "Correct the two times."],
    ["有效期的结束早于开始。", "请更正起止时间。"],
  ),
  "already-over": explain(
    ["The validity would already be over.", "Choose a later end."],
    ["该有效期已经结束。", "请选择更晚的结束时间。"],
  ),
  "not-longer": explain(
    ["A renewal must end later than the credential does now.", "Choose a later end."],
    ["延续后的结束时间必须晚于现有结束时间。", "请选择更晚的结束时间。"],
  ),
};
