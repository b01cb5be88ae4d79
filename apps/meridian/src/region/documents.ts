import { toHex } from "@meridian/base/bytes";
import type { Commitment } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { err, ok, type Result } from "@meridian/base/result";
import { Secret } from "@meridian/base/secret";
import { sign } from "@meridian/crypto/ed25519";
import { x25519PublicKeyOf } from "@meridian/crypto/seal";
import { demonstrationKeySeed } from "@meridian/region/generator/keys";
import type { Region } from "@meridian/region/generator/region";
import { Keyring } from "@meridian/region/player/keyring";
import type { Content, Documents, Released, Wish } from "@meridian/region/player/ports";
import { openParcel } from "@meridian/vault/parcel";
import { Custody } from "../custody/custody.ts";
import { type ReleaseWish, releaseBytesOf } from "../custody/release-request.ts";
import type { MeridianNode } from "../node/node.ts";

type Waiting = {
  readonly content: Content;
  readonly done: (commitment: Commitment) => void;
  readonly fail: (error: unknown) => void;
};

/** The custodians of a demonstration region, all on its one node; each has a master key of its own. */
export function openCustody(folder: string, region: Region, node: MeridianNode): Promise<Custody> {
  const keys = new Keyring(region.seed);
  const masterKeys = region.organisations.map(
    ({ id }) => [id, new Secret(demonstrationKeySeed(region.seed, `master/${id}`))] as const,
  );
  return Custody.open({ folder, node, masterKeys: new Map(masterKeys), signerOf: (id) => keys.signerOf(id) });
}

/** Documents of the players: put into custody, asked for and opened as their recipients would. */
export class RegionDocuments implements Documents {
  readonly #custody: Custody;
  readonly #seed: string;
  #waiting: Waiting[] = [];
  #flushing: Promise<void> | undefined;

  constructor(custody: Custody, { seed }: Region) {
    this.#custody = custody;
    this.#seed = seed;
  }

  /** What is put while another deposit is being written goes with the next: one synced write for many. */
  put(content: Content): Promise<Commitment> {
    return new Promise((done, fail) => {
      this.#waiting.push({ content, done, fail });
      this.#flushing ??= this.#flush();
    });
  }

  async release({ custodian: _, recipient, ...wanted }: Wish): Promise<Result<Released, string>> {
    const secretKey = new Secret(demonstrationKeySeed(this.#seed, `x25519/${recipient}`));
    const wish: ReleaseWish = {
      ...wanted,
      recipient: { type: "organisation", organisation: recipient },
      recipientKey: toHex(x25519PublicKeyOf(secretKey.reveal())),
    };
    const released = await this.#custody.release({ ...wish, signature: this.#signed(recipient, wish) });
    if (!released.ok) return err(released.error.code);
    const { disclosure, parcel } = released.value;
    const { commitment, ground } = wanted;
    const opened = openParcel(parcel, secretKey, { disclosure, ground, commitment });
    return opened.ok ? ok({ disclosure, bytes: opened.value.document }) : err(`vault/${opened.error.code}`);
  }

  #signed(recipient: string, wish: ReleaseWish) {
    const seed = demonstrationKeySeed(this.#seed, recipient);
    const key = new Keyring(this.#seed).signerOf(recipient).publicKey;
    return { kind: "ed25519", key, signature: toHex(sign(seed, releaseBytesOf(wish))) } as const;
  }

  async #flush(): Promise<void> {
    while (this.#waiting.length > 0) {
      await new Promise((later) => setImmediate(later));
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        const stored = await this.#custody.putMany(
          batch.map(({ content: { bytes, ...content } }) => ({ ...content, document: bytes })),
        );
        invariant(stored.ok, `custody takes what the region writes: ${stored.ok ? "" : stored.error.code}`);
        for (const [i, { done }] of batch.entries()) done(stored.value[i]?.commitment as Commitment);
      } catch (error) {
        for (const { fail } of batch) fail(error);
      }
    }
    this.#flushing = undefined;
  }
}
