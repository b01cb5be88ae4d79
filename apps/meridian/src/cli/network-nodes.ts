import { ok, type Result } from "@meridian/base/result";
import type { Command } from "@meridian/kernel/transaction";
import { answer, type Call, EXIT, type Outcome, type Problem, problem, type Verb, words } from "./call.ts";
import { dataFolderOf } from "./keys.ts";
import { type Actor, acting, actorOptions, sent } from "./network-actor.ts";
import { Remote } from "./remote.ts";

const NODE_ID = { type: "string", multiple: true, value: "NODEID" } as const;

export const nodes: Verb = {
  usage: "network nodes --data DIR",
  says: words(
    "adds the node of this folder to the institution's nodes, so that others let it in",
    "将本目录的节点加入本机构节点,使其他成员允许其接入",
  ),
  options: {
    ...actorOptions,
    also: { ...NODE_ID, says: words("another node of the institution", "本机构的其他节点") },
    drop: { ...NODE_ID, says: words("a node that is let in no more", "不再允许接入的节点") },
  },
  positionals: [0, 0],
  notes: words(
    "Nodes that were named before stay named until they are dropped. It prints all that are named then.",
    "此前登记的节点继续有效,直至用 --drop 移除。命令会列出登记后的全部节点。",
  ),
  run: (call) => acting(call, (actor) => setting(call, actor)),
};

async function setting(call: Call, actor: Actor): Promise<Outcome> {
  const remote = await Remote.of(call);
  if (!remote.ok) return remote;
  const named = await nodesToName(call, remote.value, actor);
  if (!named.ok) return named;
  const { organisation, signer } = actor;
  if (named.value.length === 0 && call.texts("drop").length === 0) return noNodeHere(call);
  const command = { domain: "validator", type: "setNodes", organisation, nodes: named.value };
  const outcome = await sent(call, [command as Command], [signer]);
  if (!outcome.ok || outcome.value.exit !== EXIT.ok) return outcome;
  const { text, json } = outcome.value;
  const said = words(`Nodes of ${organisation}:`, `${organisation} 的节点:`)[call.io.language];
  return answer([text, said, ...named.value.map((id) => `  ${id}`)].join("\n"), {
    ...(json as object),
    nodes: named.value,
  });
}

/**
 * All nodes that the member is to have on the ledger. A command names them all anew, so those that stand there are named
 * again: whoever speaks for one of its nodes does not lock the others out.
 */
export async function nodesToName(
  call: Call,
  remote: Remote,
  { organisation, nodeId }: Actor,
): Promise<Result<readonly string[], Problem>> {
  const rows = await remote.rows("nodes", { organisation }, 1);
  if (!rows.ok) return rows;
  const before = (rows.value[0]?.["nodes"] ?? []) as readonly string[];
  const drops = call.texts("drop");
  const now = [...new Set([...before, ...(nodeId === undefined ? [] : [nodeId]), ...call.texts("also")])];
  const unknown = drops.find((id) => !now.includes(id));
  if (unknown !== undefined) return notNamed(unknown, organisation, before);
  const named = now.filter((id) => !drops.includes(id));
  const { NODES_MAX } = await import("@meridian/validator/schema");
  return named.length <= NODES_MAX ? ok(named) : tooMany(organisation, before, NODES_MAX);
}

/** Written wrong, it would go unnoticed, and the node that was meant be let in for ever. */
const notNamed = (id: string, organisation: string, before: readonly string[]) =>
  problem(
    EXIT.refused,
    "node-not-named",
    words(`${id} is not a node of ${organisation} on the ledger.`, `${id} 不是账本上 ${organisation} 的节点。`),
    before.length === 0
      ? words("It has named none, so there is none to drop.", "该机构未登记节点,无需移除。")
      : words(`Drop one of these: ${before.join(", ")}.`, `请从以下节点中移除:${before.join("、")}。`),
    { id, nodes: before },
  );

const tooMany = (organisation: string, before: readonly string[], max: number) =>
  problem(
    EXIT.refused,
    "too-many-own-nodes",
    words(
      `${organisation} would have more than ${max} nodes on the ledger; it has named ${before.join(", ")}.`,
      `${organisation} 在账本上的节点将超过 ${max} 个;已登记 ${before.join("、")}。`,
    ),
    words(
      "Take one off that is gone: `meridian network nodes --drop NODEID`.",
      "请移除已停用的节点:`meridian network nodes --drop NODEID`。",
    ),
    { nodes: before, max },
  );

const noNodeHere = (call: Call) =>
  problem(
    EXIT.data,
    "no-node-here",
    words(
      `${dataFolderOf(call)} has no node key, and no other node is named.`,
      `${dataFolderOf(call)} 中没有节点密钥,也未指定其他节点。`,
    ),
    words(
      "Name the folder of the node with --data, or the node's id with --also.",
      "请用 --data 指定节点目录,或用 --also 指定节点编号。",
    ),
    { folder: dataFolderOf(call) },
  );
