import { readFileSync } from "node:fs";
import { findEngine } from "@meridian/consensus-comet/engine/binary";
import type { GenesisDocument } from "@meridian/network/genesis";
import { keepHeapsLow } from "../../apps/meridian/src/consortium/heaps.ts";
import { readSettings } from "../../apps/meridian/src/consortium/settings.ts";
import { genesisFileIn } from "../../apps/meridian/src/evidence/folder.ts";
import { startHttp } from "../../apps/meridian/src/http/server.ts";
import { MeridianNode } from "../../apps/meridian/src/node/node.ts";

/** One member's node as `node start` runs it, without limits on how fast one address may ask. */
const [folder = ""] = process.argv.slice(2);
const read = readSettings(folder);
const settings = read.ok ? read.value : undefined;
const engine = findEngine();
if (settings === undefined || !engine.ok) throw new Error(`cannot start: ${JSON.stringify({ folder, engine })}`);

keepHeapsLow();
// Whoever measures is gone, perhaps while this node opens: nobody else would end it. Its engine ends when it does.
process.once("disconnect", () => process.exit(1));

const node = await MeridianNode.open({
  folder,
  genesis: JSON.parse(readFileSync(genesisFileIn(folder), "utf8")) as GenesisDocument,
  consortium: { settings, engineFile: engine.value.file },
  log: (level, message, data) => {
    if (level !== "info")
      process.stderr.write(`${settings.organisation} ${level} ${message} ${JSON.stringify(data ?? {})}\n`);
  },
  onFailure: (error) => {
    process.stderr.write(`${settings.organisation}: ${error.stack}\n`);
    process.exit(1);
  },
});
const http = await startHttp({ node, port: settings.apiPort, rateLimits: false, logLevel: "silent" });
process.send?.({ type: "up", engine: node.members?.process.pid });

process.on("message", () => {
  void node.viewsCaughtUp().then(() => process.send?.({ type: "caught-up" }));
});

process.once("SIGTERM", () => {
  void http
    .close()
    .then(() => node.stop())
    .then(() => process.exit(0));
});
