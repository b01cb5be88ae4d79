import { deepStrictEqual as same, throws } from "node:assert";
import { describe, it } from "node:test";
import { fromHex, toHex, utf8 } from "@meridian/base/bytes";
import { InvariantError } from "@meridian/base/invariant";
import * as native from "@meridian/crypto/seal";
import fc from "fast-check";
import * as portable from "./seal.ts";

const bytes = (hex: string): Uint8Array => fromHex(hex) ?? new Uint8Array();
const flipped = (source: Uint8Array, at: number): Uint8Array => {
  const copy = Uint8Array.from(source);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
};

/** The GCM Specification of McGrew and Viega, appendix B, test cases 13, 14 and 16. */
const gcmCases = [
  {
    key: "00".repeat(32),
    nonce: "00".repeat(12),
    plaintext: "",
    aad: "",
    sealed: "530f8afbc74536b9a963b4f1c4cb738b",
  },
  {
    key: "00".repeat(32),
    nonce: "00".repeat(12),
    plaintext: "00".repeat(16),
    aad: "",
    sealed: "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919",
  },
  {
    key: "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
    nonce: "cafebabefacedbaddecaf888",
    plaintext:
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
    aad: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
    sealed:
      "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b",
  },
] as const;

/** RFC 3394 section 4.6: 256 bits of key data with a 256-bit key. */
const wrapCase = {
  wrapping: "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
  key: "00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f",
  wrapped: "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21",
};

/** The test vectors published with RFC 9180 (test-vectors.json): mode 0, KEM 0x0020, KDF 0x0001, AEAD 0x0002. */
const hpkeCase = {
  ikmE: "2cd7c601cefb3d42a62b04b7a9041494c06c7843818e0ce28a8f704ae7ab20f9",
  skRm: "497b4502664cfea5d5af0b39934dac72242a74f8480451e1aee7d6a53320333d",
  pkRm: "430f4b9859665145a6b1ba274024487bd66f03a2dd577d7753c68d7d7d00c00c",
  enc: "6c93e09869df3402d7bf231bf540fadd35cd56be14f97178f0954db94b7fc256",
  info: "4f6465206f6e2061204772656369616e2055726e",
  aad: "436f756e742d30",
  plaintext: "4265617574792069732074727574682c20747275746820626561757479",
  ciphertext: "e5d84cd531cfb583096e7cfa9641bd3079cf3a91cda813c52deb5f512be9931980a41de125a925cdad859d5b7a",
};

