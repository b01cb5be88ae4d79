import type { PrescriptionId, Seconds } from "@meridian/base/ids";
import { assertNever } from "@meridian/base/invariant";
import type { Ground } from "@meridian/disclosure/grounds";
import type { Entitlement, Party } from "@meridian/disclosure/schema";
import type { Read } from "@meridian/kernel/contract";
import { contract as person } from "@meridian/person/contract";
import { contract as prescriptions } from "@meridian/prescription/contract";
import { stateAt } from "@meridian/prescription/lapse";
import { type Issue, isIssue } from "@meridian/prescription/state";

/** Who may have a prescription's document at a moment, and why: read off the prescription itself, so it ends with it. */
export function entitlementTo(
  read: Read,
  prescription: PrescriptionId,
  recipient: Party,
  ground: Ground,
  time: Seconds,
): Entitlement | undefined {
  const state = read(prescriptions, prescription);
  if (!isIssue(state)) return undefined;
  const issue = stateAt(state, time);
  const { patient, custodian, content } = issue;
  return { entitled: isEntitled(read, issue, recipient, ground), patient, custodian, content };
}

function isEntitled(read: Read, issue: Issue, recipient: Party, ground: Ground): boolean {
  switch (ground) {
    case "claim":
      return recipient.type === "organisation" && issue.claim?.organisation === recipient.organisation;
    case "adjudication":
      return recipient.type === "organisation" && mayAdjudicate(issue, recipient);
    case "own-patient":
      return recipient.type === "person" && actsFor(read, issue, recipient);
    case "care-team":
      return recipient.type === "person"
        ? recipient.person === issue.prescriber
        : recipient.organisation === issue.organisation;
    case "warrant":
      return false;
    default:
      return assertNever(ground);
  }
}

type OrganisationParty = Extract<Party, { readonly type: "organisation" }>;
type PersonParty = Extract<Party, { readonly type: "person" }>;

/** Before it is settled whom the claim asks to pay; afterwards whoever did. Nobody for who pays alone. */
function mayAdjudicate({ settlement, claim, status }: Issue, { organisation }: OrganisationParty): boolean {
  if (settlement !== null) return settlement.insurer === organisation;
  return status === "CLAIMED" && claim?.payer === organisation;
}

function actsFor(read: Read, { patient }: Issue, recipient: PersonParty): boolean {
  if (recipient.person === patient) return true;
  const state = read(person, patient);
  return state.status !== "none" && state.guardians.includes(recipient.person);
}
