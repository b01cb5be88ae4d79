import { assertNever } from "@meridian/base/invariant";
import type { EngineFailure } from "@meridian/consensus-comet/engine/engine-log";
import { type Explanation, explain } from "@meridian/kernel/explanation";

/** The engine ended in a way that starting it again does not mend. The node stops; what was committed is on disk. */
export class EngineFailed extends Error {
  override readonly name = "EngineFailed";
  readonly failure: EngineFailure;
  readonly words: Explanation;

  constructor(failure: EngineFailure) {
    super(`${failure.code}: ${failure.said}`);
    this.failure = failure;
    this.words = wordsOf(failure);
  }
}

type Differing = Extract<EngineFailure, { readonly code: "state-differs" }>;

function wordsOf(failure: EngineFailure): Explanation {
  switch (failure.code) {
    case "state-differs":
      return differing(failure);
    case "software-outdated":
      return explain(
        [
          "The other members run a version of the engine's protocol that this one does not know.",
          "Install the version that the members agreed on, then start again; the data are sound.",
        ],
        ["其他成员运行的共识协议版本高于本节点。", "请安装成员一致同意的版本,再重新启动;数据并无问题。"],
      );
    case "key-used-elsewhere":
      return explain(
        [
          "Somebody else signs with this validator's key: a second machine, or an older copy of this one.",
          "Stop the other one before anything else. If there is none, the key is stolen: rotate it at once.",
        ],
        [
          "另有他处正在使用本验证者的密钥签名:可能是第二台机器,或本机的旧副本。",
          "请先停止另一处;若不存在,则密钥已被盗,请立即更换。",
        ],
      );
    case "folders-disagree":
      return explain(
        [
          "The engine's blocks and this node's ledger are not of one piece: one of them was replaced or restored alone.",
          "Keep `engine/data/priv_validator_state.json` as it is. Delete the rest of `engine/data`, and `state.db`, `seals.db`, `index.db` and `views.db` with all that begins with their names, then start again: the node fetches everything from the others. docs/operating-a-consortium.md says what to do on a chain that one process began.",
        ],
        [
          "共识引擎的区块与本节点账本不一致:其中之一被单独替换或恢复。",
          "请原样保留 `engine/data/priv_validator_state.json`。删除 `engine/data` 中的其余文件,以及 `state.db`、`seals.db`、`index.db`、`views.db` 和以其名称开头的文件,再重新启动:节点将从其他成员取回全部数据。由单一进程开始的链如何处理,见 docs/operating-a-consortium.md。",
        ],
      );
    case "disk-refuses":
      return explain(
        [
          `The disk takes nothing more, so the engine must not vote: ${failure.said}`,
          "Make room or repair the disk, then start the node again; it goes on where it was.",
        ],
        [`磁盘无法写入,引擎不得投票:${failure.said}`, "请腾出空间或修复磁盘,然后重新启动节点;节点将从原处继续。"],
      );
    case "clock-behind":
      return clockBehind(failure.said);
    case "snapshot-failed":
      return snapshotFailed(failure.said);
    case "consensus-failure":
      return explain(
        [`The engine stopped its consensus: ${failure.said}`, "Keep the folder and ask those who run the network."],
        [`共识引擎已停止:${failure.said}`, "请保留该目录并联系网络运维人员。"],
      );
    case "keeps-ending":
      return explain(
        [
          `The engine ends itself at once, whenever it is started: ${failure.said}`,
          "See what it says; often a port that another program has, or a damaged file in `engine/`. Then start the node again.",
        ],
        [
          `共识引擎每次启动后立即退出:${failure.said}`,
          "请查看其输出;常见原因是端口被其他程序占用,或 `engine/` 中的文件损坏。排除后重新启动节点。",
        ],
      );
    case "not-started":
      return explain(
        [
          `The engine could not be started: ${failure.said}`,
          "Build it with `npm run engine`, or name another with MERIDIAN_COMETBFT.",
        ],
        [`无法启动共识引擎:${failure.said}`, "请用 `npm run engine` 构建,或用 MERIDIAN_COMETBFT 指定。"],
      );
    default:
      return assertNever(failure);
  }
}

function differing({ about, own = "?", expected = "?" }: Differing): Explanation {
  return explain(
    [
      `This node computed another ${about} than more than two thirds of the members agreed on: ${own} here, ${expected} with them. It takes no further part; the others go on.`,
      "Do not start it again on this folder. Compare the software and its release with the other members', run `meridian ledger check` here, keep the folder for whoever looks for the fault, and join anew.",
    ],
    [
      `本节点计算出的 ${about} 与超过三分之二成员一致认可的不同:本节点 ${own},其他成员 ${expected}。本节点已停止参与,其他成员继续运行。`,
      "请勿再用该目录启动。请与其他成员核对软件及其版本,在本节点运行 `meridian ledger check`,保留该目录以供查找原因,然后重新加入。",
    ],
  );
}

function clockBehind(said: string): Explanation {
  return explain(
    [
      `This machine's clock is behind: the others agreed on a block that is more than a minute ahead of it (${said}). The node takes no further part; the others go on.`,
      "Set the clock and have NTP keep it, then start the node again; it fetches what it missed.",
    ],
    [
      `本机时钟落后:其他成员一致认可的区块时间比本机时钟快一分钟以上(${said})。本节点已停止参与,其他成员继续运行。`,
      "请校准本机时钟并启用 NTP 同步,然后重新启动节点;节点将补取错过的区块。",
    ],
  );
}

function snapshotFailed(said: string): Explanation {
  return explain(
    [
      `The snapshot with which this node should begin could not be had, at several starts: ${said}`,
      "Ask the members that `node.json` names in `stateSync` whether their APIs answer, or name three or more there; the trusted header must be right and of the last seven days. Then start the node again.",
    ],
    [
      `多次启动均未能取得本节点起始所需的快照:${said}`,
      "请向 `node.json` 中 `stateSync` 所列成员确认其接口可用,或列出三个以上;可信区块头须正确且在最近七天之内。然后重新启动节点。",
    ],
  );
}
