import type { BackfillFault } from "../evidence/backfill.ts";
import type { LedgerFault } from "../evidence/chain.ts";
import { answer, EXIT, type Io, OPTIONS, type Outcome, problem, type Verb, words } from "./call.ts";
import { unusable } from "./files.ts";
import { openFolder } from "./folders.ts";
import { dataFolderOf } from "./keys.ts";
import { Progress } from "./progress.ts";

const check: Verb = {
  usage: "ledger check --data DIR",
  says: words(
    "executes every transaction again from genesis and compares every root, link and signature",
    "从创世起重新执行全部交易,逐一比对每个根、链接与签名",
  ),
  options: { data: OPTIONS.data, genesis: OPTIONS.genesis },
  positionals: [0, 0],
  notes: words(
    "Nothing is written; the node may run meanwhile. The first fault is named. Views and indexes are not looked at: they follow from the ledger.",
    "只读不写,节点可同时运行。发现的第一处问题会被指出。视图与索引由账本推导,不在检查之列。",
  ),
  run: async (call) => {
    const folder = dataFolderOf(call);
    const opened = await openFolder(call, folder);
    if (!opened.ok) return opened;
    const ledger = opened.value;
    try {
      const { checkLedger } = await import("../evidence/chain.ts");
      const { rulesOf } = await import("@meridian/network/rules");
      const progress = new Progress(call.io, ledger.history.height);
      const checking = checkLedger(rulesOf(ledger.genesis), ledger.store, ledger.genesis, ledger.seals);
      let reached = 0;
      for (let step = checking.next(); ; step = checking.next()) {
        if (step.done === true) {
          progress.end();
          return verdict(step.value, reached, call.io);
        }
        reached = step.value;
        progress.at(reached);
      }
    } finally {
      ledger.close();
    }
  },
};

function verdict(fault: LedgerFault | undefined, tip: number, { language }: Io): Outcome {
  if (fault === undefined) {
    const text = words(
      `✔ All ${tip} blocks hold: transactions, signatures, roots, links and records.`,
      `✔ 全部 ${tip} 个区块核验通过:交易、签名、根、链接与记录均一致。`,
    );
    return answer(text[language], { ok: true, height: tip });
  }
  if (fault.what === "begins-later") {
    const text = words(
      `This node joined with a snapshot and holds blocks from ${fault.height} on, so nothing can be executed again from genesis.\n  What it took over was held against the validators' signatures then. Check a node that has all blocks.`,
      `本节点由快照加入,仅保存第 ${fault.height} 个及之后的区块,无法从创世起重新执行。\n  加入时已与验证者签名核对。如需全链核验,请在保存全部区块的节点上进行。`,
    );
    return answer(text[language], { ok: false, fault }, EXIT.refused);
  }
  const where = fault.detail === undefined ? fault.what : `${fault.what}: ${fault.detail}`;
  const text = words(
    `✘ Block ${fault.height} does not hold (${where}).\n  What follows it was not looked at. Do not start a node on this folder; restore it from another node.`,
    `✘ 第 ${fault.height} 个区块核验未通过(${where})。\n  其后的区块未再检查。请勿用此目录启动节点,应从其他节点恢复。`,
  );
  return answer(text[language], { ok: false, fault }, EXIT.refused);
}

const backfill: Verb = {
  usage: "ledger backfill --data DIR --from DIR",
  says: words(
    "fetches the blocks from before the snapshot with which a node joined, from another member's folder",
    "从其他成员的数据目录补齐本节点由快照加入之前的区块",
  ),
  options: {
    data: OPTIONS.data,
    genesis: OPTIONS.genesis,
    from: {
      type: "string",
      value: "DIR",
      says: words("another node's data folder, or a copy of it", "其他节点的数据目录或其副本"),
    },
  },
  positionals: [0, 0],
  notes: words(
    "The node must not run. Nothing of the other folder is believed: each block must be the one that the header above names. Lists of the node are built anew at its next start.",
    "节点须已停止。来源目录的内容不被信任:每个区块须与其上方区块头一致。节点下次启动时重建各列表。",
  ),
  run: async (call) => {
    const folder = dataFolderOf(call);
    const source = call.text("from");
    if (source === undefined)
      return problem(
        EXIT.usage,
        "no-source",
        words("Nothing says where older blocks are.", "未指明旧区块的来源。"),
        words("Name another node's data folder with --from.", "请用 --from 指定其他节点的数据目录。"),
      );
    const own = await openFolder(call, folder);
    if (!own.ok) return own;
    const { genesis, base } = own.value;
    own.value.close();
    const { hasLedger } = await import("../evidence/folder.ts");
    if (!hasLedger(source))
      return problem(
        EXIT.data,
        "no-ledger",
        words(`There is no ledger in ${source}.`, `${source} 中没有账本。`),
        words("Name another node's data folder with --from.", "请用 --from 指定其他节点的数据目录。"),
        { folder: source },
      );
    const { backfillFolder } = await import("../node/backfill-folder.ts");
    const progress = new Progress(call.io, base - 1);
    try {
      const fault = backfillFolder(folder, source, genesis, (height) => progress.at(base - height));
      return backfilled(fault, call.io);
    } catch (error) {
      return unusable(folder, error);
    } finally {
      progress.end();
    }
  },
};

function backfilled(fault: BackfillFault | undefined, { language }: Io): Outcome {
  if (fault === undefined) {
    const text = words("✔ All blocks from genesis on are here.", "✔ 自创世起的全部区块均已齐备。");
    return answer(text[language], { ok: true });
  }
  const text = words(
    `✘ Block ${fault.height} of the other folder can't be taken (${fault.what}).\n  The blocks above it are here now. Try again with another member's folder.`,
    `✘ 来源目录的第 ${fault.height} 个区块无法采用(${fault.what})。\n  其上的区块已补齐。请改用其他成员的数据目录重试。`,
  );
  return answer(text[language], { ok: false, fault }, EXIT.refused);
}

export const verbs: ReadonlyMap<string, Verb> = new Map([
  ["check", check],
  ["backfill", backfill],
]);
