import { CREDENTIAL_KINDS, STAFF_ROLES } from "@meridian/kernel/vocabulary";
import type { GuardRequest } from "@meridian/pathway/rules";

/** A row of `prescription_events`, as far as a replay reads it. */
export type PastEvent = {
  readonly prescription: string;
  readonly height: number;
  readonly position: number;
  readonly time: number;
  readonly type: string;
  readonly status: string | null;
  readonly detail: { readonly [member: string]: unknown };
};
export type PastCase = { readonly prescription: string; readonly event: PastEvent; readonly request: GuardRequest };

/** Which command an event came of, and who gave it: a member of the event, or somebody known from before. */
const GIVEN: { readonly [type: string]: readonly [command: string, by: string] } = {
  issued: ["issue", "organisation"],
  reviewTaken: ["takeReview", "organisation"],
  reviewReleased: ["releaseReview", "organisation"],
  approved: ["approve", "reviewer"],
  seconded: ["approve", "reviewer"],
  returned: ["return", "reviewer"],
  amended: ["amend", "writer"],
  scheduled: ["schedule", ""],
  circulated: ["circulate", ""],
  claimed: ["claim", "pharmacy"],
  released: ["release", "by"],
  changeRequested: ["requestChange", "claimant"],
  changeAnswered: ["answerChange", "writer"],
  settled: ["settle", ""],
  settlementLapsed: ["lapseSettlement", ""],
  dispensed: ["dispense", "pharmacy"],
  owingClosed: ["closeOwing", ""],
  shipped: ["ship", "claimant"],
  delivered: ["deliver", "by"],
  deliveryReturned: ["returnDelivery", "by"],
  cancelled: ["cancel", "canceller"],
  cancelMarked: ["cancel", "canceller"],
  cancelAcknowledged: ["acknowledgeCancel", "pharmacy"],
  refused: ["refuse", "claimant"],
  reversed: ["reverse", "pharmacy"],
  finalised: ["reconcile", "by"],
  held: ["hold", "by"],
  lifted: ["lift", "by"],
};

type Rx = { -readonly [K in keyof GuardRequest["rx"]]: GuardRequest["rx"][K] };
type Memory = { rx: Rx; writer: string; reviewer: string; patient: string; heldUntil: number };

/**
 * What was asked of a pathway in the past, from the events of prescriptions. The events do not say which roles and
 * licences somebody had, so everybody is taken to have had them.
 */
export function casesOf(events: readonly PastEvent[], kindOf: (organisation: string) => string): readonly PastCase[] {
  const memories = new Map<string, Memory>();
  const inOrder = [...events].sort((a, b) => a.height - b.height || a.position - b.position);
  return inOrder.flatMap((event): PastCase[] => {
    const { prescription, type, time } = event;
    const memory = memories.get(prescription) ?? begun(event);
    if (memory === undefined) return [];
    memories.set(prescription, memory);
    const given = GIVEN[type];
    const request =
      given === undefined
        ? undefined
        : {
            command: given[0],
            from: type === "issued" ? "NONE" : memory.rx.status,
            actor: actorOf(event, given[1], memory, kindOf),
            rx: { ...memory.rx, held: memory.heldUntil >= time },
            now: time,
          };
    remember(memory, event);
    return request === undefined ? [] : [{ prescription, event, request }];
  });
}

const textIn = (value: unknown): string => (typeof value === "string" ? value : "");
const numberIn = (value: unknown): number => (typeof value === "number" ? value : 0);

/** What the first event says. One whose first event was not read has no cases. */
function begun({ type, time, detail }: PastEvent): Memory | undefined {
  if (type !== "issued") return undefined;
  const items = Array.isArray(detail["items"]) ? (detail["items"] as readonly { readonly class: string }[]) : [];
  const series = detail["series"] as { readonly number: number; readonly of: number } | null;
  const organisation = textIn(detail["organisation"]);
  return {
    writer: organisation,
    reviewer: organisation,
    patient: textIn(detail["patient"]),
    heldUntil: 0,
    rx: {
      status: "NONE",
      issuedAt: time,
      expiresAt: numberIn(detail["expiresAt"]),
      notBefore: numberIn(detail["notBefore"]),
      items: items.length,
      series: series?.number ?? 1,
      seriesOf: series?.of ?? 1,
      cancelPending: false,
      held: false,
      selfPay: detail["selfPay"] === true,
      nominated: textIn(detail["nominated"]),
      assigned: textIn(detail["assigned"]),
      claimedBy: "",
      classes: [...new Set(items.map((item) => item.class))],
      delivery: detail["delivery"] === true,
      substituted: false,
    },
  };
}

function actorOf(
  { detail }: PastEvent,
  by: string,
  { rx, writer, reviewer, patient }: Memory,
  kindOf: (organisation: string) => string,
): GuardRequest["actor"] {
  const all = { roles: STAFF_ROLES, credentials: CREDENTIAL_KINDS } as const;
  if (by === "") return { organisation: "", kind: "", roles: [], credentials: [] };
  if (by === "canceller" && textIn(detail["by"]) === patient)
    return { organisation: "", kind: "patient", roles: [], credentials: [] };
  const known: { readonly [who: string]: string } = { writer, reviewer, canceller: writer, claimant: rx.claimedBy };
  const organisation = known[by] ?? textIn(detail[by]);
  return { organisation, kind: kindOf(organisation), ...all };
}

function remember(memory: Memory, { type, status, detail }: PastEvent): void {
  const { rx } = memory;
  if (status !== null) rx.status = status;
  if (type === "reviewTaken") memory.reviewer = textIn(detail["organisation"]);
  if (type === "claimed") rx.claimedBy = textIn(detail["pharmacy"]);
  if (status === "ACTIVE") rx.claimedBy = "";
  if (type === "cancelMarked") rx.cancelPending = true;
  if (["cancelAcknowledged", "released", "refused", "reversed"].includes(type)) rx.cancelPending = false;
  if (type === "changeAnswered" && detail["accepted"] === true) rx.substituted = true;
  if (type === "held") memory.heldUntil = numberIn(detail["until"]);
  if (type === "lifted") memory.heldUntil = 0;
}
