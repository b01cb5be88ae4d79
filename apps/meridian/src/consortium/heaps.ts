import { setFlagsFromString } from "node:v8";

/** How much a heap may grow over what was alive in it before it is collected again. By itself V8 lets it double or more. */
const GROWING_PERCENT = 80;
/** Of glibc's own heaps (mallopt(3), M_ARENA_MAX); by itself it makes up to eight a processor. */
const ARENAS = "2";

/**
 * A member's node has five threads with a heap each, and an engine beside it, often on a small machine. Collecting earlier
 * keeps both below what a member was promised (`rssMbPerNode` of `bench -- consortium`). Of the whole process, for the heaps
 * that are there and those to come.
 */
export const keepHeapsLow = (): void => setFlagsFromString(`--heap-growing-percent=${GROWING_PERCENT}`);

/**
 * Begins this process anew, under its own id, with few heaps of the C library: threads that each have one keep there what
 * they have freed, a hundred MiB of it in a node under load. Does nothing where somebody has set a number, and where there
 * is no such library. Nothing may be open yet.
 */
export function withFewArenas(): void {
  const { platform, env, execPath, execArgv, argv } = process;
  if (platform !== "linux" || env["MALLOC_ARENA_MAX"] !== undefined) return;
  process.execve?.(execPath, [execPath, ...execArgv, ...argv.slice(1)], { ...env, MALLOC_ARENA_MAX: ARENAS });
}
