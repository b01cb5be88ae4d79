import type { OrganisationId, Seconds } from "@meridian/base/ids";
import { err, ok, type Result } from "@meridian/base/result";
import type { DrugClass } from "@meridian/kernel/vocabulary";
import { secondsOf } from "./fhir-time.ts";
import type { PrescribedItem } from "./schema.ts";
import type { Issue } from "./state.ts";
import type { ItemState, Status } from "./vocabulary.ts";

export type Coding = { readonly system?: string; readonly code?: string };

/** What is read of FHIR R4 MedicationRequest; one resource is one line of the prescription. */
export type MedicationRequest = {
  readonly resourceType: "MedicationRequest";
  readonly status: string;
  readonly intent: string;
  readonly authoredOn?: string;
  readonly medicationCodeableConcept?: { readonly coding?: readonly Coding[] };
  readonly dispenseRequest?: {
    readonly validityPeriod?: { readonly start?: string; readonly end?: string };
    readonly numberOfRepeatsAllowed?: number;
    readonly quantity?: { readonly value?: number };
    readonly performer?: { readonly identifier?: { readonly value?: string } };
  };
};

/** What the issue command needs of an order; who, where and by which pathway the caller adds. */
export type Order = {
  readonly items: readonly PrescribedItem[];
  readonly authoredOn: Seconds;
  readonly notBefore?: Seconds;
  readonly expiresAt?: Seconds;
  readonly nominated?: OrganisationId;
  /** Issues of the whole series: repeats allowed and the first. */
  readonly issues: number;
};
/** Why an order is not taken in; `line` counts from 1. */
export type OrderFault =
  | { readonly code: "no-lines" | "lines-differ" | "no-authored-on" }
  | { readonly code: "not-an-order" | "no-quantity" | "unknown-medicine" | "bad-time"; readonly line: number };

/** Lines of one order, medicines classified by the caller's formulary. Quantities are whole numbers of smallest units. */
export function orderOf(
  requests: readonly MedicationRequest[],
  classOf: (coding: readonly Coding[]) => DrugClass | undefined,
): Result<Order, OrderFault> {
  const [first] = requests;
  if (!first) return err({ code: "no-lines" });
  const items: PrescribedItem[] = [];
  for (const [i, request] of requests.entries()) {
    const line = i + 1;
    if (request.intent !== "order" || request.status !== "active") return err({ code: "not-an-order", line });
    const quantity = request.dispenseRequest?.quantity?.value;
    if (quantity === undefined || !Number.isSafeInteger(quantity) || quantity < 1)
      return err({ code: "no-quantity", line });
    const drugClass = classOf(request.medicationCodeableConcept?.coding ?? []);
    if (drugClass === undefined) return err({ code: "unknown-medicine", line });
    if (!isSameOrder(request, first)) return err({ code: "lines-differ" });
    items.push({ line, class: drugClass, quantity });
  }
  return withTimes(first, items);
}

function withTimes(first: MedicationRequest, items: readonly PrescribedItem[]): Result<Order, OrderFault> {
  const { validityPeriod: period, numberOfRepeatsAllowed = 0, performer } = first.dispenseRequest ?? {};
  if (first.authoredOn === undefined) return err({ code: "no-authored-on" });
  const authoredOn = secondsOf(first.authoredOn);
  const notBefore = period?.start === undefined ? undefined : secondsOf(period.start);
  const expiresAt = period?.end === undefined ? undefined : secondsOf(period.end);
  const isBad = (said: string | undefined, read: Seconds | undefined) => said !== undefined && read === undefined;
  if (authoredOn === undefined || isBad(period?.start, notBefore) || isBad(period?.end, expiresAt))
    return err({ code: "bad-time", line: 1 });
  const nominated = performer?.identifier?.value;
  return ok({
    items,
    authoredOn,
    issues: numberOfRepeatsAllowed + 1,
    ...(notBefore !== undefined && { notBefore }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(nominated !== undefined && { nominated: nominated as OrganisationId }),
  });
}

/** Lines of one prescription agree on everything but the medicine. */
function isSameOrder(a: MedicationRequest, b: MedicationRequest): boolean {
  const { dispenseRequest: x, authoredOn: written } = a;
  const { dispenseRequest: y } = b;
  return (
    written === b.authoredOn &&
    x?.validityPeriod?.start === y?.validityPeriod?.start &&
    x?.validityPeriod?.end === y?.validityPeriod?.end &&
    (x?.numberOfRepeatsAllowed ?? 0) === (y?.numberOfRepeatsAllowed ?? 0) &&
    x?.performer?.identifier?.value === y?.performer?.identifier?.value
  );
}

type Statuses = {
  /** R4 medicationrequest-status. */
  readonly request: "active" | "on-hold" | "cancelled" | "completed" | "entered-in-error" | "stopped" | "draft";
  /** R4 task-status. */
  readonly task:
    | "requested"
    | "received"
    | "accepted"
    | "ready"
    | "in-progress"
    | "on-hold"
    | "completed"
    | "cancelled"
    | "rejected"
    | "failed";
};

const STATUSES: Readonly<Record<Status, Statuses>> = {
  ISSUED: { request: "draft", task: "requested" },
  IN_REVIEW: { request: "draft", task: "received" },
  RETURNED: { request: "draft", task: "rejected" },
  APPROVED: { request: "active", task: "accepted" },
  SCHEDULED: { request: "active", task: "accepted" },
  ACTIVE: { request: "active", task: "ready" },
  CLAIMED: { request: "active", task: "in-progress" },
  SUBST_PENDING: { request: "active", task: "in-progress" },
  SETTLED: { request: "active", task: "in-progress" },
  PARTIAL: { request: "active", task: "in-progress" },
  DISPENSED: { request: "active", task: "in-progress" },
  IN_DELIVERY: { request: "active", task: "in-progress" },
  COMPLETED: { request: "completed", task: "completed" },
  FINALISED: { request: "completed", task: "completed" },
  NO_CLAIM: { request: "completed", task: "completed" },
  CANCELLED: { request: "cancelled", task: "cancelled" },
  EXPIRED: { request: "stopped", task: "failed" },
  NOT_DISPENSED: { request: "stopped", task: "failed" },
  REVERSED: { request: "stopped", task: "cancelled" },
  REVOKED: { request: "stopped", task: "cancelled" },
};

/** FHIR R4 MedicationRequest.status and Task.status. A live hold shows as on-hold until the issue has ended. */
export function statusesOf(issue: Issue, isHeld: boolean): Statuses {
  const statuses = STATUSES[issue.status];
  const hasEnded = statuses.request !== "active" && statuses.request !== "draft";
  return isHeld && !hasEnded ? { request: "on-hold", task: "on-hold" } : statuses;
}

export type DispenseStatus = "preparation" | "in-progress" | "cancelled" | "completed" | "stopped" | "declined";

/** FHIR R4 MedicationDispense.status of a line; undefined while no pharmacy has it. */
export function dispenseStatusOf(status: Status, item: ItemState): DispenseStatus | undefined {
  if (status === "REVERSED") return "cancelled";
  switch (item) {
    case "OPEN":
    case "EXPIRED":
      return undefined;
    case "HELD_BY_PHARMACY":
      return "preparation";
    case "PARTIAL":
    case "OWING":
      return "in-progress";
    case "FULL":
      return "completed";
    case "NOT_DISPENSED":
      return "declined";
    case "CANCELLED":
      return "cancelled";
  }
}
