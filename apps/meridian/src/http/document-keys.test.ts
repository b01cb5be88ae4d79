import { deepStrictEqual as same } from "node:assert";
import { after, before, describe, it } from "node:test";
import { publicKeyOf } from "@meridian/crypto/ed25519";
import { keyIdOf } from "@meridian/crypto/key-id";
import type { Command } from "@meridian/kernel/transaction";
import { PATIENT, publicKeyHexOf, STRANGER, seedOf } from "../node/test-network.conformance.ts";
import { ask, signIn } from "./desk.conformance.ts";
import { type Served, serve } from "./served.conformance.ts";

const URL = "/v1/documents/keys";
const CHANGED = [409, "desk/document-key-changed"];
const keysOf = (byte: string, ...ids: readonly string[]) => ({
  publicKey: byte.repeat(32),
  slots: ids.map((id) => ({ id, kind: "device", data: "AAAA" })),
});

describe("a patient's key for documents", () => {
  let served: Served;
  before(async () => {
    served = await serve();
  });
  after(() => served?.close());
  const put = async (token: string, body: object) => {
    const { status, code } = await ask(served, "PUT", URL, body, token);
    return code === undefined ? status : [status, code];
  };
  const get = async (token: string) => (await ask(served, "GET", URL, undefined, token)).body;

  it("is that of the device that came first, and the second hears so", async () => {
    const [phone, tablet] = [await signIn(served, PATIENT), await signIn(served, PATIENT)];
    same((await get(phone)).rejection.code, "desk/no-document-key");
    const both = await Promise.all([put(phone, keysOf("aa", "phone")), put(tablet, keysOf("bb", "tablet"))]);
    same(both, [204, CHANGED]);
    const { version, ...left } = await get(tablet);
    same(left, keysOf("aa", "phone"));
    same(await put(tablet, { ...keysOf("bb", "tablet"), replaces: "00".repeat(32) }), CHANGED);
    same(await put(tablet, { ...keysOf("aa", "phone", "tablet"), replaces: version }), 204);
  });

  it("changes its version with every way to unlock it, so that none that another device added is lost", async () => {
    const token = await signIn(served, PATIENT);
    const { version } = await get(token);
    const [one, other] = [keysOf("aa", "phone", "tablet", "laptop"), keysOf("aa", "phone", "tablet", "watch")];
    same(await put(token, { ...one, replaces: version }), 204);
    same(await put(token, { ...other, replaces: version }), CHANGED);
    const { version: next, ...left } = await get(token);
    same([left, next === version], [one, false]);
    same(await put(token, { ...one, replaces: next }), 204);
    same((await get(token)).version, next, "the same again is the same version");
  });

  it("is replaced by nobody who found none where there is one, and by nobody who replaces what is not there", async () => {
    const token = await signIn(served, PATIENT);
    same(await put(token, keysOf("cc", "phone")), CHANGED);
    const stranger = await signIn(served, STRANGER);
    same(await put(stranger, { ...keysOf("cc", "phone"), replaces: (await get(token)).version }), CHANGED);
    same((await get(stranger)).rejection.code, "desk/no-document-key");
  });

  it("is not taken with a version that is none", async () => {
    const { code, body } = await ask(
      served,
      "PUT",
      URL,
      { ...keysOf("cc", "phone"), replaces: "x" },
      await signIn(served, PATIENT),
    );
    same([code, body.rejection.at], ["gateway/invalid-request", "body.replaces"]);
  });
});

describe("a way to unlock documents", () => {
  let served: Served;
  let token: string;
  before(async () => {
    served = await serve();
    token = await signIn(served, PATIENT);
    for (const device of ["phone", "tablet"]) await change("addKey", { key: publicKeyOn(device) }, device);
  });
  after(() => served?.close());

  const publicKeyOn = (device: string) => ({ kind: "ed25519", publicKey: publicKeyHexOf(device) });
  const idOn = (device: string) => keyIdOf("ed25519", publicKeyOf(seedOf(device)));
  const change = (type: string, fields: object, ...by: readonly string[]) =>
    served.network.commit([{ domain: "person", type, id: PATIENT, ...fields } as Command], [PATIENT, ...by]);
  const slotOn = (device: string) => ({ id: device, kind: "device", key: idOn(device), data: "AAAA" });
  const onPaper = { id: "recovery", kind: "recovery", data: "AAAA" };
  const read = async () => (await ask(served, "GET", URL, undefined, token)).body;
  const idsOf = async () => (await read()).slots.map(({ id }: { readonly id: string }) => id);
  const put = async (slots: readonly object[]) => {
    const { version } = await read();
    const body = { publicKey: "aa".repeat(32), slots, ...(version !== undefined && { replaces: version }) };
    return (await ask(served, "PUT", URL, body, token)).status;
  };

  it("stays while its key is live, or not on the ledger yet, and on paper for good", async () => {
    same(await put([slotOn("phone"), slotOn("tablet"), slotOn("watch"), onPaper]), 204);
    same(await idsOf(), ["phone", "tablet", "watch", "recovery"]);
  });

  it("is given to nobody once its key was revoked", async () => {
    const { version } = await read();
    await change("revokeKey", { key: idOn("phone") });
    const left = await read();
    same([await idsOf(), left.version === version], [["tablet", "watch", "recovery"], false]);
  });

  it("is given to nobody once its key was replaced", async () => {
    await change("rotateKey", { key: publicKeyOn("laptop"), revoked: idOn("tablet") }, "laptop");
    same(await idsOf(), ["watch", "recovery"]);
  });

  it("is not taken up again by a device that still has it", async () => {
    same(await put([slotOn("phone"), slotOn("laptop"), onPaper]), 204);
    same(await idsOf(), ["laptop", "recovery"]);
  });
});
