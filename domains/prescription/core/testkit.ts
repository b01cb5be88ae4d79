import type {
  Commitment,
  Hash,
  OrganisationId,
  PathwayId,
  PersonId,
  PrescriptionId,
  UnitCode,
} from "@meridian/base/ids";
import type { Result } from "@meridian/base/result";
import type { Author, Cause } from "@meridian/kernel/context";
import { at, byOrganisation, byPerson, byStranger } from "@meridian/kernel/testkit";
import { contract } from "./contract.ts";
import type { Event } from "./events.ts";
import type { Facts, PathwayParams, PathwayRules, PathwaySwitches, UnitStatus } from "./facts.ts";
import type { Rejection } from "./rejection.ts";
import type { Command, CommandOf } from "./schema.ts";
import type { State } from "./state.ts";
import { DAY } from "./vocabulary.ts";

/** A small region to try the contract in: who is who, a pathway that refuses nothing by itself, commands by name. */
export const HOUR = 3_600;
export const START = 1_800_000_000;

export const organisation = (name: string): OrganisationId => name as OrganisationId;
export const person = (name: string): PersonId => name as PersonId;
export const RX = "rx-1" as PrescriptionId;
export const PATHWAY = "ab".repeat(32) as Hash;
export const CONTENT = "c0".repeat(32) as Commitment;
export const OTHER_CONTENT = "c1".repeat(32) as Commitment;
export const ACCESS_KEY = "a0".repeat(32);
export const PICKUP_KEY = "b0".repeat(32);
export const RULE_SET = "5e".repeat(32) as Hash;
export const BATCH = "ba".repeat(32) as Hash;

const KINDS: { readonly [organisation: string]: string } = {
  hospital: "hospital",
  corner: "pharmacy",
  market: "pharmacy",
  insurer: "insurer",
  rider: "carrier",
  health: "health-commission",
  health2: "health-commission",
  fund: "insurance-authority",
  drugs: "drug-authority",
  court: "court",
};
const STAFF: { readonly [person: string]: readonly [organisation: string, role: string] } = {
  li: ["hospital", "physician"],
  wang: ["hospital", "pharmacist"],
  zhao: ["hospital", "pharmacist"],
  chen: ["corner", "pharmacist"],
  qian: ["corner", "pharmacist"],
  sun: ["market", "pharmacist"],
  wu: ["rider", "courier"],
  zheng: ["health", "officer"],
};
const PERSONAL: { readonly [role: string]: string } = {
  physician: "licence-physician",
  pharmacist: "licence-pharmacist",
};
const INSTITUTIONAL: { readonly [kind: string]: string } = {
  hospital: "licence-hospital",
  pharmacy: "licence-pharmacy",
  carrier: "licence-carrier",
};

export const params: PathwayParams = {
  validDays: 3,
  maxItems: 5,
  reviewSlaSeconds: 1_800,
  reviewLeaseSeconds: 900,
  returnWindowSeconds: 2 * DAY,
  claimLeaseSeconds: DAY,
  changeAnswerSeconds: 2 * HOUR,
  settleUnpaidSeconds: 1_800,
  owingWindowSeconds: 5 * DAY,
  deliveryWindowSeconds: 3 * DAY,
  cancelAcknowledgeSeconds: HOUR,
  reversalWindowSeconds: DAY,
  noClaimSeconds: 180 * DAY,
  reviewersNeeded: 1,
  dispensersNeeded: 1,
  revokeQuorum: 2,
  maxSeries: 4,
  minIntervalSeconds: 7 * DAY,
  genericAutoApprove: 0,
};
export const switches: PathwaySwitches = {
  deliveryAllowed: true,
  settlementRequired: true,
  selfPayAllowed: true,
  nomination: "open",
  patientMayCancel: true,
  classes: ["general", "antimicrobial", "narcotic", "psychotropic-1", "cold-chain"],
  prescriberKinds: ["hospital"],
  pharmacyKinds: ["pharmacy"],
};

export type Changes = {
  readonly params?: Partial<PathwayParams>;
  readonly switches?: Partial<PathwaySwitches>;
  readonly permits?: PathwayRules["permits"];
  readonly facts?: Partial<Facts>;
  readonly units?: ReadonlyMap<UnitCode, UnitStatus>;
};

