import { ok, type Result } from "@meridian/base/result";
import type { Command, Receipt } from "@meridian/kernel/transaction";
import type { Row } from "@meridian/kernel/view";
import { type Call, EXIT, type Outcome, type Problem, problem, words } from "./call.ts";
import { type Actor, sent } from "./network-actor.ts";
import type { Remote } from "./remote.ts";

/**
 * The nodes of a member on the ledger, as a command line changes them. A command names them all anew, so one that was
 * made from the list of a moment ago takes back what another call named since: from another folder of the member, say. Who
 * finds that their own command did so makes the other's change again.
 */

/** What somebody does to the list, whatever else stands there. */
export type Change = { readonly add: readonly string[]; readonly drop: readonly string[] };
/** The list to name, the one it was made from, and up to which height nothing is missing in that. */
export type Naming = {
  readonly nodes: readonly string[];
  readonly before: readonly string[];
  readonly height: number;
  readonly change: Change;
};

/** How often another call of the member may come between before somebody should look who it is. */
const ROUNDS_MAX = 3;

export const changeOf = (call: Call, { nodeId }: Actor): Change => ({
  add: [...(nodeId === undefined ? [] : [nodeId]), ...call.texts("also")],
  drop: call.texts("drop"),
});

/** All nodes that the member is to have: those that stand there stay, unless they are dropped. */
export async function namingOf(
  remote: Remote,
  { organisation }: Actor,
  change: Change,
): Promise<Result<Naming, Problem>> {
  const page = await remote.get(`/v1/views/nodes?${new URLSearchParams({ organisation, limit: "1" })}`);
  if (!page.ok) return page;
  const [row] = (page.value["rows"] ?? []) as readonly Row[];
  const before = (row?.["nodes"] ?? []) as readonly string[];
  const nodes = [...new Set([...before, ...change.add])].filter((id) => !change.drop.includes(id));
  if (nodes.length > (await nodesMax())) return tooMany(organisation, before);
  return ok({ nodes, before, height: Number(page.value["height"]), change });
}

export const setNodes = (organisation: string, nodes: readonly string[]): Command =>
  ({ domain: "validator", type: "setNodes", organisation, nodes }) as Command;

/** `isRead`: whether the blocks could be read that tell if another call came between. */
type Named = { readonly nodes: readonly string[]; readonly isRead: boolean };

/**
 * The list as it stands once nobody's change is lost; or how the attempt to make another's again ended. What was named
 * stands on the ledger by then, so a node that answers no more makes no failure of it.
 */
export async function namedAfter(
  call: Call,
  remote: Remote,
  actor: Actor,
  first: { readonly naming: Naming; readonly receipt: Receipt },
): Promise<Result<Named | { readonly ended: Outcome }, Problem>> {
  let { naming, receipt } = first;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const lost = await lostBy(remote, actor.organisation, naming, receipt);
    if (!lost.ok) return ok({ nodes: naming.nodes, isRead: false });
    const { add, drop, last } = lost.value;
    if (add.length === 0 && drop.length === 0) return ok({ nodes: naming.nodes, isRead: true });
    const { change } = naming;
    const again = await namingOf(remote, actor, { add: [...change.add, ...add], drop: [...change.drop, ...drop] });
    // Refused as it would have been a moment later: then the other's list stands.
    const isTooMany = !again.ok && again.error.code === TOO_MANY;
    if (!again.ok && !isTooMany) return again;
    const list = again.ok ? again.value.nodes : last;
    const outcome = await sent(call, [setNodes(actor.organisation, list)], [actor.signer]);
    if (!outcome.ok || outcome.value.exit !== EXIT.ok) return ok({ ended: outcome });
    if (!again.ok) return tooMany(actor.organisation, last);
    naming = again.value;
    receipt = outcome.value.json as Receipt;
  }
  return notAtRest(actor.organisation, naming.nodes);
}

type Told = { readonly [name: string]: unknown };

/** What the last list before ours changed that ours takes back, and that nobody wanted us to. */
async function lostBy(
  remote: Remote,
  organisation: string,
  { nodes, before, height, change }: Naming,
  receipt: Receipt,
): Promise<Result<Change & { readonly last: readonly string[] }, Problem>> {
  let last = before;
  for (let at = height + 1; at <= receipt.height; at++) {
    const block = await remote.get(`/v1/blocks/${at}`);
    if (!block.ok) return block;
    for (const told of block.value["events"] as readonly Told[]) {
      if (told["transaction"] === receipt.id) break;
      const event = (told["event"] ?? {}) as Told;
      const isList = told["domain"] === "validator" && (event["type"] === "nodesSet" || event["type"] === "offered");
      if (isList && event["organisation"] === organisation) last = event["nodes"] as readonly string[];
    }
  }
  const add = last.filter((id) => !before.includes(id) && !nodes.includes(id) && !change.drop.includes(id));
  const drop = before.filter((id) => !last.includes(id) && nodes.includes(id) && !change.add.includes(id));
  return ok({ add, drop, last });
}

const TOO_MANY = "too-many-own-nodes";
const nodesMax = async (): Promise<number> => (await import("@meridian/validator/schema")).NODES_MAX;

async function tooMany(organisation: string, before: readonly string[]) {
  const max = await nodesMax();
  return problem(
    EXIT.refused,
    TOO_MANY,
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
}

const notAtRest = (organisation: string, nodes: readonly string[]) =>
  problem(
    EXIT.refused,
    "nodes-not-at-rest",
    words(
      `Others change the nodes of ${organisation} again and again; the last list named here was ${nodes.join(", ")}.`,
      `${organisation} 的节点正被反复更改;此处最后登记的列表为 ${nodes.join("、")}。`,
    ),
    words("Agree on who changes them, then run the same command again.", "请先商定由谁更改,再重新运行同一命令。"),
    { nodes },
  );
