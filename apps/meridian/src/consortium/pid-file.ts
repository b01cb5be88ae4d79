import { execFileSync } from "node:child_process";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fits, integer, object, optional, type TypeOf, text } from "@meridian/base/shape";

/** `node.pid` in a node's folder: which process runs on it, while one does. */
const shape = object({
  pid: integer({ min: 1, max: 4_194_304 }),
  /** When the process began, by the system's own word: a pid that was given to another process has another. */
  began: optional(text({ max: 80 })),
});
export type PidFile = TypeOf<typeof shape>;

export const pidFileIn = (folder: string): string => join(folder, "node.pid");

/** Says that this process runs on the folder, unless another one does; returns what takes it back, which spares the file of another process. */
export function writePidFile(folder: string): () => void {
  const file = pidFileIn(folder);
  const { pid } = process;
  const other = runningIn(folder);
  // A second start will fail for the folder's lock; until then the file is the first one's.
  if (other !== undefined && other !== pid) return () => undefined;
  const began = beganOf(pid);
  const written = `${JSON.stringify({ pid, ...(began !== undefined && { began }) })}\n`;
  writeFileSync(`${file}.new`, written);
  renameSync(`${file}.new`, file);
  return () => {
    if (readText(file) === written) rmSync(file, { force: true });
  };
}

/** The process that runs on the folder now; undefined when there is none, whatever file an earlier one left. */
export function runningIn(folder: string): number | undefined {
  const file = readPidFile(folder);
  return file !== undefined && isSameProcess(file) ? file.pid : undefined;
}

export function readPidFile(folder: string): PidFile | undefined {
  try {
    const value: unknown = JSON.parse(readText(pidFileIn(folder)) ?? "");
    return fits(shape, value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the process that wrote the file still runs. A signal goes to no other. */
export function isSameProcess({ pid, began }: PidFile): boolean {
  if (!isAlive(pid)) return false;
  const now = beganOf(pid);
  return began === undefined || now === undefined || began === now;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * Linux: field 22 of /proc/PID/stat, clock ticks since the machine started (proc_pid_stat(5)). Elsewhere what ps says,
 * and undefined where there is no ps. A process that has ended and only waits to be collected has none.
 */
export function beganOf(pid: number): string | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat !== undefined) {
    // The name of the program stands in brackets and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? "ended" : fields[19];
  }
  if (process.platform === "win32" || process.platform === "linux") return undefined;
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined;
  }
}

const POLL_MILLISECONDS = 50;

/** Whether the process has ended before the time was over. */
export async function hasEnded(file: PidFile, milliseconds: number): Promise<boolean> {
  const until = performance.now() + milliseconds;
  while (isSameProcess(file)) {
    if (performance.now() > until) return false;
    await new Promise((later) => setTimeout(later, POLL_MILLISECONDS));
  }
  return true;
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
