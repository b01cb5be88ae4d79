import type { Issue } from "./state.ts";
import type { ItemState, Status } from "./vocabulary.ts";

const OPEN: readonly ItemState[] = ["OPEN"];
const AT_PHARMACY: readonly ItemState[] = ["HELD_BY_PHARMACY"];
const SUPPLIED: readonly ItemState[] = ["FULL", "NOT_DISPENSED", "CANCELLED"];

/** Which item states may stand under which issue state, after VALID_STATES of NHS EPS (eps-spine-shared). */
export const MATRIX: Readonly<Record<Status, readonly ItemState[]>> = {
  ISSUED: OPEN,
  IN_REVIEW: OPEN,
  APPROVED: OPEN,
  RETURNED: OPEN,
  SCHEDULED: OPEN,
  ACTIVE: OPEN,
  CLAIMED: AT_PHARMACY,
  SUBST_PENDING: AT_PHARMACY,
  SETTLED: AT_PHARMACY,
  PARTIAL: ["PARTIAL", "OWING", "FULL", "NOT_DISPENSED"],
  DISPENSED: SUPPLIED,
  IN_DELIVERY: SUPPLIED,
  COMPLETED: SUPPLIED,
  FINALISED: SUPPLIED,
  NO_CLAIM: SUPPLIED,
  CANCELLED: ["CANCELLED"],
  EXPIRED: ["EXPIRED"],
  NOT_DISPENSED: ["NOT_DISPENSED"],
  REVERSED: ["NOT_DISPENSED", "CANCELLED"],
  REVOKED: SUPPLIED,
};

const WITH_CLAIM: readonly Status[] = [
  "CLAIMED",
  "SUBST_PENDING",
  "SETTLED",
  "PARTIAL",
  "DISPENSED",
  "IN_DELIVERY",
  "COMPLETED",
  "FINALISED",
  "NO_CLAIM",
];
const PENDING_POSSIBLE: readonly Status[] = ["CLAIMED", "SETTLED", "PARTIAL"];
const SETTLEMENT_POSSIBLE: readonly Status[] = [
  "SETTLED",
  "PARTIAL",
  "DISPENSED",
  "IN_DELIVERY",
  "COMPLETED",
  "FINALISED",
  "REVOKED",
];

/** What is inconsistent in an issue, in words for a developer; undefined when nothing is. */
export function faultOf(issue: Issue): string | undefined {
  const { status } = issue;
  const isAt = (statuses: readonly Status[]) => statuses.includes(status);
  for (const { line, state, dispensed, quantity } of issue.items) {
    if (!MATRIX[status].includes(state)) return `line ${line} is ${state} under ${status}`;
    if (dispensed < 0 || dispensed > quantity) return `line ${line} has ${dispensed} of ${quantity}`;
    if (dispensed > 0 && state !== "PARTIAL" && state !== "FULL") return `line ${line} is ${state} with ${dispensed}`;
    if (dispensed === 0 && (state === "PARTIAL" || state === "FULL")) return `line ${line} is ${state} with nothing`;
  }
  const isOwing = issue.items.some(({ state }) => state === "PARTIAL" || state === "OWING");
  if (isOwing !== (status === "PARTIAL")) return `owing under ${status}`;
  const members: readonly (readonly [name: string, present: boolean, expected: boolean])[] = [
    ["review", issue.review !== null, status === "IN_REVIEW"],
    ["returnedUntil", issue.returnedUntil !== null, status === "RETURNED"],
    ["claim", issue.claim !== null, isAt(WITH_CLAIM)],
    ["change", issue.change !== null, status === "SUBST_PENDING"],
    ["owingUntil", issue.owingUntil !== null, status === "PARTIAL"],
    ["shipment", issue.shipment !== null, status === "IN_DELIVERY"],
    ["cancelPending", issue.cancelPending !== null, issue.cancelPending !== null && isAt(PENDING_POSSIBLE)],
    ["settlement", issue.settlement !== null, issue.settlement !== null && isAt(SETTLEMENT_POSSIBLE)],
    ["settlement of what is settled", status !== "SETTLED" || issue.settlement !== null, true],
  ];
  for (const [name, present, expected] of members)
    if (present !== expected) return `${name} is ${present ? "present" : "absent"} under ${status}`;
  const { settlement } = issue;
  if (settlement && settlement.fund + settlement.account + settlement.cash !== settlement.total)
    return "the legs of the settlement do not sum to its total";
  return undefined;
}
