import { concat, utf8 } from "@meridian/base/bytes";
import { invariant } from "@meridian/base/invariant";

/** What one message sealed to one public key consists of. */
export type HpkeSealed = {
  /** The ephemeral public key, 32 bytes. */
  readonly enc: Uint8Array;
  /** AES-256-GCM ciphertext with its tag of 16 bytes at the end. */
  readonly ciphertext: Uint8Array;
};

/** What HPKE is built from; `seal.ts` and `seal.node.ts` each bring their own. */
export type HpkePrimitives = {
  /** HMAC-SHA256 of the data under the key. */
  hmac(key: Uint8Array, data: Uint8Array): Uint8Array;
  x25519PublicKeyOf(secretKey: Uint8Array): Uint8Array;
  /** X25519 (RFC 7748 section 6.1), or undefined for a public key that is malformed or of small order. */
  x25519(secretKey: Uint8Array, publicKey: Uint8Array): Uint8Array | undefined;
  sealAead(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array, aad: Uint8Array): Uint8Array;
  openAead(key: Uint8Array, nonce: Uint8Array, ciphertext: Uint8Array, aad: Uint8Array): Uint8Array | undefined;
};

const NOTHING = new Uint8Array();
const VERSION = utf8("HPKE-v1");
/** DHKEM(X25519, HKDF-SHA256). */
const KEM = concat(utf8("KEM"), Uint8Array.of(0x00, 0x20));
/** That KEM with HKDF-SHA256 and AES-256-GCM. */
const SUITE = concat(utf8("HPKE"), Uint8Array.of(0x00, 0x20, 0x00, 0x01, 0x00, 0x02));
const BASE_MODE = Uint8Array.of(0);

/**
 * Hybrid public key encryption in base mode, single shot (RFC 9180 section 6.1), with the suite
 * DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. The sender is not authenticated: whoever needs that signs.
 */
export function hpkeOver(primitives: HpkePrimitives) {
  const { hmac, x25519, x25519PublicKeyOf, sealAead, openAead } = primitives;

  const labeledExtract = (suite: Uint8Array, salt: Uint8Array, label: string, material: Uint8Array) =>
    hmac(salt, concat(VERSION, suite, utf8(label), material));

  /** Section 4, for at most 32 bytes, which is one round of HKDF-Expand. */
  const labeledExpand = (suite: Uint8Array, key: Uint8Array, label: string, info: Uint8Array, length: number) =>
    hmac(key, concat(Uint8Array.of(0, length), VERSION, suite, utf8(label), info, Uint8Array.of(1))).subarray(
      0,
      length,
    );

  /** Section 7.1.3: DeriveKeyPair of the KEM. */
  const ephemeralSecretOf = (seed: Uint8Array): Uint8Array =>
    labeledExpand(KEM, labeledExtract(KEM, NOTHING, "dkp_prk", seed), "sk", NOTHING, 32);

  /** Sections 4.1 and 5.1: from the Diffie-Hellman value to the key and nonce of the only message. */
  function schedule(dh: Uint8Array, enc: Uint8Array, recipient: Uint8Array, info: Uint8Array) {
    const shared = labeledExpand(
      KEM,
      labeledExtract(KEM, NOTHING, "eae_prk", dh),
      "shared_secret",
      concat(enc, recipient),
      32,
    );
    const context = concat(
      BASE_MODE,
      labeledExtract(SUITE, NOTHING, "psk_id_hash", NOTHING),
      labeledExtract(SUITE, NOTHING, "info_hash", info),
    );
    const secret = labeledExtract(SUITE, shared, "secret", NOTHING);
    return {
      key: labeledExpand(SUITE, secret, "key", context, 32),
      nonce: labeledExpand(SUITE, secret, "base_nonce", context, 12),
    };
  }

  return {
    /**
     * Seals to a public key of 32 bytes. The seed (32 bytes) must be random and used once: it is the `ikmE` of
     * RFC 9180. Undefined when nobody can hold the secret key: wrong length or small order.
     */
    hpkeSeal(
      recipientPublicKey: Uint8Array,
      info: Uint8Array,
      aad: Uint8Array,
      plaintext: Uint8Array,
      ephemeralSeed: Uint8Array,
    ): HpkeSealed | undefined {
      invariant(ephemeralSeed.length === 32, "an ephemeral seed has 32 bytes");
      const ephemeral = ephemeralSecretOf(ephemeralSeed);
      const dh = x25519(ephemeral, recipientPublicKey);
      if (dh === undefined) return undefined;
      const enc = x25519PublicKeyOf(ephemeral);
      const { key, nonce } = schedule(dh, enc, recipientPublicKey, info);
      return { enc, ciphertext: sealAead(key, nonce, plaintext, aad) };
    },

    /** Undefined when the message was sealed to another key, with other info or aad, or was changed. */
    hpkeOpen(
      recipientSecretKey: Uint8Array,
      info: Uint8Array,
      aad: Uint8Array,
      { enc, ciphertext }: HpkeSealed,
    ): Uint8Array | undefined {
      invariant(recipientSecretKey.length === 32, "an X25519 secret key has 32 bytes");
      const dh = x25519(recipientSecretKey, enc);
      if (dh === undefined) return undefined;
      const { key, nonce } = schedule(dh, enc, x25519PublicKeyOf(recipientSecretKey), info);
      return openAead(key, nonce, ciphertext, aad);
    },
  };
}
