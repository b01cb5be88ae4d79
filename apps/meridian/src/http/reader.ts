import { fromHex } from "@meridian/base/bytes";
import type { KeyId, OrganisationId } from "@meridian/base/ids";
import { verifyStrict } from "@meridian/crypto/ed25519";
import { keyIdOf } from "@meridian/crypto/key-id";
import type { Holder } from "@meridian/kernel/context";
import type { Reader as RowReader } from "@meridian/projector/reading";
import { isSessionHeader, type Session, Sessions } from "../desk/sessions.ts";
import { Refused, refuse, refuseAtDesk } from "./refusal.ts";
import { isAuthorityKind, type Registered, type Registry, type Workplace } from "./registry.ts";
import { AUTHORIZATION, AUTHORIZATION_SECONDS, readBytesOf, writeBytesOf } from "./signed-request.ts";

/** Who asks, by the signature on the request or by a session; `stranger` without one. */
export type Reader = {
  readonly key: KeyId | "";
  readonly holder: Holder;
  /** Ids that the reader answers to; the public key itself for a key that nobody registered, such as an access key. */
  readonly ids: readonly string[];
  /** Active organisations in whose house the reader acts. */
  readonly organisations: readonly Workplace[];
  readonly authority?: OrganisationId;
};
const STRANGER: Reader = { key: "", holder: { type: "none" }, ids: [], organisations: [] };

type PublicKey = { readonly id: KeyId; readonly publicKey: string };

/** Somebody who goes on reading after the one request with which that began. */
export type Follower = {
  readonly key: Reader["key"];
  /** Whose events blocks tell them whole. */
  readonly told: Reader["ids"];
  /**
   * Whether they may still read, as the same, by the session as it is now and the registries as they are now. Using up
   * no time of the session, and free while no registry changes: to be asked before each answer.
   */
  stands(): Promise<boolean>;
};
const LOOKER_ON: Follower = { key: STRANGER.key, told: STRANGER.ids, stands: async () => true };

type Asked = { readonly method: string; readonly url: string; readonly authorization: string | undefined };

/** Tells who asks. Everything it refuses, it refuses by throwing `Refused`. */
export class Readers {
  readonly #registry: Registry;
  readonly #now: () => number;
  readonly #sessions: Sessions;
  /** Signed writes of the last minutes, by signature, with the second after which they are stale anyway. */
  readonly #carriedOut = new Map<string, number>();

  constructor(registry: Registry, now: () => number, sessions = new Sessions()) {
    this.#registry = registry;
    this.#now = now;
    this.#sessions = sessions;
  }

