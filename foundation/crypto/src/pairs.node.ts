import { createRequire } from "node:module";
import * as portable from "./pairs.ts";

type Native = { readonly hashInto: (pairs: Uint8Array, digests: Uint8Array) => void };

/** Native where there is a build for this machine (about 0.1 us a pair), else the portable form: same digests, slower. */
function native(): Native | undefined {
  try {
    return createRequire(import.meta.url)("@chainsafe/hashtree") as Native;
  } catch {
    return undefined;
  }
}

export const hashPairs: typeof portable.hashPairs = native()?.hashInto ?? portable.hashPairs;
