import { type Explanations, explain } from "@meridian/kernel/explanation";
import type { Rejection } from "./schema.ts";

export const rejections: Explanations<Rejection> = {
  "only-by-reaction": explain(
    ["Keys are bound and revoked through their institution or person.", "Add or revoke the key there."],
    ["密钥只能通过其所属机构或个人绑定和撤销。", "请在所属机构或个人处添加或撤销。"],
  ),
  "key-already-bound": explain(
    ["This key is or was bound, and a key is never bound again.", "Make a new key and use that one."],
    ["该密钥已经或曾经绑定，不能再次绑定。", "请生成新的密钥。"],
  ),
  "key-id-mismatch": explain(
    ["The id is not that of the key.", "Take the id from the key itself."],
    ["编号与密钥不符。", "请由密钥本身计算编号。"],
  ),
  "key-not-acceptable": explain(
    ["The key is malformed or too weak to sign with.", "Make a new key with a well-known library or device."],
    ["密钥格式错误或强度不足，不能用于签名。", "请用通用的软件库或设备生成新的密钥。"],
  ),
  "unknown-key": explain(
    ["No such key was ever bound.", "Check the id of the key."],
    ["该密钥从未绑定。", "请核对密钥编号。"],
  ),
  "already-revoked": explain(
    ["The key is already revoked.", "Nothing needs to be done."],
    ["该密钥已被撤销。", "无需再操作。"],
  ),
};