for (const [name, seal] of [
  ["in plain JavaScript", portable],
  ["by OpenSSL", native],
] as const) {
  describe(`sealing ${name}`, () => {
    it("reproduces the vectors of the GCM specification", () => {
      for (const { key, nonce, plaintext, aad, sealed } of gcmCases) {
        same(toHex(seal.sealAead(bytes(key), bytes(nonce), bytes(plaintext), bytes(aad))), sealed);
        same(seal.openAead(bytes(key), bytes(nonce), bytes(sealed), bytes(aad)), bytes(plaintext));
      }
    });

    it("opens nothing that was changed, cut or given another aad", () => {
      const [key, nonce, aad] = [new Uint8Array(32).fill(1), new Uint8Array(12), utf8("aad")];
      const sealed = seal.sealAead(key, nonce, utf8("plain"), aad);
      for (let at = 0; at < sealed.length; at++)
        same(seal.openAead(key, nonce, flipped(sealed, at), aad), undefined, `byte ${at}`);
      for (let length = 0; length < sealed.length; length++)
        same(seal.openAead(key, nonce, sealed.subarray(0, length), aad), undefined, `${length} bytes`);
      same(seal.openAead(key, nonce, sealed, utf8("aae")), undefined);
      same(seal.openAead(key, flipped(nonce, 3), sealed, aad), undefined);
      same(seal.openAead(key, nonce.subarray(1), sealed, aad), undefined);
    });

    it("reproduces RFC 3394 section 4.6", () => {
      same(toHex(seal.wrapKey(bytes(wrapCase.wrapping), bytes(wrapCase.key))), wrapCase.wrapped);
      same(seal.unwrapKey(bytes(wrapCase.wrapping), bytes(wrapCase.wrapped)), bytes(wrapCase.key));
    });

    it("unwraps nothing that was changed or cut", () => {
      const wrapped = bytes(wrapCase.wrapped);
      for (let at = 0; at < wrapped.length; at++)
        same(seal.unwrapKey(bytes(wrapCase.wrapping), flipped(wrapped, at)), undefined, `byte ${at}`);
      for (let length = 0; length < wrapped.length; length++)
        same(seal.unwrapKey(bytes(wrapCase.wrapping), wrapped.subarray(0, length)), undefined, `${length} bytes`);
    });

    it("reproduces the vector of RFC 9180 for this suite", () => {
      const { ikmE, skRm, pkRm, info, aad, plaintext } = hpkeCase;
      const sealed = seal.hpkeSeal(bytes(pkRm), bytes(info), bytes(aad), bytes(plaintext), bytes(ikmE));
      same(sealed && { enc: toHex(sealed.enc), ciphertext: toHex(sealed.ciphertext) }, {
        enc: hpkeCase.enc,
        ciphertext: hpkeCase.ciphertext,
      });
      same(toHex(seal.x25519PublicKeyOf(bytes(skRm))), pkRm);
      same(sealed && seal.hpkeOpen(bytes(skRm), bytes(info), bytes(aad), sealed), bytes(plaintext));
    });

    it("opens only with the key, info and aad of the sealing", () => {
      const secret = new Uint8Array(32).fill(7);
      const [info, aad, seed] = [utf8("info"), utf8("aad"), new Uint8Array(32).fill(9)];
      const sealed = seal.hpkeSeal(seal.x25519PublicKeyOf(secret), info, aad, utf8("key"), seed);
      if (sealed === undefined) throw new Error("the key is a good one");
      same(seal.hpkeOpen(secret, info, aad, sealed), utf8("key"));
      same(seal.hpkeOpen(new Uint8Array(32).fill(8), info, aad, sealed), undefined);
      same(seal.hpkeOpen(secret, utf8("other"), aad, sealed), undefined);
      same(seal.hpkeOpen(secret, info, utf8("other"), sealed), undefined);
      same(seal.hpkeOpen(secret, info, aad, { ...sealed, enc: flipped(sealed.enc, 0) }), undefined);
      same(seal.hpkeOpen(secret, info, aad, { ...sealed, ciphertext: flipped(sealed.ciphertext, 0) }), undefined);
    });

    it("seals to no key that is malformed or of small order", () => {
      const seed = new Uint8Array(32).fill(9);
      const smallOrder = bytes("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800");
      for (const key of [new Uint8Array(32), new Uint8Array(31), new Uint8Array(33), smallOrder])
        same(seal.hpkeSeal(key, utf8(""), utf8(""), utf8("key"), seed), undefined);
    });

    it("takes a key of a wrong length for the bug it is", () => {
      const short = new Uint8Array(31);
      throws(() => seal.sealAead(short, new Uint8Array(12), utf8(""), utf8("")), InvariantError);
      throws(() => seal.openAead(short, new Uint8Array(12), new Uint8Array(16), utf8("")), InvariantError);
      throws(() => seal.wrapKey(short, new Uint8Array(32)), InvariantError);
      throws(() => seal.unwrapKey(short, new Uint8Array(40)), InvariantError);
    });
  });
}

it("both forms seal to the same bytes and open each other's", () => {
  const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
  const message = fc.record({ key, seed: key, text: fc.uint8Array({ maxLength: 80 }), aad: fc.uint8Array() });
  fc.assert(
    fc.property(message, ({ key, seed, text, aad }) => {
      const nonce = seed.subarray(0, 12);
      same(native.sealAead(key, nonce, text, aad), portable.sealAead(key, nonce, text, aad));
      same(native.wrapKey(key, seed), portable.wrapKey(key, seed));
      const publicKey = portable.x25519PublicKeyOf(key);
      same(native.x25519PublicKeyOf(key), publicKey);
      const sealed = native.hpkeSeal(publicKey, aad, aad, text, seed);
      same(sealed, portable.hpkeSeal(publicKey, aad, aad, text, seed));
      same(sealed && portable.hpkeOpen(key, aad, aad, sealed), text);
    }),
    { numRuns: 25 },
  );
});
