import { ok as holds, strictEqual as is, deepStrictEqual as same } from "node:assert";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { toBase64, toHex, utf8 } from "@meridian/base/bytes";
import type { Commitment, DisclosureId } from "@meridian/base/ids";
import { canonicalText } from "@meridian/base/json";
import { Secret } from "@meridian/base/secret";
import { Client } from "@meridian/client/client";
import { sign } from "@meridian/crypto/ed25519";
import { x25519PublicKeyOf } from "@meridian/crypto/seal";
import { HttpTransport } from "@meridian/http-fetch/http-transport";
import { openParcel } from "@meridian/vault/parcel";
import { decodeParcel } from "@meridian/vault/parcel-codec";
import { type ReleaseWish, releaseBytesOf } from "../custody/release-request.ts";
import { openingOf, signedOpening } from "../http/desk.conformance.ts";
import { readAs, writeAs } from "../http/served.conformance.ts";
import { Keystore } from "../keystore/keystore.ts";
import {
  COUNTER,
  claimCommand,
  HOSPITAL,
  issueTestPrescription,
  PATIENT,
  PHARMACY,
  PHYSICIAN,
  publicKeyHexOf,
  seedOf,
  signerOf,
  staffTestNetwork,
  type TestNetwork,
  testGenesis,
} from "../node/test-network.conformance.ts";
import { runs, type Started, starts } from "./io.conformance.ts";

/** A node as an operator sets it up by hand: it keeps the documents of the organisations whose keys it has. */
const folder = mkdtempSync(join(tmpdir(), "meridian-custody-"));
const data = join(folder, "node");
const passphraseFile = join(folder, "passphrase");
const secretKey = new Secret(seedOf("x25519"));
const recipientKey = toHex(x25519PublicKeyOf(secretKey.reveal()));
const content = utf8("处方笺");
const masterKeyFile = join(data, "keys", "master", `${HOSPITAL}.json`);
const start = () => starts("node", "start", "--data", data, "--port", "0", "--passphrase-file", passphraseFile);

