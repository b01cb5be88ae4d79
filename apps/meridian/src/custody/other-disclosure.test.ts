import { ok as holds, strictEqual as is } from "node:assert";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { toHex, utf8 } from "@meridian/base/bytes";
import type { Commitment, PrescriptionId } from "@meridian/base/ids";
import { Secret } from "@meridian/base/secret";
import { hashText } from "@meridian/base/shape";
import { sign } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import { x25519PublicKeyOf } from "@meridian/crypto/seal";
import type { CommandOf } from "@meridian/disclosure/schema";
import {
  HOSPITAL,
  issueCommand,
  openTestNetwork,
  PATIENT,
  PHARMACY,
  PHYSICIAN,
  publicKeyHexOf,
  seedOf,
  signerOf,
  staffTestNetwork,
} from "../node/test-network.conformance.ts";
import { Custody } from "./custody.ts";
import { disclosureIdOf, type ReleaseRequest, type ReleaseWish, releaseBytesOf } from "./release-request.ts";

const recipient = { type: "person", person: PATIENT } as const;
const wishFor = (prescription: string, commitment: Commitment, nonce: number): ReleaseWish => ({
  prescription: prescription as PrescriptionId,
  commitment,
  recipient,
  ground: "own-patient",
  purpose: "PATRQT",
  recipientKey: toHex(x25519PublicKeyOf(sha256(utf8("a device of the patient")))),
  nonce: nonce.toString(16).padStart(32, "0"),
});
const requestOf = (wish: ReleaseWish): ReleaseRequest => ({
  ...wish,
  signature: {
    kind: "ed25519",
    key: publicKeyHexOf(PATIENT),
    signature: toHex(sign(seedOf(PATIENT), releaseBytesOf(wish))),
  },
});

describe("a disclosure whose id was taken for another document", () => {
  it("lets nothing leave, and with another nonce the document leaves by an entry of its own", async () => {
    const network = await openTestNetwork();
    const folder = mkdtempSync(join(tmpdir(), "meridian-custody-"));
    const custody = await Custody.open({
      folder,
      node: network.node,
      masterKeys: new Map([[HOSPITAL, new Secret(seedOf("master key"))]]),
      signerOf: (organisation) => (organisation === HOSPITAL ? signerOf(HOSPITAL) : undefined),
    });
    try {
      await staffTestNetwork(network);
      const document = { patient: PATIENT, custodian: HOSPITAL, kind: "prescription" };
      const stored = await custody.putMany([{ ...document, document: new Secret(utf8("an order")) }]);
      const commitment = stored.ok ? stored.value[0]?.commitment : undefined;
      holds(commitment);
      const other = hashText<Commitment>(sha256(utf8("another document")));
      await network.commit([issueCommand("rx-a", commitment)], [PHYSICIAN, HOSPITAL]);
      await network.commit([issueCommand("rx-b", other, { custodian: PHARMACY })], [PHYSICIAN, HOSPITAL]);

      const wish = wishFor("rx-a", commitment, 1);
      const squatting: CommandOf<"release"> = {
        domain: "disclosure",
        type: "release",
        id: disclosureIdOf(wish),
        prescription: "rx-b" as PrescriptionId,
        commitment: other,
        custodian: PHARMACY,
        recipient,
        ground: "own-patient",
        purpose: "PATRQT",
      };
      await network.commit([squatting], [PHARMACY]);

      const refused = await custody.release(requestOf(wish));
      is(refused.ok ? "released" : refused.error.code, "custody/other-disclosure");
      const again = await custody.release(requestOf(wishFor("rx-a", commitment, 2)));
      is(again.ok ? again.value.parcel.commitment : again.error.code, commitment);
    } finally {
      await custody.close();
      await network.close();
      rmSync(folder, { recursive: true });
    }
  });
});
