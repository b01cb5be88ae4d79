import { deepStrictEqual as same } from "node:assert";
import { generateKeyPairSync, sign as signWith } from "node:crypto";
import { describe, it } from "node:test";
import { concat, fromHex, utf8 } from "@meridian/base/bytes";
import * as native from "@meridian/crypto/p256";
import fc from "fast-check";
import * as compact from "./p256.compact.ts";
import * as portable from "./p256.ts";

const bytes = (hex: string): Uint8Array => fromHex(hex) ?? new Uint8Array();
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const PRIME = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const numberOf = (big: Uint8Array): bigint => big.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
const bytesOf = (value: bigint): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * (31 - i))) & 255n));

/** RFC 6979 appendix A.2.5, SHA-256, message "sample"; its s is in the upper half of the order, the twin's is not. */
const x = bytes("60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6");
const y = bytes("7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299");
const r = bytes("efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716");
const highS = bytes("f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");
const lowS = bytesOf(ORDER - numberOf(highS));
const head = Uint8Array.of(4);
const key = concat(head, x, y);
const message = utf8("sample");
const signature = concat(r, lowS);
const HALF = ORDER >> 1n;

const cases: readonly (readonly [
  says: string,
  key: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
  want: boolean,
])[] = [
  ["accepts the low twin of the standard's signature", key, message, signature, true],
  ["refuses the standard's own, whose s is high", key, message, concat(r, highS), false],
  ["refuses another message", key, utf8("sampl"), signature, false],
  ["refuses the key's negative", concat(head, x, bytesOf(PRIME - numberOf(y))), message, signature, false],
  ["refuses a point off the curve", concat(head, x, bytesOf(numberOf(y) + 1n)), message, signature, false],
  ["refuses coordinates of zero", new Uint8Array(65).fill(4, 0, 1), message, signature, false],
  ["refuses a coordinate beyond the field", concat(head, bytesOf(PRIME + 5n), y), message, signature, false],
  ["refuses a compressed point", concat(Uint8Array.of(3), x), message, signature, false],
  ["refuses a hybrid point", concat(Uint8Array.of(7), x, y), message, signature, false],
  ["refuses a key one byte short", key.subarray(0, 64), message, signature, false],
  ["refuses no key", new Uint8Array(), message, signature, false],
  ["refuses a signature one byte short", key, message, signature.subarray(0, 63), false],
  ["refuses a signature one byte long", key, message, concat(signature, head), false],
  ["refuses r = 0", key, message, concat(bytesOf(0n), lowS), false],
  ["refuses s = 0", key, message, concat(r, bytesOf(0n)), false],
  ["refuses r = n", key, message, concat(bytesOf(ORDER), lowS), false],
  ["refuses r + n", key, message, concat(bytesOf((numberOf(r) + ORDER) & (2n ** 256n - 1n)), lowS), false],
  ["refuses s one above the half order", key, message, concat(r, bytesOf(HALF + 1n)), false],
  ["refuses s at the half order, which is no answer here", key, message, concat(r, bytesOf(HALF)), false],
  ["refuses the signature of nothing", key, message, new Uint8Array(64), false],
];

for (const [name, rule] of [
  ["in plain JavaScript", portable],
  ["by OpenSSL", native],
  ["in few bytes", compact],
] as const)
  describe(`ECDSA P-256 ${name}`, () => {
    for (const [says, publicKey, text, given, want] of cases)
      it(says, () => same(rule.verifyP256(publicKey, text, given), want));

    it("registers points on the curve, uncompressed, and nothing else", () => {
      same(rule.isAcceptableP256Key(key), true);
      same(rule.isAcceptableP256Key(concat(head, x, bytesOf(numberOf(y) + 1n))), false);
      same(rule.isAcceptableP256Key(concat(Uint8Array.of(3), x)), false);
      same(rule.isAcceptableP256Key(new Uint8Array(65)), false);
    });
  });

it("all forms agree on signatures of fresh keys with any one bit flipped", () => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const point = Uint8Array.from(publicKey.export({ format: "der", type: "spki" }).subarray(-65));
  const flip = fc.record({
    text: fc.uint8Array({ maxLength: 40 }),
    bit: fc.option(fc.nat(511)),
    inKey: fc.boolean(),
  });
  fc.assert(
    fc.property(flip, ({ text, bit, inKey }) => {
      const made = Uint8Array.from(signWith("sha256", text, { key: privateKey, dsaEncoding: "ieee-p1363" }));
      const s = numberOf(made.subarray(32));
      made.set(bytesOf(s > HALF ? ORDER - s : s), 32);
      const target = inKey ? Uint8Array.from(point) : made;
      if (bit !== null) target[bit >> 3] = (target[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const with_ = inKey ? target : point;
      const judged = portable.verifyP256(with_, text, made);
      same([native.verifyP256(with_, text, made), compact.verifyP256(with_, text, made)], [judged, judged]);
      if (bit === null) same(judged, true);
    }),
    { numRuns: 40 },
  );
});
