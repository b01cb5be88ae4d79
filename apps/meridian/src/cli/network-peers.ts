import { answer, EXIT, OPTIONS, problem, type Verb, words } from "./call.ts";
import { writeText } from "./files.ts";
import { openFolder } from "./folders.ts";
import { dataFolderOf } from "./keys.ts";
import { missing } from "./node-init.ts";
import { notJoined, settingsIn } from "./node-json.ts";

/** Registered as `network peers`. */
export const peersVerb: Verb = {
  usage: "network peers --data DIR --out FILE",
  says: words(
    "writes what a member that joins needs beside the genesis document: where the nodes are, and how a moved chain began anew",
    "写出新成员加入时除创世文件外所需的信息:各节点地址,以及已转移之链的起点",
  ),
  options: { data: OPTIONS.data, genesis: OPTIONS.genesis, out: OPTIONS.out },
  positionals: [0, 0],
  notes: words(
    "The node may run meanwhile. Nothing in the file is secret, and `node join` checks what can be checked. Nodes are those in node.json that the ledger knows, and this one.",
    "节点可同时运行。文件不含机密,`node join` 会核验可核验的内容。所列为 node.json 中已登记于账本的节点及本节点。",
  ),
  run: async (call) => {
    const folder = dataFolderOf(call);
    const out = call.text("out");
    if (out === undefined) return missing("--out");
    const [{ peersIn }, { readNodeId }, settings] = await Promise.all([
      import("../consortium/handover.ts"),
      import("../consortium/node-key.ts"),
      settingsIn(folder),
    ]);
    if (!settings.ok) return settings;
    if (settings.value === undefined) return notJoined(folder);
    const ledger = await openFolder(call, folder);
    if (!ledger.ok) return ledger;
    try {
      const peers = peersIn(folder, ledger.value, settings.value, readNodeId(folder));
      if (peers === "no-block")
        return problem(
          EXIT.refused,
          "no-handover",
          words(
            "This node joined with a snapshot and lacks the block that handed the chain over.",
            "本节点由快照加入,缺少移交该链的区块。",
          ),
          words(
            "Ask a member whose node has all blocks, or fetch them with `meridian ledger backfill`.",
            "请向保存全部区块的成员索取,或先用 `meridian ledger backfill` 补齐。",
          ),
        );
      const written = writeText(out, `${JSON.stringify(peers, undefined, 2)}\n`);
      if (!written.ok) return written;
      const said = words(
        `Wrote ${out} with ${peers.peers.length} nodes.`,
        `已写入 ${out},共 ${peers.peers.length} 个节点。`,
      );
      return answer(said[call.io.language], { out, peers: peers.peers.length, moved: peers.handover !== undefined });
    } finally {
      ledger.value.close();
    }
  },
};
