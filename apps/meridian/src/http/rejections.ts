import { type Explanations, explain } from "@meridian/kernel/explanation";

/** Every way the gateway refuses a request, before or beside what the ledger refuses. */
export type GatewayRejection =
  | { readonly code: "malformed-json" }
  | { readonly code: "invalid-request"; readonly at: string }
  | { readonly code: "body-too-large" }
  | { readonly code: "unsupported-media-type" }
  | { readonly code: "malformed-request" }
  | { readonly code: "unknown-route" }
  | { readonly code: "method-not-allowed"; readonly allowed: readonly string[] }
  | { readonly code: "rate-limited"; readonly retryAfter: number }
  | { readonly code: "malformed-authorization" }
  | { readonly code: "stale-authorization"; readonly seconds: number }
  | { readonly code: "wrong-authorization" }
  | { readonly code: "replayed-authorization" }
  | { readonly code: "unknown-key" }
  | { readonly code: "revoked-key" }
  | { readonly code: "reader-suspended" }
  | { readonly code: "authorization-needed" }
  | { readonly code: "not-for-this-reader" }
  | { readonly code: "nobody-to-tell" }
  | { readonly code: "unknown-transaction" }
  | { readonly code: "unknown-block" }
  | { readonly code: "before-history" }
  | { readonly code: "unknown-domain" }
  | { readonly code: "unknown-event" }
  | { readonly code: "genesis-event" }
  | { readonly code: "absence-not-shown" }
  | { readonly code: "not-yet-provable" }
  | { readonly code: "too-many-streams" }
  | { readonly code: "no-engine" }
  | { readonly code: "engine-silent" }
  | { readonly code: "neighbour-silent"; readonly organisation: string }
  | { readonly code: "internal" };

