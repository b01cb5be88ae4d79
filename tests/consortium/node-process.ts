import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { invariant } from "@meridian/base/invariant";
import { readSettings } from "@meridian/meridian-app/consortium/settings";
import { startHttp } from "@meridian/meridian-app/http/server";
import { MeridianNode } from "@meridian/meridian-app/node/node";
import type { Asked, NodeStart, Told } from "./node-messages.ts";

/** One member's node, as `meridian node start` runs it, with the API that clients use; to be killed at any instant. */
const [folder = "", json = ""] = process.argv.slice(2);
const { genesis, engineFile, rulesModule, snapshotEvery, ...start } = JSON.parse(json) as NodeStart;
const read = readSettings(folder);
const settings = read.ok ? read.value : undefined;
invariant(settings !== undefined, "the folder is prepared");
const tell = (told: Told): void => void (process.connected && process.send?.(told));
const STOP_MILLISECONDS = 15_000;

/** What the next start of the engine gets besides; a crash point is for one start only. */
const environment: Record<string, string> = { ...start.environment };

const node = await MeridianNode.open({
  folder,
  genesis,
  ...(rulesModule !== undefined && { rulesModule }),
  consortium: { settings, engineFile, environment, ...(snapshotEvery !== undefined && { snapshotEvery }) },
  log: (level, message, data) => {
    appendFileSync(join(folder, "node.log"), `${JSON.stringify({ time: Date.now(), level, message, ...data })}\n`);
    if (message === "engine started") delete environment["FAIL_TEST_INDEX"];
  },
  onFailure: (error) => {
    const words = "words" in error ? JSON.stringify(error.words) : "";
    tell({ type: "failed", error: `${error.name}: ${error.message} ${words}` });
    void end(1);
  },
});
const server = await startHttp({ node, port: settings.apiPort, logLevel: "error", rateLimits: false });

let isEnding = false;
async function end(code: number): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  setTimeout(() => process.exit(code), STOP_MILLISECONDS).unref();
  await server.close();
  await node.stop();
  process.exit(code);
}

process.on("message", (asked: Asked) => {
  if (asked.type === "stop") void end(0);
  else tell({ type: "engine", request: asked.request, ...node.members?.process });
});
// Whoever started it is gone: nobody would ever end it.
process.on("disconnect", () => void end(0));
if (!process.connected) await end(0);
tell({ type: "ready", height: node.height });
