import { fromHex, toHex, utf8 } from "@meridian/base/bytes";
import type { KeyId } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { hexBytes, literal, object, type TypeOf, union } from "@meridian/base/shape";
import { sha256 } from "@meridian/crypto/hash";

/**
 * A public key as commands and events carry it, hexadecimal: 32 bytes of RFC 8032 section 5.1.5, or the 65 bytes of
 * an uncompressed point (SEC 1 section 2.3.3). The shape fixes lengths only; whether a key may be used is
 * `isAcceptableKey` of `./keys.ts`.
 */
export const publicKeyShape = union("kind", {
  ed25519: object({ kind: literal("ed25519"), publicKey: hexBytes(32) }),
  "webauthn-p256": object({ kind: literal("webauthn-p256"), publicKey: hexBytes(65) }),
});
export type PublicKey = TypeOf<typeof publicKeyShape>;

/** SHA-256 over `<kind>:` in UTF-8 and the public bytes: the same bytes under two kinds are two keys. */
export const keyIdOf = (kind: string, publicKey: Uint8Array): KeyId =>
  toHex(sha256(utf8(`${kind}:`), publicKey)) as KeyId;

/** Id of a key that fits `publicKeyShape`. */
export function keyIdOfPublicKey({ kind, publicKey }: PublicKey): KeyId {
  const bytes = fromHex(publicKey);
  invariant(bytes !== undefined, "a public key is hexadecimal");
  return keyIdOf(kind, bytes);
}
