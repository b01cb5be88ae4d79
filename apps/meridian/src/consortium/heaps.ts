import { setFlagsFromString } from "node:v8";

/** How much a heap may grow over what was alive in it before it is collected again. By itself V8 lets it double or more. */
const GROWING_PERCENT = 40;

/**
 * A member's node has five threads with a heap each, and an engine beside it, often on a small machine. Collecting earlier
 * costs no more than the noise of measuring and saves some 150 MiB (`bench -- consortium`). Of the whole process, for the
 * heaps that are there and those to come.
 */
export const keepHeapsLow = (): void => setFlagsFromString(`--heap-growing-percent=${GROWING_PERCENT}`);
