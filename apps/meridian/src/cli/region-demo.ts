import { NodeUnreachable } from "@meridian/http-fetch/http-transport";
import type { ConsortiumHome } from "../region/consortium-home.ts";
import { answer, type Call, EXIT, type Outcome, problem, type Verb, type Words, words } from "./call.ts";
import { numberOf } from "./numbers.ts";
import { beginning, ending, FOLDER, folderOfEvidence, nodesDown, opened, start, tenths } from "./region-home.ts";

export const demo: Verb = {
  usage: "region demo --nodes 4",
  says: words(
    "starts a consortium, plays stories, kills a node, starts it again, proves, and stops: all in one",
    "启动联盟、演示流转、杀掉一个节点、重新启动、导出证明并停止,一气呵成",
  ),
  options: {
    ...beginning,
    prescriptions: {
      type: "string",
      value: "N",
      says: words("how many to play first (default 12)", "先演示的处方数(默认 12)"),
    },
    keep: { type: "boolean", says: words("leave the nodes running at the end", "结束时保留节点运行") },
  },
  positionals: [0, 0],
  run: (call) => demonstration(call),
};

const DEMO_PRESCRIPTIONS = 12;

async function demonstration(call: Call): Promise<Outcome> {
  const count = numberOf(call, "prescriptions", DEMO_PRESCRIPTIONS);
  if (!count.ok) return count;
  const ready = await opened(call);
  if (!ready.ok) return ready;
  const home = ready.value;
  const isEnding = ending(call);
  const { DemonstrationFailed, demonstrate, isGoodDemonstration, stopAll } = await import("../region/demo.ts");
  const { language } = call.io;
  const progress = (text: string): void => call.io.err(`${text}\n`);
  progress(
    words(
      `${home.nodes.length} invented institutions, each with a process, a folder and an engine of its own, keep one ledger together.`,
      `${home.nodes.length} 个虚构机构,各有自己的进程、目录与共识引擎,共同维护一个账本。`,
    )[language],
  );
  const started = await start(call, home, isEnding);
  if (!started.ok) return started;
  try {
    const stages = {
      isEnding,
      told: tenths((done, whole) => progress(`  ${done}/${whole}`)),
      moment: (what: keyof typeof MOMENT, detail = "") => progress(`${MOMENT[what][language]} ${detail}`.trimEnd()),
    };
    const done = await demonstrate(home, { prescriptions: count.value, chance: Math.random }, stages);
    return demoAnswer(call, home, done, isGoodDemonstration(done));
  } catch (error) {
    if (error instanceof NodeUnreachable) return nodesDown([error.message]);
    if (!(error instanceof DemonstrationFailed)) throw error;
    return problem(
      EXIT.refused,
      "demonstration-failed",
      words(`The demonstration did not go on: ${error.message}.`, `演示未能继续:${error.message}。`),
      words("Each node's folder has its node.log.", "各节点目录中有 node.log。"),
    );
  } finally {
    if (!call.flag("keep") || isEnding()) {
      progress(MOMENT.stopping[language]);
      await stopAll(home);
    }
  }
}

type Done = Awaited<ReturnType<typeof import("../region/demo.ts")["demonstrate"]>>;

