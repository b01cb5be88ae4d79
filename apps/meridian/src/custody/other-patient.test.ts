import { ok as holds, deepStrictEqual as same } from "node:assert";
import { after, before, describe, it } from "node:test";
import { utf8 } from "@meridian/base/bytes";
import type { Commitment, OrganisationId, PersonId, PrescriptionId } from "@meridian/base/ids";
import { Secret } from "@meridian/base/secret";
import { hashText } from "@meridian/base/shape";
import { FOREVER } from "@meridian/credential/schema";
import { sha256 } from "@meridian/crypto/hash";
import type { GenesisDocument } from "@meridian/network/genesis";
import {
  HEALTH_COMMISSION,
  HOSPITAL,
  issueCommand,
  issueTestPrescription,
  openTestNetwork,
  PATIENT,
  PHARMACY,
  PHYSICIAN,
  publicKeyHexOf,
  STRANGER,
  seedOf,
  signerOf,
  staffTestNetwork,
  type TestNetwork,
  testGenesis,
} from "../node/test-network.conformance.ts";
import { Custody } from "./custody.ts";
import type { ReleaseRequest, ReleaseWish } from "./release-request.ts";
import { requestBy } from "./request.conformance.ts";

const CLINIC = "clinic" as OrganisationId;
const ELSEWHERE = "s-elsewhere" as PersonId;

/** The test network, with a clinic of another owner and its physician. */
function genesisWithClinic(): GenesisDocument {
  const genesis = testGenesis();
  const keyOf = (id: string) => ({ kind: "ed25519", publicKey: publicKeyHexOf(id) });
  const identity = hashText<Commitment>(sha256(utf8(`identity of ${ELSEWHERE}`)));
  return {
    ...genesis,
    commands: [
      ...genesis.commands,
      {
        ...{ domain: "organisation", type: "admit", id: CLINIC, kind: "clinic" },
        ...{ name: { zh: CLINIC, en: CLINIC }, key: keyOf(CLINIC) },
      },
      {
        ...{ domain: "person", type: "register", id: ELSEWHERE, kind: "practitioner" },
        ...{ identity, key: keyOf(ELSEWHERE) },
      },
    ],
  };
}

async function staffClinic({ commit }: TestNetwork): Promise<void> {
  const affiliate = { domain: "person", type: "affiliate", id: ELSEWHERE, organisation: CLINIC, roles: ["physician"] };
  const licence = (holder: object, kind: string) => ({
    ...{ domain: "credential", type: "issue", holder, kind, scope: [], number: "T-2" },
    ...{ validFrom: 0, validUntil: FOREVER, basis: "test" },
  });
  await commit([affiliate], [CLINIC]);
  await commit(
    [
      licence({ type: "organisation", organisation: CLINIC }, "licence-clinic"),
      licence({ type: "person", person: ELSEWHERE }, "licence-physician"),
    ],
    [HEALTH_COMMISSION],
  );
}

describe("a prescription that commits to another patient's document", () => {
  let network: TestNetwork;
  let custody: Custody;
  let commitment: Commitment;
  before(async () => {
    network = await openTestNetwork({ genesis: genesisWithClinic() });
    await staffTestNetwork(network);
    await staffClinic(network);
    const kept = [HOSPITAL, PHARMACY];
    custody = await Custody.open({
      folder: network.folder,
      node: network.node,
      masterKeys: new Map(kept.map((id) => [id, new Secret(seedOf(`master key of ${id}`))])),
      signerOf: (organisation) => (kept.includes(organisation) ? signerOf(organisation) : undefined),
    });
    const document = { patient: PATIENT, custodian: HOSPITAL, kind: "prescription" };
    const stored = await custody.putMany([{ ...document, document: new Secret(utf8("the victim's order")) }]);
    const first = stored.ok ? stored.value[0]?.commitment : undefined;
    holds(first);
    commitment = first;
    await issueTestPrescription(network, "rx-victim", commitment);
    const forAccomplice = { patient: STRANGER, organisation: CLINIC };
    await network.commit([issueCommand("rx-evil", commitment, forAccomplice)], [ELSEWHERE]);
    const keptElsewhere = { custodian: PHARMACY };
    await network.commit([issueCommand("rx-elsewhere", commitment, keptElsewhere)], [PHYSICIAN, HOSPITAL]);
  });
  after(async () => {
    await custody?.close();
    await network?.close();
  });

  const wish = (prescription: string, changes: Pick<ReleaseWish, "recipient" | "ground" | "purpose">) => ({
    prescription: prescription as PrescriptionId,
    commitment,
    ...changes,
  });
  const toClinic = { type: "organisation", organisation: CLINIC } as const;
  const toAccomplice = { type: "person", person: STRANGER } as const;
  const toPatient = { type: "person", person: PATIENT } as const;
  const attacks: readonly (readonly [says: string, member: string, request: () => ReleaseRequest])[] = [
    [
      "the clinic whose physician wrote it",
      "patient",
      () => requestBy(CLINIC, wish("rx-evil", { recipient: toClinic, ground: "care-team", purpose: "TREAT" })),
    ],
    [
      "the accomplice for whom it was written",
      "patient",
      () => requestBy(STRANGER, wish("rx-evil", { recipient: toAccomplice, ground: "own-patient", purpose: "PATRQT" })),
    ],
    [
      "anybody, under another custodian than the document's",
      "custodian",
      () =>
        requestBy(PATIENT, wish("rx-elsewhere", { recipient: toPatient, ground: "own-patient", purpose: "PATRQT" })),
    ],
  ];
  for (const [says, member, request] of attacks)
    it(`does not bring it to ${says}, and nothing is entered`, async () => {
      const released = await custody.release(request());
      same(released.ok ? "released" : released.error, { code: "vault/other-document", commitment, member });
      await network.node.viewsCaughtUp();
      const page = await network.node.reading.rowsFor({ authority: true }, "disclosures", {});
      same(page.ok && page.value.rows, []);
    });

  it("is not found out to anybody by what a custodian refuses: no commitment of another's is named", async () => {
    const document = { patient: STRANGER, custodian: HOSPITAL, kind: "prescription" };
    const stored = await custody.putMany([{ ...document, document: new Secret(utf8("a document of their own")) }]);
    const own = stored.ok ? stored.value[0]?.commitment : undefined;
    holds(own);
    const asked = wish("rx-victim", { recipient: toAccomplice, ground: "own-patient", purpose: "PATRQT" });
    const released = await custody.release(requestBy(STRANGER, { ...asked, commitment: own }));
    same(released.ok ? "released" : released.error, {
      code: "vault/other-document",
      commitment: own,
      member: "patient",
    });
  });
});
