import { asSeconds } from "@meridian/base/ids";
import { ok, type Result } from "@meridian/base/result";
import type { ConsortiumHome, WantedConsortium } from "../region/consortium-home.ts";
import { type Call, EXIT, type OptionSpec, type Problem, problem, words } from "./call.ts";
import { numberOf } from "./numbers.ts";

/** Which region of several nodes a command means, and what several commands do with it. */

export const FOLDER = ".meridian-region";
const nodesFolderOf = (call: Call): string => call.text("data") ?? FOLDER;

export const nodesOptions: { readonly [name: string]: OptionSpec } = {
  data: {
    type: "string",
    value: "DIR",
    says: words(`folder of all its nodes (default ${FOLDER})`, `全部节点的目录(默认 ${FOLDER})`),
  },
};
export const beginning: { readonly [name: string]: OptionSpec } = {
  nodes: { type: "string", value: "4|7", says: words("how many nodes (default 4)", "节点数(默认 4)") },
  port: {
    type: "string",
    value: "N",
    says: words("first of its ports (default 18180)", "起始端口(默认 18180)"),
  },
  seed: {
    type: "string",
    value: "TEXT",
    says: words("repeats the same invented region", "用于重现同一演示区域的种子"),
  },
  ...nodesOptions,
};
const PORT_MAX = 65_400;

/** Whether `--data`, or what lies here without it, is a region of several nodes. */
export async function meansNodes(call: Call): Promise<boolean> {
  const { isConsortium } = await import("../region/consortium-home.ts");
  return isConsortium(nodesFolderOf(call));
}

/** Where evidence is taken from: the court's folder, which every size of region has. */
export const folderOfEvidence = ({ nodes }: ConsortiumHome): string =>
  nodes.find(({ organisation }) => organisation === "court")?.folder ?? nodes[0]?.folder ?? "";

/** The region of the folder, begun when there is none; with an engine to run it. */
export async function opened(call: Call): Promise<Result<ConsortiumHome, Problem>> {
  const wanted = await wantedBy(call);
  if (!wanted.ok) return wanted;
  const { findEngine } = await import("@meridian/consensus-comet/engine/binary");
  const engine = findEngine();
  if (!engine.ok)
    return problem(
      EXIT.data,
      engine.error.code,
      words("There is no CometBFT here that can be used.", "找不到可用的 CometBFT。"),
      words(
        "Build it with `npm run engine` (needs Go), or name one with MERIDIAN_COMETBFT.",
        "请用 `npm run engine` 构建(需要 Go),或用 MERIDIAN_COMETBFT 指定。",
      ),
      engine.error,
    );
  return homeIn(call, wanted.value);
}

/** The region of the folder, which must be there. */
export async function existing(call: Call): Promise<Result<ConsortiumHome, Problem>> {
  const folder = nodesFolderOf(call);
  if (await meansNodes(call)) return homeIn(call, { now: seconds() });
  return problem(
    EXIT.data,
    "no-such-region",
    words(`There is no region of several nodes in ${folder}.`, `${folder} 中没有多节点区域。`),
    words(
      "Begin one with `region up`, or name its folder with --data.",
      "请用 `region up` 新建,或用 --data 指定目录。",
    ),
    { folder },
  );
}

async function homeIn(call: Call, wanted: WantedConsortium): Promise<Result<ConsortiumHome, Problem>> {
  const folder = nodesFolderOf(call);
  const [{ openConsortium }, { NotARegion }] = await Promise.all([
    import("../region/consortium-home.ts"),
    import("../region/home.ts"),
  ]);
  try {
    return ok(openConsortium(folder, wanted));
  } catch (error) {
    if (!(error instanceof NotARegion)) throw error;
    return problem(EXIT.data, "not-this-region", error.says, words("Nothing was changed.", "未作任何更改。"), {
      folder,
    });
  }
}

async function wantedBy(call: Call): Promise<Result<WantedConsortium, Problem>> {
  const { SIZES } = await import("../region/consortium-home.ts");
  const nodes = numberOf(call, "nodes", undefined);
  if (!nodes.ok) return nodes;
  const port = numberOf(call, "port", undefined, PORT_MAX);
  if (!port.ok) return port;
  if (nodes.value !== undefined && !SIZES.includes(nodes.value))
    return problem(
      EXIT.usage,
      "size",
      words(`A region has ${SIZES.join(" or ")} nodes.`, `节点数须为 ${SIZES.join(" 或 ")}。`),
      words("Four bear one failure, seven bear two.", "四个可容忍一个失效,七个可容忍两个。"),
    );
  const seed = call.text("seed");
  return ok({
    now: seconds(),
    ...(nodes.value !== undefined && { nodes: nodes.value }),
    ...(port.value !== undefined && { port: port.value }),
    ...(seed !== undefined && { seed }),
  });
}

export async function start(
  call: Call,
  home: ConsortiumHome,
  isEnding: () => boolean,
): Promise<Result<unknown, Problem>> {
  const [{ bringUp }, { faultTold }] = await Promise.all([
    import("../region/up.ts"),
    import("../region/consortium-words.ts"),
  ]);
  const { language } = call.io;
  call.io.err(`${words("starting the nodes", "正在启动节点")[language]}\n`);
  const started = await bringUp(home, { isEnding, told: (line) => call.io.err(`  ${line}\n`) });
  if (started.ok) return started;
  const { happened, next } = faultTold(started.error);
  const exit = started.error.code === "ports-taken" ? EXIT.unreachable : EXIT.refused;
  return problem(exit, started.error.code, happened, next, started.error);
}

/** From the first request to end on, work goes no further. */
export function ending(call: Call): () => boolean {
  let asked = false;
  void call.io.ended().then(() => {
    asked = true;
  });
  return () => asked;
}

export function tenths(tell: (done: number, whole: number) => void): (done: number, whole: number) => void {
  return (done, whole) => {
    if (done === whole || done % Math.max(1, Math.floor(whole / 10)) === 0) tell(done, whole);
  };
}

export async function notRunning({ nodes }: ConsortiumHome): Promise<readonly string[]> {
  const { standingOf } = await import("../region/ask.ts");
  const standings = await Promise.all(nodes.map(async (node) => [node, await standingOf(node)] as const));
  return standings.filter(([, standing]) => standing === undefined).map(([node]) => node.organisation);
}

export const nodesDown = (down: readonly string[]) =>
  problem(
    EXIT.unreachable,
    "nodes-down",
    words(`These nodes do not answer: ${down.join(", ")}.`, `以下节点没有应答:${down.join("、")}。`),
    words("`region up` starts those that do not run.", "`region up` 会启动未运行的节点。"),
    { down },
  );

const seconds = () => asSeconds(Math.floor(Date.now() / 1_000));
