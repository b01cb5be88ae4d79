import { type Explanations, explain } from "@meridian/kernel/explanation";

/** Every way the desk refuses: sessions, keys that the node keeps, and what only a demonstration has. */
export type DeskRejection =
  | { readonly code: "session-expired" }
  | { readonly code: "session-needed" }
  | { readonly code: "session-locked"; readonly retryAfter: number }
  | { readonly code: "stale-opening"; readonly seconds: number }
  | { readonly code: "replayed-opening" }
  | { readonly code: "wrong-origin"; readonly origin: string; readonly origins: readonly string[] }
  | { readonly code: "no-passkeys-here"; readonly origin: string; readonly origins: readonly string[] }
  | { readonly code: "wrong-opening" }
  | { readonly code: "key-not-kept"; readonly holder: string }
  | { readonly code: "passphrase-needed" }
  | { readonly code: "wrong-passphrase" }
  | { readonly code: "key-not-sealed" }
  | { readonly code: "nothing-to-sign-with" }
  | { readonly code: "not-your-hand"; readonly holder: string }
  | { readonly code: "beyond-your-role"; readonly domain: string; readonly type: string }
  | { readonly code: "malformed-payload"; readonly at: string }
  | { readonly code: "custodian-needed" }
  | { readonly code: "no-document-key" }
  | { readonly code: "document-key-changed" }
  | { readonly code: "not-a-patient" }
  | { readonly code: "no-hospital-system" }
  | { readonly code: "not-for-this-role"; readonly roles: readonly string[] }
  | { readonly code: "not-a-registration"; readonly at: string }
  | { readonly code: "registrations-full"; readonly max: number }
  | { readonly code: "too-many-registrations"; readonly retryAfter: number }
  | { readonly code: "registration-undecided" }
  | { readonly code: "only-in-a-demonstration" }
  | { readonly code: "tampering-already"; readonly retryAfter: number }
  | { readonly code: "nothing-to-tamper-with" };

