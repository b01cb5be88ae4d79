import type { LedgerFault } from "../evidence/chain.ts";
import { answer, EXIT, type Io, OPTIONS, type Outcome, type Verb, words } from "./call.ts";
import { openFolder } from "./folders.ts";
import { dataFolderOf } from "./keys.ts";
import { backfill } from "./ledger-backfill.ts";
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

export const verbs: ReadonlyMap<string, Verb> = new Map([
  ["check", check],
  ["backfill", backfill],
]);
