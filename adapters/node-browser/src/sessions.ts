import { concat, textOf, toHex, utf8 } from "@meridian/base/bytes";
import type { NetworkId } from "@meridian/base/ids";
import { assertNever } from "@meridian/base/invariant";
import { canonicalBytes } from "@meridian/base/json";
import {
  type DeskInfo,
  type DeskSessions,
  type KeptKeys,
  NodeRefusal,
  type OwnKey,
  type Session,
  type SignerKind,
  type SigningHands,
  signingKeyOf,
} from "@meridian/client/desk";
import { sessionBytesOf } from "@meridian/client/session";
import type { Signer } from "@meridian/client/signer";
import type { Holder } from "@meridian/kernel/context";
import type { SigningKey } from "@meridian/kernel/signers";
import { signedBytesOf } from "@meridian/kernel/signing";
import type { Signature } from "@meridian/kernel/transaction";
import { jsonOf, type Wire } from "./answers.ts";
import { makeDeviceKey, signWithDeviceKey } from "./device-keys.ts";
import { sha256Of } from "./digest.ts";
import { DocumentKeys } from "./document-key.ts";
import { dropKey, keepKey, type StoredKey, storedKey, storedKeys } from "./key-store.ts";
import { assertPasskey, makePasskey, passkeysPossible } from "./passkeys.ts";

type Opened = Omit<Session, "signer"> & { readonly token: string; readonly signs: boolean };
type Kept = { readonly token: string; readonly session: Session };

const RELEASE = concat(utf8("meridian/release/v1"), Uint8Array.of(0));

/**
 * Who is signed in, in this tab: the token is in `sessionStorage` under `scope`, so every tab, and every frame with a
 * scope of its own, has its own session. Keys are in IndexedDB, for all tabs.
 */
export class BrowserSessions implements DeskSessions {
  readonly #wire: Wire;
  readonly #storage: string;
  readonly #listeners = new Set<() => void>();
  readonly #documents: DocumentKeys;
  #kept: Kept | undefined;
  #info: Promise<DeskInfo> | undefined;

  constructor(base: string, scope: string) {
    this.#storage = `meridian/session/${scope}`;
    this.#wire = { base, token: () => this.token, onExpired: (token) => this.#expired(token) };
    this.#kept = this.#read();
    this.#documents = new DocumentKeys(this.#wire);
  }

  get wire(): Wire {
    return this.#wire;
  }

  get token(): string | undefined {
    // Another frame of the tab may have signed this scope in or out.
    return this.#kept?.token ?? this.#reread()?.token;
  }

  get current(): Session | undefined {
    return this.#kept?.session ?? this.#reread()?.session;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async keptKeys(): Promise<KeptKeys> {
    const { keys, patients = [] } = await jsonOf<Partial<KeptKeys> & Pick<KeptKeys, "keys">>(
      this.#wire,
      "GET",
      "/v1/desk/keys",
    );
    return { keys, patients };
  }

  async ownKeys(): Promise<readonly OwnKey[]> {
    return (await storedKeys()).map(({ publicKey, kind, label, madeAt, unlocks }) => ({
      publicKey,
      kind,
      label,
      madeAt,
      unlocks,
    }));
  }

  async makeKey(kind: OwnKey["kind"], label: string): Promise<OwnKey> {
    const { relyingParty } = await this.#desk();
    const { key, prf } =
      kind === "passkey"
        ? await makePasskey(relyingParty.id, label)
        : { key: await makeDeviceKey(label), prf: undefined };
    const stored: StoredKey = { ...key, madeAt: Math.floor(Date.now() / 1_000) };
    // A private window may refuse to keep anything: better to hear so now than to lose a registered key.
    await keepKey(stored).catch(() => {
      throw new NodeRefusal({ code: kind === "passkey" ? "passkey-failed" : "device-key-impossible" });
    });
    if (prf !== undefined) this.#documents.remember(key.publicKey, prf);
    const { publicKey, madeAt, unlocks } = stored;
    return { publicKey, kind, label, madeAt, unlocks };
  }

  async forgetKey(publicKey: string): Promise<void> {
    await dropKey(publicKey);
  }

