import { utf8 } from "@meridian/base/bytes";
import type { Hash, OrganisationId, PersonId, Seconds } from "@meridian/base/ids";
import { asHeight, asSeconds } from "@meridian/base/ids";
import { COMMANDS_MAX, SIGNATURES_MAX } from "@meridian/base/limits";
import type { Client } from "@meridian/client/client";
import { type Command as CredentialCommand, credentialIdOf } from "@meridian/credential/schema";
import { commitmentOf } from "@meridian/crypto/commitment";
import { sha256 } from "@meridian/crypto/hash";
import type { Command } from "@meridian/kernel/transaction";
import type { Command as OrganisationCommand } from "@meridian/organisation/schema";
import { hashOf } from "@meridian/pathway/document";
import { pathways } from "@meridian/pathway/pathways/shipped";
import type { Command as PathwayCommand } from "@meridian/pathway/schema";
import type { Command as PersonCommand } from "@meridian/person/schema";
import type { Command as SettlementCommand } from "@meridian/settlement/schema";
import type { Scheme } from "@meridian/settlement/scheme";
import { employeeScheme, residentScheme } from "@meridian/settlement/schemes/demonstration";
import { demonstrationKeySeed, hexOf } from "../generator/keys.ts";
import {
  ARBITRATION,
  COURT,
  DRUG_AUTHORITY,
  HEALTH_COMMISSION,
  HOSPITAL,
  INSURANCE_AUTHORITY,
  INSURER,
} from "../generator/organisations.ts";
import type { Region } from "../generator/region.ts";
import type { PlannedCredential, Staff } from "../generator/staff.ts";
import { Keyring, validatorOf } from "./keyring.ts";
import { inParallel } from "./pool.ts";
import type { Ledger } from "./ports.ts";
import { type Deed, Script } from "./script.ts";

export type Schemes = { readonly employee: Scheme; readonly resident: Scheme };
const YEAR = 366 * 86_400;

/** The demonstration schemes, in force around a region's beginning. */
export function schemesFrom(genesis: Seconds): Schemes {
  const period = { validFrom: asSeconds(genesis - YEAR), validUntil: asSeconds(genesis + 10 * YEAR) };
  return { employee: { ...employeeScheme, ...period }, resident: { ...residentScheme, ...period } };
}

/** The shipped pathways by id, as prescriptions pin them. */
export const pathwayHashes: ReadonlyMap<string, Hash> = new Map(
  pathways.map((pathway) => [pathway.id, hashOf(pathway)]),
);

/**
 * Who validates: seven bodies that do not answer to one another, so that two may fail and none decides alone. The first
 * four are a consortium too, with a court among them.
 */
export const VALIDATORS: readonly OrganisationId[] = [
  HOSPITAL,
  HEALTH_COMMISSION,
  INSURANCE_AUTHORITY,
  COURT,
  DRUG_AUTHORITY,
  ARBITRATION,
  INSURER,
];

/** A validator's demonstration key, by its public half and its seed. */
export const validatorKeyOf = (seed: string, organisation: OrganisationId) => ({
  organisation,
  publicKey: new Keyring(seed).publicKeyOf(validatorOf(organisation)).publicKey,
  seed: demonstrationKeySeed(seed, validatorOf(organisation)),
});

/** What stands in the genesis document: members, pathways in force from the first block, schemes. */
export function genesisCommandsOf(region: Region, schemes: Schemes): readonly Command[] {
  const keys = new Keyring(region.seed);
  const admit = region.organisations.map(
    ({ id, kind, name }): OrganisationCommand => ({
      domain: "organisation",
      type: "admit",
      id,
      kind,
      name,
      key: keys.publicKeyOf(id),
      label: "demonstration",
    }),
  );
  const open = pathways.flatMap((pathway): readonly PathwayCommand[] => [
    { domain: "pathway", type: "register", pathway },
    { domain: "pathway", type: "activate", hash: hashOf(pathway), height: asHeight(1) },
  ]);
  const register = [schemes.employee, schemes.resident].map(
    (scheme): SettlementCommand => ({
      domain: "settlement",
      type: "registerScheme",
      organisation: INSURANCE_AUTHORITY,
      scheme,
    }),
  );
  return [...admit, ...open, ...register];
}

/** A transaction of the set-up; done when the record of its first command is there. */
type Batch = {
  readonly deeds: readonly Deed[];
  readonly hands: readonly string[];
  readonly record: readonly [domain: string, id: string];
};

