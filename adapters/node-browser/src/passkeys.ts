import { toBase64Url, toHex, utf8 } from "@meridian/base/bytes";
import { NodeRefusal } from "@meridian/client/desk";
import type { Signature } from "@meridian/kernel/transaction";
import { credentialIn } from "./cose.ts";
import { lowS, rawSignatureOf } from "./der.ts";
import type { StoredKey } from "./key-store.ts";

const ES256 = -7;
const FLAGS = 32;
const USER_VERIFIED = 0x04;
/** One for every passkey: its secret differs by credential anyway (WebAuthn Level 3, section 10.1.4). */
const PRF_SALT = utf8("meridian/documents/v1");

type Prf = { readonly enabled?: boolean; readonly results?: { readonly first?: BufferSource } };
const prfOf = (credential: PublicKeyCredential): Prf | undefined =>
  (credential.getClientExtensionResults() as { readonly prf?: Prf }).prf;

const bytesOf = (source: BufferSource): Uint8Array =>
  ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);

/** Whether this browser has passkeys at all, and ones with secrets; many phones in China have none. */
export async function passkeysPossible(): Promise<{ readonly possible: boolean; readonly prf: boolean }> {
  const possible = await verifiesPeople();
  if (!possible) return { possible, prf: false };
  // Older browsers do not say; whether one has a secret is then known once it is made.
  const known = await (PublicKeyCredential as unknown as Capable).getClientCapabilities?.().catch(() => undefined);
  return { possible, prf: known?.["extension:prf"] ?? true };
}

type Capable = { getClientCapabilities?: () => Promise<{ readonly [capability: string]: boolean }> };

async function verifiesPeople(): Promise<boolean> {
  if (typeof PublicKeyCredential === "undefined" || !isSecureContext) return false;
  return PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable().catch(() => false);
}

/**
 * What the browser says instead of an answer, as a refusal. By design it says the same whether the person declined or was
 * not verified; that this device can verify nobody it says when it is asked.
 */
async function refused(error: unknown): Promise<never> {
  const name = error instanceof DOMException ? error.name : "";
  // The page's address is not of the relying party that the network's genesis document names.
  if (name === "SecurityError")
    throw new NodeRefusal({ code: "desk/no-passkeys-here", origin: location.origin, origins: [] });
  if (name === "InvalidStateError") throw new NodeRefusal({ code: "passkey-exists" });
  if (name !== "NotAllowedError" && name !== "AbortError") throw new NodeRefusal({ code: "passkey-failed" });
  throw new NodeRefusal({ code: (await verifiesPeople()) ? "passkey-declined" : "passkey-unverified" });
}

/** A new passkey (ES256, user verification required); `prf` is its secret, where it gives one. */
export async function makePasskey(
  relyingParty: string,
  label: string,
): Promise<{ readonly key: Omit<StoredKey, "madeAt">; readonly prf: Uint8Array | undefined }> {
  const options: PublicKeyCredentialCreationOptions = {
    rp: { id: relyingParty, name: "Meridian 脉链" },
    user: { id: crypto.getRandomValues(new Uint8Array(16)), name: label, displayName: label },
    challenge: crypto.getRandomValues(new Uint8Array(32)),
    pubKeyCredParams: [{ type: "public-key", alg: ES256 }],
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    attestation: "none",
    extensions: { prf: { eval: { first: PRF_SALT } } } as AuthenticationExtensionsClientInputs,
  };
  const credential = (await navigator.credentials.create({ publicKey: options }).catch(refused)) as PublicKeyCredential;
  const data = new Uint8Array((credential.response as AuthenticatorAttestationResponse).getAuthenticatorData());
  const made = credentialIn(data);
  if (made === undefined) throw new NodeRefusal({ code: "passkey-failed" });
  const prf = prfOf(credential);
  return {
    key: {
      publicKey: toHex(made.publicKey),
      kind: "passkey",
      label,
      unlocks: prf?.enabled === true,
      credential: made.id,
    },
    prf: prf?.results?.first === undefined ? undefined : bytesOf(prf.results.first),
  };
}

export type Asserted = { readonly signature: Signature; readonly prf: Uint8Array | undefined };

/** One gesture: the passkey's answer to a challenge of 32 bytes, and its secret beside. */
export async function assertPasskey(relyingParty: string, key: StoredKey, challenge: Uint8Array): Promise<Asserted> {
  const id = key.credential ?? new Uint8Array();
  const credential = (await navigator.credentials
    .get({
      publicKey: {
        rpId: relyingParty,
        challenge: new Uint8Array(challenge),
        userVerification: "required",
        allowCredentials: [{ type: "public-key", id: new Uint8Array(id) }],
        extensions: { prf: { eval: { first: PRF_SALT } } } as AuthenticationExtensionsClientInputs,
      },
    })
    .catch(refused)) as PublicKeyCredential;
  const { authenticatorData, clientDataJSON, signature } = credential.response as AuthenticatorAssertionResponse;
  // The ledger refuses it as well; here it can be said before anything is sent.
  if (((new Uint8Array(authenticatorData)[FLAGS] ?? 0) & USER_VERIFIED) === 0)
    throw new NodeRefusal({ code: "passkey-unverified" });
  const raw = rawSignatureOf(new Uint8Array(signature));
  if (raw === undefined) throw new NodeRefusal({ code: "passkey-failed" });
  const secret = prfOf(credential)?.results?.first;
  return {
    signature: {
      kind: "webauthn-p256",
      key: key.publicKey,
      authenticatorData: toBase64Url(new Uint8Array(authenticatorData)),
      clientDataJSON: toBase64Url(new Uint8Array(clientDataJSON)),
      signature: toHex(lowS(raw)),
    },
    prf: secret === undefined ? undefined : bytesOf(secret),
  };
}

/** Names a key where slots are kept; a credential id is no secret. */
export const slotIdOf = ({ credential, publicKey }: StoredKey): string =>
  credential === undefined ? publicKey : toBase64Url(credential).slice(0, 128);
