import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toHex } from "@meridian/base/bytes";
import type { KeyId } from "@meridian/base/ids";
import { canonicalBytes, parseJson } from "@meridian/base/json";
import { err, ok, type Result } from "@meridian/base/result";
import { Secret } from "@meridian/base/secret";
import { fits, hexBytes, id, literal, object, type TypeOf } from "@meridian/base/shape";
import { publicKeyOf } from "@meridian/crypto/ed25519";
import { keyIdOf } from "@meridian/crypto/key-id";
import {
  isOpenToOthers,
  isPossible,
  openSealed,
  openSealedSoon,
  SCRYPT_COST,
  type ScryptCost,
  sealedShape,
  sealSecret,
} from "./sealed-secret.ts";

/** Ed25519 seeds of organisations, staff and validators, one file each under `keys`. None is ever printed. */
const FORMAT = "meridian-key/1";
const KIND = "ed25519";

const keyFileShape = object({
  format: literal(FORMAT),
  name: id<string>(),
  kind: literal(KIND),
  publicKey: hexBytes(32),
  key: hexBytes(32),
  seed: sealedShape,
});
type KeyFile = TypeOf<typeof keyFileShape>;

/** What everybody may know of a key. */
export type KeyEntry = {
  readonly name: string;
  readonly kind: typeof KIND;
  readonly publicKey: string;
  /** Its id on the ledger. */
  readonly key: KeyId;
  readonly sealed: boolean;
};

export type KeystoreFault =
  | { readonly code: "bad-name"; readonly name: string }
  | { readonly code: "key-exists"; readonly name: string }
  | { readonly code: "unknown-key"; readonly name: string }
  | { readonly code: "passphrase-missing"; readonly name: string }
  | { readonly code: "wrong-passphrase"; readonly name: string }
  /** The file is not one of ours, or not what was written. */
  | { readonly code: "damaged-key"; readonly name: string }
  /** Others on this machine can read the file. */
  | { readonly code: "open-to-others"; readonly name: string; readonly file: string };

const nameShape = id<string>();

export class Keystore {
  readonly folder: string;
  readonly #cost: ScryptCost;

  /** `cost` is for tests, which cannot wait. */
  constructor(dataFolder: string, cost: ScryptCost = SCRYPT_COST) {
    this.folder = join(dataFolder, "keys");
    this.#cost = cost;
  }

  /** Makes a key from the machine's randomness, or keeps the one of a given seed. Never replaces one. */
  add(
    name: string,
    passphrase: Secret<string> | undefined,
    seed: Secret<Uint8Array> = new Secret(new Uint8Array(randomBytes(32))),
  ): Result<KeyEntry, KeystoreFault> {
    if (!fits(nameShape, name)) return err({ code: "bad-name", name });
    const publicKey = publicKeyOf(seed.reveal());
    const head = { name, publicKey: toHex(publicKey), key: keyIdOf(KIND, publicKey) };
    const sealed = sealSecret(seed, passphrase, boundTo(head.publicKey), this.#cost);
    const file: KeyFile = { format: FORMAT, kind: KIND, ...head, seed: sealed };
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    try {
      writeFileSync(this.#fileOf(name), `${JSON.stringify(file, undefined, 2)}\n`, { mode: 0o600, flag: "wx" });
    } catch (error) {
      if ((error as { code?: string }).code === "EEXIST") return err({ code: "key-exists", name });
      throw error;
    }
    return ok(entryOf(file));
  }

  list(): readonly KeyEntry[] {
    return this.names().flatMap((name) => {
      const file = this.#read(name);
      return file.ok ? [entryOf(file.value)] : [];
    });
  }

  show(name: string): Result<KeyEntry, KeystoreFault> {
    const file = this.#read(name);
    return file.ok ? ok(entryOf(file.value)) : file;
  }

  /** The seed itself, for whoever signs. */
  open(name: string, passphrase: Secret<string> | undefined): Result<Secret<Uint8Array>, KeystoreFault> {
    const file = this.#read(name);
    if (!file.ok) return file;
    const { publicKey, seed } = file.value;
    if (seed.sealed !== "no" && passphrase === undefined) return err({ code: "passphrase-missing", name });
    return judged(name, publicKey, openSealed(seed, passphrase, boundTo(publicKey)));
  }

  /** As `open`, while this thread goes on: for whoever serves others meanwhile. */
  async openSoon(
    name: string,
    passphrase: Secret<string> | undefined,
  ): Promise<Result<Secret<Uint8Array>, KeystoreFault>> {
    const file = this.#read(name);
    if (!file.ok) return file;
    const { publicKey, seed } = file.value;
    if (seed.sealed !== "no" && passphrase === undefined) return err({ code: "passphrase-missing", name });
    return judged(name, publicKey, await openSealedSoon(seed, passphrase, boundTo(publicKey)));
  }

  /** Of all files, those that cannot be read as keys included. */
  names(): readonly string[] {
    try {
      return readdirSync(this.folder)
        .filter((file) => file.endsWith(".json"))
        .map((file) => file.slice(0, -".json".length))
        .sort();
    } catch {
      return [];
    }
  }

  #read(name: string): Result<KeyFile, KeystoreFault> {
    if (!fits(nameShape, name)) return err({ code: "bad-name", name });
    const file = this.#fileOf(name);
    let written: string;
    try {
      if (isOpenToOthers(file)) return err({ code: "open-to-others", name, file });
      written = readFileSync(file, "utf8");
    } catch {
      return err({ code: "unknown-key", name });
    }
    const value = parseJson(written);
    const isOurs = fits(keyFileShape, value) && value.name === name && isPossible(value.seed);
    return isOurs ? ok(value) : err({ code: "damaged-key", name });
  }

  #fileOf(name: string): string {
    return join(this.folder, `${name}.json`);
  }
}

const entryOf = ({ name, kind, publicKey, key, seed }: KeyFile): KeyEntry => ({
  name,
  kind,
  publicKey,
  key: key as KeyId,
  sealed: seed.sealed !== "no",
});

function judged(
  name: string,
  publicKey: string,
  bytes: Uint8Array | undefined,
): Result<Secret<Uint8Array>, KeystoreFault> {
  if (bytes === undefined) return err({ code: "wrong-passphrase", name });
  return toHex(publicKeyOf(bytes)) === publicKey ? ok(new Secret(bytes)) : err({ code: "damaged-key", name });
}

/** A sealed seed opens only beside its own public key. */
const boundTo = (publicKey: string): Uint8Array => canonicalBytes({ format: FORMAT, kind: KIND, publicKey });
