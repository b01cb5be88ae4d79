import type { NetworkId } from "@meridian/base/ids";
import { err, ok, type Result } from "@meridian/base/result";
import { hexBytes, integer, literal, object, optional, type TypeOf, text, union } from "@meridian/base/shape";
import { sessionBytesOf } from "@meridian/client/session";
import type { RelyingParty } from "@meridian/crypto/webauthn";
import { signatureShape } from "@meridian/kernel/transaction";
import { messageKeyOf } from "../custody/message-signature.ts";
import type { DeskRejection } from "./rejections.ts";
import type { SessionKey } from "./sessions.ts";

/** How far the time that was signed may be from the node's clock. */
export const OPENING_SECONDS = 60;
const NONCES_MAX = 100_000;

const withKey = object({
  with: literal("key"),
  time: integer({ min: 0, max: 999_999_999_999 }),
  nonce: hexBytes(16),
  origin: text({ min: 1, max: 256 }),
  signature: signatureShape,
});

/** What opens a session: a signature made elsewhere, or a key that the node keeps. */
export const openingShape = union("with", {
  key: withKey,
  keystore: object({
    with: literal("keystore"),
    holder: text({ min: 1, max: 64 }),
    passphrase: optional(text({ max: 1_024 })),
  }),
});
type WithKey = TypeOf<typeof withKey>;

/**
 * Judges signatures that open sessions; each number that was signed counts once, and only from a page of this node. Were
 * other nodes' pages good enough, whoever runs one could pass on what somebody signed there, and be that person here.
 */
export class Openings {
  readonly #network: NetworkId;
  readonly #relyingParty: RelyingParty;
  readonly #origins: () => readonly string[];
  /** With the second after which the signature is stale anyway. */
  readonly #nonces = new Map<string, number>();

  /** `origins`: those of this node's own pages. */
  constructor(network: NetworkId, relyingParty: RelyingParty, origins: () => readonly string[]) {
    this.#network = network;
    this.#relyingParty = relyingParty;
    this.#origins = origins;
  }

  judge({ time, nonce, origin, signature }: WithKey, now: number): Result<SessionKey, DeskRejection> {
    if (Math.abs(time - now) > OPENING_SECONDS) return err({ code: "stale-opening", seconds: OPENING_SECONDS });
    const { origins: ofNetwork, id: party } = this.#relyingParty;
    const own = this.#origins();
    if (!own.includes(origin)) return err({ code: "wrong-origin", origin, origins: own });
    // A passkey signs transactions for pages of the network only, so it opens sessions only there.
    const withPasskeys = signature.kind === "webauthn-p256" ? own.filter((each) => ofNetwork.includes(each)) : own;
    if (!withPasskeys.includes(origin)) return err({ code: "no-passkeys-here", origin, origins: withPasskeys });
    const message = sessionBytesOf({ network: this.#network, nonce, origin, time });
    // The browser writes the page's origin beside the challenge; it must be the one that was signed.
    const id = messageKeyOf(signature, message, { id: party, origins: [origin] });
    if (id === undefined) return err({ code: "wrong-opening" });
    for (const [old, until] of this.#nonces) {
      if (until >= now && this.#nonces.size < NONCES_MAX) break;
      this.#nonces.delete(old);
    }
    if (this.#nonces.has(`${id} ${nonce}`)) return err({ code: "replayed-opening" });
    this.#nonces.set(`${id} ${nonce}`, Math.max(now, time) + OPENING_SECONDS);
    return ok({ id, kind: signature.kind, publicKey: signature.key });
  }
}
