import { fromBase64Url, fromHex } from "@meridian/base/bytes";
import type { KeyId } from "@meridian/base/ids";
import { verifyStrict } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import { keyIdOf } from "@meridian/crypto/key-id";
import { faultOfAssertion, type RelyingParty } from "@meridian/crypto/webauthn";
import type { Signature } from "@meridian/kernel/transaction";

/**
 * The key that signed a message beside the ledger, or undefined when the signature does not hold. An Ed25519 key signs the
 * message, a passkey its SHA-256.
 */
export function messageKeyOf(given: Signature, message: Uint8Array, relyingParty: RelyingParty): KeyId | undefined {
  const publicKey = fromHex(given.key);
  if (publicKey === undefined || !holds(given, publicKey, message, relyingParty)) return undefined;
  return keyIdOf(given.kind, publicKey);
}

function holds(given: Signature, publicKey: Uint8Array, message: Uint8Array, relyingParty: RelyingParty): boolean {
  const signature = fromHex(given.signature);
  if (signature === undefined) return false;
  if (given.kind === "ed25519") return verifyStrict(publicKey, message, signature);
  const authenticatorData = fromBase64Url(given.authenticatorData);
  const clientDataJSON = fromBase64Url(given.clientDataJSON);
  if (authenticatorData === undefined || clientDataJSON === undefined) return false;
  const assertion = { publicKey, authenticatorData, clientDataJSON, signature };
  return faultOfAssertion(assertion, sha256(message), relyingParty) === undefined;
}
