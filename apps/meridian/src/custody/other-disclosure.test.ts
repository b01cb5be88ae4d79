import { strictEqual as is } from "node:assert";
import { describe, it } from "node:test";
import { toHex, utf8 } from "@meridian/base/bytes";
import type { Commitment, PrescriptionId } from "@meridian/base/ids";
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
  staffTestNetwork,
} from "../node/test-network.conformance.ts";
import { disclosureIdOf, type ReleaseRequest, type ReleaseWish, releaseBytesOf } from "./release-request.ts";
import { contentOf, openTestCustody, stored } from "./test-custody.conformance.ts";

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
    const custody = await openTestCustody(network);
    try {
      await staffTestNetwork(network);
      const commitment = await stored(custody, "an order", { contentOf: contentOf("rx-a") });
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
    }
  });
});
