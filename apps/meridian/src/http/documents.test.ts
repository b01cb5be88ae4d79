import { deepStrictEqual as same, ok as yes } from "node:assert";
import { after, before, describe, it } from "node:test";
import { toBase64, toHex, utf8 } from "@meridian/base/bytes";
import { Secret } from "@meridian/base/secret";
import { sign } from "@meridian/crypto/ed25519";
import { x25519PublicKeyOf } from "@meridian/crypto/seal";
import { OWN_COPY, openParcel } from "@meridian/vault/parcel";
import { decodeParcel } from "@meridian/vault/parcel-codec";
import { Custody } from "../custody/custody.ts";
import { type ReleaseWish, releaseBytesOf } from "../custody/release-request.ts";
import {
  COUNTER,
  claimCommand,
  HOSPITAL,
  issueTestPrescription,
  PATIENT,
  PHARMACY,
  publicKeyHexOf,
  STRANGER,
  seedOf,
  signerOf,
} from "../node/test-network.conformance.ts";
import { NOW, readAs, type Served, serve, writeAs } from "./served.conformance.ts";

const secretKey = new Secret(seedOf("x25519"));
const publicKey = toHex(x25519PublicKeyOf(secretKey.reveal()));
const content = utf8("处方笺");

describe("documents over HTTP", () => {
  let served: Served;
  before(async () => {
    served = await serve({}, ({ folder, node }) =>
      Custody.open({
        folder,
        node,
        masterKeys: new Map([[HOSPITAL, new Secret(seedOf("master key"))]]),
        signerOf: (organisation) => (organisation === HOSPITAL ? signerOf(HOSPITAL) : undefined),
      }),
    );
  });
  after(() => served?.close());

  const contentOf = { organisation: HOSPITAL, prescriptions: ["rx-1"] };
  const document = { patient: PATIENT, kind: "prescription", content: toBase64(content), patientKey: publicKey };
  const deposit = JSON.stringify({ documents: [{ ...document, contentOf }] });
  const store = async (holder: string, body = deposit, time = NOW, signed = body) => {
    const url = "/v1/documents";
    const headers = writeAs(holder, "POST", url, signed, time);
    const response = await served.app.inject({ method: "POST", url, headers, payload: body });
    return { status: response.statusCode, body: response.json() };
  };

  it("go into the vault of whoever signs, and leave sealed to whoever may have them", async () => {
    const stored = await store(HOSPITAL);
    same(stored.status, 201);
    const [{ commitment }] = stored.body.documents;
    await issueTestPrescription(served.network, "rx-1", commitment);
    await served.network.commit([claimCommand("rx-1")], [COUNTER, PHARMACY, PATIENT]);
    const wish = {
      prescription: "rx-1",
      commitment,
      recipient: { type: "organisation", organisation: PHARMACY },
      ground: "claim",
      purpose: "TREAT",
      recipientKey: publicKey,
    } as ReleaseWish;
    const signature = toHex(sign(seedOf(PHARMACY), releaseBytesOf(wish)));
    const request = { ...wish, signature: { kind: "ed25519", key: publicKeyHexOf(PHARMACY), signature } };
    const response = await served.app.inject({ method: "POST", url: "/v1/documents/release", payload: request });
    same([response.statusCode, response.headers["content-type"]], [200, "application/octet-stream"]);
    const disclosure = String(response.headers["meridian-disclosure"]) as never;
    const parcel = decodeParcel(response.rawPayload);
    yes(parcel !== undefined);
    const opened = openParcel(parcel, secretKey, { disclosure, ground: "claim", commitment });
    same(opened.ok && opened.value.document.reveal(), content);

    const url = `/v1/documents/${commitment}/copy`;
    const copy = await served.app.inject({ url, headers: readAs(PATIENT, "GET", url) });
    const own = decodeParcel(copy.rawPayload);
    yes(own !== undefined && openParcel(own, secretKey, { ...OWN_COPY, commitment }).ok);
    same((await served.get(url, STRANGER)).status, 403);
    same((await served.get(url)).status, 401);

    const wrong = { ...request, purpose: "ETREAT" };
    const refused = await served.app.inject({ method: "POST", url: "/v1/documents/release", payload: wrong });
    same([refused.statusCode, refused.json().rejection.code], [401, "custody/bad-signature"]);
  });

  it("are stored once by one signature", async () => {
    const time = NOW + 1;
    same((await store(HOSPITAL, deposit, time)).status, 201);
    same((await store(HOSPITAL, deposit, time)).body.rejection.code, "gateway/replayed-authorization");
  });

  const bad = JSON.stringify({ documents: [{ patient: PATIENT, kind: "prescription", content: "?" }] });
  const cases: readonly (readonly [
    says: string,
    stored: () => ReturnType<typeof store>,
    status: number,
    code: string,
  ])[] = [
    ["by an organisation that is not kept here", () => store(PHARMACY), 403, "gateway/not-for-this-reader"],
    ["by a person", () => store(PATIENT), 403, "gateway/not-for-this-reader"],
    ["by a key that nobody registered", () => store("nobody"), 401, "gateway/unknown-key"],
    [
      "with a body other than the signed one",
      () => store(HOSPITAL, bad, NOW + 2, deposit),
      401,
      "gateway/wrong-authorization",
    ],
    ["that are not base64", () => store(HOSPITAL, bad), 400, "gateway/invalid-request"],
    ["that are no JSON", () => store(HOSPITAL, "{"), 400, "gateway/malformed-json"],
    [
      "that are the content of nothing that they name",
      () =>
        store(
          HOSPITAL,
          JSON.stringify({ documents: [{ ...document, contentOf: { ...contentOf, prescriptions: [] } }] }),
        ),
      400,
      "gateway/invalid-request",
    ],
    ["that are none", () => store(HOSPITAL, '{"documents":[]}'), 400, "gateway/invalid-request"],
  ];
  for (const [says, stored, status, code] of cases)
    it(`${says} are refused: ${code}`, async () => {
      const answer = await stored();
      same([answer.status, answer.body.rejection.code], [status, code]);
    });
});
