import { deepStrictEqual as same, ok as yes } from "node:assert";
import { createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto";
import { describe, it } from "node:test";
import { concat, fromHex, toHex, utf8 } from "@meridian/base/bytes";
import { verifyP256 } from "@meridian/crypto/p256";
import fc from "fast-check";
import { credentialIn } from "./cose.ts";
import { lowS, rawSignatureOf } from "./der.ts";

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const pointOf = (key: KeyObject): Uint8Array =>
  new Uint8Array(key.export({ format: "der", type: "spki" }).subarray(-65));
const bytes = (hex: string): Uint8Array => fromHex(hex) ?? new Uint8Array();
const sOf = (raw: Uint8Array): bigint => BigInt(`0x${toHex(raw.subarray(32))}`);

describe("signatures of authenticators", () => {
  it("hold on the ledger once they are raw and low", () => {
    let high = 0;
    for (let at = 0; at < 64; at++) {
      const message = utf8(`message ${at}`);
      const der = new Uint8Array(sign("sha256", message, privateKey));
      const raw = rawSignatureOf(der);
      yes(raw !== undefined);
      const low = lowS(raw);
      if (low !== raw) high++;
      yes(sOf(low) <= ORDER / 2n);
      yes(verifyP256(pointOf(publicKey), message, low));
      yes(verify("sha256", message, { key: publicKey, dsaEncoding: "ieee-p1363" }, low));
    }
    yes(high > 0 && high < 64, "both halves come up");
  });

  it("stay as they are when s is low, and get the other s when it is high", () => {
    const withS = (s: bigint): Uint8Array => bytes("11".repeat(32) + s.toString(16).padStart(64, "0"));
    for (const s of [1n, ORDER / 2n]) same(lowS(withS(s)), withS(s));
    for (const s of [ORDER / 2n + 1n, ORDER - 1n]) same(lowS(withS(s)), withS(ORDER - s));
  });

  it("are read in one spelling only", () => {
    const good = "3006020101020102";
    same(toHex(rawSignatureOf(bytes(good)) ?? new Uint8Array()), `${"01".padStart(64, "0")}${"02".padStart(64, "0")}`);
    const wrong = {
      "an outer length that is too long": "3007020101020102",
      "another tag": "3106020101020102",
      "bytes behind it": "300602010102010200",
      "bytes behind it, counted in": "30070201010201020a",
      "a negative number": "3006020181020102",
      "a zero in front for nothing": "300702020001020102",
      "no number": "3004020002010200",
      "an inner length that leads out": "3006020501020102",
      "33 digits": `302702${"21"}01${"22".repeat(32)}020102`,
      "a long length": "308106020101020102",
      nothing: "",
    };
    for (const [what, hex] of Object.entries(wrong)) same(rawSignatureOf(bytes(hex)), undefined, what);
  });

  it("never make the reader fail, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (given) => {
        const raw = rawSignatureOf(given);
        return raw === undefined || raw.length === 64;
      }),
    );
  });
});

describe("new credentials", () => {
  const id = Uint8Array.from({ length: 32 }, (_, at) => at);
  const point = pointOf(publicKey);
  const [x, y] = [point.subarray(1, 33), point.subarray(33)];
  const cose = concat(bytes("a5010203262001215820"), x, bytes("225820"), y);
  const dataOf = (key: Uint8Array, flags = 0x45): Uint8Array =>
    concat(new Uint8Array(32), Uint8Array.of(flags, 0, 0, 0, 0), new Uint8Array(16), Uint8Array.of(0, 32), id, key);

  it("name themselves and their key", () => {
    same(credentialIn(dataOf(cose)), { id, publicKey: point });
    yes(createPublicKey(publicKey.export({ format: "pem", type: "spki" })));
  });
  it("may have extensions behind the key", () => {
    same(credentialIn(concat(dataOf(cose), utf8("anything")))?.publicKey, point);
  });
  it("of another algorithm, curve or spelling are none", () => {
    for (const head of ["a5010203272001215820", "a5010203262002215820", "a4010203262001215820", "a5032601022001215820"])
      same(credentialIn(dataOf(concat(bytes(head), cose.subarray(10)))), undefined);
  });
  it("are none without the flag, without an id, or cut anywhere", () => {
    const whole = dataOf(cose);
    same(credentialIn(dataOf(cose, 0x05)), undefined);
    for (let length = 0; length < whole.length; length++) same(credentialIn(whole.subarray(0, length)), undefined);
    same(credentialIn(concat(whole.subarray(0, 53), Uint8Array.of(0, 0), cose)), undefined);
  });
});
