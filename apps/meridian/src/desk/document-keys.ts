import { DatabaseSync, type StatementSync } from "node:sqlite";
import { parseJson } from "@meridian/base/json";
import { hexBytes, list, object, oneOf, type TypeOf, text } from "@meridian/base/shape";

const SLOTS_MAX = 16;

/** A patient's X25519 key for own copies; its secret half only as whoever wrapped it can open it. */
export const documentKeysShape = object({
  publicKey: hexBytes(32),
  slots: list(
    object({
      id: text({ min: 1, max: 128 }),
      kind: oneOf("passkey", "device", "recovery"),
      data: text({ max: 2_048, pattern: /^[A-Za-z0-9+/]*={0,2}$/, description: "base64; nothing here can open it" }),
    }),
    { max: SLOTS_MAX },
  ),
});
export type PatientKeys = TypeOf<typeof documentKeysShape>;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS document_keys (
    person TEXT PRIMARY KEY,
    public_key TEXT NOT NULL,
    slots TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

/** To which key the copies of each patient are sealed. On disk before the answer leaves. */
export class DocumentKeys {
  readonly #database: DatabaseSync;
  readonly #put: StatementSync;
  readonly #get: StatementSync;

  /** `file` may be `:memory:`. */
  constructor(file: string) {
    this.#database = new DatabaseSync(file);
    this.#database.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
    this.#database.exec(SCHEMA);
    this.#put = this.#database.prepare(
      "INSERT INTO document_keys (person, public_key, slots) VALUES (?, ?, ?) " +
        "ON CONFLICT (person) DO UPDATE SET public_key = excluded.public_key, slots = excluded.slots",
    );
    this.#get = this.#database.prepare("SELECT public_key, slots FROM document_keys WHERE person = ?");
  }

  put(person: string, { publicKey, slots }: PatientKeys): void {
    this.#put.run(person, publicKey, JSON.stringify(slots));
  }

  of(person: string): PatientKeys | undefined {
    const row = this.#get.get(person);
    if (row === undefined) return undefined;
    return {
      publicKey: String(row["public_key"]),
      slots: parseJson(String(row["slots"])) as PatientKeys["slots"],
    };
  }

  close(): void {
    this.#database.close();
  }
}
