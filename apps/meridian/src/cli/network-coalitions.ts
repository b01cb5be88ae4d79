import type { OrganisationId } from "@meridian/base/ids";
import { ok, type Result } from "@meridian/base/result";
import { answer, type Call, EXIT, OPTIONS, type Problem, problem, type Verb, words } from "./call.ts";
import { readGenesis } from "./files.ts";
import { openFolder } from "./folders.ts";
import { Remote } from "./remote.ts";

type Seated = { readonly organisation: OrganisationId; readonly control: string };
const SEATS_MAX = 100;

export const coalitions: Verb = {
  usage: "network coalitions (--node URL | --data DIR | --genesis FILE)",
  says: words(
    "says which smallest sets of members could halt, censor, fork or rewrite",
    "列出可使网络停止、排除交易、分叉或改写的最小成员组合",
  ),
  options: {
    node: OPTIONS.node,
    data: { ...OPTIONS.data, says: words("folder of a node that has run", "运行过的节点目录") },
    genesis: { ...OPTIONS.genesis, says: words("as the network began", "按创世时的状态") },
  },
  positionals: [0, 0],
  run: async (call) => {
    const seats = await seatsOf(call);
    if (!seats.ok) return seats;
    if (seats.value.length === 0)
      return problem(
        EXIT.refused,
        "no-validators",
        words("The ledger has no validators: one process orders.", "账本中没有验证者:由单一进程排序。"),
        words("`--genesis FILE` tells who signs its blocks.", "用 `--genesis FILE` 查看区块签名者。"),
      );
    const [{ coalitionsOf }, { told }] = await Promise.all([
      import("@meridian/validator/coalitions"),
      import("./coalition-table.ts"),
    ]);
    const table = coalitionsOf(seats.value);
    return answer(told(table, call.io.language), table);
  },
};

async function seatsOf(call: Call): Promise<Result<readonly Seated[], Problem>> {
  const [genesis, data] = [call.text("genesis"), call.text("data")];
  if (data !== undefined) return seatsInFolder(call, data);
  if (genesis !== undefined) {
    const document = await readGenesis(genesis);
    return document.ok ? ok((await import("./coalition-table.ts")).seatsIn(document.value)) : document;
  }
  const remote = await Remote.of(call);
  if (!remote.ok) return remote;
  const rows = await remote.value.rows("validators", {}, SEATS_MAX);
  if (!rows.ok) return rows;
  return ok(
    rows.value.map((row) => ({ organisation: row["organisation"] as OrganisationId, control: String(row["control"]) })),
  );
}

/** As the folder's records have it at its last block. */
async function seatsInFolder(call: Call, data: string): Promise<Result<readonly Seated[], Problem>> {
  const opened = await openFolder(call, data);
  if (!opened.ok) return opened;
  const [{ recordKeyOf }, { SET }, { textOf }, { parseJson }] = await Promise.all([
    import("@meridian/kernel/roots"),
    import("@meridian/validator/schema"),
    import("@meridian/base/bytes"),
    import("@meridian/base/json"),
  ]);
  const record = opened.value.store.record(recordKeyOf("validator", SET));
  opened.value.close();
  const state = parseJson(textOf(record ?? new Uint8Array()) ?? "") as
    | { readonly validators?: readonly Seated[] }
    | undefined;
  return ok(state?.validators ?? []);
}
