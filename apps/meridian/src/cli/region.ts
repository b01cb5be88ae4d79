import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ok, type Result } from "@meridian/base/result";
import type { RegionOptions } from "../region/start.ts";
import { type Call, EXIT, OPTIONS, type OptionSpec, type Problem, printed, problem, type Verb, words } from "./call.ts";
import { dataFolderOf } from "./keys.ts";
import { numberOf } from "./numbers.ts";
import { ORIGIN, originsOf } from "./origins.ts";
import { meansNodes, nodesOptions } from "./region-home.ts";
import { nodesPlay, nodesStatus, nodesVerbs } from "./region-nodes.ts";

/** Types only: nothing of the region is loaded for `--help`. */
type StartRegion = typeof import("../region/start.ts").startRegion;

const PORT = 8_180;

const options: { readonly [name: string]: OptionSpec } = {
  port: { type: "string", value: "N", says: words("port of the API (default 8180)", "接口端口(默认 8180)") },
  data: { ...OPTIONS.data, says: words("folder of its data (default .meridian)", "数据目录(默认 .meridian)") },
  input: { type: "string", value: "DIR", says: words("folder of FHIR bundles to take in", "待接收的 FHIR 数据目录") },
  seed: {
    type: "string",
    value: "TEXT",
    says: words("repeats the same invented region", "用于重现同一演示区域的种子"),
  },
  prescriptions: { type: "string", value: "N", says: words("how many prescriptions to play", "演示的处方数量") },
  origin: ORIGIN,
  once: { type: "boolean", says: words("play once, then stop", "演示一遍后停止") },
};

const start: Verb = {
  usage: "region start",
  says: words("starts a demonstration region; everybody in it is invented", "启动演示区域,其中所有人物均为虚构"),
  options,
  positionals: [0, 0],
  run: (call) => run(call, call.flag("once")),
};

const play: Verb = {
  ...start,
  usage: "region play",
  says: words(
    "plays a region's stories once: across the nodes of `region up`, or in one process that then stops",
    "将区域情节演示一遍:在 `region up` 的各节点间,或在单一进程中演示后停止",
  ),
  run: async (call) => ((await nodesMeant(call)) ? nodesPlay(call) : run(call, true)),
};

/** Whoever names a folder means what is in it; otherwise nodes that were begun here come first. */
const nodesMeant = async (call: Call): Promise<boolean> => call.text("node") === undefined && (await meansNodes(call));

async function run(call: Call, once: boolean) {
  const given = optionsOf(call, once);
  if (!given.ok) return given;
  const started = await starter();
  if (!started.ok) return started;
  const { out, err } = call.io;
  const exit = await started.value(given.value, {
    progress: (line) => err(`${line}\n`),
    print: (line) => out(`${line}\n`),
  });
  return printed(exit);
}

function optionsOf(call: Call, once: boolean): Result<RegionOptions, Problem> {
  const port = numberOf(call, "port", PORT, 65_535);
  if (!port.ok) return port;
  const prescriptions = numberOf(call, "prescriptions", undefined);
  if (!prescriptions.ok) return prescriptions;
  const origins = originsOf(call);
  if (!origins.ok) return origins;
  const [input, seed] = [call.text("input"), call.text("seed")];
  return ok({
    folder: dataFolderOf(call),
    once,
    json: call.json,
    lang: call.io.language,
    port: port.value,
    ...(prescriptions.value !== undefined && { prescriptions: prescriptions.value }),
    ...(origins.value && { origins: origins.value }),
    ...(input !== undefined && { input }),
    ...(seed !== undefined && { seed }),
  });
}

/** Loaded by its address: the region is large, and nothing else needs it. */
async function starter(): Promise<Result<StartRegion, Problem>> {
  const file = new URL("../region/start.ts", import.meta.url);
  if (!existsSync(fileURLToPath(file)))
    return problem(
      EXIT.data,
      "no-region",
      words("The demonstration region is not part of this installation.", "此安装不含演示区域。"),
      words("Run it from a checkout of the source.", "请在源代码目录中运行。"),
    );
  const { startRegion } = (await import(file.href)) as { startRegion: StartRegion };
  return ok(startRegion);
}

const status: Verb = {
  usage: "region status",
  says: words("says where a running region stands", "查看运行中区域的状态"),
  options: { node: OPTIONS.node, ...nodesOptions },
  positionals: [0, 0],
  run: async (call) =>
    call.text("data") !== undefined || (await nodesMeant(call))
      ? nodesStatus(call)
      : (await import("./standing.ts")).standingOf(call),
};

export const verbs: ReadonlyMap<string, Verb> = new Map([
  ["start", start],
  ["play", play],
  ["status", status],
  ...nodesVerbs,
]);
