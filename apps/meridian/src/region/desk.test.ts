import { deepStrictEqual as same, ok as yes } from "node:assert";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { toBase64, toHex, utf8 } from "@meridian/base/bytes";
import { asHeight, type PersonId } from "@meridian/base/ids";
import { canonicalBytes } from "@meridian/base/json";
import { Secret } from "@meridian/base/secret";
import { hashText } from "@meridian/base/shape";
import { transactionOf } from "@meridian/client/client";
import { ed25519Signer } from "@meridian/client/signer";
import { sha256 } from "@meridian/crypto/hash";
import { x25519PublicKeyOf } from "@meridian/crypto/seal";
import type { Command } from "@meridian/kernel/transaction";
import { DRUG_AUTHORITY, HOSPITAL, NARCOTIC_PHARMACY } from "@meridian/region/generator/organisations";
import { setUp } from "@meridian/region/player/setup";
import { OWN_COPY, openParcel } from "@meridian/vault/parcel";
import { decodeParcel } from "@meridian/vault/parcel-codec";
import { demonstrationDesk } from "../desk/demonstration.ts";
import type { App } from "../http/gateway.ts";
import { httpOf } from "../http/server.ts";
import { type Home, openHome } from "./home.ts";
import { clock, openPlace, type Place } from "./place.ts";
import { playNext } from "./play.ts";

const folder = mkdtempSync(join(tmpdir(), "meridian-desk-region-"));
const newcomer = (name: string) => ed25519Signer(new Secret(sha256(utf8(`newcomer ${name}`))));

