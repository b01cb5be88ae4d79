import type { PathwayId } from "@meridian/base/ids";
import { type DrugClass, LIVE_STATUSES, type LiveStatus } from "@meridian/kernel/vocabulary";
import type { PathwayDocument, PathwayParams, PathwaySwitches, Transition } from "../document.ts";
import { reachableStates } from "../lint.ts";
import { type ActorKind, AUTHORITIES, INTERVENTIONS, NONE, SAME } from "../vocabulary.ts";

/**
 * The transitions that the shipped pathways share, T0 to T22 of the prescription reference, section 2.2. A letter
 * marks an alternative of the same row. What a guard cannot see the prescription contract checks: that an issue's
 * deadline is over where anyone may act, that actor and patient are the right ones, and quantities.
 */
type Choice = { readonly params: PathwayParams; readonly switches: PathwaySwitches };

const CLAIM = "!rx.cancelPending && !rx.held";
const IN_TIME = "now <= rx.expiresAt";
const OWNER = "actor.organisation == rx.claimedBy";
const REVIEWERS = {
  kinds: ["hospital", "clinic"],
  roles: ["pharmacist"],
  credentials: ["licence-pharmacist"],
} as const;
const ANYONE = { system: true } as const;
const PAYERS = { kinds: ["insurer", "insurance-authority"] } as const;

/** Credentials that narcotics and first-category psychotropics ask for besides the licence (处方管理办法, article 11). */
const PRESCRIBE: Partial<Record<DrugClass, string>> = {
  narcotic: "prescribe-narcotic",
  "psychotropic-1": "prescribe-psychotropic",
};
const DISPENSE: Partial<Record<DrugClass, string>> = {
  narcotic: "dispense-narcotic",
  "psychotropic-1": "dispense-narcotic",
};

const all = (...conditions: readonly string[]): string => conditions.filter((each) => each !== "").join(" && ");

function credentialsFor(needed: Partial<Record<DrugClass, string>>, { classes }: PathwaySwitches): string {
  const rules = classes.flatMap((drugClass) => {
    const credential = needed[drugClass];
    return credential === undefined
      ? []
      : [`(!("${drugClass}" in rx.classes) || "${credential}" in actor.credentials)`];
  });
  return all(...rules);
}

/** T0 to T6: from the prescriber's desk to the pharmacies. */
function prescribing({ params, switches }: Choice): readonly Transition[] {
  const prescriber = {
    kinds: switches.prescriberKinds,
    roles: ["physician"],
    credentials: ["licence-physician"],
  } as const;
  const allowed = switches.classes.map((drugClass) => `"${drugClass}"`).join(", ");
  const target = { open: "", nominated: 'rx.nominated != ""', assigned: 'rx.assigned != ""' }[switches.nomination];
  const issue = all(
    "rx.items <= param.maxItems && rx.seriesOf <= param.maxSeries && rx.series <= rx.seriesOf",
    `rx.classes.all(c, c in [${allowed}])`,
    credentialsFor(PRESCRIBE, switches),
    switches.deliveryAllowed ? "" : "!rx.delivery",
  );
  const circulate = all("rx.notBefore <= now", IN_TIME, CLAIM, switches.selfPayAllowed ? "" : "!rx.selfPay", target);
  const serviceLevel = { plus: "reviewSlaSeconds" } as const;
  return [
    row("T0", "issue", [NONE], "ISSUED", prescriber, issue, "not-issuable", serviceLevel),
    row("T1", "takeReview", ["ISSUED"], "IN_REVIEW", REVIEWERS, all(IN_TIME, "!rx.held"), "not-reviewable", {
      plus: "reviewLeaseSeconds",
      next: "T1s",
    }),
    row("T1r", "releaseReview", ["IN_REVIEW"], "ISSUED", REVIEWERS, "true", "not-in-review"),
    row("T1s", "releaseReview", ["IN_REVIEW"], "ISSUED", ANYONE, "true", "not-in-review"),
    {
      ...row("T2", "approve", ["IN_REVIEW"], "APPROVED", REVIEWERS, IN_TIME, "review-late"),
      quorum: "reviewersNeeded",
    },
    row("T3", "return", ["IN_REVIEW"], "RETURNED", REVIEWERS, "true", "not-returnable", {
      plus: "returnWindowSeconds",
      next: "T17r",
    }),
    row("T4", "amend", ["RETURNED"], "ISSUED", prescriber, IN_TIME, "amended-late", serviceLevel),
    ...(params.maxSeries > 1
      ? [row("T5", "schedule", ["APPROVED"], "SCHEDULED", ANYONE, "rx.notBefore > now", "not-post-dated")]
      : []),
    row("T6", "circulate", ["APPROVED", "SCHEDULED"], "ACTIVE", ANYONE, circulate, "not-circulable"),
  ];
}

