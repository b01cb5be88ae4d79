import { randomBytes, scrypt, scryptSync } from "node:crypto";
import { statSync } from "node:fs";
import { fromHex, toHex } from "@meridian/base/bytes";
import { Secret } from "@meridian/base/secret";
import { hexBytes, integer, literal, object, type TypeOf, text, union } from "@meridian/base/shape";
import { openAead, sealAead } from "@meridian/crypto/seal";

/**
 * 32 secret bytes as a file keeps them: sealed with AES-256-GCM under scrypt (RFC 7914) of a passphrase, or open where
 * the operator gives none.
 */
export const sealedShape = union("sealed", {
  no: object({ sealed: literal("no"), hex: hexBytes(32) }),
  "scrypt-aes-256-gcm": object({
    sealed: literal("scrypt-aes-256-gcm"),
    n: integer({ min: 2, max: 1_048_576 }),
    r: integer({ min: 1, max: 32 }),
    p: integer({ min: 1, max: 16 }),
    salt: hexBytes(32),
    nonce: hexBytes(12),
    ciphertext: text({ min: 96, max: 96, pattern: /^[0-9a-f]*$/ }),
  }),
});
type Sealed = TypeOf<typeof sealedShape>;

export type ScryptCost = { readonly n: number; readonly r: number; readonly p: number };
/** 128 MiB and about half a second for one guess. */
export const SCRYPT_COST: ScryptCost = { n: 131_072, r: 8, p: 1 };
const COST_MEMORY_MAX = 1_073_741_824;

/** `bound` is what stands beside the secret in its file; it opens beside that only. */
export function sealSecret(
  secret: Secret<Uint8Array>,
  passphrase: Secret<string> | undefined,
  bound: Uint8Array,
  cost: ScryptCost,
): Sealed {
  if (passphrase === undefined) return { sealed: "no", hex: toHex(secret.reveal()) };
  const [salt, nonce] = [new Uint8Array(randomBytes(32)), new Uint8Array(randomBytes(12))];
  const ciphertext = sealAead(keyFrom(passphrase, salt, cost), nonce, secret.reveal(), bound);
  const hex = { salt: toHex(salt), nonce: toHex(nonce), ciphertext: toHex(ciphertext) };
  return { sealed: "scrypt-aes-256-gcm", ...cost, ...hex };
}

/** The secret, or undefined when the passphrase is another or the file has changed. */
export function openSealed(
  sealed: Sealed,
  passphrase: Secret<string> | undefined,
  bound: Uint8Array,
): Uint8Array | undefined {
  if (sealed.sealed === "no") return fromHex(sealed.hex);
  const { n, r, p } = sealed;
  const [salt, nonce, ciphertext] = [fromHex(sealed.salt), fromHex(sealed.nonce), fromHex(sealed.ciphertext)];
  if (salt === undefined || nonce === undefined || ciphertext === undefined) return undefined;
  return openAead(keyFrom(passphrase ?? new Secret(""), salt, { n, r, p }), nonce, ciphertext, bound);
}

/** As `openSealed`, while this thread goes on. */
export async function openSealedSoon(
  sealed: Sealed,
  passphrase: Secret<string> | undefined,
  bound: Uint8Array,
): Promise<Uint8Array | undefined> {
  if (sealed.sealed === "no") return fromHex(sealed.hex);
  const { n, r, p } = sealed;
  const [salt, nonce, ciphertext] = [fromHex(sealed.salt), fromHex(sealed.nonce), fromHex(sealed.ciphertext)];
  if (salt === undefined || nonce === undefined || ciphertext === undefined) return undefined;
  const words = (passphrase ?? new Secret("")).reveal().normalize("NFC");
  const key = await new Promise<Uint8Array>((resolve, reject) =>
    scrypt(words, salt, 32, { N: n, r, p, maxmem: 2 * COST_MEMORY_MAX }, (error, bytes) =>
      error === null ? resolve(new Uint8Array(bytes)) : reject(error),
    ),
  );
  return openAead(key, nonce, ciphertext, bound);
}

/** A file must not make this machine spend more memory than it has. */
export const isPossible = (sealed: Sealed): boolean =>
  sealed.sealed === "no" || ((sealed.n & (sealed.n - 1)) === 0 && 128 * sealed.n * sealed.r <= COST_MEMORY_MAX);

/** Windows has no such mode bits; there the folder's access list is what protects. */
export const isOpenToOthers = (file: string): boolean =>
  process.platform !== "win32" && (statSync(file).mode & 0o077) !== 0;

const keyFrom = (passphrase: Secret<string>, salt: Uint8Array, { n, r, p }: ScryptCost): Uint8Array =>
  new Uint8Array(
    scryptSync(passphrase.reveal().normalize("NFC"), salt, 32, { N: n, r, p, maxmem: 2 * COST_MEMORY_MAX }),
  );
