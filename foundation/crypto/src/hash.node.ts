import { hash } from "node:crypto";
import { concat } from "@meridian/base/bytes";

/** The same as in `hash.ts`, by OpenSSL: about ten times as fast for short inputs. */
export const sha256 = (...parts: readonly Uint8Array[]): Uint8Array =>
  hash("sha256", parts.length === 1 ? (parts[0] as Uint8Array) : concat(...parts), "buffer");
