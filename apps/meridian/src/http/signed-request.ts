import { createHash } from "node:crypto";
import { concat, utf8 } from "@meridian/base/bytes";

/** How a request is signed. Loads nothing of the gateway, because whoever asks has it too. */

/** How far a signed request's time may be from the node's clock. */
export const AUTHORIZATION_SECONDS = 60;
/** Key, time and signature of an `Authorization` header. */
export const AUTHORIZATION = /^Meridian key=([0-9a-f]{64}), ?time=([0-9]{1,12}), ?signature=([0-9a-f]{128})$/;
const ZERO = Uint8Array.of(0);
const READ = concat(utf8("meridian/read/v1"), ZERO);
const WRITE = concat(utf8("meridian/write/v1"), ZERO);

/** What the key of a reader signs: method, path and query exactly as sent, and seconds since 1970. */
export const readBytesOf = (method: string, target: string, time: number): Uint8Array =>
  concat(READ, utf8(`${method} ${target}\n${time}`));

/** What the key of a writer signs: the same under another prefix, and the SHA-256 of the body. */
export const writeBytesOf = (method: string, target: string, time: number, body: Uint8Array): Uint8Array =>
  concat(WRITE, utf8(`${method} ${target}\n${time}\n${createHash("sha256").update(body).digest("hex")}`));

export const authorizationOf = (key: string, time: number, signature: string): string =>
  `Meridian key=${key}, time=${time}, signature=${signature}`;
