import type { Height } from "@meridian/base/ids";
import { fits } from "@meridian/base/shape";
import type { Facts as CredentialFacts } from "@meridian/credential/schema";
import { contract as disclosures, warrantIn } from "@meridian/disclosure/contract";
import { type Facts as DisclosureFacts, warrantRecordOf } from "@meridian/disclosure/schema";
import { contract as governance } from "@meridian/governance/contract";
import { type Facts as GovernanceFacts, ROLL } from "@meridian/governance/schema";
import { rollOf } from "@meridian/governance/state";
import type { AnyContract, Read } from "@meridian/kernel/contract";
import { isInForce, leadKey, contract as pathways } from "@meridian/pathway/contract";
import { rulesOf } from "@meridian/pathway/rules";
import type { Facts as PathwayFacts } from "@meridian/pathway/schema";
import type { Facts as PersonFacts } from "@meridian/person/schema";
import { contract as prescriptions } from "@meridian/prescription/contract";
import type { Facts as PrescriptionFacts } from "@meridian/prescription/facts";
import { stateAt } from "@meridian/prescription/lapse";
import { isIssue } from "@meridian/prescription/state";
import { keyOf as reviewKey, contract as reviews, summaryOf } from "@meridian/review/contract";
import type { Facts as ReviewFacts } from "@meridian/review/schema";
import { contract as units } from "@meridian/unit/contract";
import type { Facts as UnitFacts } from "@meridian/unit/schema";
import type { Facts as ValidatorFacts } from "@meridian/validator/schema";
import { entitlementTo } from "./entitlement.ts";
import { activeOrganisation, hasCredential, isMember, organisationOf, personKindOf, rolesAt } from "./registry.ts";
import { settlementFacts } from "./settlement.ts";

/** What each domain knows of the others: the only place where one domain's records answer another's questions. */
export function answers(
  read: Read,
  height: () => Height,
  contracts: ReadonlyMap<string, AnyContract>,
): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>([
    ["credential", credentialFacts(read)],
    ["disclosure", disclosureFacts(read)],
    ["governance", governanceFacts(read, contracts)],
    ["pathway", pathwayFacts(read)],
    ["person", personFacts(read)],
    ["prescription", prescriptionFacts(read, height)],
    ["review", reviewFacts(read)],
    ["settlement", settlementFacts(read)],
    ["unit", unitFacts(read)],
    ["validator", validatorFacts(read)],
  ]);
}

const credentialFacts = (read: Read): CredentialFacts => ({
  mayIssue: (organisation, kind) =>
    activeOrganisation(read, organisation)?.participation.issuesCredentials.includes(kind) ?? false,
  isHolder: (holder) =>
    holder.type === "person" ? personKindOf(read, holder.person) !== undefined : isMember(read, holder.organisation),
});

const personFacts = (read: Read): PersonFacts => ({
  organisation: (id) => {
    const known = organisationOf(read, id);
    if (known === undefined) return { active: false, kind: "", registersPersons: [], recovers: [] };
    const { active, kind, participation } = known;
    const { registersPersons, recovers } = participation;
    return { active, kind, registersPersons, recovers };
  },
  isPerson: (id) => personKindOf(read, id) !== undefined,
});

const governanceFacts = (read: Read, contracts: ReadonlyMap<string, AnyContract>): GovernanceFacts => ({
  roll: () => rollOf(read(governance, ROLL)),
  isWellFormed: (action) => {
    const contract = contracts.get(action.domain);
    return contract !== undefined && fits(contract.command, action);
  },
});

const pathwayFacts = (read: Read): PathwayFacts => ({
  latestVersion: (id) => {
    const lead = read(pathways, leadKey(id));
    return lead.status === "lead" ? lead.hash : undefined;
  },
});

const prescriptionFacts = (read: Read, height: () => Height): PrescriptionFacts => ({
  pathway: (hash, activeAt) => {
    const state = read(pathways, hash);
    if (state.status === "none" || state.status === "lead") return undefined;
    // A new issue may pin what is in force at this height; an old one keeps what it pinned.
    if (activeAt !== undefined && !isInForce(state, height())) return undefined;
    return rulesOf(state.pathway, state.hash);
  },
  organisation: (id) => organisationOf(read, id),
  worksAt: (person, organisation) => rolesAt(read, person, organisation),
  credential: (holder, kind, scope, time) =>
    hasCredential(
      read,
      "person" in holder
        ? { type: "person", person: holder.person }
        : { type: "organisation", organisation: holder.organisation },
      kind,
      scope,
      time,
    ),
  personKind: (id) => personKindOf(read, id),
  review: (prescription, version) => summaryOf(read(reviews, reviewKey(prescription, version))),
  unit: (code) => {
    const { status } = read(units, code);
    return status === "none" ? "unknown" : status;
  },
});

const reviewFacts = (read: Read): ReviewFacts => ({
  prescription: (id, time) => {
    const state = read(prescriptions, id);
    if (!isIssue(state)) return undefined;
    const { organisation, prescriber, status, version } = stateAt(state, time);
    return { organisation, prescriber, status, version };
  },
  worksAt: (person, organisation) => rolesAt(read, person, organisation),
  licensed: (person, kind, time) => hasCredential(read, { type: "person", person }, kind, undefined, time),
});

const unitFacts = (read: Read): UnitFacts => ({
  organisation: (id) => organisationOf(read, id),
  // Who made a unit is not on this ledger yet: until traceability is, only the drug authority recalls.
  makerOf: () => undefined,
});

const validatorFacts = (read: Read): ValidatorFacts => ({
  organisation: (id) => {
    const known = organisationOf(read, id);
    return { active: known?.active ?? false, mayValidate: known?.participation.validator ?? false };
  },
});

const disclosureFacts = (read: Read): DisclosureFacts => ({
  organisation: (id) => organisationOf(read, id),
  entitlement: (prescription, recipient, ground, time) => entitlementTo(read, prescription, recipient, ground, time),
  warrant: (id) => warrantIn(read(disclosures, warrantRecordOf(id))),
});
