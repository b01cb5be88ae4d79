import { setFlagsFromString } from "node:v8";

/** How much a heap may grow over what was alive in it before it is collected again. By itself V8 lets it double or more. */
const GROWING_PERCENT = 80;
/** Of glibc's own heaps (mallopt(3), M_ARENA_MAX); by itself it makes up to eight a processor. */
const ARENAS = "2";
/**
 * MiB of each half of a heap's young part, of threads that are given no bound of their own. By itself it grows to several times as
 * much, and stays, when somebody reads much at once, as views do that fold what came under load.
 */
const YOUNG_FLAG = "--max-semi-space-size";
export const HEAP_ARGUMENTS: readonly string[] = [`${YOUNG_FLAG}=8`];

/**
 * A member's node has five threads with a heap each, and an engine beside it, often on a small machine. Collecting earlier
 * keeps both below what a member was promised (`rssMbPerNode` of `bench -- consortium`). Of the whole process, for the heaps
 * that are there and those to come.
 */
export const keepHeapsLow = (): void => setFlagsFromString(`--heap-growing-percent=${GROWING_PERCENT}`);

/**
 * Begins this process anew, under its own id, with small young heaps and few heaps of the C library: threads that each have one
 * keep there what they have freed, a hundred MiB of it in a node under load. What somebody has set stays, and nothing is done
 * where there is no such library. Nothing may be open yet.
 */
export function withSmallHeaps(): void {
  const { platform, env, execPath, execArgv, argv } = process;
  // A channel to the parent would be lost.
  if (platform !== "linux" || process.channel !== undefined) return;
  const isYoungSet = [...execArgv, env["NODE_OPTIONS"] ?? ""].some((each) => each.includes(YOUNG_FLAG));
  if (isYoungSet && env["MALLOC_ARENA_MAX"] !== undefined) return;
  const young = isYoungSet ? [] : HEAP_ARGUMENTS;
  const arguments_ = [execPath, ...execArgv, ...young, ...argv.slice(1)];
  process.execve?.(execPath, arguments_, { MALLOC_ARENA_MAX: ARENAS, ...env });
}
