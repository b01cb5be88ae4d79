import { NodeUnreachable } from "@meridian/http-fetch/http-transport";
import type { ConsortiumHome } from "../region/consortium-home.ts";
import { answer, type Call, EXIT, type Outcome, problem, type Verb, words } from "./call.ts";
import { numberOf } from "./numbers.ts";
import { beginning, ending, folderOfEvidence, nodesDown, opened, start, tenths } from "./region-home.ts";

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
  const { agreementTold } = await import("../region/consortium-words.ts");
  const { killed, heights, prescriptions, failures, evidence } = done;
  const genesis = `${folderOfEvidence(home)}/genesis.json`;
  const lines = [
    words(
      `${done.nodes} nodes. ${prescriptions.before} prescriptions from height ${heights.begun} to ${heights.atKill}; then the node of ${killed} was killed.`,
      `${done.nodes} 个节点。${prescriptions.before} 张处方,高度 ${heights.begun} 至 ${heights.atKill};随后杀掉 ${killed} 的节点。`,
    ),
    words(
      `The others went on to height ${heights.goneOn} with ${prescriptions.while} more; it came back and stood at ${heights.caughtUp}.`,
      `其余节点继续到高度 ${heights.goneOn},又完成 ${prescriptions.while} 张;该节点重启后追上,高度 ${heights.caughtUp}。`,
    ),
    agreementTold(done),
    ...failures.map((failure) => words(`not as told: ${failure}`, `与情节不符:${failure}`)),
    evidence.holds
      ? words(
          `Evidence of ${evidence.prescription} from the court's node holds. Check it yourself:`,
          `法院节点导出的 ${evidence.prescription} 证据核验通过。可自行核验:`,
        )
      : words(`Evidence of ${evidence.prescription} does NOT hold:`, `${evidence.prescription} 的证据核验未通过:`),
  ];
  const { language } = call.io;
  const check = `  npm run -s meridian -- verify ${evidence.file} --genesis ${genesis}`;
  const text = [...lines.map((line) => line[language]), check].join("\n");
  return answer(text, done, good ? EXIT.ok : EXIT.refused);
}

const MOMENT = {
  up: words("all nodes serve", "全部节点已就绪"),
  registering: words("registering members, staff and credentials", "正在登记成员、人员与资质"),
  playing: words("playing prescriptions, each institution at its own node", "正在演示处方,各机构使用自己的节点"),
  killed: words("killed without warning:", "已强行杀掉:"),
  goesOn: words("the others go on, height", "其余节点继续出块,高度"),
  restarting: words("starting again:", "正在重新启动:"),
  caughtUp: words("caught up:", "已追上:"),
  proven: words("evidence from the court's node:", "法院节点的证据:"),
  stopping: words("stopping all nodes", "正在停止全部节点"),
} as const;
