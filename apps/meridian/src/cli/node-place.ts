import { ok, type Result } from "@meridian/base/result";
import { type Call, EXIT, type Problem, problem, words } from "./call.ts";
import { dataFolderOf } from "./keys.ts";
import { settingsIn } from "./node-json.ts";

const NODE_URL = "http://localhost:8180";

/** Where the node is that a call asks. */
export type NodePlace = {
  readonly url: string;
  /** Whose `node.json` named the port; undefined where nobody's did. */
  readonly folder?: string | undefined;
};

/** What --node names; else the node of the folder that the call is about, at the port of its `node.json`. */
export async function placeOf(call: Call): Promise<Result<NodePlace, Problem>> {
  const url = call.text("node");
  if (url !== undefined) return ok({ url });
  const folder = dataFolderOf(call);
  const settings = await settingsIn(folder);
  if (!settings.ok) return settings;
  return ok(settings.value === undefined ? { url: NODE_URL } : { url: urlAt(settings.value.apiPort), folder });
}

const urlAt = (port: number): string => `http://localhost:${port}`;

export const unreachable = ({ url, folder }: NodePlace): Result<never, Problem> =>
  problem(
    EXIT.unreachable,
    "unreachable",
    folder === undefined
      ? words(`No node answers at ${url}.`, `${url} 没有节点应答。`)
      : words(
          `No node answers at ${url}, where ${folder}/node.json has the node.`,
          `${folder}/node.json 所示的 ${url} 没有节点应答。`,
        ),
    folder === undefined
      ? words(
          "Start it, or name another with --node. Evidence, prescriptions and coalitions are also read from a folder without a node, with --data.",
          "请启动节点,或用 --node 指定其他节点。证据、处方与成员组合也可用 --data 不经节点直接从目录读取。",
        )
      : words(
          `Start it with \`meridian node start --data ${folder}\`, or name another with --node.`,
          `请用 \`meridian node start --data ${folder}\` 启动,或用 --node 指定其他节点。`,
        ),
    { url, ...(folder !== undefined && { folder }) },
  );