async function demoAnswer(call: Call, home: ConsortiumHome, done: Done, good: boolean): Promise<Outcome> {
  const { agreementTold, tableOf } = await import("../region/consortium-words.ts");
  const { language } = call.io;
  const { nodes, killed, heights, prescriptions, failures, evidence } = done;
  const shown: readonly (readonly [Words, Words])[] = [
    [
      words("ordered together", "共同排序"),
      words(
        `${nodes} nodes, ${prescriptions.before} prescriptions, height ${heights.begun} to ${heights.atKill}`,
        `${nodes} 个节点,${prescriptions.before} 张处方,高度 ${heights.begun} 至 ${heights.atKill}`,
      ),
    ],
    [
      words("one killed", "杀掉一个"),
      words(
        `the node of ${killed}, by kill -9 at height ${heights.atKill}; its engine ends with it`,
        `高度 ${heights.atKill} 时以 kill -9 杀掉 ${killed} 的节点,其引擎随之退出`,
      ),
    ],
    [
      words("the others went on", "其余继续"),
      words(
        `${nodes - 1} nodes, ${prescriptions.while} prescriptions more, to height ${heights.goneOn}`,
        `${nodes - 1} 个节点,又完成 ${prescriptions.while} 张处方,至高度 ${heights.goneOn}`,
      ),
    ],
    [
      words("it came back", "重新加入"),
      words(
        `started again, it fetched what it had missed: height ${heights.caughtUp}`,
        `重新启动后补齐缺失的区块:高度 ${heights.caughtUp}`,
      ),
    ],
    [words("all agree", "结果一致"), agreementTold(done)],
    [
      words("proof offline", "离线证明"),
      evidence.holds
        ? words(
            `evidence of ${evidence.prescription}, taken from the court's node, holds without any node`,
            `法院节点导出的 ${evidence.prescription} 证据,无需节点即可核验通过`,
          )
        : words(`evidence of ${evidence.prescription} does NOT hold`, `${evidence.prescription} 的证据核验未通过`),
    ],
    ...failures.map((failure) => [words("not as told", "与情节不符"), words(failure, failure)] as const),
  ];
  const table = tableOf(shown.map((row) => row.map((each) => each[language])));
  const again = byHand(call, home, done).map(({ says, command }) => `${says[language]}\n  ${command}`);
  const head = words("What was shown:", "演示内容:")[language];
  return answer([head, table, "", ...again].join("\n"), done, good ? EXIT.ok : EXIT.refused);
}

/** What whoever watched can do now, each line as it is typed. */
function byHand(call: Call, { folder, ...home }: ConsortiumHome, { evidence }: Done) {
  const court = folderOfEvidence({ folder, ...home });
  const of = folder === FOLDER ? "" : ` --data ${folder}`;
  const meridian = (command: string): string => `npm run -s meridian -- ${command}`;
  const wholly = [
    {
      says: words("Check the evidence yourself; it needs no node and no network:", "可自行核验证据,无需节点与网络:"),
      command: meridian(`verify ${evidence.file} --genesis ${court}/genesis.json`),
    },
    {
      says: words("See what became of the prescription:", "查看该处方的经过:"),
      command: meridian(`rx show ${evidence.prescription} --data ${court}`),
    },
    {
      says: words(
        "Execute the court's whole ledger again, all roots and signatures compared:",
        "重新执行法院节点的整个账本,核对全部根与签名:",
      ),
      command: meridian(`ledger check --data ${court}`),
    },
  ];
  const next = call.flag("keep")
    ? {
        says: words("The nodes still run. End them:", "节点仍在运行。结束它们:"),
        command: meridian(`region down${of}`),
      }
    : {
        says: words("No node runs any more. Start them again:", "节点已全部停止。再次启动:"),
        command: meridian(`region up${of}`),
      };
  const gone = { says: words("Forget all of it:", "删除全部数据:"), command: `rm -r ${folder}` };
  return [...wholly, next, ...(call.flag("keep") ? [] : [gone])];
}

const MOMENT = {
  registering: words("registering members, staff and credentials", "正在登记成员、人员与资质"),
  playing: words("playing prescriptions, each institution at its own node", "正在演示处方,各机构使用自己的节点"),
  killed: words("killed without warning, and the others play on:", "已强行杀掉,其余继续:"),
  goesOn: words("without it the chain went from height", "缺少该节点,链仍继续,高度"),
  restarting: words("starting again:", "正在重新启动:"),
  caughtUp: words("caught up:", "已追上:"),
  comparing: words("comparing the application hashes of all at height", "正在比对全部节点的应用哈希,高度"),
  proven: words("evidence from the court's node, checked offline:", "法院节点的证据,已离线核验:"),
  stopping: words("stopping all nodes", "正在停止全部节点"),
} as const;
