import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { concat, toHex, utf8 } from "@meridian/base/bytes";
import * as native from "@meridian/crypto/hash";
import { sha512 as nobleSha512 } from "@noble/hashes/sha2.js";
import fc from "fast-check";
import * as compact from "./hash.compact.ts";
import * as portable from "./hash.ts";
import { sha512 } from "./sha2.compact.ts";

for (const [name, { sha256 }] of [
  ["in plain JavaScript", portable],
  ["by OpenSSL", native],
  ["in few bytes", compact],
] as const)
  describe(`SHA-256 ${name}`, () => {
    // FIPS 180-4 examples, as NIST publishes them.
    for (const [text, hex] of [
      ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
      ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
      [
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
      ],
      ["a".repeat(1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"],
    ] as const)
      it(`of ${text.length} letters is the standard's`, () => same(toHex(sha256(utf8(text))), hex));

    it("of no part is that of nothing", () => same(sha256(), sha256(new Uint8Array())));
  });

it("all forms agree, whichever way the bytes are cut", () =>
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 150 }), { maxLength: 4 }), (parts) => {
      const whole = toHex(portable.sha256(concat(...parts)));
      same(toHex(portable.sha256(...parts)), whole);
      same(toHex(native.sha256(...parts)), whole);
      same(toHex(compact.sha256(...parts)), whole);
    }),
  ));

it("SHA-512 in few bytes is SHA-512, at every length around the ends of its blocks", () => {
  for (let length = 0; length < 300; length++) {
    const message = Uint8Array.from({ length }, (_, i) => i + length);
    same(toHex(sha512(message)), toHex(nobleSha512(message)));
  }
});
