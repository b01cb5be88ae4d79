import { NodeUnreachable } from "@meridian/http-fetch/http-transport";
import type { ConsortiumHome, NodePlace } from "../region/consortium-home.ts";
import { answer, type Call, EXIT, type Outcome, type Verb, type Words, words } from "./call.ts";
import { numberOf } from "./numbers.ts";
import { demo } from "./region-demo.ts";
import {
  beginning,
  ending,
  existing,
  FOLDER,
  folderOfEvidence,
  nodesDown,
  nodesOptions,
  notRunning,
  opened,
  start,
  tenths,
} from "./region-home.ts";

/** A demonstration region of several nodes, each a process of its own. */

const up: Verb = {
  usage: "region up --nodes 4",
  says: words(
    "starts a consortium on this machine: a process and a folder for each institution",
    "在本机启动联盟:每个机构一个进程、一个目录",
  ),
  options: beginning,
  positionals: [0, 0],
  notes: words(
    "Everybody in it is invented. Run again, it starts only those nodes that do not run. `region down` ends it.",
    "其中所有人物均为虚构。再次运行时只启动未运行的节点。用 `region down` 结束。",
  ),
  run: async (call) => {
    const ready = await opened(call);
    if (!ready.ok) return ready;
    const home = ready.value;
    const started = await start(call, home, ending(call));
    if (!started.ok) return started;
    return statusAnswer(call, home, nextSteps(home));
  },
};

const down: Verb = {
  usage: "region down",
  says: words("ends the nodes of a region, each by its own pid file", "按各自的 pid 文件结束区域的全部节点"),
  options: nodesOptions,
  positionals: [0, 0],
  run: async (call) => {
    const home = await existing(call);
    if (!home.ok) return home;
    const { takeDown } = await import("../region/up.ts");
    const stopped = await takeDown(home.value.nodes);
    const { language } = call.io;
    const sayings = stopped.map((node) => `  ${node.organisation}: ${stateWords(node.stopped)[language]}`);
    const stuck = stopped.some((node) => node.stopped === false);
    return answer(sayings.join("\n"), stopped, stuck ? EXIT.refused : EXIT.ok);
  },
};

const stateWords = (stopped: boolean | undefined): Words => {
  if (stopped === undefined) return words("did not run", "未在运行");
  return stopped ? words("stopped", "已停止") : words("still runs; see its node.log", "仍在运行,请查看其 node.log");
};

export async function nodesStatus(call: Call): Promise<Outcome> {
  const home = await existing(call);
  return home.ok ? statusAnswer(call, home.value) : home;
}

async function statusAnswer(call: Call, home: ConsortiumHome, after: Words = words("", "")): Promise<Outcome> {
  const [{ standingsOf }, { nodesTold }] = await Promise.all([
    import("../region/consortium-standing.ts"),
    import("../region/consortium-words.ts"),
  ]);
  const standings = await standingsOf(home.nodes);
  const { language } = call.io;
  const well = standings.every(({ height }) => height !== undefined);
  const text = `${nodesTold(standings, language)}\n${after[language]}`;
  return answer(text, { network: home.genesis.network, nodes: standings }, well ? EXIT.ok : EXIT.refused);
}

export async function nodesPlay(call: Call): Promise<Outcome> {
  const home = await existing(call);
  if (!home.ok) return home;
  const [{ CONSORTIUM_PRESCRIPTIONS, isGoodAcross, playAcross }, { agreementTold }, { told, say }] = await Promise.all([
    import("../region/consortium-play.ts"),
    import("../region/consortium-words.ts"),
    import("../region/words.ts"),
  ]);
  const count = numberOf(call, "prescriptions", CONSORTIUM_PRESCRIPTIONS);
  if (!count.ok) return count;
  const { language } = call.io;
  const progress = (text: string): void => call.io.err(`${text}\n`);
  const down = await notRunning(home.value);
  const rest = await withoutThose(home.value, down);
  if (rest === undefined) return nodesDown(down);
  if (down.length > 0) progress(goesOnWithout(down)[language]);
  const steps = {
    isEnding: ending(call),
    told: tenths((done, whole) => progress(`${say("playing", language)} ${done}/${whole}`)),
    step: (what: keyof typeof STEP) => progress(STEP[what][language]),
  };
  const played = await playAcross(rest, count.value, steps).catch((error: unknown) => {
    if (error instanceof NodeUnreachable) return error;
    throw error;
  });
  if (played instanceof NodeUnreachable) return nodesDown([played.message]);
  const summary = played;
  const court = folderOfEvidence(rest);
  const where = { url: undefined, id: summary.example, options: `--data ${court}`, genesis: `${court}/genesis.json` };
  const text = `${agreementTold(summary)[language]}\n${told(summary, language, where)}`;
  return answer(text, summary, isGoodAcross(summary) ? EXIT.ok : EXIT.refused);
}

/** What is left when these nodes are down; undefined when the network stands still or the stories miss a vault. */
async function withoutThose(home: ConsortiumHome, down: readonly string[]): Promise<ConsortiumHome | undefined> {
  const { isSpared } = await import("../region/hosts.ts");
  const isDown = ({ organisation }: NodePlace): boolean => down.includes(organisation);
  const left = home.nodes.filter((node) => !isDown(node));
  const isDecided = 3 * left.length > 2 * home.nodes.length;
  const isKept = home.nodes.filter(isDown).every((node) => isSpared(home.region, home.nodes, node));
  return isDecided && isKept ? { ...home, nodes: left } : undefined;
}

const goesOnWithout = (down: readonly string[]) =>
  words(
    `goes on without ${down.join(", ")}, whose node is down; who submits there uses another member's`,
    `${down.join("、")}的节点未运行,网络照常继续;原在该处提交者改用其他成员的节点`,
  );

const STEP = {
  registering: words("registering members, staff and credentials", "正在登记成员、人员与资质"),
  comparing: words("comparing what the nodes came to", "正在比对各节点结果"),
  proofs: words("checking evidence from the court's node", "正在核验法院节点的证据"),
} as const;

export const nodesVerbs: readonly (readonly [string, Verb])[] = [
  ["up", up],
  ["down", down],
  ["demo", demo],
];

const nextSteps = (home: ConsortiumHome): Words => {
  const data = home.folder === FOLDER ? "" : ` --data ${home.folder}`;
  const commands = [`region play${data}`, `region status${data}`, `region down${data}`];
  const shown = commands.map((command) => `  npm run -s meridian -- ${command}`).join("\n");
  return words(`where to go on:\n${shown}`, `接下来:\n${shown}`);
};
