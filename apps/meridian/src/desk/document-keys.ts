import { DatabaseSync, type StatementSync } from "node:sqlite";
import { toHex } from "@meridian/base/bytes";
import type { KeyId } from "@meridian/base/ids";
import { canonicalBytes, parseJson } from "@meridian/base/json";
import { hash, hexBytes, list, object, oneOf, optional, type TypeOf, text } from "@meridian/base/shape";
import { sha256 } from "@meridian/crypto/hash";

const SLOTS_MAX = 16;

/** A patient's X25519 key for own copies; its secret half only as whoever wrapped it can open it. */
export const documentKeysShape = object({
  publicKey: hexBytes(32),
  slots: list(
    object({
      id: text({ min: 1, max: 128 }),
      kind: oneOf("passkey", "device", "recovery"),
      /** On the ledger: when it ends, the slot goes. A code on paper has none. */
      key: optional(hash<KeyId>()),
      data: text({ max: 2_048, pattern: /^[A-Za-z0-9+/]*={0,2}$/, description: "base64; nothing here can open it" }),
    }),
    { max: SLOTS_MAX },
  ),
  /** The version that was read before and is to be replaced; left out by whoever found none. */
  replaces: optional(hash()),
});
type PatientKeys = Omit<TypeOf<typeof documentKeysShape>, "replaces">;
/** What was left, with the name under which it can be replaced. */
type KeptKeys = PatientKeys & { readonly version: string };

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS document_keys (
    person TEXT PRIMARY KEY,
    public_key TEXT NOT NULL,
    slots TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

/**
 * To which key the copies of each patient are sealed, and the ways to unlock it. One whose key has ended on the ledger is
 * given to nobody any more, and removed when they are next read or written. On disk before the answer leaves.
 */
export class DocumentKeys {
  readonly #database: DatabaseSync;
  readonly #put: StatementSync;
  readonly #get: StatementSync;
  readonly #hasEnded: (key: KeyId) => Promise<boolean>;

  /** `file` may be `:memory:`; `hasEnded` asks the ledger. */
  constructor(file: string, hasEnded: (key: KeyId) => Promise<boolean>) {
    this.#hasEnded = hasEnded;
    this.#database = new DatabaseSync(file);
    this.#database.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
    this.#database.exec(SCHEMA);
    this.#put = this.#database.prepare(
      "INSERT INTO document_keys (person, public_key, slots) VALUES (?, ?, ?) " +
        "ON CONFLICT (person) DO UPDATE SET public_key = excluded.public_key, slots = excluded.slots",
    );
    this.#get = this.#database.prepare("SELECT public_key, slots FROM document_keys WHERE person = ?");
  }

  /**
   * Puts them in place of the version that `replaces` names, or where there are none. False when something else is there:
   * of two devices of a patient, the second then goes on with what the first left.
   */
  async put(person: string, { publicKey, slots, replaces }: TypeOf<typeof documentKeysShape>): Promise<boolean> {
    return this.#replace(person, { publicKey, slots: await this.#live(slots) }, replaces);
  }

  async of(person: string): Promise<KeptKeys | undefined> {
    for (;;) {
      const kept = this.#read(person);
      const slots = kept && (await this.#live(kept.slots));
      if (kept === undefined || slots?.length === kept.slots.length) return kept;
      // A device may have put others while the ledger was asked; then those are looked at.
      this.#replace(person, { publicKey: kept.publicKey, slots: slots ?? [] }, kept.version);
    }
  }

  /** To which the patient's copies are sealed. */
  publicKeyOf(person: string): string | undefined {
    return this.#read(person)?.publicKey;
  }

  async #live(slots: PatientKeys["slots"]): Promise<PatientKeys["slots"]> {
    const ended = await Promise.all(slots.map(({ key }) => key !== undefined && this.#hasEnded(key)));
    return slots.filter((_, index) => ended[index] !== true);
  }

  #replace(person: string, { publicKey, slots }: PatientKeys, version: string | undefined): boolean {
    // One process has the file, and nothing else runs between these two lines.
    if (this.#read(person)?.version !== version) return false;
    this.#put.run(person, publicKey, JSON.stringify(slots));
    return true;
  }

  #read(person: string): KeptKeys | undefined {
    const row = this.#get.get(person);
    if (row === undefined) return undefined;
    const publicKey = String(row["public_key"]);
    const slots = parseJson(String(row["slots"])) as PatientKeys["slots"];
    return { publicKey, slots, version: toHex(sha256(canonicalBytes({ publicKey, slots }))) };
  }

  close(): void {
    this.#database.close();
  }
}
