import { toHex } from "@meridian/base/bytes";
import { NodeRefusal, signingKeyOf } from "@meridian/client/desk";
import { jsonOf, type Wire } from "./answers.ts";
import { keepKey, type StoredKey, storedKey } from "./key-store.ts";
import { assertPasskey, slotIdOf } from "./passkeys.ts";
import { recoveryCodeOf } from "./recovery.ts";
import {
  deviceWrapping,
  openedSlot,
  passkeyWrapping,
  recoveryWrapping,
  type Slot,
  type Slots,
  slotOf,
} from "./slots.ts";

const PATH = "/v1/documents/keys";
const CHANGED = "desk/document-key-changed";
const RECOVERY = "recovery";
/** How often a slot is added anew when other devices add theirs at the same moment. */
const TRIES_MAX = 4;
const RECOVERY_BYTES = 16;
/** Two tabs must not both make a patient's first key; of two devices the node takes the first. */
const LOCK = "meridian-document-key";

/** What says whose a slot is. */
type Named = Omit<Slot, "data">;
/** As the node keeps them; `version` is what a change names as replaced. */
type Kept = Slots & { readonly version: string };

/**
 * The X25519 key to which the custodians seal a patient's copies. The node keeps it wrapped, once for each way to unlock
 * it: a passkey's secret (PRF), a key of this device, a recovery code on paper. What is unlocked lives as long as the
 * session, in this tab's memory only.
 */
export class DocumentKeys {
  readonly #wire: Wire;
  readonly #secrets = new Map<string, Uint8Array>();
  #unlocked: Uint8Array | undefined;
  #unlocking: Promise<Uint8Array | undefined> | undefined;
  /** Counts sessions: what one began is nothing for the next. */
  #session = 0;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  /** A passkey's secret that came with a signature, so that unlocking asks for no second gesture. */
  remember(publicKey: string, prf: Uint8Array): void {
    this.#secrets.set(publicKey, prf);
  }