/** T7 to T12, T14: claim, change, settle and supply. A supply that leaves no item open ends in DISPENSED (T12). */
function supplying({ switches }: Choice): readonly Transition[] {
  const organisation = { kinds: switches.pharmacyKinds } as const;
  const pharmacist = { ...organisation, roles: ["pharmacist"], credentials: ["licence-pharmacist"] } as const;
  const physician = {
    kinds: switches.prescriberKinds,
    roles: ["physician"],
    credentials: ["licence-physician"],
  } as const;
  const target = {
    open: '(rx.nominated == "" || actor.organisation == rx.nominated)',
    nominated: "actor.organisation == rx.nominated",
    assigned: "actor.organisation == rx.assigned",
  }[switches.nomination];
  const dispense = all(CLAIM, OWNER, credentialsFor(DISPENSE, switches));
  const unsettled = switches.settlementRequired ? "rx.selfPay" : "";
  const owing = { plus: "owingWindowSeconds", next: "T14s" } as const;
  const unsettledRow =
    switches.settlementRequired && !switches.selfPayAllowed
      ? []
      : [
          row(
            "T11",
            "dispense",
            ["CLAIMED"],
            "PARTIAL",
            pharmacist,
            all(dispense, unsettled),
            "not-dispensable",
            owing,
          ),
        ];
  return [
    row("T7", "claim", ["ACTIVE"], "CLAIMED", organisation, all(IN_TIME, CLAIM, target), "not-claimable", {
      plus: "claimLeaseSeconds",
      next: "T8s",
    }),
    row(
      "T8",
      "release",
      ["CLAIMED", "SUBST_PENDING"],
      "ACTIVE",
      organisation,
      `${OWNER} && !rx.cancelPending`,
      "not-claimant",
    ),
    row(
      "T8c",
      "release",
      ["CLAIMED", "SUBST_PENDING"],
      "CANCELLED",
      organisation,
      `${OWNER} && rx.cancelPending`,
      "not-claimant",
    ),
    row("T8g", "release", ["CLAIMED"], "ACTIVE", { kinds: AUTHORITIES }, "!rx.cancelPending", "cancel-pending"),
    row("T8s", "release", ["CLAIMED"], "ACTIVE", ANYONE, "!rx.cancelPending", "cancel-pending"),
    row("T8t", "release", ["CLAIMED"], "CANCELLED", ANYONE, "rx.cancelPending", "no-cancel-pending"),
    row("T9", "requestChange", ["CLAIMED"], "SUBST_PENDING", pharmacist, all(CLAIM, OWNER), "not-changeable", {
      plus: "changeAnswerSeconds",
      next: "T9s",
    }),
    row("T9a", "answerChange", ["SUBST_PENDING"], "CLAIMED", physician, "true", "not-answerable"),
    row("T9s", "answerChange", ["SUBST_PENDING"], "CLAIMED", ANYONE, "true", "not-answerable"),
    row("T10", "settle", ["CLAIMED"], "SETTLED", ANYONE, CLAIM, "not-settleable", {
      plus: "settleUnpaidSeconds",
      next: "T10s",
    }),
    row("T10s", "lapseSettlement", ["SETTLED"], "CLAIMED", ANYONE, "true", "not-lapsable"),
    ...unsettledRow.map((each): Transition => ({ ...each, quorum: "dispensersNeeded" })),
    {
      ...row("T11s", "dispense", ["SETTLED", "PARTIAL"], "PARTIAL", pharmacist, dispense, "not-dispensable", owing),
      quorum: "dispensersNeeded",
    },
    row("T14", "closeOwing", ["PARTIAL"], "DISPENSED", pharmacist, OWNER, "not-claimant"),
    row("T14s", "closeOwing", ["PARTIAL"], "DISPENSED", ANYONE, "true", "not-closable"),
    row(
      "T18",
      "refuse",
      ["CLAIMED", "SUBST_PENDING", "SETTLED", "PARTIAL"],
      "NOT_DISPENSED",
      pharmacist,
      OWNER,
      "not-claimant",
    ),
  ];
}

/** T13, T19, T20: to the patient, back, and into the books. */
function completing({ switches }: Choice): readonly Transition[] {
  const organisation = { kinds: switches.pharmacyKinds } as const;
  const carriers = { kinds: [...switches.pharmacyKinds, "carrier", "homecare"] satisfies ActorKind[] } as const;
  const unclaimed = { plus: "noClaimSeconds", next: "T20n" } as const;
  const delivery = [
    row("T13", "ship", ["DISPENSED"], "IN_DELIVERY", carriers, "rx.delivery && !rx.held", "not-shippable", {
      plus: "deliveryWindowSeconds",
      next: "T13s",
    }),
    row("T13d", "deliver", ["IN_DELIVERY"], "COMPLETED", carriers, "true", "not-deliverable", unclaimed),
    row("T13r", "returnDelivery", ["IN_DELIVERY"], "DISPENSED", carriers, "true", "not-in-delivery"),
    row("T13s", "returnDelivery", ["IN_DELIVERY"], "DISPENSED", ANYONE, "true", "not-in-delivery"),
  ];
  return [
    row("T13c", "deliver", ["DISPENSED"], "COMPLETED", organisation, `${OWNER} && !rx.held`, "not-claimant", unclaimed),
    ...(switches.deliveryAllowed ? delivery : []),
    row("T19", "reverse", ["SETTLED", "DISPENSED", "COMPLETED"], "REVERSED", organisation, OWNER, "not-claimant"),
    row("T19i", "reverse", ["SETTLED", "DISPENSED", "COMPLETED"], "REVERSED", PAYERS, "!rx.selfPay", "self-pay"),
    row("T20", "reconcile", ["COMPLETED"], "FINALISED", PAYERS, "!rx.selfPay", "self-pay"),
    row(
      "T20n",
      "reconcile",
      ["COMPLETED"],
      "NO_CLAIM",
      ANYONE,
      "rx.selfPay || now > rx.expiresAt + param.noClaimSeconds",
      "still-claimable",
    ),
  ];
}

