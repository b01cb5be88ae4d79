import { createHash, randomBytes } from "node:crypto";
import type { KeyId } from "@meridian/base/ids";
import type { Secret } from "@meridian/base/secret";
import type { KeyKind } from "@meridian/kernel/transaction";

/** How long a session stays open without a request, and at most. */
export const SESSION_IDLE_SECONDS = 1_800;
export const SESSION_SECONDS_MAX = 43_200;
const SESSIONS_MAX = 10_000;
/** Of keys that nobody registered: anybody makes those, so they never crowd out members. */
const STRANGERS_MAX = 1_000;

export type SessionKey = { readonly id: KeyId; readonly kind: KeyKind; readonly publicKey: string };

export type Session = {
  readonly key: SessionKey;
  /** The opened key itself, where the node keeps it; it goes with the session. */
  readonly seed?: Secret<Uint8Array>;
  readonly opened: number;
  /** 0 once it was ended before its time, so that whoever still holds it finds it over. */
  expires: number;
};

const TOKEN = /^Session ([0-9a-f]{64})$/;
export const isSessionHeader = (authorization: string): boolean => authorization.startsWith("Session ");

/**
 * Who is signed in, in memory only: a restart ends all sessions. Of a token its SHA-256 is kept, so that what is read from
 * this process's memory later opens nothing.
 */
export class Sessions {
  readonly #members = new Map<string, Session>();
  readonly #strangers = new Map<string, Session>();

  open(
    key: SessionKey,
    seed: Secret<Uint8Array> | undefined,
    isStranger: boolean,
    now: number,
  ): { readonly token: string; readonly session: Session } {
    const token = randomBytes(32).toString("hex");
    const session: Session = { key, ...(seed && { seed }), opened: now, expires: now + SESSION_IDLE_SECONDS };
    const [open, most] = isStranger ? [this.#strangers, STRANGERS_MAX] : [this.#members, SESSIONS_MAX];
    this.#forgetExpired(open, now);
    const [oldest] = open.keys();
    if (open.size >= most && oldest !== undefined) end(open, oldest);
    open.set(hashOf(token), session);
    return { token, session };
  }

  /** The session of a header, used once more; undefined when there is none or no longer. */
  use(authorization: string, now: number): Session | undefined {
    const [, token] = TOKEN.exec(authorization) ?? [];
    if (token === undefined) return undefined;
    const hash = hashOf(token);
    const session = this.#members.get(hash) ?? this.#strangers.get(hash);
    if (session === undefined) return undefined;
    if (session.expires <= now) {
      this.close(authorization);
      return undefined;
    }
    session.expires = Math.min(now + SESSION_IDLE_SECONDS, session.opened + SESSION_SECONDS_MAX);
    return session;
  }

  close(authorization: string): void {
    const [, token = ""] = TOKEN.exec(authorization) ?? [];
    const hash = hashOf(token);
    end(this.#members, hash);
    end(this.#strangers, hash);
  }

  get size(): number {
    return this.#members.size + this.#strangers.size;
  }

  /** The oldest stand first; those behind a live one wait their turn. */
  #forgetExpired(open: Map<string, Session>, now: number): void {
    for (const [hash, { expires }] of open) {
      if (expires > now) return;
      open.delete(hash);
    }
  }
}

function end(open: Map<string, Session>, hash: string): void {
  const session = open.get(hash);
  if (session !== undefined) session.expires = 0;
  open.delete(hash);
}

const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");
