import { OPTIONS, type Verb, words } from "./call.ts";
import { init } from "./node-init.ts";
import { join } from "./node-join.ts";
import { start } from "./node-start.ts";
import { stop } from "./node-stop.ts";

const status: Verb = {
  usage: "node status",
  says: words("says where a running node stands", "查看运行中节点的状态"),
  options: {
    node: OPTIONS.node,
    data: {
      ...OPTIONS.data,
      says: words("folder of the node that is asked (default .meridian)", "所查询节点的数据目录(默认 .meridian)"),
    },
  },
  positionals: [0, 0],
  run: async (call) => (await import("./standing.ts")).standingOf(call),
};

export const verbs: ReadonlyMap<string, Verb> = new Map([
  ["init", init],
  ["join", join],
  ["start", start],
  ["status", status],
  ["stop", stop],
]);