export function factsOf(changes: Changes = {}): Facts {
  const rules: PathwayRules = {
    id: "test-pathway" as PathwayId,
    version: "1",
    hash: PATHWAY,
    params: { ...params, ...changes.params },
    switches: { ...switches, ...changes.switches },
    permits:
      changes.permits ??
      (({ from, command }) => ({
        allowed: true,
        transition: command,
        to: from,
        quorum: 1,
        deadlineSeconds: null,
      })),
  };
  return {
    pathway: (hash) => (hash === PATHWAY ? rules : undefined),
    organisation: (id) => {
      const kind = KINDS[id];
      return kind === undefined ? undefined : { active: true, kind };
    },
    worksAt: (who, where) => {
      const place = STAFF[who];
      return place?.[0] === where ? [place[1]] : [];
    },
    credential: (holder, kind) => {
      if ("organisation" in holder)
        return kind === INSTITUTIONAL[KINDS[holder.organisation] ?? ""] || isControlledRight(holder.organisation, kind);
      return kind === PERSONAL[STAFF[holder.person]?.[1] ?? ""] || isControlledRight(holder.person, kind);
    },
    personKind: (id) => (STAFF[id] ? "practitioner" : id.startsWith("patient") ? "patient" : undefined),
    review: () => ({ ruleSet: RULE_SET, critical: 0, overridden: 0, cosigned: false }),
    unit: (code) => changes.units?.get(code) ?? "unknown",
    ...changes.facts,
  };
}

const isControlledRight = (holder: string, kind: string): boolean =>
  (holder === "li" && kind === "prescribe-narcotic") || (holder === "corner" && kind === "dispense-narcotic");

const head = { domain: "prescription", id: RX } as const;
export const issueOf = (changes: Partial<CommandOf<"issue">> = {}): CommandOf<"issue"> => ({
  ...head,
  type: "issue",
  patient: person("patient-1"),
  organisation: organisation("hospital"),
  content: CONTENT,
  custodian: organisation("hospital"),
  pathway: PATHWAY,
  items: [
    { line: 1, class: "general", quantity: 30 },
    { line: 2, class: "antimicrobial", quantity: 10 },
  ],
  authoredOn: START as CommandOf<"issue">["authoredOn"],
  accessKey: ACCESS_KEY,
  selfPay: false,
  delivery: true,
  ...changes,
});

type Rest<T extends Command["type"]> = Omit<CommandOf<T>, "domain" | "type" | "id">;
/** A command about the one prescription of the tests. */
export const command = <T extends Command["type"]>(type: T, rest: Rest<T>): Command =>
  ({ ...head, type, ...rest }) as unknown as Command;

/** By a pharmacy, which asks the insurer to pay. */
export const claimOf = (pharmacy: string): Command =>
  command("claim", { organisation: organisation(pharmacy), payer: organisation("insurer") });

export const all = [
  { line: 1, quantity: 30, codes: ["u1" as UnitCode] },
  { line: 2, quantity: 10, codes: ["u2" as UnitCode] },
] as const;
export const some = [{ line: 1, quantity: 10, codes: ["u1" as UnitCode] }] as const;
export const settleOf = (changes: Partial<Rest<"settle">> = {}): Command =>
  command("settle", {
    settlement: "s-1" as Rest<"settle">["settlement"],
    insurer: organisation("insurer"),
    total: 1_000 as Rest<"settle">["total"],
    fund: 700 as Rest<"settle">["fund"],
    account: 300 as Rest<"settle">["account"],
    cash: 0 as Rest<"settle">["cash"],
    ...changes,
  });

export const received = command("cashReceived", { settlement: "s-1" as Rest<"cashReceived">["settlement"] });

export const byQr = (): Author => ({ ...byStranger("qr"), publicKey: ACCESS_KEY });
export const byPickup = (): Author => ({ ...byStranger("pickup"), publicKey: PICKUP_KEY });
export const adjudicated: Cause = { type: "reaction", domain: "settlement", event: "adjudicated", record: "s-1" };
const cashPaid: Cause = { type: "reaction", domain: "settlement", event: "cashPaid", record: "s-1" };
/** As the network would have it: commands that are reactions come from the event that causes them. */
export function causeOf({ type }: Command): { readonly cause?: Cause } {
  if (type === "settle") return { cause: adjudicated };
  return type === "cashReceived" ? { cause: cashPaid } : {};
}
export const who = (...names: readonly string[]): readonly Author[] =>
  names.map((name) => {
    if (name === "qr") return byQr();
    if (name === "pickup") return byPickup();
    return KINDS[name] === undefined ? byPerson(name) : byOrganisation(name);
  });

/** One step of a history: seconds after the last step, who signs, what. */
export type Step = readonly [seconds: number, signers: string, command: Command];

export type Play = {
  readonly state: State;
  readonly time: number;
  readonly events: readonly Event[];
  readonly last: Result<readonly Event[], Rejection> | undefined;
  /** The first refusal before the last step. */
  readonly early: string | undefined;
};

