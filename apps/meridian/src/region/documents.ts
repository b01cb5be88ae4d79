import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { toHex } from "@meridian/base/bytes";
import type { Commitment, DisclosureId } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { err, ok, type Result } from "@meridian/base/result";
import { Secret } from "@meridian/base/secret";
import type { Client } from "@meridian/client/client";
import { x25519PublicKeyOf } from "@meridian/crypto/seal";
import type { Command as DisclosureCommand } from "@meridian/disclosure/schema";
import { demonstrationKeySeed } from "@meridian/region/generator/keys";
import type { Region } from "@meridian/region/generator/region";
import { Keyring } from "@meridian/region/player/keyring";
import type { Content, Documents, Released, Wish } from "@meridian/region/player/ports";
import { masterKeysInMemory } from "@meridian/vault/master-keys";
import { openParcel } from "@meridian/vault/parcel";
import { Vault } from "@meridian/vault/vault";
import { SqliteVaultStore } from "@meridian/vault-sqlite/sqlite-vault-store";

type Waiting = {
  readonly content: Content;
  readonly done: (commitment: Commitment) => void;
  readonly fail: (error: unknown) => void;
};

/**
 * The vaults of all custodians of a demonstration region, in its folder. Each has a master key of its own; all of them
 * follow from the region's seed, as everything here does.
 */
export class RegionDocuments implements Documents {
  readonly vault: Vault;
  readonly #store: SqliteVaultStore;
  readonly #seed: string;
  readonly #client: Client;
  readonly #keys: Keyring;
  #waiting: Waiting[] = [];
  #flushing: Promise<void> | undefined;

  constructor(folder: string, region: Region, client: Client) {
    this.#seed = region.seed;
    this.#client = client;
    this.#keys = new Keyring(region.seed);
    this.#store = new SqliteVaultStore({ content: join(folder, "content.db"), keys: join(folder, "keys.db") });
    const masterKeys = region.organisations.map(
      ({ id }) => [id, new Secret(demonstrationKeySeed(region.seed, `master/${id}`))] as const,
    );
    this.vault = new Vault({
      store: this.#store,
      masterKeys: masterKeysInMemory(new Map(masterKeys)),
      randomness: { bytes: (count) => new Uint8Array(randomBytes(count)) },
    });
  }

  /** What is put while another deposit is being written goes with the next: one synced write for many. */
  put(content: Content): Promise<Commitment> {
    return new Promise((done, fail) => {
      this.#waiting.push({ content, done, fail });
      this.#flushing ??= this.#flush();
    });
  }

  async release(wish: Wish): Promise<Result<Released, string>> {
    const { prescription, commitment, custodian, recipient, ground, purpose } = wish;
    const disclosure = `d-${toHex(new Uint8Array(randomBytes(16)))}` as DisclosureId;
    const deed: DisclosureCommand = {
      domain: "disclosure",
      type: "release",
      id: disclosure,
      ...{ prescription, commitment, custodian, ground, purpose },
      recipient: { type: "organisation", organisation: recipient },
    };
    const sent = await this.#client.send([deed], [this.#keys.signerOf(custodian)]);
    if (sent.status === "unknown") return err("no-receipt");
    if (sent.status === "rejected") return err(sent.rejection.code);
    const secretKey = new Secret(demonstrationKeySeed(this.#seed, `x25519/${recipient}`));
    const publicKey = x25519PublicKeyOf(secretKey.reveal());
    const parcel = await this.vault.release(commitment, publicKey, disclosure, ground);
    if (!parcel.ok) return err(`vault/${parcel.error.code}`);
    const opened = openParcel(parcel.value, secretKey, { disclosure, ground, commitment });
    return opened.ok ? ok({ disclosure, bytes: opened.value.document }) : err(`vault/${opened.error.code}`);
  }

  async close(): Promise<void> {
    await this.#flushing;
    await this.#store.close();
  }

  async #flush(): Promise<void> {
    while (this.#waiting.length > 0) {
      await new Promise((later) => setImmediate(later));
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        const stored = await this.vault.putMany(batch.map(({ content }) => ({ ...content, document: content.bytes })));
        invariant(stored.ok, `the vault takes what the region writes: ${stored.ok ? "" : stored.error.code}`);
        for (const [i, { done }] of batch.entries()) done(stored.value[i]?.commitment as Commitment);
      } catch (error) {
        for (const { fail } of batch) fail(error);
      }
    }
    this.#flushing = undefined;
  }
}
