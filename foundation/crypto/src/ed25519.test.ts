import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { concat, fromHex, toHex, utf8 } from "@meridian/base/bytes";
import * as native from "@meridian/crypto/ed25519";
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import fc from "fast-check";
import * as compact from "./ed25519.compact.ts";
import * as portable from "./ed25519.ts";

const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const bytes = (hex: string): Uint8Array => fromHex(hex) ?? new Uint8Array();
const toNumber = (le: Uint8Array): bigint => le.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
const toBytes = (value: bigint): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));

const message = utf8("any message at all");
const seed = bytes("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
const key = portable.publicKeyOf(seed);
const signature = portable.sign(seed, message);
const identity = toBytes(1n);
const nothing = new Uint8Array(32);
const order8 = bytes("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05");
const torsion = ed25519.Point.fromBytes(order8);

/** A signature made with secret scalar 1234567 and nonce 777777 over the key and nonce points that are given. */
function crafted(publicKey: Uint8Array, r: Uint8Array, nonce: bigint): Uint8Array {
  const k = toNumber(sha512.create().update(r).update(publicKey).update(message).digest()) % L;
  return concat(r, toBytes((nonce + k * 1234567n) % L));
}
const plainA = ed25519.Point.BASE.multiply(1234567n);
const plainR = ed25519.Point.BASE.multiply(777777n);
const mixedA = plainA.add(torsion).toBytes();
const mixedR = plainR.add(torsion).toBytes();

/** What the ledger accepts, and what an engine (ZIP-215) accepts, of the inputs on which libraries disagree. */
const cases: readonly (readonly [says: string, key: Uint8Array, sig: Uint8Array, strict: boolean, zip215: boolean])[] =
  [
    ["an ordinary signature", key, signature, true, true],
    [
      "S + L, the malleable twin",
      key,
      concat(signature.subarray(0, 32), toBytes(toNumber(signature.subarray(32)) + L)),
      false,
      false,
    ],
    ["the identity key, which forges any message", identity, concat(identity, nothing), false, true],
    ["the identity key written non-canonically", toBytes(2n ** 255n - 18n), concat(identity, nothing), false, true],
    ["a key of order 8", order8, concat(identity, nothing), false, true],
    [
      "an honest key with the identity as nonce",
      plainA.toBytes(),
      crafted(plainA.toBytes(), identity, 0n),
      false,
      true,
    ],
    ["a key with a small-order part", mixedA, crafted(mixedA, plainR.toBytes(), 777777n), false, true],
    ["a nonce with a small-order part", plainA.toBytes(), crafted(plainA.toBytes(), mixedR, 777777n), false, true],
    ["a key that is no point", toBytes(2n), signature, false, false],
    ["a signature one byte short", key, signature.subarray(0, 63), false, false],
    ["a key one byte short", key.subarray(0, 31), signature, false, false],
  ];

for (const [name, rule] of [
  ["in plain JavaScript", portable],
  ["by native libraries", native],
  ["in few bytes", compact],
] as const) {
  describe(`Ed25519 ${name}`, () => {
    for (const [says, publicKey, sig, strict, zip215] of cases)
      it(`judges ${says}`, () => {
        same(
          [rule.verifyStrict(publicKey, message, sig), rule.verifyZip215(publicKey, message, sig)],
          [strict, zip215],
        );
      });

    if (!("sign" in rule)) return;
    it("reproduces RFC 8032 section 7.1 test 1", () => {
      same(toHex(rule.publicKeyOf(seed)), "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
      same(
        toHex(rule.sign(seed, new Uint8Array())),
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
      );
    });
  });
}

it("all forms agree on signatures with any one bit flipped", () => {
  const flip = fc.record({
    text: fc.uint8Array({ maxLength: 40 }),
    bit: fc.integer({ min: 0, max: 511 }),
    inKey: fc.boolean(),
  });
  fc.assert(
    fc.property(flip, ({ text, bit, inKey }) => {
      const sig = Uint8Array.from(native.sign(seed, text));
      const publicKey = Uint8Array.from(key);
      const target = inKey ? publicKey : sig;
      const at = (bit >> 3) % target.length;
      target[at] = (target[at] ?? 0) ^ (1 << (bit & 7));
      const judged = [portable.verifyStrict(publicKey, text, sig), portable.verifyZip215(publicKey, text, sig)];
      same([native.verifyStrict(publicKey, text, sig), native.verifyZip215(publicKey, text, sig)], judged);
      same([compact.verifyStrict(publicKey, text, sig), compact.verifyZip215(publicKey, text, sig)], judged);
    }),
    { numRuns: 60 },
  );
});

it("all forms accept what is signed, and the same bytes as keys", () => {
  const encodings = fc.oneof(
    fc.uint8Array({ minLength: 32, maxLength: 32 }),
    fc.bigInt({ min: 0n, max: 40n }).map((n) => toBytes(2n ** 255n - n)),
    fc.bigInt({ min: 0n, max: 40n }).map((n) => toBytes(2n ** 256n - 1n - n)),
    fc.bigInt({ min: 0n, max: 40n }).chain((n) => fc.constantFrom(toBytes(n), toBytes(n | (1n << 255n)))),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), encodings, encodings, (text, secret, odd) => {
      const publicKey = native.publicKeyOf(secret);
      const sig = native.sign(secret, text);
      for (const rule of [native, portable, compact]) {
        same([rule.verifyStrict(publicKey, text, sig), rule.verifyZip215(publicKey, text, sig)], [true, true]);
        same(rule.isAcceptableEd25519Key(odd), portable.isAcceptableEd25519Key(odd));
        const withOdd = concat(odd, nothing);
        same(rule.verifyZip215(odd, text, withOdd), portable.verifyZip215(odd, text, withOdd));
      }
    }),
    { numRuns: 60 },
  );
});
