import { existsSync } from "node:fs";
import type { NetworkId } from "@meridian/base/ids";
import { ok, type Result } from "@meridian/base/result";
import type { Transport } from "@meridian/client/transport";
import { EXIT, type Problem, problem, words } from "./call.ts";
import { readGenesis } from "./files.ts";

/** The network of a prepared folder; undefined where the folder belongs to none yet. */
export async function networkOfFolder(folder: string): Promise<Result<NetworkId | undefined, Problem>> {
  const { genesisFileIn } = await import("../evidence/folder.ts");
  const file = genesisFileIn(folder);
  if (!existsSync(file)) return ok(undefined);
  const genesis = await readGenesis(file);
  return genesis.ok ? ok(genesis.value.network) : genesis;
}

class OtherNetwork extends Error {
  readonly said: NetworkId;
  constructor(said: NetworkId) {
    super(said);
    this.said = said;
  }
}

/**
 * The same way to a node, that does not take its word for which network it is of: what is signed names the network, so a
 * node of another one, or one that lies, would have a key sign what counts there.
 */
export async function onlyOf<T>(
  network: NetworkId | undefined,
  transport: Transport,
  work: (transport: Transport) => Promise<Result<T, Problem>>,
): Promise<Result<T, Problem>> {
  const checked: Transport = {
    submit: (transaction) => transport.submit(transaction),
    receipt: (id, milliseconds) => transport.receipt(id, milliseconds),
    standing: async () => {
      const standing = await transport.standing();
      if (network !== undefined && standing.network !== network) throw new OtherNetwork(standing.network);
      return standing;
    },
  };
  try {
    return await work(checked);
  } catch (error) {
    if (error instanceof OtherNetwork && network !== undefined) return otherNetwork(network, error.said);
    throw error;
  }
}

const otherNetwork = (own: NetworkId, said: NetworkId) =>
  problem(
    EXIT.refused,
    "other-network",
    words(
      `The node that was asked says it is of ${said}, and this folder belongs to ${own}. Nothing was signed.`,
      `所询问的节点称其属于网络 ${said},而本目录属于 ${own}。未作任何签名。`,
    ),
    words("Name a node of your own network with --node.", "请用 --node 指定本网络的节点。"),
    { own, said },
  );