describe("a node that hosts custodians", () => {
  let started: Started;
  let url: string;
  let commitment: Commitment;
  const up = async (): Promise<unknown> => {
    started = await start();
    const { url: at, custodians } = started.up as { readonly url: string; readonly custodians: unknown };
    url = at;
    return custodians;
  };
  before(async () => {
    const genesis = testGenesis();
    writeFileSync(join(folder, "genesis.json"), canonicalText(genesis));
    writeFileSync(passphraseFile, "open sesame\n");
    is((await runs("node", "init", "--genesis", join(folder, "genesis.json"), "--data", data)).exit, 0);
    const passphrase = new Secret("open sesame");
    const keystore = new Keystore(data, { n: 1_024, r: 8, p: 1 });
    for (const { organisation } of genesis.validators)
      keystore.add(`${organisation}-validator`, passphrase, new Secret(seedOf(`validator of ${organisation}`)));
    for (const id of [HOSPITAL, PHYSICIAN]) keystore.add(id, passphrase, new Secret(seedOf(id)));
    keystore.add("unregistered", passphrase);
  });
  after(async () => {
    await started?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const now = (): number => Math.floor(Date.now() / 1_000);
  const store = async (holder: string) => {
    const contentOf = { organisation: HOSPITAL, prescriptions: ["rx-1"] };
    const sealed = { content: toBase64(content), patientKey: recipientKey, contentOf };
    const document = { patient: PATIENT, kind: "prescription", ...sealed };
    const body = JSON.stringify({ documents: [document] });
    const headers = writeAs(holder, "POST", "/v1/documents", body, now());
    const response = await fetch(`${url}/v1/documents`, { method: "POST", headers, body });
    return { status: response.status, body: (await response.json()) as { documents: { commitment: Commitment }[] } };
  };
  const release = async () => {
    const wish = {
      prescription: "rx-1",
      commitment,
      recipient: { type: "organisation", organisation: PHARMACY },
      ground: "claim",
      purpose: "TREAT",
      recipientKey,
    } as ReleaseWish;
    const signature = toHex(sign(seedOf(PHARMACY), releaseBytesOf(wish)));
    const response = await fetch(`${url}/v1/documents/release`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...wish, signature: { kind: "ed25519", key: publicKeyHexOf(PHARMACY), signature } }),
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    return { status: response.status, disclosure: response.headers.get("meridian-disclosure"), bytes };
  };
  const codeIn = (bytes: Uint8Array): string => JSON.parse(Buffer.from(bytes).toString()).rejection.code;
  const opened = ({ bytes, disclosure }: Awaited<ReturnType<typeof release>>): Uint8Array => {
    const parcel = decodeParcel(bytes);
    holds(parcel !== undefined);
    const found = openParcel(parcel, secretKey, {
      disclosure: disclosure as DisclosureId,
      ground: "claim",
      commitment,
    });
    holds(found.ok);
    return found.value.document.reveal();
  };

  it("keeps for the organisations whose keys are in its folder, each with a sealed master key of its own", async () => {
    same(await up(), [HOSPITAL]);
    is(statSync(masterKeyFile).mode & 0o777, process.platform === "win32" ? 0o666 : 0o600);
    is(JSON.parse(readFileSync(masterKeyFile, "utf8")).key.sealed, "scrypt-aes-256-gcm");
    const stored = await store(HOSPITAL);
    is(stored.status, 201);
    commitment = stored.body.documents[0]?.commitment as Commitment;
    is((await store(PHARMACY)).status, 403);
  });
  it("hands a document over once the ledger entitles the recipient, and not before", async () => {
    const client = new Client(new HttpTransport({ url }), randomBytes);
    const network = {
      commit: async (commands, by) => {
        const sent = await client.send(commands, by.map(signerOf));
        holds(sent.status === "committed", JSON.stringify(sent));
        return sent.receipt;
      },
    } as Pick<TestNetwork, "commit"> as TestNetwork;
    await staffTestNetwork(network);
    await issueTestPrescription(network, "rx-1", commitment);
    const early = await release();
    same([early.status, codeIn(early.bytes)], [422, "disclosure/not-entitled"]);
    await network.commit([claimCommand("rx-1")], [COUNTER, PHARMACY, PATIENT]);
    const released = await release();
    is(released.status, 200);
    same(opened(released), content);
  });
  const asked = async (method: string, path: string, body?: object, token?: string) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(body && { "content-type": "application/json" }),
        ...(token !== undefined && { authorization: `Session ${token}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return text === "" ? undefined : JSON.parse(text);
  };
  const keys = { publicKey: recipientKey, slots: [] };
  const patientToken = async (): Promise<string> => {
    const opening = openingOf({ time: now() });
    return (await asked("POST", "/v1/sessions", signedOpening(PATIENT, opening))).token;
  };
  it("lets staff sign in with a sealed key of its folder, and is no demonstration", async () => {
    const { demonstration, keystore } = await asked("GET", "/v1/desk");
    same([demonstration, keystore], [false, true]);
    const kept = await asked("GET", "/v1/desk/keys");
    same(Object.keys(kept), ["keys"]);
    same(
      kept.keys.map(({ holder, sealed }: { holder: string; sealed: boolean }) => [holder, sealed]),
      [
        [HOSPITAL, true],
        [PHYSICIAN, true],
      ],
    );
    const session = { with: "keystore", holder: PHYSICIAN };
    is((await asked("POST", "/v1/sessions", session)).rejection.code, "desk/passphrase-needed");
    const { token } = await asked("POST", "/v1/sessions", { ...session, passphrase: "open sesame" });
    const charts = await asked("GET", `/v1/desk/patients?organisation=${HOSPITAL}`, undefined, token);
    is(charts.rejection.code, "desk/no-hospital-system");
    const tampered = await asked("POST", "/v1/desk/tamper", { prescription: "rx-1" });
    is(tampered.rejection.code, "desk/only-in-a-demonstration");
    const registration = { transaction: { payload: "{}", signatures: [signedOpening(PATIENT).signature] } };
    const person = { name: "x", birth: "1990-01-01", sex: "male" };
    const newcomer = await asked("POST", "/v1/desk/registrations", { ...registration, ...person });
    is(newcomer.rejection.code, "desk/only-in-a-demonstration");
    is(await asked("PUT", "/v1/documents/keys", keys, await patientToken()), undefined);
  });
  it("has them still after a restart", async () => {
    is((await started.stop()).exit, 0);
    same(await up(), [HOSPITAL]);
    const path = `/v1/documents/${commitment}/copy`;
    is((await fetch(url + path, { headers: readAs(PATIENT, "GET", path, now()) })).status, 200);
    same(opened(await release()), content);
    const { version: _, ...left } = await asked("GET", "/v1/documents/keys", undefined, await patientToken());
    same(left, keys);
  });
  it("does not start when the master key of its documents is gone, or the passphrase is another", async () => {
    await started.stop();
    writeFileSync(join(folder, "wrong"), "sesame");
    const again = ["node", "start", "--data", data, "--port", "0", "--json", "--passphrase-file"];
    const wrong = await runs(...again, join(folder, "wrong"));
    same([wrong.exit, JSON.parse(wrong.err).error.code], [4, "wrong-passphrase"]);
    renameSync(masterKeyFile, `${masterKeyFile}.away`);
    const { exit, err } = await runs(...again, passphraseFile);
    same([exit, JSON.parse(err).error.code], [4, "master-key-missing"]);
    renameSync(`${masterKeyFile}.away`, masterKeyFile);
    await up();
  });
});
