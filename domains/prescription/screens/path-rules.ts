import type { PathwayDocument } from "@meridian/pathway/document";
import type { EventType } from "@meridian/prescription/events";
import type { Status } from "@meridian/prescription/vocabulary";
import type { PathEvent, PathRow } from "./path-row.tsx";
import { heldUntil } from "./patient-row.tsx";

/** A deadline of the pathway that was missed, or is being missed. */
export type Lateness = {
  /** The transition that sets it, such as T7, and the parameter that says how long. */
  readonly transition: string;
  readonly param: string;
  readonly after: PathEvent;
  /** What ended the wait; undefined while it goes on. */
  readonly until: PathEvent | undefined;
  readonly allowed: number;
  readonly took: number;
};

/** What a path should hold and does not. */
export type Lack = "approval" | "settlement" | "dispensing" | "temperature" | "dispensers" | "unforeseen";

/** The commands whose transitions set deadlines. */
const COMMAND_OF: { readonly [T in EventType]?: string } = {
  issued: "issue",
  amended: "amend",
  reviewTaken: "takeReview",
  returned: "return",
  claimed: "claim",
  changeRequested: "requestChange",
  settled: "settle",
  dispensed: "dispense",
  shipped: "ship",
  cancelMarked: "cancel",
};

/** Events that end a wait although they leave the state as it is, or do not end it although they change it. */
const ENDS: { readonly [type: string]: readonly string[] } = {
  claimed: ["settled", "dispensed", "released", "refused", "lapsed", "cancelAcknowledged", "revoked"],
  settled: ["cashReceived", "dispensed", "settlementLapsed", "refused", "reversed", "revoked"],
  cancelMarked: ["cancelAcknowledged", "released", "refused", "reversed", "lapsed", "revoked", "owingClosed"],
};

const endsWait = (start: PathEvent, later: PathEvent): boolean => {
  const own = ENDS[start.type];
  if (own !== undefined) return own.includes(later.type);
  return later.status !== null && later.status !== start.status;
};

/** Every deadline of the pathway that the path missed, by the parameters of the version that it is bound to. */
export function latenessIn(
  events: readonly PathEvent[],
  pathway: PathwayDocument,
  row: PathRow,
  now: number,
): readonly Lateness[] {
  const isOver = FINAL.has(row.status);
  return events.flatMap((after, at): Lateness[] => {
    const command = COMMAND_OF[after.type as EventType];
    if (after.type === "settled" && typeof after.detail["unpaidUntil"] !== "number") return [];
    const transition = pathway.transitions.find(
      ({ cmd, to, deadline }) => cmd === command && deadline !== undefined && (to === after.status || to === "SAME"),
    );
    if (transition?.deadline === undefined) return [];
    const until = events.slice(at + 1).find((later) => endsWait(after, later));
    if (until === undefined && isOver) return [];
    const allowed = pathway.params[transition.deadline.plus];
    const took = (until?.time ?? now) - after.time;
    if (took <= allowed) return [];
    return [{ transition: transition.id, param: transition.deadline.plus, after, until, allowed, took }];
  });
}

const FINAL: ReadonlySet<string> = new Set([
  "COMPLETED",
  "FINALISED",
  "NO_CLAIM",
  "CANCELLED",
  "EXPIRED",
  "NOT_DISPENSED",
  "REVERSED",
  "REVOKED",
]);
const SUPPLIED: ReadonlySet<Status> = new Set(["DISPENSED", "IN_DELIVERY", "COMPLETED", "FINALISED", "NO_CLAIM"]);
/** What the contract does by itself, whatever the pathway says. */
const BY_CONTRACT: ReadonlySet<string> = new Set(["lapsed", "released", "settlementLapsed", "cancelAcknowledged"]);

/** What is missing in a path that went as far as this one. */
export function lacksIn(
  events: readonly PathEvent[],
  pathway: PathwayDocument | undefined,
  row: PathRow,
): readonly Lack[] {
  const has = (type: EventType): boolean => events.some((event) => event.type === type);
  const isSupplied = SUPPLIED.has(row.status);
  const lacks: Lack[] = [];
  if (isSupplied && !has("approved")) lacks.push("approval");
  if (isSupplied && !has("dispensed")) lacks.push("dispensing");
  if (pathway === undefined) return lacks;
  if (isSupplied && pathway.switches.settlementRequired && row.self_pay === 0 && !has("settled"))
    lacks.push("settlement");
  const isCold = row.classes.includes("cold-chain") && has("shipped");
  const handedOver = events.find(({ type }) => type === "delivered");
  if (isCold && handedOver !== undefined && typeof handedOver.detail["temperatureLog"] !== "string")
    lacks.push("temperature");
  const hands = events.filter(({ type }) => type === "dispensed").map(({ detail }) => detail["by"]);
  if (hands.some((by) => Array.isArray(by) && by.length < pathway.params.dispensersNeeded)) lacks.push("dispensers");
  if (hasUnforeseen(events, pathway)) lacks.push("unforeseen");
  return lacks;
}

function hasUnforeseen(events: readonly PathEvent[], { transitions }: PathwayDocument): boolean {
  let from: Status | undefined;
  for (const { type, status } of events) {
    if (status === null) continue;
    const start = from;
    from = status;
    if (start === undefined || start === status || BY_CONTRACT.has(type)) continue;
    // A supply that leaves nothing open goes through PARTIAL in one step.
    const targets: readonly string[] = status === "DISPENSED" ? [status, "PARTIAL"] : [status];
    if (!transitions.some((each) => each.from.includes(start as never) && targets.includes(each.to))) return true;
  }
  return false;
}

export type Verdict =
  | { readonly type: "held"; readonly until: number }
  | { readonly type: "missing"; readonly lacks: readonly Lack[] }
  | { readonly type: "complete" }
  | { readonly type: "ended" }
  | { readonly type: "under-way"; readonly overdue: boolean };

/** One word on a whole path. What an authority stopped is said before anything else. */
export function verdictOn(row: PathRow, lacks: readonly Lack[], lateness: readonly Lateness[], now: number): Verdict {
  // What is completed can still be held, until the books are closed.
  const until = FINAL.has(row.status) && row.status !== "COMPLETED" ? undefined : heldUntil(row, now);
  if (until !== undefined) return { type: "held", until };
  if (lacks.length > 0) return { type: "missing", lacks };
  if (row.status === "COMPLETED" || row.status === "FINALISED" || row.status === "NO_CLAIM")
    return { type: "complete" };
  if (FINAL.has(row.status)) return { type: "ended" };
  return { type: "under-way", overdue: lateness.some((each) => each.until === undefined) };
}
