import { type Explanations, explain } from "@meridian/kernel/explanation";
import type { CustodyRejection } from "./release-request.ts";

export const rejections: Explanations<CustodyRejection> = {
  "bad-signature": explain(
    ["The signature does not belong to this request and key.", "Sign the request exactly as it is sent."],
    ["签名与该请求或密钥不符。", "请对实际发送的请求签名。"],
  ),
  "key-not-of-recipient": explain(
    ["The key that signed is not a live key of the recipient.", "Sign with a registered key of the recipient."],
    ["签名密钥不是接收方的有效密钥。", "请用接收方已登记的密钥签名。"],
  ),
  "unknown-prescription": explain(
    ["The ledger has no prescription with this id.", "Check the prescription's id."],
    ["账本上没有该编号的处方。", "请核对处方编号。"],
  ),
  "not-kept-here": explain(
    ["This node keeps no documents of that custodian.", "Ask the node of the custodian that the ledger names."],
    ["本节点不保管该机构的文件。", "请向账本所载保管机构的节点提出请求。"],
  ),
  "already-opened": explain(
    ["The recipient has opened this disclosure already.", "For the document again, send a request with another nonce."],
    ["接收方已打开该次提供的文件。", "如需再次取得文件，请更换随机数后重新请求。"],
  ),
  "other-disclosure": explain(
    [
      "The ledger has another disclosure under the id of this request; nothing was released.",
      "Send the request with another nonce, and tell the custodian.",
    ],
    ["账本上该编号已登记为另一次提供，文件未提供。", "请更换随机数后重新请求，并告知保管方。"],
  ),
  undecided: explain(
    ["The ledger has not decided on the disclosure yet; nothing was released.", "Send the same request again."],
    ["账本尚未决定该次提供，文件未提供。", "请重新发送同一请求。"],
  ),
  "not-of-this-custodian": explain(
    ["The document is kept by another institution.", "Ask that institution."],
    ["该文件由另一机构保管。", "请向该机构提出请求。"],
  ),
};
