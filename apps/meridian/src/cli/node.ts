import { OPTIONS, type Verb, words } from "./call.ts";
import { init } from "./node-init.ts";
import { join } from "./node-join.ts";
import { start } from "./node-start.ts";
import { stop } from "./node-stop.ts";

const status: Verb = {
  usage: "node status",
  says: words("says where a running node stands", "查看运行中节点的状态"),
  options: { node: OPTIONS.node },
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
