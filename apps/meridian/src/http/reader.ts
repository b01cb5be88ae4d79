import { fromHex } from "@meridian/base/bytes";
import type { KeyId } from "@meridian/base/ids";
import { verifyStrict } from "@meridian/crypto/ed25519";
import { keyIdOf } from "@meridian/crypto/key-id";
import type { Holder } from "@meridian/kernel/context";
import type { Reader as RowReader } from "@meridian/projector/reading";
import { refuse } from "./refusal.ts";
import type { Registered, Registry } from "./registry.ts";
import { AUTHORIZATION, AUTHORIZATION_SECONDS, readBytesOf, writeBytesOf } from "./signed-request.ts";

/** Who asks, by the signature on the request; `stranger` without one. */
export type Reader = {
  readonly key: KeyId | "";
  readonly holder: Holder;
  /** Ids that the reader answers to; the public key itself for a key that nobody registered, such as an access key. */
  readonly ids: readonly string[];
  readonly authority?: string;
};
export const STRANGER: Reader = { key: "", holder: { type: "none" }, ids: [] };

type Asked = { readonly method: string; readonly url: string; readonly authorization: string | undefined };

/** Tells who asks. Everything it refuses, it refuses by throwing `Refused`. */
export class Readers {
  readonly #registry: Registry;
  readonly #now: () => number;
  /** Signed writes of the last minutes, by signature, with the second after which they are stale anyway. */
  readonly #carriedOut = new Map<string, number>();

  constructor(registry: Registry, now: () => number) {
    this.#registry = registry;
    this.#now = now;
  }

  get now(): number {
    return Math.floor(this.#now());
  }

  async read({ method, url, authorization }: Asked): Promise<Reader> {
    if (authorization === undefined) return STRANGER;
    return (await this.#signed(authorization, (time) => readBytesOf(method, url, time))).reader;
  }

  /** A signed write is carried out once; its signature must cover the body. */
  async write({ method, url, authorization }: Asked, body: Uint8Array): Promise<Reader> {
    if (authorization === undefined) return refuse({ code: "authorization-needed" });
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
  ): Promise<{ readonly reader: Reader; readonly signature: string; readonly time: number }> {
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
    const registered = await this.#registry.of(id);
    return { reader: this.#readerWith(id, key, registered), signature, time };
  }

  #readerWith(key: KeyId, publicKey: string, registered: Registered): Reader {
    switch (registered.status) {
      case "live": {
        const { status: _, ...known } = registered;
        return { key, ...known };
      }
      case "none":
        return { key, holder: { type: "none" }, ids: [publicKey] };
      case "revoked":
        return refuse({ code: "revoked-key" });
      case "suspended":
        return refuse({ code: "reader-suspended" });
    }
  }
}

/** How the rows of views see the reader. */
export const rowReaderOf = ({ ids, authority }: Reader): RowReader =>
  authority === undefined ? { authority: false, ids } : { authority: true };