/** Plays steps in order; a refused one changes nothing. */
export function play(steps: readonly Step[], changes: Changes = {}): Play {
  const facts = factsOf(changes);
  let state: State = contract.initial;
  let time = START;
  let last: Play["last"];
  const events: Event[] = [];
  let early: string | undefined;
  for (const [seconds, signers, asked] of steps) {
    time += seconds;
    if (last && !last.ok) early ??= last.error.code;
    last = contract.decide(state, asked, at(time, who(...signers.split(" ").filter(Boolean)), causeOf(asked)), facts);
    if (!last.ok) continue;
    state = last.value.reduce(contract.evolve, state);
    events.push(...last.value);
  }
  return { state, time, events, last, early };
}

/** A rule as one line of a table: after these steps, the last of them ends in this state or is refused with this code. */
export type Rule = readonly [says: string, steps: readonly Step[], want: string, changes?: Changes];
export function outcomeOf([, steps, , changes]: Rule): string {
  const { state, last, early } = play(steps, changes);
  if (early !== undefined || last === undefined) return `refused on the way: ${early}`;
  return last.ok ? state.status : last.error.code;
}

const hospital = organisation("hospital");
const corner = organisation("corner");
/** Ways to each state, one after another. */
export const ISSUED: readonly Step[] = [[0, "li", issueOf()]];
export const SELF_PAY: readonly Step[] = [[0, "li", issueOf({ selfPay: true })]];
export const reviewed: readonly Step[] = [
  [60, "wang", command("takeReview", { organisation: hospital })],
  [60, "wang", command("approve", {})],
];
export const circulated: readonly Step[] = [...reviewed, [0, "hospital", command("circulate", {})]];
export const claimed: readonly Step[] = [...circulated, [60, "corner qr", claimOf("corner")]];
/** Nobody is asked to pay: for what the patient pays. */
export const claimedAlone: readonly Step[] = [
  ...circulated,
  [60, "corner qr", command("claim", { organisation: corner })],
];
export const settled: readonly Step[] = [...claimed, [5, "corner", settleOf()]];
export const supplied: readonly Step[] = [...settled, [60, "chen", command("dispense", { lines: all })]];
export const owed: readonly Step[] = [...settled, [60, "chen", command("dispense", { lines: some })]];
export const shipped: readonly Step[] = [
  ...supplied,
  [60, "corner", command("ship", { carrier: organisation("rider"), pickupKey: PICKUP_KEY })],
];
export const completed: readonly Step[] = [...supplied, [60, "corner", command("deliver", { organisation: corner })]];

/** Which states there are ways to, with the shortest. */
export const WAYS: { readonly [status: string]: readonly Step[] } = {
  none: [],
  tombstone: [[0, "li", command("cancel", { reason: "clinical-grounds" })]],
  ISSUED,
  IN_REVIEW: [...ISSUED, ...reviewed.slice(0, 1)],
  APPROVED: [...ISSUED, ...reviewed],
  RETURNED: [...ISSUED, ...reviewed.slice(0, 1), [60, "wang", command("return", { reasons: ["dosage"] })]],
  SCHEDULED: [
    [0, "li", issueOf({ notBefore: (START + DAY) as CommandOf<"issue">["authoredOn"] })],
    ...reviewed,
    [0, "", command("schedule", {})],
  ],
  ACTIVE: [...ISSUED, ...circulated],
  CLAIMED: [...ISSUED, ...claimed],
  SUBST_PENDING: [...ISSUED, ...claimed, [60, "chen", command("requestChange", { kind: "generic" })]],
  SETTLED: [...ISSUED, ...settled],
  PARTIAL: [...ISSUED, ...owed],
  DISPENSED: [...ISSUED, ...supplied],
  IN_DELIVERY: [...ISSUED, ...shipped],
  COMPLETED: [...ISSUED, ...completed],
  FINALISED: [
    ...ISSUED,
    ...completed,
    [60, "insurer", command("reconcile", { organisation: organisation("insurer"), batch: BATCH })],
  ],
  NO_CLAIM: [
    ...SELF_PAY,
    ...claimedAlone,
    [60, "chen", command("dispense", { lines: all, handedOver: true })],
    [180 * DAY + 1, "", command("expire", {})],
  ],
  CANCELLED: [...ISSUED, [60, "li", command("cancel", { reason: "prescribing-error" })]],
  EXPIRED: [...ISSUED, [3 * DAY + 1, "", command("expire", {})]],
  NOT_DISPENSED: [...ISSUED, ...claimed, [60, "chen", command("refuse", { reason: "out-of-stock" })]],
  REVERSED: [...ISSUED, ...supplied, [60, "corner", command("reverse", { reason: "returned" })]],
  REVOKED: [
    ...ISSUED,
    [
      60,
      "health drugs",
      command("revoke", {
        organisations: [organisation("health"), organisation("drugs")],
        reason: "forged",
        basis: "x",
      }),
    ],
  ],
};
