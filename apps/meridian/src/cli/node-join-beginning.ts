import { ok, type Result } from "@meridian/base/result";
import type { StateSync } from "@meridian/consensus-comet/engine/config";
import type { GenesisDocument } from "@meridian/network/genesis";
import type { engineGenesisOf } from "../consortium/move.ts";
import type { PeersFile } from "../consortium/peers.ts";
import { type Call, EXIT, type Problem, problem, words } from "./call.ts";
import { numberOf } from "./numbers.ts";

/** With what the engine of a node that joins begins: genesis, the block that handed a chain over, or a snapshot. */

/** Seven days, as Go writes it: a trusted header must not be older when the node joins. */
const TRUST_PERIOD = "168h0m0s";

type Beginning = {
  /** Of a chain that was moved: what its engine began with. */
  readonly engine: ReturnType<typeof engineGenesisOf> | undefined;
  /** Whose keys vote from the engine's first block on. */
  readonly validators: readonly { readonly organisation: string; readonly publicKey: string }[];
};

/** With what the engine begins. Blocks from before a move it has none of, so their state comes with a snapshot. */
export async function beginningOf(
  genesis: GenesisDocument,
  handover: PeersFile["handover"],
  stateSync: StateSync | undefined,
): Promise<Result<Beginning, Problem>> {
  if (handover === undefined || genesis.consortium !== undefined)
    return ok({ engine: undefined, validators: genesis.validators });
  const [{ closingIn }, { engineGenesisOf }] = await Promise.all([
    import("../consortium/handover.ts"),
    import("../consortium/move.ts"),
  ]);
  const closing = closingIn(genesis, handover);
  if (closing === undefined)
    return problem(
      EXIT.data,
      "not-the-handover",
      words(
        "The block in peers.json that hands the chain over is not signed by the validators of the genesis document, or announces others than it names.",
        "peers.json 中的移交区块未由创世文件所列验证者签署,或其宣布的集合与所列不符。",
      ),
      words("Take the file from another member.", "请向其他成员索取该文件。"),
    );
  if (stateSync !== undefined && stateSync.trustHeight > closing.height)
    return ok({ engine: engineGenesisOf(genesis, closing), validators: closing.validators });
  return problem(
    EXIT.usage,
    "snapshot-needed",
    words(
      `The members' engine began at block ${closing.height + 1}, so the state before it comes with a snapshot and a header you trust from there on.`,
      `成员的引擎自第 ${closing.height + 1} 个区块起排序,此前的状态须由快照取得,可信区块头亦须在其后。`,
    ),
    words(
      "Give --snapshot, --trust-height and --trust-hash, or use `meridian network move` on a copy of the old folder.",
      "请给出 --snapshot、--trust-height 与 --trust-hash,或在旧目录副本上执行 `meridian network move`。",
    ),
    { initialHeight: closing.height + 1 },
  );
}

/** The snapshot that was asked for, which is safe only with a header that people have told. */
export function stateSyncOf(call: Call): Result<StateSync | undefined, Problem> {
  const [servers, trustHash] = [call.text("snapshot"), call.text("trust-hash")];
  const height = numberOf(call, "trust-height", undefined);
  if (!height.ok) return height;
  if (servers === undefined && trustHash === undefined && height.value === undefined) return ok(undefined);
  const rpcServers = (servers ?? "").split(",").filter((server) => /^https?:\/\/[^\s,]+$/.test(server));
  if (rpcServers.length >= 2 && height.value !== undefined && /^[0-9A-Fa-f]{64}$/.test(trustHash ?? ""))
    return ok({ rpcServers, trustHeight: height.value, trustHash: trustHash ?? "", trustPeriod: TRUST_PERIOD });
  return problem(
    EXIT.usage,
    "snapshot-incomplete",
    words(
      "A snapshot needs the APIs of at least two members, better three or more, and height and hash of a header that you trust.",
      "快照至少需要两个(最好三个以上)成员的接口地址,以及可信区块头的高度与哈希。",
    ),
    words(
      "Give --snapshot URL,URL,URL --trust-height N --trust-hash HEX, or none of them.",
      "请同时给出 --snapshot URL,URL,URL --trust-height N --trust-hash HEX,或全部省略。",
    ),
  );
}
