import { type EngineFailure, type EngineLine, isSyncOver, saidIn } from "./engine-log.ts";

/** Rounds of looking for another snapshot, of `discovery_time` each, for peers who come late. */
const ROUNDS = 6;
const UNVERIFIED = /^failed to fetch and verify/;
const REJECTED = /\breject(ed|ing)\b/;
const FROM_THE_FUTURE = /has a time from the future/;

/**
 * Reads in the log of one engine when the snapshot that it was to begin with is lost to it; answers why, once. Besides
 * saying so it may look for ever: what its light client could not verify, be it that a member's API was away for a moment,
 * it rejects for as long as it runs (statesync/syncer.go, SyncAny). A new start tries all again.
 */
export function syncWatch(): (line: EngineLine) => string | undefined {
  const rejectedIn = rejections();
  let isLost = false;
  return (line) => {
    if (isLost) return undefined;
    const why = isSyncOver(line) ? saidIn(line) : rejectedIn(line);
    isLost = why !== undefined;
    return why;
  };
}

/** Why the last snapshot was rejected, once the search has found no other for a while. */
function rejections(): (line: EngineLine) => string | undefined {
  let why = "";
  let rounds = 0;
  return (line) => {
    const { module, message } = line;
    if (module !== "statesync") return undefined;
    if (UNVERIFIED.test(message)) why = saidIn(line);
    else if (REJECTED.test(message)) why ||= saidIn(line);
    else if (message.startsWith("Snapshot accepted")) why = "";
    // An engine that has rejected none waits until its peers have one, as it should.
    rounds = message === "sync any" && why !== "" ? rounds + 1 : 0;
    return rounds >= ROUNDS ? why : undefined;
  };
}

/** What a person must do something about, once several starts have ended so. */
export const syncFailure = (said: string): EngineFailure =>
  FROM_THE_FUTURE.test(said) ? { code: "clock-behind", said } : { code: "snapshot-failed", said };