describe("the desk of a demonstration", () => {
  let home: Home;
  let place: Place;
  let app: App;
  before(async () => {
    home = openHome(folder, { port: 8_180, now: clock() });
    place = await openPlace(home, (error) => {
      throw error;
    });
    await setUp(home.region, place.stage.client, place.stage.ledger);
    await playNext(place, home, 6, { isEnding: () => false, told: () => undefined });
    await place.node.viewsCaughtUp();
    const hosted = home.region.organisations.map(({ id }) => id);
    const desk = demonstrationDesk(home.region, folder, hosted);
    const { node, custody } = place;
    app = await httpOf({ node, custody, port: 0, folder, desk, logLevel: "silent", webFolder: false });
  });
  after(async () => {
    await app?.close();
    await place?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = async (method: "GET" | "POST" | "PUT", url: string, token?: string, payload?: object) => {
    const headers = token === undefined ? {} : { authorization: `Session ${token}` };
    const response = await app.inject({ method, url, headers, ...(payload && { payload }) });
    const isJson = String(response.headers["content-type"]).startsWith("application/json");
    return { status: response.statusCode, body: isJson ? response.json() : undefined, response };
  };
  const signIn = async (holder: string): Promise<string> =>
    (await ask("POST", "/v1/sessions", undefined, { with: "keystore", holder })).body.token;
  const staffAt = (organisation: string, role: string) =>
    home.region.staff.find((each) => each.organisation === organisation && each.role === role)?.id ?? "";
  const codeOf = async (answer: ReturnType<typeof ask>) => (await answer).body.rejection.code;

  it("says what it is, and names members and practitioners with places on a map", async () => {
    const { demonstration, keystore, relyingParty } = (await ask("GET", "/v1/desk")).body;
    same([demonstration, keystore, relyingParty.id], [true, true, "localhost"]);
    const { organisations, staff } = (await ask("GET", "/v1/desk/directory")).body;
    same([organisations.length, staff.length], [home.region.organisations.length, home.region.staff.length]);
    for (const { x, y, district } of organisations) yes(x >= 0 && x <= 1_000 && y >= 0 && y <= 1_000 && district.zh);
    const { name, role } = home.region.staff[0] ?? {};
    same([staff.find(({ zh }: { zh: string }) => zh === name?.zh)?.roles], [[role]]);
  });

  it("offers keys of staff and organisations, and the eyes of fifty invented patients", async () => {
    const { keys, patients } = (await ask("GET", "/v1/desk/keys")).body;
    same(keys.length, home.region.organisations.length + home.region.staff.length);
    same(patients.length, 50);
    same(keys.filter(({ holder }: { holder: string }) => holder.startsWith("p-")).length, 0);
    const [{ holder, name }] = patients;
    same(name, home.region.patients[0]?.name);
    const { body } = await ask("POST", "/v1/sessions", undefined, { with: "keystore", holder });
    same([body.holder.person, body.signs, body.name], [holder, true, home.region.patients[0]?.name]);
    same((await ask("POST", "/v1/sessions", undefined, { with: "keystore", holder: "p-none" })).status, 404);
  });

  it("shows patients to those who work with charts, and writes down who looked", async () => {
    const url = `/v1/desk/patients?organisation=${HOSPITAL}`;
    const physician = staffAt(HOSPITAL, "physician");
    const { patients } = (await ask("GET", url, await signIn(physician))).body;
    const [first] = home.region.patients;
    const shown = patients.find(({ patient }: { patient: string }) => patient === first?.id);
    same([patients.length, shown.birth, shown.conditions], [60, first?.birthDate, ["I10", "E78.5"]]);
    const { entries } = (await ask("GET", "/v1/access-log", await signIn(String(first?.id)))).body;
    same([entries.at(-1).reader, entries.at(-1).what], [physician, "desk/patients"]);
  });

  it("shows patients to nobody else", async () => {
    const url = `/v1/desk/patients?organisation=${HOSPITAL}`;
    same(await codeOf(ask("GET", url)), "desk/session-needed");
    const counter = await signIn(staffAt(NARCOTIC_PHARMACY, "pharmacist"));
    same(await codeOf(ask("GET", url, counter)), "gateway/not-for-this-reader");
    const own = `/v1/desk/patients?organisation=${NARCOTIC_PHARMACY}`;
    same(await codeOf(ask("GET", own, counter)), "desk/no-hospital-system");
    const officer = await signIn(staffAt(DRUG_AUTHORITY, "officer"));
    same(
      await codeOf(ask("GET", `/v1/desk/patients?organisation=${DRUG_AUTHORITY}`, officer)),
      "desk/no-hospital-system",
    );
    same(await codeOf(ask("GET", url, await signIn(HOSPITAL))), "gateway/not-for-this-reader");
  });

  const registration = async (name: string, changes: object = {}, by = newcomer(name)) => {
    const command = {
      domain: "person",
      type: "register",
      id: `p-newcomer-${name}` as PersonId,
      kind: "patient",
      identity: hashText(sha256(utf8(name))),
      key: { kind: "ed25519", publicKey: newcomer(name).publicKey },
      ...changes,
    } as Command;
    const { network } = home.genesis;
    const validUntil = asHeight(place.node.height + 500);
    const nonce = toHex(sha256(utf8(name))).slice(0, 32);
    // Says not who signs: the hospital does too.
    const payload = canonicalBytes({ network, commands: [command], nonce, validUntil });
    const { transaction } = transactionOf(payload, [await by.sign(payload)]);
    return { transaction, name: "新来的人", birth: "1990-05-17", sex: "female" };
  };

  it("registers a newcomer who signs for themself, once, and remembers the name", async () => {
    const body = await registration("anna");
    const { status, body: answer } = await ask("POST", "/v1/desk/registrations", undefined, body);
    same([status, answer.receipt.outcome.status], [200, "committed"]);
    same((await ask("POST", "/v1/desk/registrations", undefined, body)).body.receipt, answer.receipt);
    const token = await signIn(staffAt(HOSPITAL, "registrar"));
    const { patients } = (await ask("GET", `/v1/desk/patients?organisation=${HOSPITAL}`, token)).body;
    same([patients.length, patients[0].patient, patients[0].name.zh], [61, "p-newcomer-anna", "新来的人"]);
  });

  it("registers nobody otherwise", async () => {
    const send = (body: object) => codeOf(ask("POST", "/v1/desk/registrations", undefined, body));
    same(await send(await registration("bert", { kind: "practitioner" })), "desk/not-a-registration");
    same(await send(await registration("bert", { type: "addKey" })), "desk/not-a-registration");
    same(await send(await registration("bert", {}, newcomer("carl"))), "desk/not-a-registration");
    same(await send({ ...(await registration("bert")), birth: "1990-13-40" }), "gateway/invalid-request");
    same(await send({ ...(await registration("bert")), name: "x".repeat(41) }), "gateway/invalid-request");
    const { transaction, ...rest } = await registration("bert");
    const [signature] = transaction.signatures;
    const forged = { ...transaction, signatures: [{ ...signature, signature: "00".repeat(64) }] };
    same(await send({ ...rest, transaction: forged }), "ledger/bad-signature");
  });

  it("gives documents to staff of their custodian, and the patient sees who looked", async () => {
    const physician = staffAt(HOSPITAL, "physician");
    const [token, patient] = [await signIn(physician), String(home.region.patients[3]?.id)];
    const eyes = await signIn(patient);
    const secretKey = new Secret(sha256(utf8("document key")));
    const keys = {
      publicKey: toHex(x25519PublicKeyOf(secretKey.reveal())),
      slots: [{ id: "a", kind: "passkey", data: "AAAA" }],
    };
    same(await codeOf(ask("GET", "/v1/documents/keys", eyes)), "desk/no-document-key");
    same((await ask("PUT", "/v1/documents/keys", eyes, keys)).status, 204);
    const { version, ...left } = (await ask("GET", "/v1/documents/keys", eyes)).body;
    same([left, version.length], [keys, 64]);
    const documents = [{ patient, kind: "prescription", content: toBase64(utf8("处方笺")) }];
    const stored = await ask("POST", `/v1/documents?custodian=${HOSPITAL}`, token, { documents });
    same(stored.status, 201);
    const [{ commitment }] = stored.body.documents;
    const { response } = await ask("GET", `/v1/documents/${commitment}`, token);
    same([response.body, response.headers["meridian-document-kind"]], ["处方笺", "prescription"]);
    same(response.headers["cache-control"], "no-store");
    const { entries } = (await ask("GET", "/v1/access-log", eyes)).body;
    same([entries.at(-1).reader, entries.at(-1).what], [physician, "document/prescription"]);
    const copy = decodeParcel((await ask("GET", `/v1/documents/${commitment}/copy`, eyes)).response.rawPayload);
    yes(copy !== undefined && openParcel(copy, secretKey, { ...OWN_COPY, commitment }).ok);

    const counter = await signIn(staffAt(NARCOTIC_PHARMACY, "pharmacist"));
    same(await codeOf(ask("GET", `/v1/documents/${commitment}`, counter)), "custody/not-of-this-custodian");
    same(
      await codeOf(ask("GET", `/v1/documents/${commitment}?custodian=${HOSPITAL}`, counter)),
      "gateway/not-for-this-reader",
    );
    same(await codeOf(ask("GET", `/v1/documents/${commitment}`, eyes)), "gateway/not-for-this-reader");
    same(await codeOf(ask("GET", `/v1/documents/${commitment}`)), "gateway/authorization-needed");
    same(await codeOf(ask("POST", "/v1/documents", eyes, { documents })), "gateway/not-for-this-reader");
    same(await codeOf(ask("PUT", "/v1/documents/keys", token, keys)), "desk/not-a-patient");
    const many = { ...keys, slots: Array(17).fill(keys.slots[0]) };
    same(await codeOf(ask("PUT", "/v1/documents/keys", eyes, many)), "gateway/invalid-request");
  });

  const someRx = async (): Promise<string> => {
    const page = await place.node.reading.rowsFor({ authority: true }, "prescriptions", { limit: 1 });
    return page.ok ? String(page.value.rows[0]?.["id"]) : "";
  };

  it("alters a copy of its ledger, which the check refuses at that block; nothing is left of the copy", async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith("meridian-tampered-"));
    const prescription = await someRx();
    const [tampered, second] = await Promise.all([
      ask("POST", "/v1/desk/tamper", undefined, { prescription }),
      ask("POST", "/v1/desk/tamper", undefined, { prescription }),
    ]);
    const { changed, refused, evidence } = tampered.body;
    same([tampered.status, refused.height, changed.file], [200, changed.height, "state.db"]);
    same([refused.code, changed.before === changed.after], ["events", false]);
    yes(evidence.includes(`"quantity":${changed.after}`));
    same([second.status, second.body.rejection.code], [429, "desk/tampering-already"]);
    same(
      readdirSync(tmpdir()).filter((name) => name.startsWith("meridian-tampered-")),
      before,
    );
    const unknown = await ask("POST", "/v1/desk/tamper", undefined, { prescription: "rx-none" });
    same([unknown.status, unknown.body.rejection.code], [404, "desk/nothing-to-tamper-with"]);
  });

  it("finds by height, hash, id and name what the reader may see", async () => {
    const find = async (q: string, token?: string) =>
      (await ask("GET", `/v1/search?q=${encodeURIComponent(q)}`, token)).body.results;
    same((await find("1"))[0], {
      kind: "block",
      id: "1",
      label: { zh: "区块 1", en: "Block 1" },
      path: "/n/block/1",
    });
    same(await find("999999999"), []);
    const prescription = await someRx();
    same(await find(prescription), []);
    const officer = await signIn(staffAt("health-commission", "officer"));
    same((await find(prescription, officer))[0].path, `/r/rx/${prescription}`);
    same((await find(prescription.slice(0, 12), officer))[0].id, prescription);
    const id = String(place.node.history.block(asHeight(3))?.ids[0]?.id);
    same([(await find(id.slice(0, 10)))[0].path, (await find(id.slice(0, 7))).length], [`/n/tx/${id}`, 0]);
    same(
      (await find("荷塘")).map(({ path }: { path: string }) => path),
      ["/n/organisation/pharmacy-lotus"],
    );
    const [{ name, id: person } = { name: { zh: "", en: "" }, id: "" }] = home.region.staff;
    same((await find(name.zh))[0], {
      kind: "practitioner",
      id: person,
      label: name,
      path: `/n/record/person/${person}`,
    });
    same((await find(`organisation/${HOSPITAL}`))[0].path, `/n/record/organisation/${HOSPITAL}`);
    same((await ask("GET", "/v1/search?q=")).status, 400);
    same((await ask("GET", `/v1/search?q=${"x".repeat(161)}`)).status, 400);
  });
});