export const rejections: Explanations<DeskRejection> = {
  "session-expired": explain(
    ["This session is over, or the node was started anew.", "Sign in again."],
    ["会话已结束，或节点已重新启动。", "请重新登录。"],
  ),
  "session-needed": explain(
    ["This can be asked for in a session only.", "Sign in first."],
    ["该操作只能在会话中进行。", "请先登录。"],
  ),
  "session-locked": explain(
    ["Too many wrong passphrases came for this holder.", "Wait some minutes, then try again."],
    ["该持有人的错误口令次数过多。", "请过几分钟再试。"],
  ),
  "stale-opening": explain(
    ["The time that was signed is too far from the node's clock.", "Check your clock and sign in again."],
    ["签名中的时间与节点时钟相差过大。", "请校准时钟后重新登录。"],
  ),
  "replayed-opening": explain(
    ["A session was opened with this signature already.", "Sign in again; another number is then signed."],
    ["该签名已用于开启会话。", "请重新登录，届时将签署新的随机数。"],
  ),
  "wrong-origin": explain(
    [
      "Nobody signs in here with this key from the page that asked: its address is not one of this node's.",
      "Open the page at the address that your institution gave you. If it is this one, whoever runs the node starts it with that address, as the browser shows it: `--origin https://care.example.org`.",
    ],
    [
      "不能用该密钥从发出请求的页面在此登录：页面地址不属于本节点。",
      "请从所在机构提供的地址打开页面。如正是当前地址，请节点运营者按浏览器所示地址启动节点：`--origin https://care.example.org`。",
    ],
  ),
  "no-passkeys-here": explain(
    [
      "The network's passkeys do not work at the address of this page: its genesis document does not name it.",
      "Open the page at an address that the network names, or sign in with a key of this device.",
    ],
    ["本网络的通行密钥不能在该页面地址使用：创世文件未列出该地址。", "请从网络所列地址打开页面，或改用设备密钥登录。"],
  ),
  "wrong-opening": explain(
    ["The signature does not open a session here.", "Sign network, number, page and time exactly as sent."],
    ["该签名不能在此开启会话。", "请对实际发送的网络、随机数、页面和时间签名。"],
  ),
  "key-not-kept": explain(
    ["This node keeps no live key of that holder.", "Sign in with a key of your own, or at your member's node."],
    ["本节点没有保管该持有人的有效密钥。", "请用自己的密钥登录，或在所属机构的节点登录。"],
  ),
  "passphrase-needed": explain(
    ["The key is sealed under a passphrase.", "Give the passphrase."],
    ["该密钥由口令加密保管。", "请输入口令。"],
  ),
  "wrong-passphrase": explain(
    ["The passphrase does not open the key.", "Give the passphrase with which the key was made."],
    ["口令不能打开该密钥。", "请输入制作密钥时所用的口令。"],
  ),
  "key-not-sealed": explain(
    ["The key lies open on the node's disk, so nobody signs in with it from outside.", "Seal it under a passphrase."],
    ["该密钥在节点磁盘上未加密，不能从外部用它登录。", "请用口令加密该密钥。"],
  ),
  "nothing-to-sign-with": explain(
    ["The session was opened with a key that the node does not have.", "Sign where that key is."],
    ["会话由节点没有的密钥开启。", "请在持有该密钥的设备上签名。"],
  ),
  "not-your-hand": explain(
    ["This session may not sign in that name, or the node keeps no key of it.", "Sign in your own name."],
    ["本会话不能以该名义签名，或节点没有保管其密钥。", "请以本人名义签名。"],
  ),
  "beyond-your-role": explain(
    [
      "What staff of that role do does not include acts of that kind in the institution's name.",
      "Ask an officer of the institution, or sign in as the institution itself.",
    ],
    ["该岗位人员不能以机构名义作出此类行为。", "请联系机构负责人，或以机构本身登录。"],
  ),
  "malformed-payload": explain(
    ["What is to be signed is not a transaction of this network; `at` names the place.", "Correct that place."],
    ["待签内容不是本网络的交易，`at` 指出该处。", "请修正该处。"],
  ),
  "custodian-needed": explain(
    ["It does not say for which of your institutions.", "Choose the institution, then try again."],
    ["未指明代表哪一个所属机构。", "请选定机构后重试。"],
  ),
  "no-document-key": explain(
    [
      "No key for documents was left here by this patient.",
      "Let the patient make one: the patient's home page offers it.",
    ],
    ["该患者未在此登记文件密钥。", "请患者先在自己的首页配好文件钥匙。"],
  ),
  "document-key-changed": explain(
    [
      "Another device of this patient left a key for documents, or a way to unlock it, in the meantime.",
      "Reload the page and try again.",
    ],
    ["该患者的另一台设备已先登记了文件密钥或其解锁方式。", "请刷新页面后重试。"],
  ),
  "not-a-patient": explain(
    ["This is for patients.", "Sign in with a patient's key."],
    ["该功能供患者使用。", "请用患者的密钥登录。"],
  ),
  "no-hospital-system": explain(
    ["No hospital's system stands behind this node.", "Take patients from your own system."],
    ["本节点未接医院信息系统。", "请从本机构的系统中选择患者。"],
  ),
  "not-for-this-role": explain(
    ["Staff of other roles work with this.", "Ask a colleague in such a role."],
    ["该功能供其他岗位的人员使用。", "请联系相应岗位的同事。"],
  ),
  "not-a-registration": explain(
    [
      "The transaction is not one registration of a patient, signed by the patient's own key; `at` names the place.",
      "Build it anew and sign it with the key that it registers.",
    ],
    ["该交易不是由本人密钥签署的单个患者登记，`at` 指出该处。", "请重新生成，并用所登记的密钥签名。"],
  ),
  "registrations-full": explain(
    ["As many newcomers were registered as this demonstration takes.", "Look through an invented patient's eyes."],
    ["本演示可登记的新用户已满。", "请改用虚构患者的身份查看。"],
  ),
  "too-many-registrations": explain(
    ["Many registrations came within a minute.", "Try again in a moment."],
    ["一分钟内的登记过多。", "请稍后重试。"],
  ),
  "registration-undecided": explain(
    ["The ledger has not decided on the registration yet.", "Send the same transaction again."],
    ["账本尚未决定该登记。", "请重新发送同一交易。"],
  ),
  "only-in-a-demonstration": explain(
    ["Only a demonstration does this.", "Start one with `npm start`."],
    ["该功能仅在演示环境提供。", "请用 `npm start` 启动演示。"],
  ),
  "tampering-already": explain(
    ["Another copy is being altered and checked right now.", "Try again in a moment."],
    ["另一份副本正在被篡改并核验。", "请稍后重试。"],
  ),
  "nothing-to-tamper-with": explain(
    ["Nothing with a quantity happened to that prescription on this node.", "Name another prescription."],
    ["该处方在本节点没有带数量的记录。", "请指定其他处方。"],
  ),
};