export const rejections: Explanations<GatewayRejection> = {
  "malformed-json": explain(
    ["The body is not JSON.", "Send a JSON text in UTF-8."],
    ["请求体不是 JSON。", "请发送 UTF-8 编码的 JSON 文本。"],
  ),
  "invalid-request": explain(
    [
      "The request is not of the form this address reads; `at` names the first place that is off.",
      "Correct that place.",
    ],
    ["请求不符合该地址要求的格式，`at` 指出第一处错误。", "请修正该处。"],
  ),
  "body-too-large": explain(
    ["The body has more bytes than this address takes.", "Send less at once."],
    ["请求体超过该地址允许的大小。", "请减少单次发送的内容。"],
  ),
  "unsupported-media-type": explain(
    ["This address does not read bodies of that type.", "Send `content-type: application/json`."],
    ["该地址不接受此类型的请求体。", "请使用 `content-type: application/json`。"],
  ),
  "malformed-request": explain(
    ["The request is not HTTP as this node reads it.", "Check the address and the headers."],
    ["请求不符合本节点所用的 HTTP 格式。", "请检查地址和请求头。"],
  ),
  "unknown-route": explain(
    ["Nothing is at this address.", "Look at the list of addresses in /openapi.json."],
    ["该地址没有内容。", "请查看 /openapi.json 中的地址清单。"],
  ),
  "method-not-allowed": explain(
    ["This address knows other methods.", "Use one of `allowed`."],
    ["该地址不支持此方法。", "请使用 `allowed` 中的方法。"],
  ),
  "rate-limited": explain(
    ["More requests came than this node takes from one place.", "Try again in a moment."],
    ["来自同一来源的请求超过本节点的上限。", "请稍后重试。"],
  ),
  "malformed-authorization": explain(
    ["The authorization is not of the form the gateway reads.", "Write `Meridian key=..., time=..., signature=...`."],
    ["授权头格式不正确。", "请写成 `Meridian key=..., time=..., signature=...`。"],
  ),
  "stale-authorization": explain(
    ["The authorization's time is too far from the node's clock.", "Check your clock and sign again."],
    ["授权时间与节点时钟相差过大。", "请校准时钟后重新签名。"],
  ),
  "wrong-authorization": explain(
    ["The signature does not belong to this request and key.", "Sign method, path, query and time exactly as sent."],
    ["签名与该请求或密钥不符。", "请对实际发送的方法、路径、查询和时间签名。"],
  ),
  "replayed-authorization": explain(
    ["This signed request has been carried out already.", "For a second one, sign again a second later."],
    ["该签名请求已经执行过。", "如需再次执行，请稍后重新签名。"],
  ),
  "unknown-key": explain(
    ["Nobody on this network is registered with this key.", "Use a registered key."],
    ["本网络没有登记该密钥。", "请使用已登记的密钥。"],
  ),
  "revoked-key": explain(
    ["This key was revoked.", "Use another key of the same holder."],
    ["该密钥已被撤销。", "请使用同一持有人的其他密钥。"],
  ),
  "reader-suspended": explain(
    ["The institution that signed is suspended or has left the network.", "Ask its officers."],
    ["签名机构已被暂停或已退出网络。", "请联系该机构负责人。"],
  ),
  "authorization-needed": explain(
    ["Only somebody who signs the request may read this.", "Sign the request with a registered key."],
    ["只有签名请求的读者可以读取。", "请用已登记的密钥对请求签名。"],
  ),
  "not-for-this-reader": explain(
    ["This is for others to read.", "Ask whom it concerns, or the authority in charge."],
    ["该内容不供此读者查看。", "请联系当事方或主管机关。"],
  ),
  "nobody-to-tell": explain(
    [
      "This is about somebody, and the node cannot tell about whom, so nobody would learn that you read it.",
      "Ask for the prescription or the person it belongs to.",
    ],
    ["该内容涉及某人，但节点无法确定是谁，因而无人会得知您的查阅。", "请改为查询其所属的处方或人员。"],
  ),
  "unknown-transaction": explain(
    ["No transaction with this id has been decided.", "Check the id, or wait if it was sent just now."],
    ["没有该编号的已决交易。", "请核对编号；如刚刚发送，请稍候。"],
  ),
  "unknown-block": explain(
    ["There is no block of this height yet.", "Ask for a height up to the one that /v1/standing tells."],
    ["尚无该高度的区块。", "请查询不超过 /v1/standing 所示高度的区块。"],
  ),
  "before-history": explain(
    [
      "This node joined with a snapshot; its blocks begin later.",
      "Ask another member's node, or for a height from `historyFrom` of /v1/standing on.",
    ],
    [
      "本节点由快照加入，其区块从更高的高度开始。",
      "请改问其他成员的节点，或查询不低于 /v1/standing 中 `historyFrom` 的高度。",
    ],
  ),
  "unknown-domain": explain(
    ["This network has no domain of that name.", "Look at the names in /openapi.json."],
    ["本网络没有该名称的业务域。", "请查看 /openapi.json 中的名称。"],
  ),
  "unknown-event": explain(
    ["There is no such event.", "Check record, height and position."],
    ["没有这样的事件。", "请核对记录、高度和位置。"],
  ),
  "genesis-event": explain(
    ["What the network began with was done by no transaction.", "Ask for evidence of the record."],
    ["网络创世内容并非由交易产生。", "请改为索取该记录的证据。"],
  ),
  "absence-not-shown": explain(
    [
      "There is no such record; the proof would show hashes of other records, so only organisations with a node get it.",
      "Ask a member with a node for the proof; check the id if there should be such a record.",
    ],
    [
      "没有这条记录；其证明会显示其他记录的哈希值，因此只提供给运行节点的机构。",
      "如需证明，请联系运行节点的成员；如记录应当存在，请核对编号。",
    ],
  ),
  "not-yet-provable": explain(
    ["The block that carries the proof has not come yet.", "Ask again in a second."],
    ["承载证明的区块尚未产生。", "请一秒后再试。"],
  ),
  "too-many-streams": explain(
    ["As many streams are open as this node serves.", "Try again later, or ask another node."],
    ["已打开的事件流达到本节点上限。", "请稍后再试，或改用其他节点。"],
  ),
  "no-engine": explain(
    ["This node orders alone and runs no engine.", "Ask a node of a network that its members run together."],
    ["本节点单独排序，没有共识引擎。", "请改问由成员共同运行的网络中的节点。"],
  ),
  "neighbour-silent": explain(
    ["The node of that institution does not answer.", "Start it again, or wait until it is back."],
    ["该机构的节点没有应答。", "请重新启动该节点，或等待其恢复。"],
  ),
  "engine-silent": explain(
    ["The engine of this node does not answer.", "Ask another member's node, or try again in a few seconds."],
    ["本节点的共识引擎没有应答。", "请改问其他成员的节点，或几秒后重试。"],
  ),
  internal: explain(
    [
      "The node made a mistake; its operators see it in their log.",
      "Try again, and tell the operators the request id.",
    ],
    ["节点出现错误，运营方可在日志中看到。", "请重试，并将请求编号告知运营方。"],
  ),
};
