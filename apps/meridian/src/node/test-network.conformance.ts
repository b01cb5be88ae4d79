import { ok } from "node:assert";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toHex, utf8 } from "@meridian/base/bytes";
import type { Commitment, NetworkId, OrganisationId, PersonId, PrescriptionId } from "@meridian/base/ids";
import { asHeight, asSeconds } from "@meridian/base/ids";
import { Secret } from "@meridian/base/secret";
import { hashText } from "@meridian/base/shape";
import { Client } from "@meridian/client/client";
import { ed25519Signer } from "@meridian/client/signer";
import { FOREVER } from "@meridian/credential/schema";
import { publicKeyOf } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import type { PublicKey } from "@meridian/crypto/key-id";
import type { Command, Receipt } from "@meridian/kernel/transaction";
import type { CredentialKind } from "@meridian/kernel/vocabulary";
import type { GenesisDocument } from "@meridian/network/genesis";
import { hashOf } from "@meridian/pathway/document";
import { dualChannelRetail } from "@meridian/pathway/pathways/dual-channel-retail";
import { pathways } from "@meridian/pathway/pathways/shipped";
import type { CommandOf } from "@meridian/prescription/schema";
import type { Attach } from "@meridian/review/schema";
import { localTransport } from "./local-transport.ts";
import { MeridianNode, type NodeOptions } from "./node.ts";

/** A small network for tests: every key is derived from its holder's id, so that whoever knows the id can sign. */

export const NETWORK = "test-region" as NetworkId;
export const HOSPITAL = "hospital" as OrganisationId;
export const PHARMACY = "pharmacy" as OrganisationId;
export const HEALTH_COMMISSION = "health-commission" as OrganisationId;
export const INSURANCE_AUTHORITY = "insurance-authority" as OrganisationId;
export const DRUG_AUTHORITY = "drug-authority" as OrganisationId;
export const COURT = "court" as OrganisationId;
export const PHYSICIAN = "s-physician" as PersonId;
export const PHARMACIST = "s-pharmacist" as PersonId;
export const COUNTER = "s-counter" as PersonId;
export const PATIENT = "p-patient" as PersonId;
export const STRANGER = "p-stranger" as PersonId;

export const RETAIL_PATHWAY = hashOf(dualChannelRetail);

export const seedOf = (id: string): Uint8Array => sha256(utf8(`test key of ${id}`));
export const publicKeyHexOf = (id: string): string => toHex(publicKeyOf(seedOf(id)));
export const signerOf = (id: string) => ed25519Signer(new Secret(seedOf(id)));

const keyOf = (id: string): PublicKey => ({ kind: "ed25519", publicKey: publicKeyHexOf(id) });
const organisations = [
  [HOSPITAL, "hospital"],
  [PHARMACY, "pharmacy"],
  [HEALTH_COMMISSION, "health-commission"],
  [INSURANCE_AUTHORITY, "insurance-authority"],
  [DRUG_AUTHORITY, "drug-authority"],
  [COURT, "court"],
] as const;
const persons = [
  [PHYSICIAN, "practitioner"],
  [PHARMACIST, "practitioner"],
  [COUNTER, "practitioner"],
  [PATIENT, "patient"],
  [STRANGER, "patient"],
] as const;

const VALIDATORS = [HOSPITAL, INSURANCE_AUTHORITY, HEALTH_COMMISSION, COURT];
const validatorSeedOf = (id: string): Uint8Array => seedOf(`validator of ${id}`);

