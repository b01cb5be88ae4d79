import { deepStrictEqual as same } from "node:assert";
import { generateKeyPairSync, sign as signWith } from "node:crypto";
import { describe, it } from "node:test";
import { concat, toBase64Url, utf8 } from "@meridian/base/bytes";
import { publicKeyOf, sign } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import { challengeOf } from "@meridian/kernel/challenge";
import { signedBytesOf } from "@meridian/kernel/signing";
import { firstBadSignature, workOf } from "./signing.ts";
import { add, outcomeOf, payloadOf, rules, seedOf, Toy } from "./toy.conformance.ts";
import { encodeWire, type WireSignature } from "./wire.ts";

const payload = payloadOf([add("a", 1)]);
const other = payloadOf([add("a", 2)]);
const ed25519 = (given: Uint8Array, by = "anna"): WireSignature => ({
  kind: "ed25519",
  publicKey: publicKeyOf(seedOf(by)),
  signature: sign(seedOf(by), given),
});

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const HALF_ORDER = Buffer.from("7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8", "hex");
/** What an authenticator answers to the challenge of a payload; signs until s is low, as a client library has to see to. */
function passkey(given: Uint8Array, origin = "http://localhost:8180"): WireSignature {
  const authenticatorData = concat(sha256(utf8("localhost")), Uint8Array.of(0x05, 0, 0, 0, 1));
  const clientDataJSON = utf8(
    `{"type":"webauthn.get","challenge":"${toBase64Url(challengeOf(given))}","origin":"${origin}","crossOrigin":false}`,
  );
  const signed = concat(authenticatorData, sha256(clientDataJSON));
  let signature: Buffer;
  do signature = signWith("sha256", signed, { key: privateKey, dsaEncoding: "ieee-p1363" });
  while (Buffer.compare(signature.subarray(32), HALF_ORDER) > 0);
  return {
    kind: "webauthn-p256",
    publicKey: Uint8Array.from(publicKey.export({ format: "der", type: "spki" }).subarray(-65)),
    authenticatorData,
    clientDataJSON,
    signature: Uint8Array.from(signature),
  };
}

const table: readonly (readonly [says: string, signatures: readonly WireSignature[], bad: number | undefined])[] = [
  ["a key's signature of the prefixed payload", [ed25519(signedBytesOf(payload))], undefined],
  ["a passkey's answer to the payload's challenge", [passkey(payload)], undefined],
  ["both", [ed25519(signedBytesOf(payload)), passkey(payload)], undefined],
  ["a key's signature of the payload alone", [ed25519(payload)], 0],
  ["a key's signature of another payload", [ed25519(signedBytesOf(payload)), ed25519(signedBytesOf(other), "bert")], 1],
  ["a passkey's answer to another payload", [passkey(other)], 0],
  ["a passkey's answer given to another site", [passkey(payload, "https://evil.example")], 0],
  [
    "another's signature under one's own key",
    [{ ...ed25519(signedBytesOf(payload), "bert"), publicKey: publicKeyOf(seedOf("anna")) } as WireSignature],
    0,
  ],
];

describe("signatures of a transaction", () => {
  for (const [says, signatures, bad] of table)
    it(`${bad === undefined ? "holds" : "does not hold"}: ${says}`, () => {
      same(firstBadSignature({ payload, signatures }, rules.relyingParty), bad);
      same(
        outcomeOf(new Toy().block(encodeWire({ payload, signatures }))),
        bad === undefined ? "committed" : "ledger/bad-signature",
      );
    });
});

describe("what verifying costs", () => {
  const of = (...signatures: readonly WireSignature[]) => workOf(encodeWire({ payload, signatures })) ?? 0;

  it("grows with signatures by their kind, and with the payload", () => {
    const one = of(ed25519(payload));
    same(of(ed25519(payload), ed25519(payload, "bert")), one + 1);
    same(of(ed25519(payload), passkey(payload)), one + 7);
    const longer = concat(payload, utf8(" ".repeat(4_000)));
    same(workOf(encodeWire({ payload: longer, signatures: [ed25519(payload)] })), one + 10);
  });

  it("is none for what is no transaction", () => same(workOf(utf8("noise")), undefined));
});
