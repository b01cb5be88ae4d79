import { setFlagsFromString } from "node:v8";

/** How much a heap may grow over what was alive in it before it is collected again. By itself V8 lets it double or more. */
const GROWING_PERCENT = 40;

/**
 * A member's node has five threads with a heap each, and an engine beside it, often on a small machine. Collecting earlier
 * keeps both below what a member was promised (`rssMbPerNode` of `bench -- consortium`), at no cost that was seen. Of the
 * whole process, for the heaps that are there and those to come.
 */
export const keepHeapsLow = (): void => setFlagsFromString(`--heap-growing-percent=${GROWING_PERCENT}`);
