import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toHex, utf8 } from "@meridian/base/bytes";
import type { OrganisationId } from "@meridian/base/ids";
import { canonicalBytes, parseJson } from "@meridian/base/json";
import { err, ok, type Result } from "@meridian/base/result";
import { Secret } from "@meridian/base/secret";
import { fits, hexBytes, id, literal, object } from "@meridian/base/shape";
import { sha256 } from "@meridian/crypto/hash";
import type { Keystore, KeystoreFault } from "./keystore.ts";
import {
  isOpenToOthers,
  isPossible,
  openSealed,
  SCRYPT_COST,
  type ScryptCost,
  sealedShape,
  sealSecret,
} from "./sealed-secret.ts";

/** Master keys of custodians, one file each under `keys/master`. Who loses one loses every document under it. */
const FORMAT = "meridian-master-key/1";
const FOLDER = "master";
const idShape = id<OrganisationId>();

const fileShape = object({
  format: literal(FORMAT),
  organisation: idShape,
  /** Tells a damaged key from the right one before it meets a document. */
  fingerprint: hexBytes(32),
  key: sealedShape,
});

export class MasterKeyFiles {
  readonly #folder: string;
  readonly #cost: ScryptCost;

  /** `cost` is for tests, which cannot wait. */
  constructor(keystore: Pick<Keystore, "folder">, cost: ScryptCost = SCRYPT_COST) {
    this.#folder = join(keystore.folder, FOLDER);
    this.#cost = cost;
  }

  /** Organisations that have a file, whether or not it opens. */
  organisations(): readonly OrganisationId[] {
    try {
      return readdirSync(this.#folder)
        .filter((file) => file.endsWith(".json"))
        .map((file) => file.slice(0, -".json".length))
        .filter((name) => fits(idShape, name))
        .sort();
    } catch {
      return [];
    }
  }

  /** Makes a key from the machine's randomness. Whoever calls has made sure that there is none. */
  make(organisation: OrganisationId, passphrase: Secret<string> | undefined): Secret<Uint8Array> {
    const key = new Secret(new Uint8Array(randomBytes(32)));
    const sealed = sealSecret(key, passphrase, boundTo(organisation), this.#cost);
    const file = { format: FORMAT, organisation, fingerprint: fingerprintOf(key.reveal()), key: sealed };
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const path = this.#fileOf(organisation);
    // Whole and on the disk before the first document is sealed under it.
    writeFileSync(`${path}.new`, `${JSON.stringify(file, undefined, 2)}\n`, { mode: 0o600, flush: true });
    renameSync(`${path}.new`, path);
    return key;
  }

  open(
    organisation: OrganisationId,
    passphrase: Secret<string> | undefined,
  ): Result<Secret<Uint8Array>, KeystoreFault> {
    const name = `${FOLDER}/${organisation}`;
    const path = this.#fileOf(organisation);
    let written: string;
    try {
      if (isOpenToOthers(path)) return err({ code: "open-to-others", name, file: path });
      written = readFileSync(path, "utf8");
    } catch {
      return err({ code: "unknown-key", name });
    }
    const file = parseJson(written);
    if (!fits(fileShape, file) || file.organisation !== organisation || !isPossible(file.key))
      return err({ code: "damaged-key", name });
    if (file.key.sealed !== "no" && passphrase === undefined) return err({ code: "passphrase-missing", name });
    const key = openSealed(file.key, passphrase, boundTo(organisation));
    if (key === undefined) return err({ code: "wrong-passphrase", name });
    return fingerprintOf(key) === file.fingerprint ? ok(new Secret(key)) : err({ code: "damaged-key", name });
  }

  #fileOf(organisation: OrganisationId): string {
    return join(this.#folder, `${organisation}.json`);
  }
}

/** A sealed key opens only as that of its own organisation. */
const boundTo = (organisation: OrganisationId): Uint8Array => canonicalBytes({ format: FORMAT, organisation });

const fingerprintOf = (key: Uint8Array): string => toHex(sha256(utf8(`${FORMAT} fingerprint\0`), key));
