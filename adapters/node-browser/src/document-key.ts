import { fromBase64, toBase64, toHex, utf8 } from "@meridian/base/bytes";
import { NodeRefusal } from "@meridian/client/desk";
import { x25519PublicKeyOf } from "@meridian/crypto/seal";
import { jsonOf, type Wire } from "./answers.ts";
import { keepKey, type StoredKey } from "./key-store.ts";
import { assertPasskey, slotIdOf } from "./passkeys.ts";
import { recoverySecretOf } from "./recovery.ts";

type Slot = { readonly id: string; readonly kind: "passkey" | "device" | "recovery"; readonly data: string };
type Slots = { readonly publicKey: string; readonly slots: readonly Slot[] };

const PATH = "/v1/documents/keys";
const NONCE_BYTES = 12;
const RECOVERY = "recovery";

/**
 * The X25519 key to which the custodians seal a patient's copies. The node keeps it wrapped, once for each way to unlock
 * it: a passkey's secret (PRF), a key of this device, a recovery code on paper. What is unlocked lives as long as the
 * session.
 */
export class DocumentKeys {
  readonly #wire: Wire;
  readonly #secrets = new Map<string, Uint8Array>();
  #unlocked: Uint8Array | undefined;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  /** A passkey's secret that came with a signature, so that unlocking asks for no second gesture. */
  remember(key: StoredKey, prf: Uint8Array): void {
    this.#secrets.set(key.publicKey, prf);
  }

  forget(): void {
    this.#secrets.clear();
    this.#unlocked = undefined;
  }

  /** Undefined when no slot fits this key; the first key of a patient makes the document key. */
  async unlock(key: StoredKey, relyingParty: string): Promise<Uint8Array | undefined> {
    if (this.#unlocked !== undefined) return this.#unlocked;
    const wrapping = await this.#wrappingKey(key, relyingParty);
    if (wrapping === undefined) return undefined;
    const slots = await this.#slots();
    if (slots === undefined) {
      const secret = crypto.getRandomValues(new Uint8Array(32));
      await this.#put(secret, [await slotOf(slotIdOf(key), key.kind, secret, wrapping)]);
      this.#unlocked = secret;
      return secret;
    }
    const slot = slots.slots.find(({ id }) => id === slotIdOf(key));
    this.#unlocked = slot === undefined ? undefined : await opened(slot, wrapping);
    return this.#unlocked;
  }

  /** Opens with the code on paper, and gives this key a slot of its own. */
  async unlockWithRecovery(code: string, key: StoredKey, relyingParty: string): Promise<boolean> {
    const slots = await this.#slots();
    const slot = slots?.slots.find(({ kind }) => kind === RECOVERY);
    const wrapping = await recoveryKey(code);
    const secret = slot === undefined || wrapping === undefined ? undefined : await opened(slot, wrapping);
    if (secret === undefined) return false;
    this.#unlocked = secret;
    await this.addSlot(key, relyingParty);
    return true;
  }

  /** A further way to unlock what is unlocked now. */
  async addSlot(key: StoredKey, relyingParty: string): Promise<void> {
    const wrapping = await this.#wrappingKey(key, relyingParty);
    if (wrapping !== undefined) await this.#add(slotIdOf(key), key.kind, wrapping);
  }

  /** Replaces the recovery slot. */
  async addRecovery(code: string): Promise<void> {
    const wrapping = await recoveryKey(code);
    if (wrapping !== undefined) await this.#add(RECOVERY, RECOVERY, wrapping);
  }

  async #add(id: string, kind: Slot["kind"], wrapping: CryptoKey): Promise<void> {
    const secret = this.#unlocked;
    const slots = await this.#slots();
    if (secret === undefined || slots === undefined) throw new NodeRefusal({ code: "documents-locked" });
    const slot = await slotOf(id, kind, secret, wrapping);
    await this.#put(secret, [...slots.slots.filter((one) => one.id !== id), slot]);
  }

  async #slots(): Promise<Slots | undefined> {
    try {
      const found = await jsonOf<Partial<Slots>>(this.#wire, "GET", PATH);
      return found.publicKey === undefined ? undefined : { publicKey: found.publicKey, slots: found.slots ?? [] };
    } catch (error) {
      if (error instanceof NodeRefusal && /no-document-key|unknown-document-key/.test(error.refusal.code))
        return undefined;
      throw error;
    }
  }

  async #put(secret: Uint8Array, slots: readonly Slot[]): Promise<void> {
    await jsonOf(this.#wire, "PUT", PATH, { publicKey: toHex(x25519PublicKeyOf(secret)), slots });
  }

  async #wrappingKey(key: StoredKey, relyingParty: string): Promise<CryptoKey | undefined> {
    if (key.kind === "device") return deviceWrapping(key);
    if (!key.unlocks) return undefined;
    const known = this.#secrets.get(key.publicKey);
    const prf = known ?? (await assertPasskey(relyingParty, key, crypto.getRandomValues(new Uint8Array(32)))).prf;
    if (prf === undefined) return undefined;
    this.#secrets.set(key.publicKey, prf);
    return wrappingKeyOf(prf, "meridian/document-key/passkey/v1");
  }
}

/** An AES key that never leaves WebCrypto, kept beside the device's signing key and made when it is first needed. */
async function deviceWrapping(key: StoredKey & { readonly wrappingKey?: CryptoKey }): Promise<CryptoKey> {
  if (key.wrappingKey !== undefined) return key.wrappingKey;
  const wrappingKey = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await keepKey({ ...key, wrappingKey } as StoredKey);
  return wrappingKey;
}

async function recoveryKey(code: string): Promise<CryptoKey | undefined> {
  const secret = recoverySecretOf(code);
  return secret === undefined ? undefined : wrappingKeyOf(secret, "meridian/document-key/recovery/v1");
}

/** HKDF-SHA-256 (RFC 5869) of a secret with at least 128 bits of entropy. */
async function wrappingKeyOf(secret: Uint8Array, info: string): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey("raw", new Uint8Array(secret), "HKDF", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: new Uint8Array(utf8(info)) },
    material,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

async function slotOf(id: string, kind: Slot["kind"], secret: Uint8Array, wrapping: CryptoKey): Promise<Slot> {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, wrapping, new Uint8Array(secret));
  const data = new Uint8Array(NONCE_BYTES + sealed.byteLength);
  data.set(iv);
  data.set(new Uint8Array(sealed), NONCE_BYTES);
  return { id, kind, data: toBase64(data) };
}

async function opened({ data }: Slot, wrapping: CryptoKey): Promise<Uint8Array | undefined> {
  const bytes = fromBase64(data);
  if (bytes === undefined) return undefined;
  const iv = new Uint8Array(bytes.subarray(0, NONCE_BYTES));
  try {
    const sealed = new Uint8Array(bytes.subarray(NONCE_BYTES));
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, wrapping, sealed));
  } catch {
    return undefined;
  }
}
