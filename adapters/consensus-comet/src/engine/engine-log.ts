import type { Log } from "../ports.ts";

/**
 * What ended the engine for good. Starting it again would end in the same place, or make things worse; a person must
 * look. `said` is the engine's own sentence.
 */
export type EngineFailure =
  /**
   * This node's state is not the one that more than two thirds decided on. `about` is the header's field, `own` and
   * `expected` are its values where the engine told them, hexadecimal in upper case.
   */
  | {
      readonly code: "state-differs";
      readonly said: string;
      readonly about: string;
      readonly own?: string;
      readonly expected?: string;
    }
  /** The others make blocks of a version that this software does not know. */
  | { readonly code: "software-outdated"; readonly said: string }
  /** Somebody signs with this validator's key: another machine, or an older copy of this one. */
  | { readonly code: "key-used-elsewhere"; readonly said: string }
  /** The engine's blocks and the node's state are not of one piece: one of them was replaced or restored. */
  | { readonly code: "folders-disagree"; readonly said: string }
  /** What the engine must write before it may vote cannot be written. Nothing is lost; there must be room again. */
  | { readonly code: "disk-refuses"; readonly said: string }
  /** What more than two thirds agreed on is of a time that is still to come by this machine's clock. */
  | { readonly code: "clock-behind"; readonly said: string }
  /** The snapshot that it was to begin with could not be had, at one start after the other. */
  | { readonly code: "snapshot-failed"; readonly said: string }
  /** CometBFT stopped its consensus for another reason. */
  | { readonly code: "consensus-failure"; readonly said: string }
  /** It ended by itself, again and again, soon after its start. */
  | { readonly code: "keeps-ending"; readonly said: string }
  /** The program could not be started at all. */
  | { readonly code: "not-started"; readonly said: string };

/** A line of the engine's log: JSON once it runs, plain text before and when it dies. */
export type EngineLine = {
  readonly level: "info" | "error";
  readonly message: string;
  readonly module: string;
  readonly data: Readonly<Record<string, string | number | boolean>>;
};

const TEXT_MAX = 400;
/** Never repeated: what the node's log has itself, and what may hold transactions or fill screens. */
const LEFT_OUT = new Set(["_msg", "level", "module", "ts", "stack", "impl", "tx", "txs", "block", "nodeInfo"]);

/**
 * Reads one stream of the engine line by line. Of a panic only its sentence is kept, which may go on in the next line;
 * the stacks of all goroutines that follow are for CometBFT's authors.
 */
export function lineReader(): (text: string) => EngineLine | undefined {
  let begun = "";
  let dying = false;
  return (text) => {
    const whole = begun === "" ? text : `${begun} ${text}`;
    begun = UNFINISHED.test(whole) ? whole : "";
    if (begun !== "") return undefined;
    const line = readLine(whole);
    if (line === undefined || line.module !== "" || line.message === "") return line;
    if (dying) return undefined;
    dying = DYING.test(line.message);
    return line;
  };
}

const UNFINISHED = /after replay\. Got\s*$/;
const DYING = /^(panic:|fatal error:|runtime:|goroutine \d+|SIG[A-Z]+:)/;

export function readLine(text: string): EngineLine | undefined {
  const line = text.trim();
  if (line === "") return undefined;
  const json = objectIn(line);
  if (json === undefined) return { level: "error", message: line.slice(0, TEXT_MAX), module: "", data: {} };
  const data: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries(json))
    if (!LEFT_OUT.has(key))
      if (typeof value === "string") data[key] = value.slice(0, TEXT_MAX);
      else if (typeof value === "number" || typeof value === "boolean") data[key] = value;
  return {
    level: json["level"] === "error" ? "error" : "info",
    message: String(json["_msg"] ?? "").slice(0, TEXT_MAX),
    module: String(json["module"] ?? ""),
    data,
  };
}

