import { ok as holds } from "node:assert";
import { utf8 } from "@meridian/base/bytes";
import type { Commitment, OrganisationId, PersonId, PrescriptionId, WarrantId } from "@meridian/base/ids";
import { asSeconds } from "@meridian/base/ids";
import { Secret } from "@meridian/base/secret";
import type { CommandOf as DisclosureOf } from "@meridian/disclosure/schema";
import type { Command } from "@meridian/kernel/transaction";
import type { NewDocument } from "@meridian/vault/vault";
import {
  COURT,
  HOSPITAL,
  INSURANCE_AUTHORITY,
  PATIENT,
  seedOf,
  signerOf,
  type TestNetwork,
} from "../node/test-network.conformance.ts";
import { Custody } from "./custody.ts";
import type { ReleaseWish } from "./release-request.ts";
import { requestBy } from "./request.conformance.ts";

/** Custody of organisations of the test network, in the folder of its node. */
export const openTestCustody = (
  { folder, node }: Pick<TestNetwork, "folder" | "node">,
  kept: readonly OrganisationId[] = [HOSPITAL],
): Promise<Custody> =>
  Custody.open({
    folder,
    node,
    masterKeys: new Map(kept.map((id) => [id, new Secret(seedOf(`master key of ${id}`))])),
    signerOf: (organisation) => (kept.includes(organisation) ? signerOf(organisation) : undefined),
  });

/** The content of issues of the hospital's. */
export const contentOf = (...prescriptions: readonly string[]) => ({
  ...{ organisation: HOSPITAL, prescriptions: prescriptions as readonly PrescriptionId[] },
});

/** Puts a document of the test patient into the hospital's custody, unless the changes say otherwise. */
export async function stored(
  custody: Custody,
  text: string,
  changes: Partial<Omit<NewDocument, "document">> = {},
): Promise<Commitment> {
  const about = { patient: PATIENT, custodian: HOSPITAL, kind: "prescription", ...changes };
  const put = await custody.putMany([{ ...about, document: new Secret(utf8(text)) }]);
  const commitment = put.ok ? put.value[0]?.commitment : undefined;
  holds(commitment, put.ok ? "a commitment" : put.error.code);
  return commitment;
}

export const organisation = (id: OrganisationId) => ({ type: "organisation", organisation: id }) as const;
export const person = (id: PersonId) => ({ type: "person", person: id }) as const;

/** A command of a prescription's that the test network has no maker for. */
export const rx = (id: string, type: string, members: object = {}): Command =>
  ({ domain: "prescription", type, id, ...members }) as Command;

const WARRANT = "w-1" as WarrantId;

/** Opened by the insurance authority, countersigned by the court. */
export const warrantFor = (prescription: string): DisclosureOf<"openWarrant"> => ({
  domain: "disclosure",
  type: "openWarrant",
  id: WARRANT,
  authority: INSURANCE_AUTHORITY,
  court: COURT,
  scope: { type: "prescription", prescription: prescription as PrescriptionId },
  basis: "test",
  purpose: "HLEGAL",
  expires: asSeconds(Math.floor(Date.now() / 1_000) + 86_400),
});

export type Asking = readonly [by: string, recipient: ReleaseWish["recipient"], ground: ReleaseWish["ground"]];
const PURPOSES = {
  claim: "TREAT",
  adjudication: "HPAYMT",
  warrant: "HLEGAL",
  "own-patient": "PATRQT",
  "care-team": "TREAT",
} as const satisfies Record<ReleaseWish["ground"], ReleaseWish["purpose"]>;

/** What custody answers: "released", or the refusal. */
export async function askedFor(
  custody: Custody,
  commitment: Commitment,
  [by, recipient, ground]: Asking,
  prescription: string,
): Promise<unknown> {
  const wish = { prescription: prescription as PrescriptionId, commitment, recipient, ground };
  const warrant = ground === "warrant" && { warrant: WARRANT };
  const released = await custody.release(requestBy(by, { ...wish, purpose: PURPOSES[ground], ...warrant }));
  return released.ok ? "released" : released.error;
}

/** Which documents the ledger says have left, under which prescription and to whom. */
export async function entriesOf({ node }: TestNetwork): Promise<unknown> {
  await node.viewsCaughtUp();
  const page = await node.reading.rowsFor({ authority: true }, "disclosures", {});
  return page.ok && page.value.rows.map(({ prescription, recipient }) => [prescription, recipient]);
}
