import { toHex, utf8 } from "@meridian/base/bytes";
import type { Commitment, NetworkId, OrganisationId, PersonId } from "@meridian/base/ids";
import { asHeight, asSeconds } from "@meridian/base/ids";
import { hashText } from "@meridian/base/shape";
import { publicKeyOf } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import type { PublicKey } from "@meridian/crypto/key-id";
import type { Command } from "@meridian/kernel/transaction";
import type { OrganisationKind } from "@meridian/kernel/vocabulary";
import type { GenesisDocument } from "@meridian/network/genesis";
import { hashOf } from "@meridian/pathway/document";
import { dualChannelRetail } from "@meridian/pathway/pathways/dual-channel-retail";
import { pathways } from "@meridian/pathway/pathways/shipped";
import { employeeScheme } from "@meridian/settlement/schemes/demonstration";

/** Who takes part in the fault tests, and the document their network begins with. */

export const NETWORK = "fault-region" as NetworkId;
export const HOSPITAL = "hospital" as OrganisationId;
/** Two pharmacies, so that they can race. */
export const CORNER = "corner" as OrganisationId;
export const MARKET = "market" as OrganisationId;
export const FUND = "fund" as OrganisationId;
export const HEALTH = "health" as OrganisationId;
export const DRUGS = "drugs" as OrganisationId;
const COURT = "court" as OrganisationId;
export const RIDER = "rider" as OrganisationId;

export const PHYSICIAN = "s-physician" as PersonId;
export const REVIEWER = "s-reviewer" as PersonId;
export const AT_CORNER = "s-at-corner" as PersonId;
export const AT_MARKET = "s-at-market" as PersonId;
export const PATIENT = "p-patient" as PersonId;
/** Registered, and party to nothing. */
export const STRANGER = "p-stranger" as PersonId;

const organisations: readonly (readonly [OrganisationId, OrganisationKind])[] = [
  [HOSPITAL, "hospital"],
  [CORNER, "pharmacy"],
  [MARKET, "pharmacy"],
  [FUND, "insurance-authority"],
  [HEALTH, "health-commission"],
  [DRUGS, "drug-authority"],
  [COURT, "court"],
  [RIDER, "carrier"],
];
const persons: readonly (readonly [PersonId, "practitioner" | "patient"])[] = [
  [PHYSICIAN, "practitioner"],
  [REVIEWER, "practitioner"],
  [AT_CORNER, "practitioner"],
  [AT_MARKET, "practitioner"],
  [PATIENT, "patient"],
  [STRANGER, "patient"],
];
/** Everybody who has a key. */
export const everybody: readonly string[] = [...organisations, ...persons].map(([id]) => id);

/** Every key is made of its holder's id, so that whoever knows the id can sign. */
export const seedOf = (id: string): Uint8Array => sha256(utf8(`fault test key of ${id}`));
export const keyOf = (id: string): PublicKey => ({ kind: "ed25519", publicKey: toHex(publicKeyOf(seedOf(id))) });

const VALIDATORS = [HOSPITAL, FUND, HEALTH, COURT];
const VALIDATOR_POWER = 10;
const validatorSeedOf = (id: string): Uint8Array => seedOf(`validator of ${id}`);
export const validatorSeeds = VALIDATORS.map((id) => ({ seed: validatorSeedOf(id), power: VALIDATOR_POWER }));

/** 2026-09-21T14:13:20Z: inside the demonstration scheme's period. */
export const START = asSeconds(1_790_000_000);
export const RETAIL_PATHWAY = hashOf(dualChannelRetail);

export const genesis: GenesisDocument = {
  network: NETWORK,
  // Before any clock that a test may run under: block time never goes back, so it begins early.
  time: asSeconds(1_700_000_000),
  relyingParty: { id: "localhost", origins: ["http://localhost:8180"] },
  validators: VALIDATORS.map((organisation) => ({
    organisation,
    publicKey: toHex(publicKeyOf(validatorSeedOf(organisation))),
    power: VALIDATOR_POWER,
  })),
  commands: [
    ...organisations.map(([id, kind]) => ({
      domain: "organisation",
      type: "admit",
      id,
      kind,
      name: { zh: id, en: id },
      key: keyOf(id),
    })),
    ...persons.map(([id, kind]) => ({
      domain: "person",
      type: "register",
      id,
      kind,
      identity: hashText<Commitment>(sha256(utf8(`identity of ${id}`))),
      key: keyOf(id),
    })),
    ...pathways.map((pathway) => ({ domain: "pathway", type: "register", pathway })),
    ...pathways.map((pathway) => ({ domain: "pathway", type: "activate", hash: hashOf(pathway), height: asHeight(1) })),
    { domain: "settlement", type: "registerScheme", organisation: FUND, scheme: employeeScheme } as Command,
  ],
};
