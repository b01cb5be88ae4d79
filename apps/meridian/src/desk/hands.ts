import type { Ground } from "@meridian/disclosure/grounds";
import type { CommandType as DisclosureType } from "@meridian/disclosure/schema";
import type { Command } from "@meridian/kernel/transaction";
import type { OrganisationKind, StaffRole } from "@meridian/kernel/vocabulary";
import type { CommandType as PrescriptionType } from "@meridian/prescription/schema";
import type { CommandType as ReviewType } from "@meridian/review/schema";
import type { DeskRejection } from "./rejections.ts";

/** Somebody at work at an organisation, whose key the node keeps. */
export type Acting = { readonly kind: OrganisationKind; readonly roles: readonly StaffRole[] };

type Act =
  | `prescription/${PrescriptionType}`
  | `review/${ReviewType}`
  | `disclosure/${DisclosureType}`
  | "settlement/adjudicate"
  | "settlement/payCash";
type Roles = readonly StaffRole[];

/** Officers keep the keys of their house and its staff, so what another may have signed there, they may. */
const OFFICERS: Roles = [];
const REACTION = OFFICERS;
const PRESCRIBERS: Roles = ["physician"];
const REVIEWERS: Roles = ["pharmacist"];
const COUNTER: Roles = ["pharmacist", "clerk"];
const CLINICIANS: Roles = ["physician", "pharmacist"];
const HANDS: Roles = ["courier", "nurse", "pharmacist", "clerk"];
/** Time alone decides, and whoever notices may say so. */
const NOTICING: Roles = ["physician", "pharmacist", "clerk"];

/**
 * Who, besides officers, has what signed in the name of a house of care. To the ledger the organisation's key stands for
 * any of the persons that it would else ask for, so these are those whom the contract wants (`decide/` of each domain).
 */
const IN_CARE: { readonly [A in Act]: Roles } = {
  "prescription/issue": PRESCRIBERS,
  "prescription/takeReview": REVIEWERS,
  "prescription/releaseReview": REVIEWERS,
  "prescription/approve": REVIEWERS,
  "prescription/return": REVIEWERS,
  "prescription/amend": PRESCRIBERS,
  "prescription/schedule": NOTICING,
  "prescription/circulate": NOTICING,
  "prescription/claim": COUNTER,
  "prescription/release": COUNTER,
  "prescription/requestChange": REVIEWERS,
  "prescription/answerChange": PRESCRIBERS,
  "prescription/settle": REACTION,
  "prescription/cashReceived": REACTION,
  "prescription/lapseSettlement": NOTICING,
  "prescription/dispense": REVIEWERS,
  "prescription/closeOwing": COUNTER,
  "prescription/ship": COUNTER,
  "prescription/deliver": HANDS,
  "prescription/returnDelivery": HANDS,
  "prescription/cancel": PRESCRIBERS,
  "prescription/acknowledgeCancel": COUNTER,
  "prescription/expire": NOTICING,
  "prescription/refuse": REVIEWERS,
  "prescription/reverse": COUNTER,
  "prescription/reconcile": OFFICERS,
  "prescription/hold": OFFICERS,
  "prescription/lift": OFFICERS,
  "prescription/revoke": OFFICERS,
  "review/attach": CLINICIANS,
  "review/override": PRESCRIBERS,
  "review/coSign": REVIEWERS,
  "review/feedback": CLINICIANS,
  // The node itself does, once it hands a document over.
  "disclosure/release": OFFICERS,
  "disclosure/acknowledge": ["physician", "pharmacist", "clerk"],
  "disclosure/openWarrant": OFFICERS,
  "disclosure/closeWarrant": OFFICERS,
  // Where the pharmacy has the cash leg already.
  "settlement/adjudicate": COUNTER,
  "settlement/payCash": COUNTER,
};
/** At insurers clerks settle claims. */
const AT_INSURERS: { readonly [A in Act]?: Roles } = {
  "prescription/reverse": ["clerk"],
  "prescription/reconcile": ["clerk"],
  "disclosure/acknowledge": ["clerk"],
  "settlement/adjudicate": ["clerk"],
};

const rolesIn = (table: { readonly [A in Act]?: Roles }): ReadonlyMap<string, Roles> => new Map(Object.entries(table));
const inCare = rolesIn(IN_CARE);
const atInsurers = rolesIn(AT_INSURERS);
const officersAlone = rolesIn({});

/** By the kind of place: what an authority or a court says is an officer's word, whatever it is about. */
const ROLES_AT: { readonly [K in OrganisationKind]: ReadonlyMap<string, Roles> } = {
  hospital: inCare,
  clinic: inCare,
  pharmacy: inCare,
  homecare: inCare,
  carrier: inCare,
  insurer: atInsurers,
  "insurance-authority": atInsurers,
  "health-commission": officersAlone,
  "drug-authority": officersAlone,
  court: officersAlone,
  arbitration: officersAlone,
  maker: officersAlone,
  distributor: officersAlone,
  research: officersAlone,
};

/** Who, of an organisation's staff, has a request for a document signed with its key. */
const BY_GROUND: { readonly [G in Ground]: Roles } = {
  claim: COUNTER,
  adjudication: ["clerk", "officer"],
  warrant: ["officer"],
  // A person's own, whom no organisation stands for.
  "own-patient": [],
  "care-team": CLINICIANS,
};

/**
 * Why this person may not have these commands signed with the organisation's key; undefined when nothing is against it. The
 * ledger sees the organisation's signature only, so a courier must not hold, vote or open a warrant with it.
 */
export function faultOfRole(commands: readonly Command[], acting: Acting): DeskRejection | undefined {
  const beyond = commands.find((command) => !maySign(command, acting));
  return beyond && { code: "beyond-your-role", domain: beyond.domain, type: beyond.type };
}

function maySign(command: Command, { kind, roles }: Acting): boolean {
  if (roles.includes("officer")) return true;
  const { domain, type } = command;
  if (domain === "person") return roles.includes("registrar") && !makesOfficer(command);
  return (ROLES_AT[kind].get(`${domain}/${type}`) ?? OFFICERS).some((role) => roles.includes(role));
}

/** Who enters staff does not make officers, or could be one. */
const makesOfficer = ({ type, roles }: Command & { readonly roles?: unknown }): boolean =>
  type === "affiliate" && Array.isArray(roles) && roles.includes("officer");

/** The same of a request for a document: its content is for whoever works with it there, and for nobody else. */
export const faultOfGround = (ground: Ground, { roles }: Acting): DeskRejection | undefined =>
  BY_GROUND[ground].some((role) => roles.includes(role))
    ? undefined
    : { code: "beyond-your-role", domain: "disclosure", type: "release" };
