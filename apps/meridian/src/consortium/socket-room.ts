import { readFileSync } from "node:fs";

/** Linux: bytes that a socket takes in before whoever writes to it has to wait, where nobody asked for more. */
const SETTING = "/proc/sys/net/core/wmem_default";
/** What the engine sends at a time under load: a full block, or all bundles of the mempool. */
const ENOUGH = 4_194_304;

/**
 * The room of the socket between engine and node, when it is too small for a node under load; undefined when it is large
 * enough, or nobody can say. A stock engine spends a core on waiting while its socket is full (ADR-21), and only the
 * system's default gives a unix socket more room.
 */
export function smallSocketRoom(setting = SETTING): { readonly bytes: number; readonly enough: number } | undefined {
  try {
    const bytes = Number(readFileSync(setting, "utf8"));
    return bytes < ENOUGH ? { bytes, enough: ENOUGH } : undefined;
  } catch {
    return undefined;
  }
}
