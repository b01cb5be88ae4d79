import { type Explanations, explain } from "@meridian/kernel/explanation";
import type { Rejection } from "./schema.ts";

export const rejections: Explanations<Rejection> = {
  "only-by-governance": explain(
    ["Who validates, and by which rules, is decided by a vote of the members.", "Make a proposal and let them vote."],
    ["由谁担任验证者、适用何种规则，须由成员表决决定。", "请提出议案，由成员表决。"],
  ),
  "only-by-engine": explain(
    ["Misbehaviour is told by the consensus engine alone.", "Nothing needs to be done: every node hears of it."],
    ["验证者的不当行为只由共识引擎通报。", "无需操作，各节点都会得知。"],
  ),
  "only-by-reaction": explain(
    ["A seat is taken away only by the suspension or withdrawal of its institution.", "Propose to dismiss it."],
    ["席位只随机构被暂停或退出而取消。", "请提议免除该验证者。"],
  ),
  "already-open": explain(
    ["This network has its validator set already.", "Propose to admit or dismiss single validators."],
    ["本网络已设立验证者集合。", "请就单个验证者提议接纳或免除。"],
  ),
  "not-open": explain(
    ["In this network one process orders for all; it has no validator set yet.", "Propose to open one."],
    ["本网络由单一进程排序，尚未设立验证者集合。", "请先提议设立。"],
  ),
  "not-signed-by-organisation": explain(
    ["Only the institution itself may do this.", "Sign with one of its own live keys."],
    ["只有该机构自己可以这样做。", "请用该机构的有效密钥签名。"],
  ),
  "key-not-proven": explain(
    ["The consensus key did not sign, so nobody knows that the institution holds it.", "Sign with it as well."],
    ["共识密钥没有签名，无法证明由该机构持有。", "请同时用该共识密钥签名。"],
  ),
  "key-not-acceptable": explain(
    ["This is not a public key whose signatures mean anything.", "Make a new consensus key."],
    ["该公钥无效，其签名没有意义。", "请生成新的共识密钥。"],
  ),
  "key-in-use": explain(
    ["This consensus key is or was a validator's or a candidate's.", "Make a new one; a key is used once."],
    ["该共识密钥正在或曾经被验证者或候选者使用。", "请生成新的密钥，每个密钥只用一次。"],
  ),
  "node-taken": explain(
    ["Another institution named this node as its own.", "Check the node id, or ask that institution to let it go."],
    ["该节点已被另一机构登记。", "请核对节点编号，或请对方取消登记。"],
  ),
  "too-many-nodes": explain(
    ["As many institutions have named nodes as the network can remember.", "Connect through another member's node."],
    ["登记节点的机构数已达上限。", "请经由其他成员的节点接入。"],
  ),
  "not-an-active-member": explain(
    ["The institution is not a member that may act today.", "Let the members admit or reinstate it first."],
    ["该机构目前不是可行事的成员。", "请先由成员表决接纳或恢复该机构。"],
  ),
  "kind-may-not-validate": explain(
    ["Institutions of this kind do not run validators.", "Name its own nodes instead; they follow the ledger."],
    ["此类机构不担任验证者。", "可登记自己的节点，跟随账本。"],
  ),
  "unequal-power": explain(
    ["All validators have the same power; this one would have another.", "Give all of them the same."],
    ["所有验证者的表决权重必须相同。", "请设为相同的权重。"],
  ),
  "organisation-twice": explain(
    ["An institution has one seat; this one is named twice.", "Name it once."],
    ["每个机构只有一个席位，该机构被列出两次。", "请只列一次。"],
  ),
  "already-validator": explain(
    ["The institution has a seat already.", "To use another key, rotate it."],
    ["该机构已是验证者。", "如需更换密钥，请轮换密钥。"],
  ),
  "already-candidate": explain(
    ["The institution has offered a key already.", "Resign first to offer another one."],
    ["该机构已提交候选密钥。", "如需另行提交，请先撤回候选。"],
  ),
  "too-many-candidates": explain(
    ["As many institutions wait for a seat as the network can remember.", "Decide on those that wait first."],
    ["候选者已达上限。", "请先就现有候选者作出决定。"],
  ),
  "not-a-candidate": explain(
    ["The institution has not offered a consensus key.", "Let it become a candidate first."],
    ["该机构没有提交候选密钥。", "请先由其成为候选者。"],
  ),
  "another-key-offered": explain(
    ["The institution now offers another key than the one voted on.", "Make a new proposal that names that key."],
    ["该机构现在提交的密钥与表决的不同。", "请就新的密钥重新提议。"],
  ),
  "not-a-validator": explain(
    ["The institution has no seat.", "Check the list of validators."],
    ["该机构不是验证者。", "请核对验证者名单。"],
  ),
  "set-full": explain(
    ["There are as many validators as a commit may carry.", "Dismiss one first."],
    ["验证者数量已达上限。", "请先免除一名验证者。"],
  ),
  "last-validator": explain(
    ["This is the last validator; without it no block could ever follow.", "Admit another one first."],
    ["这是最后一名验证者，没有它就不会再有新区块。", "请先接纳另一名验证者。"],
  ),
  "change-under-way": explain(
    ["The last change of the set is not in force yet.", "Try again some blocks later."],
    ["验证者集合的上一次变更尚未生效。", "请在几个区块之后重试。"],
  ),
  "rotated-too-often": explain(
    ["The institution has put as many keys out of use as it may within 30 days.", "Wait until the oldest is older."],
    ["该机构在30天内停用的密钥已达上限。", "请等到最早的一次超过30天。"],
  ),
  "control-reaches-third": explain(
    ["One control would hold a third of the seats or more, and could stop the network.", "Admit others first."],
    ["同一控制方将占三分之一或更多席位，可使网络停摆。", "请先接纳其他控制方的验证者。"],
  ),
  "unknown-validator": explain(
    ["No validator has or had a key with this address.", "Nothing needs to be done."],
    ["没有验证者曾使用该地址的密钥。", "无需操作。"],
  ),
};
