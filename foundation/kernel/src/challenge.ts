import { sha256 } from "@meridian/crypto/hash";
import { signedBytesOf } from "./signing.ts";

/** What a passkey is challenged with: authenticators sign a hash they are given. */
export const challengeOf = (payload: Uint8Array): Uint8Array => sha256(signedBytesOf(payload));
