import { concat, utf8 } from "@meridian/base/bytes";

/** Keeps a signature on a transaction from being one on anything else. */
const PREFIX = concat(utf8("meridian/transaction/v1"), Uint8Array.of(0));

/** What an Ed25519 key signs. */
export const signedBytesOf = (payload: Uint8Array): Uint8Array => concat(PREFIX, payload);
