import { concat, utf8 } from "@meridian/base/bytes";
import type { NetworkId } from "@meridian/base/ids";
import { canonicalBytes } from "@meridian/base/json";

/** What somebody says who opens a session at a node: to which network, once, from which page, and when. */
export type SessionOpening = {
  readonly network: NetworkId;
  /** 16 bytes, hexadecimal; a node takes each once. */
  readonly nonce: string;
  readonly origin: string;
  /** Epoch seconds. */
  readonly time: number;
};

/** Keeps a signature that opens a session from being one on anything else. */
const PREFIX = concat(utf8("meridian/session/v1"), Uint8Array.of(0));

/** What a key signs to open a session. A passkey is challenged with the SHA-256 of it. */
export const sessionBytesOf = ({ network, nonce, origin, time }: SessionOpening): Uint8Array =>
  concat(PREFIX, canonicalBytes({ network, nonce, origin, time }));
