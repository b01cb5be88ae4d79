import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hasEnded, isSameProcess, readPidFile, runningIn } from "../consortium/pid-file.ts";
import type { NodePlace } from "./consortium-home.ts";

/** The nodes of a region as processes of this machine. None is ever signalled but by its own pid file. */

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));
const HOST = "127.0.0.1";
const STOP_MILLISECONDS = 20_000;
const LOG_LINES = 15;

export const logFileIn = ({ folder }: NodePlace): string => join(folder, "node.log");

/** Starts a node on its own: it goes on when whoever started it ends. */
export function startNode(node: NodePlace): ChildProcess {
  const log = openSync(logFileIn(node), "a", 0o600);
  try {
    const argv = ["--disable-warning=ExperimentalWarning", MAIN, "node", "start", "--data", node.folder, "--json"];
    const child = spawn(process.execPath, argv, { detached: true, stdio: ["ignore", log, log] });
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

export const isRunning = ({ folder }: NodePlace): boolean => runningIn(folder) !== undefined;
export const pidOf = ({ folder }: NodePlace): number | undefined => runningIn(folder);

/** Asks a node to end and waits; true when it ran and has ended, undefined when none ran. */
export async function stopNode({ folder }: NodePlace, signal: "SIGTERM" | "SIGKILL" = "SIGTERM") {
  const file = readPidFile(folder);
  if (file === undefined || !isSameProcess(file)) return undefined;
  try {
    process.kill(file.pid, signal);
  } catch (error) {
    // It ended by itself between the two looks.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
  return hasEnded(file, STOP_MILLISECONDS);
}

/** Ports that something listens on already. */
export async function takenAmong(ports: readonly number[]): Promise<readonly number[]> {
  const taken = await Promise.all(ports.map(async (port) => ((await isFree(port)) ? [] : [port])));
  return taken.flat();
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, HOST, () => server.close(() => resolve(true)));
  });

/** The last lines of a node's log, for whoever must see why it did not start. */
export function endOfLog(node: NodePlace): string {
  try {
    return readFileSync(logFileIn(node), "utf8").trimEnd().split("\n").slice(-LOG_LINES).join("\n");
  } catch {
    return "";
  }
}
