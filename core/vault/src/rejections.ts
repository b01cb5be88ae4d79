import { type Explanations, explain } from "@meridian/kernel/explanation";
import type { ParcelRefusal, VaultRefusal } from "./refusal.ts";

export const rejections: Explanations<VaultRefusal | ParcelRefusal> = {
  "document-empty": explain(
    ["The document has no content.", "Choose the document again and store it."],
    ["文件没有内容。", "请重新选择文件后保存。"],
  ),
  "document-too-large": explain(
    ["The document is larger than the vault takes.", "Store it in parts, or in a smaller form."],
    ["文件超过保险库允许的大小。", "请分成几部分保存，或减小文件体积。"],
  ),
  "batch-too-large": explain(
    ["One batch cannot have this many documents.", "Store them in several batches."],
    ["一批文件的数量超过上限。", "请分成几批保存。"],
  ),
  "unknown-custodian": explain(
    ["This vault does not hold the master key of the custodian.", "Ask the node that keeps the custodian's documents."],
    ["本保险库没有该保管机构的主密钥。", "请向保管该机构文件的节点提出请求。"],
  ),
  "unusable-public-key": explain(
    ["Nothing can be sealed to this public key.", "Check the recipient's X25519 key in its registration."],
    ["无法向该公钥加密。", "请核对接收方登记的 X25519 公钥。"],
  ),
  "unknown-document": explain(
    ["The vault has no document with this commitment.", "Ask the custodian that the ledger names."],
    ["保险库中没有与此承诺值对应的文件。", "请向账本所载的保管机构查询。"],
  ),
  "other-document": explain(
    [
      "The document was not stored as the content of this prescription, or is of another patient or custodian; nothing was released.",
      "Check which document the prescription commits to. Its own must be stored naming it, by its custodian.",
    ],
    [
      "该文件保存时未指明为此处方的内容，或所属患者、保管机构与处方不符，文件未提供。",
      "请核对处方所承诺的文件；处方自身的文件须由保管机构在保存时指明该处方。",
    ],
  ),
  "no-copy": explain(
    [
      "The patient had no key of their own when the document was stored, so there is no copy for them.",
      "Ask the custodian to release the document to the patient.",
    ],
    ["保存文件时患者尚无自己的密钥，因此没有患者副本。", "请保管机构向患者提供该文件。"],
  ),
  erased: explain(
    ["The keys to this document were destroyed.", "It cannot be opened again; see the record of the erasure."],
    ["该文件的密钥已被销毁。", "文件无法再打开，请查看销毁记录。"],
  ),
  damaged: explain(
    ["The document or its key is not what was stored.", "Restore it from a replica, and report the incident."],
    ["文件或其密钥与保存时不一致。", "请从副本恢复，并上报该事件。"],
  ),
  "key-damaged": explain(
    ["The patient's key at this custodian does not open.", "Restore the keys from their backup before storing more."],
    ["该患者在此保管机构的密钥无法打开。", "请先从备份恢复密钥，再继续保存。"],
  ),
  "nothing-to-erase": explain(
    ["This custodian holds no keys of the patient.", "Nothing is left to do here; other custodians have their own."],
    ["该保管机构没有此患者的密钥。", "此处无需处理，其他保管机构需分别处理。"],
  ),
  "other-parcel": explain(
    ["The parcel belongs to another disclosure, document or ground.", "Ask the custodian for the right parcel."],
    ["该密件属于另一次提供、另一份文件或另一种依据。", "请向保管机构索取正确的密件。"],
  ),
  "parcel-damaged": explain(
    [
      "The parcel was changed, or was sealed for another key, or is not what the ledger commits to.",
      "Ask for it again; if it stays so, acknowledge the disclosure as damaged.",
    ],
    [
      "密件被改动，或不是为此密钥加密，或与账本的承诺值不符。",
      "请重新索取；如仍不符，请将该次提供的文件确认为已损坏。",
    ],
  ),
};