/** Registers whom the ledger does not know yet, and says how many transactions that took. Safe to repeat. */
export async function setUp(region: Region, client: Client, ledger: Ledger): Promise<number> {
  const keys = new Keyring(region.seed);
  const patients = region.patients.map(({ id }) => id);
  const persons = [...staffBatches(region, keys), ...patientBatches(region.seed, keys, patients)];
  const sent = await sendNew(persons, client, ledger, keys);
  return sent + (await sendNew(credentialBatches(region, ledger.now()), client, ledger, keys));
}

/** Registers patients who come from outside the region. */
export const registerPatients = (
  { seed, client, ledger, keys }: { seed: string; client: Client; ledger: Ledger; keys: Keyring },
  patients: readonly PersonId[],
): Promise<number> => sendNew(patientBatches(seed, keys, patients), client, ledger, keys);

async function sendNew(batches: readonly Batch[], client: Client, ledger: Ledger, keys: Keyring): Promise<number> {
  const script = new Script(client, keys);
  await inParallel(batches, async ({ deeds, hands, record }) => {
    if ((await ledger.record(...record)) === undefined) await script.commit(deeds, hands);
  });
  return script.transactions;
}

/** A member registers its own staff and says where they work. */
function staffBatches(region: Region, keys: Keyring): readonly Batch[] {
  const byMember = new Map<OrganisationId, Staff[]>();
  for (const staff of region.staff)
    byMember.set(staff.organisation, [...(byMember.get(staff.organisation) ?? []), staff]);
  return [...byMember].flatMap(([organisation, members]) =>
    parts(members, SIGNATURES_MAX - 1).map((part): Batch => {
      const deeds = part.flatMap(({ id, role }): readonly PersonCommand[] => [
        registration(region.seed, keys, id, "practitioner"),
        { domain: "person", type: "affiliate", id, organisation, roles: [role] },
      ]);
      return batchOf(deeds, [organisation, ...part.map(({ id }) => id)], part[0]?.id ?? "");
    }),
  );
}

/** The hospital's registration desk registers patients, each of whom signs along. */
const patientBatches = (seed: string, keys: Keyring, patients: readonly PersonId[]): readonly Batch[] =>
  parts(patients, SIGNATURES_MAX - 1).map((part) =>
    batchOf(
      part.map((id) => registration(seed, keys, id, "patient")),
      [HOSPITAL, ...part],
      part[0] ?? "",
    ),
  );

const batchOf = (deeds: readonly Deed[], hands: readonly string[], person: string): Batch => ({
  deeds,
  hands,
  record: ["person", person],
});

/** An invented person has no identity document, so the commitment is to a sentence that says so. */
const registration = (seed: string, keys: Keyring, id: PersonId, kind: "practitioner" | "patient"): PersonCommand => ({
  domain: "person",
  type: "register",
  id,
  kind,
  identity: commitmentOf(sha256(utf8(`${seed}\n${id}`)), utf8("an invented person without an identity document")),
  key: keys.publicKeyOf(id),
});

const LICENCE_YEARS = 10;

function credentialBatches({ seed, credentials }: Region, now: Seconds): readonly Batch[] {
  const byIssuer = new Map<OrganisationId, PlannedCredential[]>();
  for (const planned of credentials) byIssuer.set(planned.issuer, [...(byIssuer.get(planned.issuer) ?? []), planned]);
  const deedOf = ({ id, kind, holder }: PlannedCredential): CredentialCommand => ({
    domain: "credential",
    type: "issue",
    holder: holderOf(holder),
    kind,
    scope: [],
    number: `DEMO-${hexOf("licence", seed, id).slice(0, 12)}`,
    validFrom: asSeconds(now - 86_400),
    validUntil: asSeconds(now + LICENCE_YEARS * YEAR),
    basis: "demonstration",
  });
  return [...byIssuer].flatMap(([issuer, planned]) =>
    parts(planned, COMMANDS_MAX).map((part): Batch => {
      const [first] = part;
      const record = first === undefined ? "" : credentialIdOf(holderOf(first.holder), first.kind);
      return { deeds: part.map(deedOf), hands: [issuer], record: ["credential", record] };
    }),
  );
}

const holderOf = (holder: PlannedCredential["holder"]): CredentialCommand["holder"] =>
  "person" in holder ? { type: "person", ...holder } : { type: "organisation", ...holder };

function parts<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
