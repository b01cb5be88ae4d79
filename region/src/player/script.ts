import type { Client } from "@meridian/client/client";
import type { Command as CredentialCommand } from "@meridian/credential/schema";
import type { Command as DisclosureCommand } from "@meridian/disclosure/schema";
import type { Command as PersonCommand } from "@meridian/person/schema";
import type { Command as PrescriptionCommand } from "@meridian/prescription/schema";
import type { Command as ReviewCommand } from "@meridian/review/schema";
import type { Command as SettlementCommand } from "@meridian/settlement/schema";
import type { Keyring } from "./keyring.ts";

/** What the players of a region do on the ledger. */
export type Deed =
  | CredentialCommand
  | DisclosureCommand
  | PersonCommand
  | PrescriptionCommand
  | ReviewCommand
  | SettlementCommand;

/** The play went another way than its story: somebody must look, so it ends here and says so. */
export class Departure extends Error {
  override readonly name = "Departure";
}

/** How an attempt ended: with nothing, or with the code of its refusal. */
export type Attempt = string | undefined;

/** What one play did and met: every transaction is sent, every refusal noted. */
export class Script {
  readonly #client: Client;
  readonly #keys: Keyring;
  readonly #refusals: string[] = [];
  #transactions = 0;

  constructor(client: Client, keys: Keyring) {
    this.#client = client;
    this.#keys = keys;
  }

  /** Codes of refusals that the story asked for, in order. */
  get refusals(): readonly string[] {
    return this.#refusals;
  }

  /** Sent, refused ones included. */
  get transactions(): number {
    return this.#transactions;
  }

  /** Must be committed. `hands` are holders whose demonstration keys sign. */
  async commit(deeds: readonly Deed[], hands: readonly string[]): Promise<void> {
    const refused = await this.attempt(deeds, hands);
    if (refused !== undefined) throw new Departure(`${nameOf(deeds)} was refused: ${refused}`);
  }

  /** Must be refused, with this code. */
  async refused(code: string, deeds: readonly Deed[], hands: readonly string[]): Promise<void> {
    const refused = await this.attempt(deeds, hands);
    if (refused !== code) throw new Departure(`${nameOf(deeds)} should be refused: ${code}, not ${refused ?? "done"}`);
    this.#refusals.push(code);
  }

  /** May end either way. */
  async attempt(deeds: readonly Deed[], hands: readonly string[]): Promise<Attempt> {
    this.#transactions++;
    const sent = await this.#client.send(
      deeds,
      hands.map((holder) => this.#keys.signerOf(holder)),
    );
    if (sent.status === "committed") return undefined;
    if (sent.status === "unknown") throw new Departure(`${nameOf(deeds)} has no receipt`);
    return sent.rejection.code;
  }

  /** Somebody else sends it for this play. */
  count<T>(sending: Promise<T>): Promise<T> {
    this.#transactions++;
    return sending;
  }

  /** A refusal that `attempt` met and the story asked for. */
  note(code: string): void {
    this.#refusals.push(code);
  }
}

const nameOf = (deeds: readonly Deed[]): string => deeds.map(({ domain, type }) => `${domain}/${type}`).join(" + ");
