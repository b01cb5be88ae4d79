import { concat, utf8 } from "@meridian/base/bytes";
import { sha256 } from "@meridian/crypto/hash";

/** Keeps a signature on a transaction from being one on anything else. */
const PREFIX = concat(utf8("meridian/transaction/v1"), Uint8Array.of(0));

/** What an Ed25519 key signs. */
export const signedBytesOf = (payload: Uint8Array): Uint8Array => concat(PREFIX, payload);

/** What a passkey is challenged with: authenticators sign a hash they are given. */
export const challengeOf = (payload: Uint8Array): Uint8Array => sha256(signedBytesOf(payload));