function objectIn(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** The application went away: its end of the sockets closed. Not the engine's fault, and it can be started again. */
const APPLICATION_GONE = /\bEOF\b|broken pipe|connection reset|use of closed network connection|connection refused/;
/** As Go spells ENOSPC, EDQUOT, EROFS and EIO. */
const DISK = /no space left on device|disk quota exceeded|read-only file system|input\/output error/;
/** More than `block_time_tolerance` ahead (state/validation.go). */
const CLOCK = /block time .* is too far in the future/;
const SOFTWARE = /wrong Block\.Header\.Version/;
const FIELD = /wrong Block\.Header\.(\w+?)\.\s+Expected ([0-9A-F]*), got ([0-9A-F]*)/;
const AFTER_REPLAY =
  /(?:block|state)\.AppHash does not match AppHash after replay\. Got\s+([0-9A-F]*), expected ([0-9A-F]*)/;
const AT_START = /LastAppHash \(([0-9A-F]*)\) does not match app's AppHash \(([0-9A-F]*)\)/;
const APART =
  /app block height \(\d+\) is (higher than core|too far below)|genesis doc hash|after replay does not match saved state/;

/**
 * Whether a line tells of an end for good. A proposal that is wrong, which one dishonest member can make, is none: only
 * what more than two thirds signed, or what the engine found when it started.
 */
export function failureIn(line: EngineLine): EngineFailure | undefined {
  const { level, message, module } = line;
  if (level !== "error") return undefined;
  const said = saidIn(line);
  if (message.startsWith("found conflicting vote from ourselves")) return { code: "key-used-elsewhere", said };
  // Plain text is the last word of a program that ends; this one is said of a block whose commit is good (blocksync).
  const decided = isHalted(line) || message === "Error in validation" || module === "";
  if ((decided || isSyncOver(line)) && DISK.test(said)) return { code: "disk-refuses", said };
  if (!decided) return undefined;
  if (CLOCK.test(said)) return { code: "clock-behind", said };
  const known = disagreementIn(said);
  if (known !== undefined) return known;
  if (!isHalted(line) || APPLICATION_GONE.test(said)) return undefined;
  return { code: "consensus-failure", said };
}

/** Whether consensus has stopped in an engine that keeps running. */
export const isHalted = ({ message }: EngineLine): boolean => message.startsWith("CONSENSUS FAILURE");

/** As node/setup.go, startStateSync, gives up: in an engine that keeps running, or as the last word of one that ends. */
const SYNC_OVER =
  /^(State sync failed|Failed to bootstrap node|Failed to store last seen commit|Failed to switch to block sync)/;
const SYNC_NOT_BEGUN = /failed to start state sync/;

/** Whether the engine has given its snapshot up. What keeps running then has neither state nor blocks, and fetches none. */
export const isSyncOver = ({ module, message }: EngineLine): boolean =>
  module === "statesync" ? SYNC_OVER.test(message) : module === "" && SYNC_NOT_BEGUN.test(message);

/** The engine's own sentence, with its reason. */
export const saidIn = ({ message, data }: EngineLine): string =>
  data["err"] === undefined ? message : `${message}: ${data["err"]}`;

function disagreementIn(said: string): EngineFailure | undefined {
  if (SOFTWARE.test(said)) return { code: "software-outdated", said };
  const field = FIELD.exec(said);
  // In the engine's words what it computed itself is expected, and the block's is got.
  if (field !== null) return differs(said, field[1] ?? "", field[2], field[3]);
  const replayed = AFTER_REPLAY.exec(said);
  // An engine that expects nothing begins anew, and the ledger does not.
  if (replayed !== null && replayed[2] === "") return { code: "folders-disagree", said };
  if (replayed !== null) return differs(said, "AppHash", replayed[1], replayed[2]);
  const started = AT_START.exec(said);
  if (started !== null) return differs(said, "AppHash", started[2], started[1]);
  return APART.test(said) ? { code: "folders-disagree", said } : undefined;
}

function differs(said: string, about: string, own: string | undefined, expected: string | undefined): EngineFailure {
  return {
    code: "state-differs",
    said,
    about,
    ...(own ? { own } : {}),
    ...(expected ? { expected } : {}),
  };
}

const REPEAT_MILLISECONDS = 60_000;
/** Peers that come and go, told as errors by CometBFT. */
const USUAL =
  /^(Stopping peer for error|SendTimeout|Error dialing|Failed to reconnect|Connection failed|Error reconnecting|dialing failed)/;

/**
 * Repeats the engine's lines in the node's log: the same sentence once a minute, with how often it came. What CometBFT
 * calls an error is a warning to us, because the node goes on; what ends the engine is told by whoever watches it.
 */
export function folding(log: Log, now: () => number): (line: EngineLine) => void {
  const told = new Map<string, { since: number; more: number }>();
  return ({ level, message, module, data }) => {
    const key = `${module} ${message}`;
    const before = told.get(key);
    if (before !== undefined && now() - before.since < REPEAT_MILLISECONDS) {
      before.more++;
      return;
    }
    const repeated = before === undefined || before.more === 0 ? {} : { repeated: before.more };
    told.set(key, { since: now(), more: 0 });
    // Sentences with numbers in them would make this grow for ever.
    if (told.size > 200) told.clear();
    const from = module === "" ? {} : { module };
    log(level === "error" && !USUAL.test(message) ? "warn" : "info", `engine: ${message}`, {
      ...from,
      ...data,
      ...repeated,
    });
  };
}
