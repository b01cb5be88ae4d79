import type { Secret } from "@meridian/base/secret";
import type { GenesisDocument } from "@meridian/network/genesis";
import type { Registry } from "../http/registry.ts";
import type { Demonstration } from "./demonstration.ts";
import { DocumentKeys } from "./document-keys.ts";
import type { KeptKey, KeptKeys } from "./kept-keys.ts";
import { type Names, NO_NAMES } from "./names.ts";
import { Openings } from "./openings.ts";
import { PerMinute } from "./per-minute.ts";
import { Sessions } from "./sessions.ts";
import { Turns } from "./turns.ts";

/** What a node offers its member's staff and patients beside the protocol. */
export type DeskOptions = {
  /** Keys that the node keeps for its organisation and staff. */
  readonly keys?: KeptKeys;
  /** Opens the organisation's own key, where it is sealed. */
  readonly passphrase?: Secret<string>;
  readonly names?: Names;
  readonly demonstration?: Demonstration;
};

type DeskPlaces = {
  /** The file where document keys are kept. */
  readonly documentKeys: string;
  /** Of the pages from which people come here. */
  readonly origins: () => readonly string[];
};

const WRONG_PASSPHRASES_MAX = 10;
const REGISTRATIONS_MAX = 10;

/** What the routes of the desk share. */
export class Desk {
  readonly sessions = new Sessions();
  readonly openings: Openings;
  readonly wrongPassphrases = new PerMinute(WRONG_PASSPHRASES_MAX);
  readonly turns = new Turns();
  readonly registrations = new PerMinute(REGISTRATIONS_MAX);
  readonly documentKeys: DocumentKeys;
  readonly keys: KeptKeys | undefined;
  readonly passphrase: Secret<string> | undefined;
  readonly names: Names;
  readonly demonstration: Demonstration | undefined;
  readonly #registry: Registry;
  /** Of organisations in whose name somebody had something signed, by the name of the key. */
  readonly #seeds = new Map<string, Secret<Uint8Array>>();

  constructor(
    { network, relyingParty }: Pick<GenesisDocument, "network" | "relyingParty">,
    { keys, passphrase, names = NO_NAMES, demonstration }: DeskOptions,
    registry: Registry,
    { documentKeys, origins }: DeskPlaces,
  ) {
    this.openings = new Openings(network, relyingParty, origins);
    this.documentKeys = new DocumentKeys(documentKeys, async (key) => (await registry.of(key)).status === "revoked");
    this.keys = keys;
    this.passphrase = passphrase;
    this.names = names;
    this.demonstration = demonstration;
    this.#registry = registry;
  }

  /** The first of the kept keys that is a live key of the holder on the ledger. */
  async keyOf(holder: string, kept: KeptKeys | undefined = this.keys): Promise<KeptKey | undefined> {
    // Most are named after their holder, who is then found at once.
    const likely = [...(kept?.list() ?? [])].sort((a, b) => Number(b.name === holder) - Number(a.name === holder));
    for (const entry of likely) {
      const registered = await this.#registry.of(entry.key);
      if (registered.status === "live" && registered.ids[0] === holder) return entry;
    }
    return undefined;
  }

  /** The seed of a key that the node itself may open; deriving it from a passphrase is done once. */
  async seedOf({ name }: KeptKey): Promise<Secret<Uint8Array> | undefined> {
    const known = this.#seeds.get(name);
    if (known !== undefined) return known;
    const opened = await this.keys?.openSoon(name, this.passphrase);
    if (opened?.ok !== true) return undefined;
    this.#seeds.set(name, opened.value);
    return opened.value;
  }

  close(): void {
    this.documentKeys.close();
  }
}
