import { isAcceptableEd25519Key } from "@meridian/crypto/ed25519";
import { isAcceptableP256Key } from "@meridian/crypto/p256";

/** Whether a public key of this kind may ever be registered. Unknown kinds are refused. */
export function isAcceptableKey(kind: string, publicKey: Uint8Array): boolean {
  switch (kind) {
    case "ed25519":
      return isAcceptableEd25519Key(publicKey);
    case "webauthn-p256":
      return isAcceptableP256Key(publicKey);
    default:
      return false;
  }
}
