import { concat, fromBase64, fromHex, toBase64, utf8 } from "@meridian/base/bytes";
import type { KeyId } from "@meridian/base/ids";
import { canonicalBytes } from "@meridian/base/json";
import { recoverySecretOf } from "./recovery.ts";

/** One way to unlock a document key: the secret half, wrapped. */
export type Slot = {
  readonly id: string;
  readonly kind: "passkey" | "device" | "recovery";
  /** Of a passkey or device key: its id on the ledger. When it ends there, the node gives the slot to nobody any more. */
  readonly key?: KeyId;
  readonly data: string;
};
export type Slots = { readonly publicKey: string; readonly slots: readonly Slot[] };

const NONCE_BYTES = 12;
/** Of a code that was partly seen, what is missing costs more to guess. */
const RECOVERY_ROUNDS = 210_000;
const bytes = (value: Uint8Array) => new Uint8Array(value);

/** For which key and by which way: a slot that a node moves elsewhere does not open there. */
const boundTo = (publicKey: string, { id, kind }: Pick<Slot, "id" | "kind">) =>
  bytes(canonicalBytes({ format: "meridian/document-key/v1", id, kind, publicKey }));

const AES = { name: "AES-GCM", length: 256 } as const;
const USES = ["encrypt", "decrypt"] as const;

/** AES-256-GCM with a nonce of its own each time (NIST SP 800-38D). */
export async function slotOf(
  { publicKey, ...named }: Omit<Slot, "data"> & { readonly publicKey: string },
  secret: Uint8Array,
  wrapping: CryptoKey,
): Promise<Slot> {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const additionalData = boundTo(publicKey, named);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, wrapping, bytes(secret));
  return { ...named, data: toBase64(concat(iv, new Uint8Array(sealed))) };
}

/** Undefined when it was wrapped by something else, for something else, or changed. */
export async function openedSlot(publicKey: string, slot: Slot, wrapping: CryptoKey): Promise<Uint8Array | undefined> {
  const data = fromBase64(slot.data);
  if (data === undefined || data.length <= NONCE_BYTES) return undefined;
  const iv = data.slice(0, NONCE_BYTES);
  const additionalData = boundTo(publicKey, slot);
  try {
    const secret = await crypto.subtle.decrypt(
      { name: "AES-GCM", iv: bytes(iv), additionalData },
      wrapping,
      data.slice(NONCE_BYTES),
    );
    return secret.byteLength === 32 ? new Uint8Array(secret) : undefined;
  } catch {
    return undefined;
  }
}

/** Of a passkey's secret (PRF), which has 256 bits: HKDF-SHA-256 (RFC 5869). */
export async function passkeyWrapping(prf: Uint8Array): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey("raw", bytes(prf), "HKDF", false, ["deriveKey"]);
  const info = bytes(utf8("meridian/document-key/passkey/v1"));
  const parameters = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info };
  return crypto.subtle.deriveKey(parameters, material, AES, false, USES);
}

/** Never leaves WebCrypto, nor this device. */
export const deviceWrapping = (): Promise<CryptoKey> => crypto.subtle.generateKey(AES, false, USES);

/** Of a code as somebody typed it, for one document key: PBKDF2 (RFC 8018). Undefined when it is no code. */
export async function recoveryWrapping(code: string, publicKey: string): Promise<CryptoKey | undefined> {
  const secret = recoverySecretOf(code);
  if (secret === undefined) return undefined;
  const material = await crypto.subtle.importKey("raw", bytes(secret), "PBKDF2", false, ["deriveKey"]);
  const salt = bytes(concat(utf8("meridian/document-key/recovery/v1"), fromHex(publicKey) ?? new Uint8Array()));
  const parameters = { name: "PBKDF2", hash: "SHA-256", salt, iterations: RECOVERY_ROUNDS };
  return crypto.subtle.deriveKey(parameters, material, AES, false, USES);
}
