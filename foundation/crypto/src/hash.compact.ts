import { concat } from "@meridian/base/bytes";
import { sha256 as whole } from "./sha2.compact.ts";

/** The same as in `hash.ts`, in few bytes. */
export const sha256 = (...parts: readonly Uint8Array[]): Uint8Array => whole(concat(...parts));