const BEFORE_CLAIM = ["ISSUED", "IN_REVIEW", "APPROVED", "SCHEDULED", "ACTIVE"] satisfies LiveStatus[];

/** T15 to T17: cancel and expire. Who holds the goods acknowledges first, so that no supply crosses a cancellation. */
function ending({ switches }: Choice): readonly Transition[] {
  const physician = { kinds: switches.prescriberKinds, roles: ["physician"] } as const;
  const pharmacist = { kinds: switches.pharmacyKinds, roles: ["pharmacist"] } as const;
  const cancellable: readonly LiveStatus[] = [...BEFORE_CLAIM, "RETURNED"];
  const claimed: readonly LiveStatus[] = ["CLAIMED", "SUBST_PENDING", "SETTLED", "PARTIAL"];
  const pending = `rx.cancelPending && ${OWNER}`;
  return [
    row("T15", "cancel", cancellable, "CANCELLED", physician, "true", "not-cancellable"),
    ...(switches.patientMayCancel
      ? [row("T15p", "cancel", cancellable, "CANCELLED", { kinds: ["patient"] }, "true", "not-cancellable")]
      : []),
    row("T16", "cancel", claimed, SAME, physician, "!rx.cancelPending", "cancel-pending", {
      plus: "cancelAcknowledgeSeconds",
    }),
    row(
      "T16a",
      "acknowledgeCancel",
      ["CLAIMED", "SUBST_PENDING"],
      "CANCELLED",
      pharmacist,
      pending,
      "no-cancel-pending",
    ),
    // Money first: what is settled ends by T18 or T19, with the settlement reversed.
    row("T16s", "acknowledgeCancel", ["SETTLED"], SAME, pharmacist, pending, "no-cancel-pending"),
    row("T16p", "acknowledgeCancel", ["PARTIAL"], "DISPENSED", pharmacist, pending, "no-cancel-pending"),
    row("T17", "expire", BEFORE_CLAIM, "EXPIRED", ANYONE, "now > rx.expiresAt", "not-expired"),
    row("T17r", "expire", ["RETURNED"], "EXPIRED", ANYONE, "true", "not-expired"),
  ];
}

/** T21, T22. Lint rule L5 holds them in every pathway; a court or an arbiter may lift what an authority holds. */
function overseeing(): readonly Transition[] {
  const authorities = { kinds: [...AUTHORITIES, "court"] satisfies ActorKind[] } as const;
  const lifters = { kinds: [...AUTHORITIES, "court", "arbitration"] satisfies ActorKind[] } as const;
  return [
    row("T21", "hold", LIVE_STATUSES, SAME, authorities, "!rx.held", "already-held"),
    row("T21l", "lift", LIVE_STATUSES, SAME, lifters, "rx.held", "not-held"),
    { ...row("T22", "revoke", LIVE_STATUSES, "REVOKED", authorities, "true", "not-revocable"), quorum: "revokeQuorum" },
  ];
}

function row(
  id: string,
  cmd: Transition["cmd"],
  from: Transition["from"],
  to: Transition["to"],
  by: Transition["by"],
  guard: string,
  error: string,
  deadline?: Transition["deadline"],
): Transition {
  return { id, cmd, from, to, by, quorum: 1, guard, error, ...(deadline && { deadline }) };
}

/** A document of the shared transitions, less the states that its choices leave unreachable. */
export function pathway(
  head: { readonly id: string; readonly version: string; readonly title: PathwayDocument["title"] },
  params: PathwayParams,
  switches: PathwaySwitches,
): PathwayDocument {
  const choice = { params, switches };
  const rows = [prescribing, supplying, completing, ending, overseeing].flatMap((part) => part(choice));
  const reached = reachableStates("ISSUED", rows);
  const transitions = rows.map((each) => ({
    ...each,
    from: each.from.filter((state) => state === NONE || reached.has(state)),
  }));
  return {
    ...head,
    id: head.id as PathwayId,
    initial: "ISSUED",
    params,
    switches,
    transitions,
    interventions: INTERVENTIONS,
  };
}
