import type { EngineRpc } from "../rpc.ts";
import type { Peer } from "./config.ts";

/**
 * Which of these peers the engine hangs up on, dialled or dialling: it asks the application by this path (`filter_peers`),
 * which knows the nodes that the ledger names as far as this node has it.
 */
export async function refusedOf(rpc: Pick<EngineRpc, "relay">, peers: readonly Peer[]): Promise<readonly Peer[]> {
  const asked = peers.map(({ nodeId }) => rpc.relay(0, "abci_query", { path: `/p2p/filter/id/${nodeId}` }));
  const answers = await Promise.all(asked);
  return peers.filter((_, i) => isRefusal(answers[i] ?? ""));
}

/** An answer in another form is none: better nothing is said than something wrong. */
function isRefusal(answer: string): boolean {
  const { result } = JSON.parse(answer) as { readonly result?: { readonly response?: { readonly code?: unknown } } };
  const code = result?.response?.code;
  return typeof code === "number" && code !== 0;
}
