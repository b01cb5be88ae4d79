import { COMMANDS, type CommandType } from "./schema.ts";
import type { State } from "./state.ts";
import type { Status } from "./vocabulary.ts";

type At = State["status"];
/** What may become of a command in a state: the states it may lead to, or the code with which it is refused. */
export type Cell =
  | readonly (Status | "tombstone")[]
  | "not-issued"
  | "already-issued"
  | "wrong-state"
  | "already-claimed"
  | "not-yet"
  | "expired"
  | "cancelled"
  | "revoked"
  | "final";
type Row = Readonly<Record<CommandType, Cell>>;

const row = (otherwise: Cell, allowed: { readonly [C in CommandType]?: Cell }): Row =>
  Object.fromEntries(
    COMMANDS.map((command) => [
      command,
      allowed[command] ?? (command === "issue" && otherwise !== "not-issued" ? "already-issued" : otherwise),
    ]),
  ) as Row;

/** What authorities may do in every state that is not final; no pathway takes it away. */
const live = (status: Status, allowed: { readonly [C in CommandType]?: Cell }): Row =>
  row("wrong-state", { hold: [status], lift: [status], revoke: [status, "REVOKED"], ...allowed });
const held = { claim: "already-claimed" } as const;
/** Where a settlement may stand. Only SETTLED waits for its cash; elsewhere it changes nothing that it is paid. */
const paid = (status: Status): { readonly cashReceived: Cell } => ({ cashReceived: [status] });

/**
 * States x commands, total, and the first thing that `decide` looks at. The state is that at block time. `expire`
 * and the other commands of a sweeper write down a lapse that time has already brought.
 */
export const TABLE: Readonly<Record<At, Row>> = {
  none: row("not-issued", { issue: ["ISSUED"], cancel: ["tombstone"] }),
  tombstone: row("not-issued", { issue: ["ISSUED", "CANCELLED"], cancel: ["tombstone"] }),
  ISSUED: live("ISSUED", { takeReview: ["IN_REVIEW"], cancel: ["CANCELLED"], expire: ["EXPIRED"] }),
  IN_REVIEW: live("IN_REVIEW", {
    releaseReview: ["ISSUED"],
    approve: ["APPROVED", "ISSUED"],
    return: ["RETURNED"],
    cancel: ["CANCELLED"],
    expire: ["ISSUED", "EXPIRED"],
  }),
  APPROVED: live("APPROVED", {
    schedule: ["SCHEDULED"],
    circulate: ["ACTIVE"],
    cancel: ["CANCELLED"],
    expire: ["EXPIRED"],
  }),
  RETURNED: live("RETURNED", { amend: ["ISSUED"], cancel: ["CANCELLED"], expire: ["EXPIRED"] }),
  SCHEDULED: live("SCHEDULED", {
    circulate: ["ACTIVE"],
    claim: "not-yet",
    cancel: ["CANCELLED"],
    expire: ["EXPIRED"],
  }),
  ACTIVE: live("ACTIVE", { claim: ["CLAIMED"], cancel: ["CANCELLED"], expire: ["EXPIRED"] }),
  CLAIMED: live("CLAIMED", {
    ...held,
    release: ["ACTIVE", "CANCELLED", "EXPIRED"],
    requestChange: ["SUBST_PENDING", "CLAIMED"],
    settle: ["SETTLED"],
    dispense: ["PARTIAL", "DISPENSED", "COMPLETED"],
    cancel: ["CLAIMED"],
    acknowledgeCancel: ["CANCELLED"],
    refuse: ["NOT_DISPENSED"],
    expire: ["ACTIVE", "CANCELLED", "EXPIRED"],
  }),
  SUBST_PENDING: live("SUBST_PENDING", {
    ...held,
    release: ["ACTIVE", "EXPIRED"],
    answerChange: ["CLAIMED"],
    cancel: ["CLAIMED"],
    expire: ["CLAIMED", "ACTIVE", "EXPIRED"],
  }),
  SETTLED: live("SETTLED", {
    ...held,
    ...paid("SETTLED"),
    lapseSettlement: ["CLAIMED", "ACTIVE", "CANCELLED", "EXPIRED"],
    dispense: ["PARTIAL", "DISPENSED", "COMPLETED"],
    cancel: ["SETTLED"],
    acknowledgeCancel: ["SETTLED"],
    refuse: ["NOT_DISPENSED"],
    reverse: ["REVERSED"],
  }),
  PARTIAL: live("PARTIAL", {
    ...held,
    ...paid("PARTIAL"),
    dispense: ["PARTIAL", "DISPENSED", "COMPLETED"],
    closeOwing: ["DISPENSED"],
    cancel: ["PARTIAL"],
    acknowledgeCancel: ["DISPENSED"],
    refuse: ["NOT_DISPENSED"],
    expire: ["DISPENSED"],
  }),
  DISPENSED: live("DISPENSED", {
    ...held,
    ...paid("DISPENSED"),
    ship: ["IN_DELIVERY"],
    deliver: ["COMPLETED"],
    reverse: ["REVERSED"],
  }),
  IN_DELIVERY: live("IN_DELIVERY", {
    ...held,
    ...paid("IN_DELIVERY"),
    deliver: ["COMPLETED"],
    returnDelivery: ["DISPENSED"],
    expire: ["DISPENSED"],
  }),
  COMPLETED: live("COMPLETED", {
    ...held,
    ...paid("COMPLETED"),
    reverse: ["REVERSED"],
    reconcile: ["FINALISED", "NO_CLAIM"],
    expire: ["NO_CLAIM"],
  }),
  FINALISED: row("final", paid("FINALISED")),
  NO_CLAIM: row("final", {}),
  CANCELLED: row("cancelled", {}),
  EXPIRED: row("expired", {}),
  NOT_DISPENSED: row("final", {}),
  REVERSED: row("final", {}),
  REVOKED: row("revoked", paid("REVOKED")),
};

export const isTerminal = (status: Status): boolean => typeof TABLE[status].revoke === "string";

/** Which commands may write down that a deadline has passed, by the state on record. Anybody may send them. */
export const SWEEPS: { readonly [S in Status]?: readonly CommandType[] } = {
  ISSUED: ["expire"],
  IN_REVIEW: ["expire", "releaseReview"],
  APPROVED: ["expire"],
  RETURNED: ["expire"],
  SCHEDULED: ["expire"],
  ACTIVE: ["expire"],
  CLAIMED: ["expire", "release"],
  SUBST_PENDING: ["expire", "release"],
  PARTIAL: ["expire", "closeOwing"],
  IN_DELIVERY: ["expire", "returnDelivery"],
  COMPLETED: ["expire", "reconcile"],
};
