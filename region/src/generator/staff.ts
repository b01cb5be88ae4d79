import type { CredentialId, OrganisationId, PersonId } from "@meridian/base/ids";
import type { CredentialKind, StaffRole } from "@meridian/kernel/vocabulary";
import { pseudonymOf } from "./keys.ts";
import { type Name, personName } from "./names.ts";
import {
  ARBITRATION,
  CARRIER,
  CLINICS,
  COURT,
  DRUG_AUTHORITY,
  HEALTH_COMMISSION,
  HOSPITAL,
  INSURANCE_AUTHORITY,
  INSURER,
  INTERNET_HOSPITAL,
  NARCOTIC_PHARMACY,
  organisations,
  PHARMACIES,
} from "./organisations.ts";
import type { Random } from "./random.ts";

/** An invented practitioner or officer, at one organisation in one role. */
export type Staff = {
  readonly id: PersonId;
  readonly name: Name;
  readonly organisation: OrganisationId;
  readonly role: StaffRole;
  /** May prescribe, or hand out, narcotics and psychotropics of the first class. */
  readonly controlled: boolean;
};

type Post = readonly [organisation: OrganisationId, role: StaffRole, count: number, controlled: number];

/** How many of each there are, and how many of these have the narcotic right. */
const posts: readonly Post[] = [
  [HOSPITAL, "physician", 4, 2],
  [HOSPITAL, "pharmacist", 5, 4],
  [HOSPITAL, "registrar", 1, 0],
  [INTERNET_HOSPITAL, "physician", 2, 0],
  [INTERNET_HOSPITAL, "pharmacist", 2, 0],
  [INTERNET_HOSPITAL, "registrar", 1, 0],
  ...CLINICS.flatMap((clinic): readonly Post[] => [
    [clinic, "physician", 2, 0],
    [clinic, "pharmacist", 1, 0],
    [clinic, "registrar", 1, 0],
  ]),
  ...PHARMACIES.map((pharmacy): Post => [pharmacy, "pharmacist", 2, pharmacy === NARCOTIC_PHARMACY ? 2 : 0]),
  ...PHARMACIES.map((pharmacy): Post => [pharmacy, "clerk", 1, 0]),
  [CARRIER, "courier", 2, 0],
  [INSURANCE_AUTHORITY, "officer", 2, 0],
  [INSURER, "clerk", 1, 0],
  [HEALTH_COMMISSION, "officer", 2, 0],
  [DRUG_AUTHORITY, "officer", 2, 0],
  [COURT, "officer", 2, 0],
  [ARBITRATION, "officer", 1, 0],
];

export const generateStaff = (seed: string, random: Random): readonly Staff[] =>
  posts
    .flatMap(([organisation, role, count, controlled]) =>
      Array.from({ length: count }, (_, i) => ({ organisation, role, controlled: i < controlled })),
    )
    .map((post, number) => ({
      id: pseudonymOf(seed, "s", number),
      name: personName(random, random.chance(50) ? "female" : "male"),
      ...post,
    }));

/** A credential that an authority is to issue. */
export type PlannedCredential = {
  readonly id: CredentialId;
  readonly kind: CredentialKind;
  readonly holder: { readonly organisation: OrganisationId } | { readonly person: PersonId };
  readonly issuer: OrganisationId;
};

/** What everybody needs to do what the region's pathways ask of them, from the authority that gives it. */
export function plannedCredentials(staff: readonly Staff[]): readonly PlannedCredential[] {
  const planned: PlannedCredential[] = [];
  const plan = (kind: CredentialKind, holder: PlannedCredential["holder"], issuer: OrganisationId) => {
    const name = "person" in holder ? holder.person : holder.organisation;
    planned.push({ id: `${kind}-${name}` as CredentialId, kind, holder, issuer });
  };
  for (const { id: organisation, kind } of organisations) {
    const holder = { organisation };
    if (kind === "hospital") plan("licence-hospital", holder, HEALTH_COMMISSION);
    if (kind === "clinic") plan("licence-clinic", holder, HEALTH_COMMISSION);
    if (kind === "pharmacy") plan("licence-pharmacy", holder, DRUG_AUTHORITY);
    if (kind === "carrier") plan("licence-carrier", holder, DRUG_AUTHORITY);
    if (["hospital", "clinic", "pharmacy"].includes(kind)) plan("appointment-insurer", holder, INSURANCE_AUTHORITY);
  }
  plan("dispense-narcotic", { organisation: HOSPITAL }, HEALTH_COMMISSION);
  plan("dispense-narcotic", { organisation: NARCOTIC_PHARMACY }, DRUG_AUTHORITY);
  for (const { id: person, role, controlled, organisation } of staff) {
    const holder = { person };
    if (role === "physician") plan("licence-physician", holder, HEALTH_COMMISSION);
    if (role === "pharmacist") plan("licence-pharmacist", holder, DRUG_AUTHORITY);
    if (role === "physician" && controlled) {
      plan("prescribe-narcotic", holder, HEALTH_COMMISSION);
      plan("prescribe-psychotropic", holder, HEALTH_COMMISSION);
    }
    if (role === "pharmacist" && controlled)
      plan("dispense-narcotic", holder, organisation === HOSPITAL ? HEALTH_COMMISSION : DRUG_AUTHORITY);
  }
  return planned;
}
