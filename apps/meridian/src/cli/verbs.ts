import { type Verb, type Words, words } from "./call.ts";

/** The commands. A group's file is loaded only when it is called, so that `--help` and `verify` start at once. */
export type Group = {
  readonly verbs: { readonly [verb: string]: Words };
  readonly load: () => Promise<{ readonly verbs: ReadonlyMap<string, Verb> }>;
};

export const groups: ReadonlyMap<string, Group> = new Map([
  [
    "region",
    {
      verbs: {
        start: words("start a demonstration region", "启动演示区域"),
        play: words("let a region play through its stories once", "将区域情节演示一遍"),
        status: words("where a running region stands", "查看运行中区域的状态"),
        up: words("start a consortium of several nodes on this machine", "在本机启动多节点联盟"),
        down: words("end its nodes", "结束其节点"),
        demo: words(
          "show all of it in one go: play, kill a node, catch up, prove",
          "一次演示全程:流转、杀节点、追赶、证明",
        ),
      },
      load: () => import("./region.ts"),
    },
  ],
  [
    "node",
    {
      verbs: {
        init: words(
          "prepare a folder: keys and card of a member, or a genesis document",
          "准备目录:成员密钥与名片,或创世文件",
        ),
        join: words("make the folder's node part of a network", "使目录中的节点加入网络"),
        start: words("start the node", "启动节点"),
        status: words("where a running node stands", "查看运行中节点的状态"),
        stop: words("end the node that runs on a folder", "结束目录上运行的节点"),
      },
      load: () => import("./node.ts"),
    },
  ],
  [
    "network",
    {
      verbs: {
        example: words("print a network file to be changed", "打印网络文件范例"),
        init: words("make a genesis document from a network file", "由网络文件生成创世文件"),
        coalitions: words("which members together could break what", "哪些成员联合可造成何种破坏"),
        open: words("propose that members order together", "提议由成员共同排序"),
        move: words("go on under CometBFT with a chain that one process ended", "将单一进程结束的链转由 CometBFT 继续"),
        peers: words("write what a member that joins needs", "写出新成员加入所需的信息"),
        candidate: words("offer this node as a validator", "申请成为验证者"),
        propose: words("ask the members to decide", "提请成员表决"),
        vote: words("vote on a proposal", "对提案投票"),
        proposals: words("list what the members decide", "列出提案"),
        nodes: words("name this node as one of the member's", "登记本节点"),
        "rotate-key": words("take a new validator key", "更换验证者密钥"),
        resign: words("give up a seat", "放弃验证者席位"),
      },
      load: () => import("./network.ts"),
    },
  ],
  [
    "key",
    {
      verbs: {
        new: words("make a key", "生成密钥"),
        list: words("list keys", "列出密钥"),
        show: words("show a key's public part", "查看密钥的公开部分"),
      },
      load: () => import("./key.ts"),
    },
  ],
  [
    "tx",
    {
      verbs: {
        build: words("write commands as a payload to be signed", "将命令写成待签名的载荷"),
        sign: words("add a signature", "添加签名"),
        send: words("send a signed transaction and wait for its receipt", "发送已签名交易并等待回执"),
        show: words("how a transaction ended", "查看交易结果"),
      },
      load: () => import("./tx.ts"),
    },
  ],
  [
    "rx",
    {
      verbs: {
        list: words("list prescriptions", "列出处方"),
        show: words("what happened to a prescription", "查看处方经过"),
      },
      load: () => import("./rx.ts"),
    },
  ],
  [
    "evidence",
    {
      verbs: {
        export: words("write an evidence file", "导出证据文件"),
        trust: words("write what a reader of evidence files needs to know", "导出核验证据所需的信任文件"),
      },
      load: () => import("./evidence.ts"),
    },
  ],
  [
    "verify",
    {
      verbs: { "": words("check an evidence file, offline", "离线核验证据文件") },
      load: () => import("./verify.ts"),
    },
  ],
  [
    "ledger",
    {
      verbs: {
        check: words("execute the whole ledger again and compare", "重新执行整个账本并逐项比对"),
        backfill: words("fetch blocks from before a snapshot", "补齐快照之前的区块"),
      },
      load: () => import("./ledger.ts"),
    },
  ],
  [
    "bench",
    {
      verbs: { "": words("measure", "性能测量") },
      load: () => import("./bench.ts"),
    },
  ],
]);
