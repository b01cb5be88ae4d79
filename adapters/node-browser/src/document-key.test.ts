import { rejects, deepStrictEqual as same, ok as yes } from "node:assert";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, describe, it } from "node:test";
import { toHex } from "@meridian/base/bytes";
import { keyIdOfPublicKey } from "@meridian/crypto/key-id";
import { x25519PublicKeyOf } from "@meridian/crypto/seal";
import { DocumentKeys } from "./document-key.ts";
import type { StoredKey } from "./key-store.ts";
import type { Slots } from "./slots.ts";

type Put = Slots & { readonly replaces?: string };

/** Passkeys of one patient on two devices; their secrets come with the gesture that signed in. */
const keyOf = (byte: number): StoredKey => ({
  publicKey: byte.toString(16).padStart(2, "0").repeat(65),
  kind: "passkey",
  label: "mine",
  madeAt: 0,
  unlocks: true,
  credential: new Uint8Array(16).fill(byte),
});
const [PHONE, TABLET, WATCH] = [keyOf(4), keyOf(5), keyOf(6)];

describe("a document key that devices of a patient share", () => {
  let server: Server;
  let base = "";
  let kept: Put | undefined;
  let versions = 0;
  let puts: Put[] = [];
  /** What another device does at the node just before a change of this one arrives there, once each. */
  let meanwhile: (() => void)[] = [];
  const versionOf = () => (kept === undefined ? undefined : `v${versions}`);
  const take = (put: Put): void => {
    kept = put;
    versions++;
  };

  function answer(method: string, body: string, response: ServerResponse): void {
    const json = (status: number, value: unknown) => response.writeHead(status).end(JSON.stringify(value));
    const refuse = (status: number, code: string) => json(status, { rejection: { code: `desk/${code}` } });
    if (method === "GET")
      return void (kept === undefined
        ? refuse(404, "no-document-key")
        : json(200, { publicKey: kept.publicKey, slots: kept.slots, version: versionOf() }));
    meanwhile.shift()?.();
    const put = JSON.parse(body) as Put;
    if (put.replaces !== versionOf()) return void refuse(409, "document-key-changed");
    puts.push(put);
    take(put);
    response.writeHead(204).end();
  }

  before(async () => {
    server = createServer((request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (text: string) => {
        body += text;
      });
      request.on("end", () => answer(request.method ?? "", body, response));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    [kept, versions, puts, meanwhile] = [undefined, 0, [], []];
  });
  after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  /** A device as its owner has just signed in on it, with these passkeys. */
  function device(...own: readonly StoredKey[]): DocumentKeys {
    const keys = new DocumentKeys({ base, token: () => "token", onExpired: () => {} });
    for (const { publicKey } of own) keys.remember(publicKey, new Uint8Array(32).fill(own.length));
    return keys;
  }
  /** What a device leaves at a node that has nothing yet. */
  async function leftBy(key: StoredKey): Promise<{ readonly put: Put; readonly secret: Uint8Array }> {
    const secret = await device(key).unlock(key, "localhost");
    const [put] = puts;
    yes(secret !== undefined && put !== undefined);
    [kept, puts] = [undefined, []];
    return { put, secret };
  }

  it("is what the node keeps: made by the first, opened by it again", async () => {
    const { put, secret } = await leftBy(PHONE);
    same(put.publicKey, toHex(x25519PublicKeyOf(secret)));
    take(put);
    same(await device(PHONE).unlock(PHONE, "localhost"), secret);
    same(puts, []);
  });

  it("is the other device's where that was first: this one takes back its own, and is locked for now", async () => {
    const { put, secret } = await leftBy(PHONE);
    meanwhile = [() => take(put)];
    const tablet = device(TABLET);
    same(await tablet.unlock(TABLET, "localhost"), undefined);
    same([kept, puts], [put, []]);
    same(await device(PHONE).unlock(PHONE, "localhost"), secret, "the first still opens its own");
    await rejects(tablet.addRecovery(), { message: "documents-locked" });
  });

  it("has slots that name the key on the ledger with which they end, and one of a code on paper that does not", async () => {
    const phone = device(PHONE, TABLET);
    await phone.unlock(PHONE, "localhost");
    await phone.addSlot(TABLET, "localhost");
    await phone.addRecovery();
    const idOf = ({ publicKey }: StoredKey) => keyIdOfPublicKey({ kind: "webauthn-p256", publicKey });
    same(
      kept?.slots.map(({ kind, key }) => [kind, key]),
      [
        ["passkey", idOf(PHONE)],
        ["passkey", idOf(TABLET)],
        ["recovery", undefined],
      ],
    );
  });

  it("is opened at once where both devices have the same passkey", async () => {
    const { put, secret } = await leftBy(PHONE);
    meanwhile = [() => take(put)];
    same(await device(PHONE).unlock(PHONE, "localhost"), secret);
    same(puts, []);
  });

  it("keeps the way to unlock it that another device added at the same moment", async () => {
    const phone = device(PHONE, TABLET, WATCH);
    const secret = await phone.unlock(PHONE, "localhost");
    const other = { id: "other", kind: "device", data: "AAAA" } as const;
    meanwhile = [() => kept && take({ ...kept, slots: [...kept.slots, other] })];
    same(await phone.addSlot(TABLET, "localhost"), true);
    same(kept?.slots.length, 3);
    yes(kept?.slots.some(({ id }) => id === "other"));
    const again = device(PHONE, TABLET, WATCH);
    same(await again.unlock(TABLET, "localhost"), secret);
  });

  it("gives up, and says why, when the node has something else each time", async () => {
    const phone = device(PHONE, TABLET);
    await phone.unlock(PHONE, "localhost");
    meanwhile = Array.from({ length: 9 }, () => () => kept && take(kept));
    await rejects(phone.addSlot(TABLET, "localhost"), { message: "desk/document-key-changed" });
  });

  it("that was replaced as a whole gets no slot of the one before", async () => {
    const { put } = await leftBy(TABLET);
    const phone = device(PHONE, WATCH);
    await phone.unlock(PHONE, "localhost");
    take(put);
    await rejects(phone.addSlot(WATCH, "localhost"), { message: "documents-locked" });
    same(kept, put);
  });
});
