import type { Height, NetworkId, OrganisationId } from "@meridian/base/ids";
import { type Explanations, explain } from "@meridian/kernel/explanation";

/** Every way the ledger itself refuses a transaction, before or beside what domains refuse. */
export type LedgerRejection =
  | { readonly code: "malformed"; readonly at: string }
  | { readonly code: "not-canonical" }
  | { readonly code: "too-large"; readonly bytes: number; readonly most: number }
  | { readonly code: "signed-twice" }
  | { readonly code: "signers-differ" }
  | { readonly code: "bad-signature"; readonly index: number }
  | { readonly code: "wrong-network"; readonly expected: NetworkId }
  | { readonly code: "window-over"; readonly validUntil: Height; readonly height: Height }
  | { readonly code: "window-too-long"; readonly validUntil: Height; readonly latest: Height }
  | { readonly code: "replayed" }
  | { readonly code: "unknown-domain"; readonly domain: string }
  | { readonly code: "malformed-command"; readonly at: string }
  | { readonly code: "author-suspended"; readonly organisation: OrganisationId }
  | { readonly code: "too-many-events"; readonly most: number }
  | { readonly code: "reactions-too-deep"; readonly most: number }
  | { readonly code: "record-too-large"; readonly record: string; readonly most: number }
  | { readonly code: "queue-full"; readonly waiting: number }
  | { readonly code: "shutting-down" }
  | { readonly code: "handed-over" };

export const rejections: Explanations<LedgerRejection> = {
  malformed: explain(
    [
      "The transaction is not of the form the network reads; `at` names the first place that is off.",
      "Correct that place and sign again.",
    ],
    ["交易格式不符合网络要求,`at` 指出第一处错误。", "请修正该处后重新签名。"],
  ),
  "not-canonical": explain(
    [
      "The payload is not canonical JSON (RFC 8785, whole numbers only), so it has more than one spelling.",
      "Write it canonically, then sign those bytes.",
    ],
    ["载荷不是规范化 JSON(RFC 8785,仅限整数),存在多种写法。", "请按规范写出后对这些字节签名。"],
  ),
  "too-large": explain(
    [
      "The transaction has more bytes than the network accepts.",
      "Put documents into a vault and only their commitments into the transaction.",
    ],
    ["交易字节数超过网络上限。", "请将文件存入保险库,交易中只放承诺值。"],
  ),
  "signed-twice": explain(
    ["One key signed the transaction twice.", "Leave one of the two signatures out."],
    ["同一密钥对该交易签名两次。", "请去掉其中一个签名。"],
  ),
  "signers-differ": explain(
    [
      "The payload says with which keys it is signed and in which order, and the signatures are others.",
      "Have all of them sign in that order and nobody else, or build it anew for the keys that do.",
    ],
    [
      "载荷写明了由哪些密钥、按何顺序签名,而实际签名与之不符。",
      "请由载荷所指的全部密钥依次签名且不添加其他签名,或按实际签名密钥重新构造。",
    ],
  ),
  "bad-signature": explain(
    [
      "The signature at `index` does not belong to these bytes and that key.",
      "Sign exactly the payload's bytes, with the network's prefix, using the key that is named.",
    ],
    ["第 `index` 个签名与载荷字节或密钥不符。", "请使用所声明的密钥,对带网络前缀的原始载荷字节签名。"],
  ),
  "wrong-network": explain(
    ["The transaction is for another network.", "Name the network `expected` and sign again."],
    ["该交易属于另一个网络。", "请将网络名改为 `expected` 后重新签名。"],
  ),
  "window-over": explain(
    [
      "The last height at which the transaction was valid has passed; it did nothing and never will.",
      "Build and sign it anew.",
    ],
    ["交易有效高度已过,未产生任何效果,今后也不会生效。", "请重新构造并签名。"],
  ),
  "window-too-long": explain(
    [
      "The transaction wants to stay valid longer than the network remembers ids.",
      "Choose a `validUntil` of at most `latest`.",
    ],
    ["交易要求的有效期超出网络记忆窗口。", "请将 `validUntil` 设为不超过 `latest`。"],
  ),
  replayed: explain(
    [
      "This transaction has committed or been rejected already; nothing was done twice.",
      "Read its receipt. For a second, equal wish choose another nonce.",
    ],
    ["该交易此前已提交或被拒绝,未重复执行。", "请查询其回执;若确需再次执行,请更换随机数。"],
  ),
  "unknown-domain": explain(
    ["No domain of this network has that name.", "Check the domain's name against the list in the API description."],
    ["本网络没有该名称的业务域。", "请对照接口说明检查域名称。"],
  ),
  "malformed-command": explain(
    [
      "A command is not of the form its domain reads; `at` names the first place that is off.",
      "Correct that place and sign again.",
    ],
    ["命令格式不符合该业务域要求,`at` 指出第一处错误。", "请修正该处后重新签名。"],
  ),
  "author-suspended": explain(
    [
      "The institution that signed is suspended or has left the network.",
      "Ask its officers; a vote of the members can reinstate it.",
    ],
    ["签名机构已被暂停或已退出网络。", "请联系该机构负责人;成员投票可恢复其资格。"],
  ),
  "too-many-events": explain(
    ["The transaction would cause more events than one transaction may.", "Split it into several."],
    ["该交易产生的事件数超过单笔上限。", "请拆分为多笔交易。"],
  ),
  "reactions-too-deep": explain(
    [
      "One command caused another more often than the network follows.",
      "This is a mistake in the network's rules; report it to its operators.",
    ],
    ["命令连锁触发层数超过网络上限。", "这是网络规则的缺陷,请告知运营方。"],
  ),
  "record-too-large": explain(
    ["The record would grow beyond its limit.", "Close what can be closed, or open a new record."],
    ["该记录将超过大小上限。", "请先结清可结项,或新建记录。"],
  ),
  "queue-full": explain(
    [
      "More transactions are waiting than the node takes in; this one was not accepted.",
      "Send it again in a few seconds, more slowly.",
    ],
    ["等待处理的交易已达上限,本交易未被接收。", "请数秒后放慢速度重发。"],
  ),
  "shutting-down": explain(
    [
      "The node is stopping and takes nothing more in; this transaction was not accepted.",
      "Send it to another node, or again when this one is back.",
    ],
    ["节点正在停止,不再接收交易,本交易未被接收。", "请发送至其他节点,或待本节点恢复后重试。"],
  ),
  "handed-over": explain(
    [
      "The members order this chain together from now on; this node has made its last block and takes nothing more in.",
      "Send it to a node of the consortium: it holds the same records, and what was signed is still valid there.",
    ],
    [
      "本链自此由各成员共同排序;本节点已产生其最后一个区块,不再接收交易。",
      "请发送至联盟的任一节点:账本记录相同,已签名的交易在那里依然有效。",
    ],
  ),
};