export const testGenesis = (time = Math.floor(Date.now() / 1_000) - 3_600): GenesisDocument => ({
  network: NETWORK,
  time: asSeconds(time),
  relyingParty: { id: "localhost", origins: ["http://localhost:8180"] },
  validators: VALIDATORS.map((organisation) => ({
    organisation,
    publicKey: toHex(publicKeyOf(validatorSeedOf(organisation))),
    power: 10,
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
    ...pathways.map((pathway) => ({
      domain: "pathway",
      type: "activate",
      hash: hashOf(pathway),
      height: asHeight(1),
    })),
  ],
});

export type TestNetwork = {
  readonly node: MeridianNode;
  readonly folder: string;
  readonly client: Client;
  /** Sends and expects the commit; resolves once the views show it. */
  commit(commands: readonly Command[], by: readonly string[]): Promise<Receipt>;
  /** Stops the node and deletes its folder. */
  close(): Promise<void>;
};

/** Opens a node on a folder of its own under the system's temporary folder. */
export async function openTestNetwork(options: Partial<NodeOptions> = {}): Promise<TestNetwork> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), "meridian-"));
  const node = await MeridianNode.open({
    genesis: testGenesis(),
    validatorSeeds: VALIDATORS.map((id) => ({ seed: validatorSeedOf(id), power: 10 })),
    batchMilliseconds: 1,
    proofMilliseconds: 5,
    onFailure: (error) => {
      throw error;
    },
    ...options,
    folder,
  });
  const client = new Client(localTransport(node), randomBytes);
  return {
    node,
    folder,
    client,
    commit: async (commands, by) => {
      const sent = await client.send(commands, by.map(signerOf));
      ok(sent.status === "committed", JSON.stringify(sent));
      await node.viewsCaughtUp();
      return sent.receipt;
    },
    close: async () => {
      await node.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Staff at their places and every licence that prescribing and dispensing ask for. */
export async function staffTestNetwork({ commit }: TestNetwork): Promise<void> {
  await commit([affiliation(PHYSICIAN, HOSPITAL, "physician")], [HOSPITAL]);
  await commit([affiliation(PHARMACIST, HOSPITAL, "pharmacist")], [HOSPITAL]);
  await commit([affiliation(COUNTER, PHARMACY, "pharmacist")], [PHARMACY]);
  await commit(
    [licence({ organisation: HOSPITAL }, "licence-hospital"), licence({ person: PHYSICIAN }, "licence-physician")],
    [HEALTH_COMMISSION],
  );
  await commit(
    [
      licence({ organisation: PHARMACY }, "licence-pharmacy"),
      licence({ person: PHARMACIST }, "licence-pharmacist"),
      licence({ person: COUNTER }, "licence-pharmacist"),
    ],
    [DRUG_AUTHORITY],
  );
  await commit([licence({ organisation: PHARMACY }, "appointment-insurer")], [INSURANCE_AUTHORITY]);
}

/** Issued by the hospital's physician to the patient, to be filled in a pharmacy of the patient's choice. */
export const issueCommand = (
  id: string,
  content: Commitment = hashText(sha256(utf8(`document of ${id}`))),
  changes: Partial<CommandOf<"issue">> = {},
): CommandOf<"issue"> => ({
  domain: "prescription",
  type: "issue",
  id: id as PrescriptionId,
  patient: PATIENT,
  organisation: HOSPITAL,
  content,
  custodian: HOSPITAL,
  pathway: RETAIL_PATHWAY,
  items: [{ line: 1, class: "general", quantity: 30 }],
  authoredOn: asSeconds(Math.floor(Date.now() / 1_000)),
  selfPay: false,
  delivery: false,
  ...changes,
});

/** Reviewed and in circulation; `claim` by the pharmacy comes next. */
export async function issueTestPrescription(
  { commit }: TestNetwork,
  id: string,
  content?: Commitment,
): Promise<Receipt> {
  const about = { domain: "prescription", id: id as PrescriptionId };
  const receipt = await commit([issueCommand(id, content)], [PHYSICIAN, HOSPITAL]);
  await commit([attachCommand(id)], [HOSPITAL]);
  await commit([{ ...about, type: "takeReview", organisation: HOSPITAL } as Command], [PHARMACIST, HOSPITAL]);
  await commit([{ ...about, type: "approve" } as Command], [PHARMACIST, HOSPITAL]);
  await commit([{ ...about, type: "circulate" } as Command], [PHYSICIAN, HOSPITAL]);
  return receipt;
}

/** A machine review that found nothing. */
export const attachCommand = (id: string, custodian = HOSPITAL): Attach => ({
  domain: "review",
  type: "attach",
  prescription: id as PrescriptionId,
  version: 1,
  ruleSet: hashText(sha256(utf8("rule set"))),
  findings: hashText(sha256(utf8(`findings of ${id}`))),
  counts: { critical: 0, warning: 0, info: 0 },
  coSign: [],
  final: [],
  custodian,
});

/** Signed by the counter, the pharmacy and the patient. */
export const claimCommand = (id: string): CommandOf<"claim"> => ({
  domain: "prescription",
  type: "claim",
  id: id as PrescriptionId,
  organisation: PHARMACY,
  payer: INSURANCE_AUTHORITY,
});

const affiliation = (id: PersonId, organisation: OrganisationId, role: string): Command =>
  ({ domain: "person", type: "affiliate", id, organisation, roles: [role] }) as Command;

const licence = (
  holder: { readonly organisation: OrganisationId } | { readonly person: PersonId },
  kind: CredentialKind,
): Command =>
  ({
    domain: "credential",
    type: "issue",
    holder: "person" in holder ? { type: "person", ...holder } : { type: "organisation", ...holder },
    kind,
    scope: [],
    number: "T-1",
    validFrom: 0,
    validUntil: FOREVER,
    basis: "test",
  }) as Command;
