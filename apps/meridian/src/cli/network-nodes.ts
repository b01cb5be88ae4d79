import type { Receipt } from "@meridian/kernel/transaction";
import { answer, type Call, EXIT, type Outcome, problem, type Verb, words } from "./call.ts";
import { dataFolderOf } from "./keys.ts";
import { type Actor, acting, actorOptions, sent } from "./network-actor.ts";
import { changeOf, namedAfter, namingOf, setNodes } from "./network-naming.ts";
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
    "Nodes that were named before stay named until they are dropped, those that another call names at the same moment too. It prints all that are named then.",
    "此前登记的节点继续有效,直至用 --drop 移除;其他命令同时登记的节点同样保留。命令会列出登记后的全部节点。",
  ),
  run: (call) => acting(call, (actor) => setting(call, actor)),
};

async function setting(call: Call, actor: Actor): Promise<Outcome> {
  const remote = await Remote.of(call);
  if (!remote.ok) return remote;
  const naming = await namingOf(remote.value, actor, changeOf(call, actor));
  if (!naming.ok) return naming;
  const { organisation, signer } = actor;
  const { nodes: named, before, change } = naming.value;
  const unknown = change.drop.find((id) => !before.includes(id) && !change.add.includes(id));
  if (unknown !== undefined) return notNamed(unknown, organisation, before);
  if (named.length === 0 && change.drop.length === 0) return noNodeHere(call);
  const outcome = await sent(call, [setNodes(organisation, named)], [signer]);
  if (!outcome.ok || outcome.value.exit !== EXIT.ok) return outcome;
  const { text, json } = outcome.value;
  const after = await namedAfter(call, remote.value, actor, { naming: naming.value, receipt: json as Receipt });
  if (!after.ok) return after;
  if ("ended" in after.value) return after.value.ended;
  const { nodes: all, isRead } = after.value;
  const said = words(`Nodes of ${organisation}:`, `${organisation} 的节点:`)[call.io.language];
  const unread = isRead ? [] : [UNREAD[call.io.language]];
  const lines = [text, said, ...all.map((id) => `  ${id}`), ...unread];
  return answer(lines.join("\n"), { ...(json as object), nodes: all, isRead });
}

const UNREAD = words(
  "The node answers no more, so whether another call of the institution came between is not known: look again with `network nodes`.",
  "节点已无应答,无法得知本机构是否有其他命令同时更改;请稍后再次运行 `network nodes` 核对。",
);

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