  async passkeys(): Promise<{ readonly possible: boolean; readonly prf: boolean }> {
    const { possible, prf } = await passkeysPossible();
    const { relyingParty } = await this.#desk();
    const isHere = relyingParty.origins.includes(location.origin);
    return { possible: possible && isHere, prf: prf && isHere };
  }

  async signInWithOwn(publicKey: string): Promise<Session> {
    const key = await this.#own(publicKey);
    const { network } = await this.#desk();
    const opening = {
      network: network as NetworkId,
      nonce: toHex(crypto.getRandomValues(new Uint8Array(16))),
      origin: location.origin,
      time: Math.floor(Date.now() / 1_000),
    };
    const signature = await this.#signWith(key, sessionBytesOf(opening));
    const { nonce, origin, time } = opening;
    return this.#open({ with: "key", nonce, origin, time, signature }, key.kind);
  }

  signInWithKept(holder: string, passphrase?: string): Promise<Session> {
    return this.#open({ with: "keystore", holder, ...(passphrase !== undefined && { passphrase }) }, "node");
  }

  async signOut(): Promise<void> {
    const { token } = this;
    if (token === undefined) return;
    try {
      await jsonOf(this.#wire, "DELETE", "/v1/sessions/current");
    } catch (error) {
      // Without an answer the node ends it by itself, later.
      if (!(error instanceof NodeRefusal)) throw error;
    } finally {
      this.#set(undefined);
    }
  }

  async signingKeys({ as, with: others = [] }: SigningHands = {}): Promise<readonly SigningKey[]> {
    const { key } = this.#signedIn();
    const { own, byNode } = this.#parted(as);
    // The node finds out at each signature which key is a holder's, so it is asked and not remembered.
    const path = `/v1/sessions/current/keys?${byNode.map((holder) => `as=${encodeURIComponent(holder)}`).join("&")}`;
    const kept =
      byNode.length === 0 ? [] : (await jsonOf<{ readonly keys: readonly SigningKey[] }>(this.#wire, "GET", path)).keys;
    return [...kept, ...(own ? [key] : []), ...others];
  }

  async signPayload(payload: Uint8Array, { as, with: others = [] }: SigningHands = {}): Promise<readonly Signature[]> {
    const { key } = this.#signedIn();
    const { own, byNode } = this.#parted(as);
    const signatures: Signature[] = [];
    if (byNode.length > 0) {
      const asked = { type: "transaction", payload: textOf(payload) ?? "", as: byNode };
      signatures.push(...(await this.#signedByNode(asked)));
    }
    // One gesture after the other: a browser shows one question at a time.
    if (own) signatures.push(await this.#signWith(await this.#own(key.publicKey), signedBytesOf(payload)));
    for (const signer of others) signatures.push(await signer.sign(payload));
    return signatures;
  }

  async signRelease(wish: { readonly [member: string]: unknown }, as?: string): Promise<Signature> {
    const session = this.#signedIn();
    if (session.signer !== "node" && (as === undefined || as === idOf(session.holder))) {
      const key = await this.#own(session.key.publicKey);
      return this.#signWith(key, concat(RELEASE, canonicalBytes(wish as Parameters<typeof canonicalBytes>[0])));
    }
    const [signature] = await this.#signedByNode({ type: "release", wish, ...(as !== undefined && { as }) });
    if (signature !== undefined) return signature;
    throw new NodeRefusal({ code: "key-not-here" });
  }

  async documentKey(): Promise<Uint8Array | undefined> {
    const { current } = this;
    if (current === undefined || current.holder.type !== "person") return undefined;
    const key = await storedKey(current.key.publicKey);
    if (key === undefined) return undefined;
    const { relyingParty } = await this.#desk();
    return this.#documents.unlock(key, relyingParty.id);
  }

  /** A key of this browser signs a payload along, beside the session's: so a second key proves itself. */
  ownSigner(key: Pick<OwnKey, "kind" | "publicKey">): Signer {
    return {
      ...signingKeyOf(key),
      sign: async (payload) => this.#signWith(await this.#own(key.publicKey), signedBytesOf(payload)),
    };
  }

  /** Lets another key of this browser open documents too. False where they cannot be unlocked here, or it cannot. */
  async shareDocuments(publicKey: string): Promise<boolean> {
    const key = await this.#own(publicKey);
    if (!key.unlocks || (await this.documentKey()) === undefined) return false;
    const { relyingParty } = await this.#desk();
    return this.#documents.addSlot(key, relyingParty.id);
  }

  /** A new recovery code for documents, in place of the one before; undefined where they cannot be unlocked here. */
  async makeRecoveryCode(): Promise<string | undefined> {
    return (await this.documentKey()) === undefined ? undefined : this.#documents.addRecovery();
  }

  /** Unlocks documents with the code on paper, and lets the session's key open them from now on. */
  async unlockWithRecovery(code: string): Promise<boolean> {
    const key = await this.#own(this.#signedIn().key.publicKey);
    const { relyingParty } = await this.#desk();
    return this.#documents.unlockWithRecovery(code, key, relyingParty.id);
  }

  /** Whether the key of this browser signs, and for whom the node does. */
  #parted(as: SigningHands["as"]): { readonly own: boolean; readonly byNode: readonly string[] } {
    const { holder, signer } = this.#signedIn();
    const own = idOf(holder);
    const hands = as ?? [own];
    if (signer === "node") return { own: false, byNode: hands };
    return { own: hands.includes(own), byNode: hands.filter((hand) => hand !== own) };
  }

  async #signWith(key: StoredKey, message: Uint8Array): Promise<Signature> {
    if (key.kind === "device") return signWithDeviceKey(key, message);
    const { relyingParty } = await this.#desk();
    const { signature, prf } = await assertPasskey(relyingParty.id, key, await sha256Of(message));
    if (prf !== undefined) {
      this.#documents.remember(key.publicKey, prf);
      // Some authenticators say only now that they have one.
      if (!key.unlocks) await keepKey({ ...key, unlocks: true });
    }
    return signature;
  }

  async #signedByNode(body: unknown): Promise<readonly Signature[]> {
    const path = "/v1/sessions/current/signatures";
    return (await jsonOf<{ readonly signatures: readonly Signature[] }>(this.#wire, "POST", path, body)).signatures;
  }

  async #open(body: unknown, signer: SignerKind): Promise<Session> {
    const wire: Wire = { ...this.#wire, token: () => undefined };
    const { token, signs: _, ...session } = await jsonOf<Opened>(wire, "POST", "/v1/sessions", body);
    const opened: Session = { ...session, signer };
    this.#set({ token, session: opened });
    return opened;
  }

  #signedIn(): Session {
    const { current } = this;
    if (current === undefined) throw new NodeRefusal({ code: "desk/session-expired" });
    return current;
  }

  async #own(publicKey: string): Promise<StoredKey> {
    const key = await storedKey(publicKey);
    if (key === undefined) throw new NodeRefusal({ code: "key-not-here" });
    return key;
  }

  #desk(): Promise<DeskInfo> {
    this.#info ??= jsonOf<DeskInfo>(this.#wire, "GET", "/v1/desk");
    this.#info.catch(() => {
      this.#info = undefined;
    });
    return this.#info;
  }

  /** A late answer to an older session ends no newer one. */
  #expired(token: string): void {
    if (this.token === token) this.#set(undefined);
  }

  #set(kept: Kept | undefined): void {
    this.#kept = kept;
    // The gesture that signs in gave the passkey's secret, which opens this person's documents as well.
    this.#documents.forget(kept?.session.key.publicKey);
    if (kept === undefined) sessionStorage.removeItem(this.#storage);
    else sessionStorage.setItem(this.#storage, JSON.stringify(kept));
    for (const listener of this.#listeners) listener();
  }

  #reread(): Kept | undefined {
    this.#kept = this.#read();
    return this.#kept;
  }

  #read(): Kept | undefined {
    const text = sessionStorage.getItem(this.#storage);
    if (text === null) return undefined;
    try {
      return JSON.parse(text) as Kept;
    } catch {
      return undefined;
    }
  }
}

const idOf = (holder: Holder): string => {
  switch (holder.type) {
    case "person":
      return holder.person;
    case "organisation":
      return holder.organisation;
    case "none":
      return "";
    default:
      return assertNever(holder);
  }
};