  get now(): number {
    return Math.floor(this.#now());
  }

  async read({ method, url, authorization }: Asked): Promise<Reader> {
    if (authorization === undefined) return STRANGER;
    if (isSessionHeader(authorization)) return (await this.session(authorization)).reader;
    return (await this.#signed(authorization, (time) => readBytesOf(method, url, time))).reader;
  }

  /** Whose session it is, as the registries have the key now: what was revoked or suspended meanwhile ends it. */
  async session(authorization: string): Promise<{ readonly session: Session; readonly reader: Reader }> {
    const session = this.#sessions.use(authorization, this.now) ?? refuseAtDesk({ code: "session-expired" });
    return { session, reader: await this.readerOf(session.key.id, session.key.publicKey) };
  }

  /** As `read`, for an answer that does not end. */
  async follow({ method, url, authorization }: Asked): Promise<Follower> {
    if (authorization === undefined) return LOOKER_ON;
    // Counted before the registries are read: a change in between is then seen at the first look.
    const { changes } = this.#registry;
    if (isSessionHeader(authorization)) {
      const { session, reader } = await this.session(authorization);
      return this.#follower(session.key, reader, changes, () => session.expires > this.now);
    }
    const signed = await this.#signed(authorization, (time) => readBytesOf(method, url, time));
    return this.#follower(signed.key, signed.reader, changes, () => true);
  }

  #follower(key: PublicKey, reader: Reader, changes: number, isOpen: () => boolean): Follower {
    const { ids } = reader;
    let seen = changes;
    const stands = async (): Promise<boolean> => {
      if (!isOpen()) return false;
      if (this.#registry.changes === seen) return true;
      seen = this.#registry.changes;
      try {
        const now = await this.readerOf(key.id, key.publicKey);
        return isOpen() && now.ids.length === ids.length && now.ids.every((id, at) => id === ids[at]);
      } catch (error) {
        if (error instanceof Refused) return false;
        throw error;
      }
    };
    return { key: key.id, told: toldWhole(reader), stands };
  }

  async readerOf(key: KeyId, publicKey: string): Promise<Reader> {
    return this.#readerWith(key, publicKey, await this.#registry.of(key));
  }

  /** A signed write is carried out once; its signature must cover the body. A session answers for what comes in it. */
  async write({ method, url, authorization }: Asked, body: Uint8Array): Promise<Reader> {
    if (authorization === undefined) return refuse({ code: "authorization-needed" });
    if (isSessionHeader(authorization)) {
      const { reader } = await this.session(authorization);
      return reader.holder.type === "none" ? refuse({ code: "unknown-key" }) : reader;
    }
    const { reader, signature, time } = await this.#signed(authorization, (at) => writeBytesOf(method, url, at, body));
    if (reader.holder.type === "none") return refuse({ code: "unknown-key" });
    if (this.#carriedOut.has(signature)) return refuse({ code: "replayed-authorization" });
    const { now } = this;
    for (const [old, until] of this.#carriedOut) {
      if (until >= now) break;
      this.#carriedOut.delete(old);
    }
    this.#carriedOut.set(signature, Math.max(now, time) + AUTHORIZATION_SECONDS);
    return reader;
  }

  async #signed(
    authorization: string,
    message: (time: number) => Uint8Array,
  ): Promise<{
    readonly reader: Reader;
    readonly key: PublicKey;
    readonly signature: string;
    readonly time: number;
  }> {
    const [, key = "", seconds = "", signature = ""] = AUTHORIZATION.exec(authorization) ?? [];
    const publicKey = fromHex(key);
    const signatureBytes = fromHex(signature);
    if (key === "" || publicKey === undefined || signatureBytes === undefined)
      return refuse({ code: "malformed-authorization" });
    const time = Number(seconds);
    if (Math.abs(time - this.now) > AUTHORIZATION_SECONDS)
      return refuse({ code: "stale-authorization", seconds: AUTHORIZATION_SECONDS });
    if (!verifyStrict(publicKey, message(time), signatureBytes)) return refuse({ code: "wrong-authorization" });
    const id = keyIdOf("ed25519", publicKey);
    return { reader: await this.readerOf(id, key), key: { id, publicKey: key }, signature, time };
  }

  #readerWith(key: KeyId, publicKey: string, registered: Registered): Reader {
    switch (registered.status) {
      case "live": {
        const { status: _, ...known } = registered;
        return { key, ...known };
      }
      case "none":
        return { key, holder: { type: "none" }, ids: [publicKey], organisations: [] };
      case "revoked":
        return refuse({ code: "revoked-key" });
      case "suspended":
        return refuse({ code: "reader-suspended" });
    }
  }
}

/**
 * Whether what somebody reads is written down: all who act for an authority, not only officers of one that supervises. A
 * court, or staff without an office, sees what names its house alone; but a hold of its own is enough for that.
 */
export const isOfAuthority = ({ authority, organisations }: Reader): boolean =>
  authority !== undefined || organisations.some(({ kind }) => isAuthorityKind(kind));

/**
 * Whose events a block tells whole. Many cases name an authority, and a block that tells them all would be a look at
 * everybody in it: an authority asks for the one record or its evidence, and that is written down.
 */
export const toldWhole = (reader: Reader): readonly string[] => (isOfAuthority(reader) ? [] : reader.ids);

/** How the rows of views see the reader. */
export const rowReaderOf = ({ ids, authority }: Reader): RowReader =>
  authority === undefined ? { authority: false, ids } : { authority: true };