  /** What is unlocked, and the secrets of all passkeys but one. */
  forget(except?: string): void {
    this.#session++;
    this.#unlocked = undefined;
    this.#unlocking = undefined;
    for (const publicKey of [...this.#secrets.keys()]) if (publicKey !== except) this.#secrets.delete(publicKey);
  }

  /** Undefined when no slot fits this key; the first key of a patient makes the document key. */
  unlock(key: StoredKey, relyingParty: string): Promise<Uint8Array | undefined> {
    if (this.#unlocked !== undefined) return Promise.resolve(this.#unlocked);
    // Documents that are opened side by side share one gesture.
    if (this.#unlocking !== undefined) return this.#unlocking;
    const unlocking = this.#unlock(key, relyingParty).finally(() => {
      if (this.#unlocking === unlocking) this.#unlocking = undefined;
    });
    this.#unlocking = unlocking;
    return unlocking;
  }

  /** Opens with the code on paper, and gives this key a slot of its own. */
  async unlockWithRecovery(code: string, key: StoredKey, relyingParty: string): Promise<boolean> {
    const kept = await this.#slots();
    const slot = kept?.slots.find(({ kind }) => kind === RECOVERY);
    const wrapping = kept && (await recoveryWrapping(code, kept.publicKey));
    if (kept === undefined || slot === undefined || wrapping === undefined) return false;
    const secret = await this.#opened(kept, slot, wrapping);
    if (secret === undefined) return false;
    this.#unlocked = secret;
    await this.addSlot(key, relyingParty);
    return true;
  }

  /** A further way to unlock what is unlocked now. False where the key has no secret to give. */
  async addSlot(key: StoredKey, relyingParty: string): Promise<boolean> {
    const wrapping = await this.#wrappingKey(key, relyingParty);
    if (wrapping === undefined) return false;
    await this.#add(await slotFor(key), () => Promise.resolve(wrapping));
    return true;
  }

  /** A new code for what is unlocked now, in place of the one before. It is nowhere but in the answer. */
  async addRecovery(): Promise<string> {
    const code = recoveryCodeOf(crypto.getRandomValues(new Uint8Array(RECOVERY_BYTES)));
    await this.#add({ id: RECOVERY, kind: RECOVERY }, ({ publicKey }) => recoveryWrapping(code, publicKey));
    return code;
  }

  async #unlock(key: StoredKey, relyingParty: string): Promise<Uint8Array | undefined> {
    const session = this.#session;
    const wrapping = await this.#wrappingKey(key, relyingParty);
    if (wrapping === undefined) return undefined;
    const named = await slotFor(key);
    const secret = await alone(async () => {
      const before = await this.#slots();
      if (session !== this.#session) return undefined;
      const made = before === undefined ? await this.#make(named, wrapping) : undefined;
      if (made !== undefined) return made;
      // Another device was first: what it made is the patient's key, to which copies are sealed.
      const kept = before ?? (await this.#slots());
      const slot = kept?.slots.find(({ id }) => id === named.id);
      return kept && slot && this.#opened(kept, slot, wrapping);
    });
    if (session !== this.#session) return undefined;
    this.#unlocked = secret;
    return secret;
  }

  /** Undefined when another device has made one meanwhile. */
  async #make(named: Named, wrapping: CryptoKey): Promise<Uint8Array | undefined> {
    const secret = crypto.getRandomValues(new Uint8Array(32));
    const publicKey = await publicKeyOf(secret);
    const slots = [await slotOf({ publicKey, ...named }, secret, wrapping)];
    return (await this.#put({ publicKey, slots })) ? secret : undefined;
  }

  async #add(named: Named, wrappingFor: (kept: Slots) => Promise<CryptoKey | undefined>): Promise<void> {
    const secret = this.#unlocked;
    await alone(async () => {
      for (let tries = 0; tries < TRIES_MAX; tries++) {
        const kept = await this.#slots();
        const wrapping = kept && (await wrappingFor(kept));
        if (secret === undefined || kept === undefined || wrapping === undefined) throw locked();
        const { publicKey, version } = kept;
        // A slot of another secret would open to nothing, and stand where one that opens could.
        if ((await publicKeyOf(secret)) !== publicKey) throw locked();
        const slot = await slotOf({ publicKey, ...named }, secret, wrapping);
        const slots = [...kept.slots.filter(({ id }) => id !== named.id), slot];
        if (await this.#put({ publicKey, slots }, version)) return;
      }
      throw new NodeRefusal({ code: CHANGED });
    });
  }

  /** The secret of a slot, if it is the one that belongs to the public key to which custodians seal. */
  async #opened({ publicKey }: Slots, slot: Slot, wrapping: CryptoKey): Promise<Uint8Array | undefined> {
    const secret = await openedSlot(publicKey, slot, wrapping);
    return secret !== undefined && (await publicKeyOf(secret)) === publicKey ? secret : undefined;
  }

  async #slots(): Promise<Kept | undefined> {
    try {
      return await jsonOf<Kept>(this.#wire, "GET", PATH);
    } catch (error) {
      if (error instanceof NodeRefusal && error.refusal.code === "desk/no-document-key") return undefined;
      throw error;
    }
  }

  /** False when the node has something else than what is to be replaced, or something where there was nothing. */
  async #put(slots: Slots, replaces?: string): Promise<boolean> {
    try {
      await jsonOf(this.#wire, "PUT", PATH, { ...slots, ...(replaces !== undefined && { replaces }) });
      return true;
    } catch (error) {
      if (error instanceof NodeRefusal && error.refusal.code === CHANGED) return false;
      throw error;
    }
  }

  async #wrappingKey(key: StoredKey, relyingParty: string): Promise<CryptoKey | undefined> {
    if (key.kind === "device") return wrappingKeyOf(key);
    if (!key.unlocks) return undefined;
    const known = this.#secrets.get(key.publicKey);
    const prf = known ?? (await assertPasskey(relyingParty, key, crypto.getRandomValues(new Uint8Array(32)))).prf;
    if (prf === undefined) return undefined;
    this.#secrets.set(key.publicKey, prf);
    return passkeyWrapping(prf);
  }
}

const locked = (): NodeRefusal => new NodeRefusal({ code: "documents-locked" });

/** Kept beside the device's signing key, and made when it is first needed. */
function wrappingKeyOf({ publicKey }: StoredKey): Promise<CryptoKey> {
  return alone(async () => {
    const key = await storedKey(publicKey);
    if (key === undefined) throw new NodeRefusal({ code: "key-not-here" });
    const wrappingKey = key.wrappingKey ?? (await deviceWrapping());
    if (key.wrappingKey === undefined) await keepKey({ ...key, wrappingKey });
    return wrappingKey;
  });
}

/** One at a time among all tabs of this browser (Web Locks API). */
const alone = <T>(act: () => Promise<T>): Promise<T> => navigator.locks.request(LOCK, act) as Promise<T>;

async function slotFor(key: StoredKey): Promise<Named> {
  const { keyIdOfPublicKey } = await import("@meridian/crypto/key-id");
  const id = keyIdOfPublicKey(signingKeyOf(key));
  return { id: slotIdOf(key), kind: key.kind, key: id };
}

/** Curves load when somebody unlocks documents, not with the first page. */
async function publicKeyOf(secret: Uint8Array): Promise<string> {
  const { x25519PublicKeyOf } = await import("@meridian/crypto/seal");
  return toHex(x25519PublicKeyOf(secret));
}
