import { toBase64, toHex } from "@meridian/base/bytes";
import type { Commitment, DisclosureId, OrganisationId } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { parseJson } from "@meridian/base/json";
import { err, ok, type Result } from "@meridian/base/result";
import { Secret } from "@meridian/base/secret";
import { sign } from "@meridian/crypto/ed25519";
import { x25519PublicKeyOf } from "@meridian/crypto/seal";
import { demonstrationKeySeed } from "@meridian/region/generator/keys";
import { Keyring } from "@meridian/region/player/keyring";
import type { Content, Documents, Released, Wish } from "@meridian/region/player/ports";
import { openParcel } from "@meridian/vault/parcel";
import { decodeParcel } from "@meridian/vault/parcel-codec";
import { type ReleaseWish, releaseBytesOf } from "../custody/release-request.ts";
import { SignedFetch } from "./signed-fetch.ts";

type Waiting = {
  readonly content: Content;
  readonly done: (commitment: Commitment) => void;
  readonly fail: (error: unknown) => void;
};

/** Documents in one request at most; the API takes a hundred. */
const BATCH = 50;

export type RemoteDocumentsOptions = {
  readonly seed: string;
  /** Address of the node that keeps an organisation's documents. */
  readonly urlOf: (custodian: OrganisationId) => string;
  /** Resolves once the custodian's node has seen what was done so far. */
  readonly seenBy: (custodian: OrganisationId) => Promise<void>;
};

/** Documents over the API of the node that hosts their custodian, as a hospital's own system would put and ask for them. */
export class RemoteDocuments implements Documents {
  readonly #options: RemoteDocumentsOptions;
  readonly #fetch: SignedFetch;
  readonly #keys: Keyring;
  readonly #waiting = new Map<OrganisationId, Waiting[]>();
  readonly #flushing = new Set<OrganisationId>();
  #deposits = 0;

  constructor(options: RemoteDocumentsOptions) {
    this.#options = options;
    this.#fetch = new SignedFetch(options.seed);
    this.#keys = new Keyring(options.seed);
  }

  /** What is put while another deposit is under way goes with the next. */
  put(content: Content): Promise<Commitment> {
    const { custodian } = content;
    return new Promise((done, fail) => {
      this.#waiting.set(custodian, [...(this.#waiting.get(custodian) ?? []), { content, done, fail }]);
      void this.#flush(custodian);
    });
  }

  async release({ custodian, recipient, ...wanted }: Wish): Promise<Result<Released, string>> {
    const { seed, urlOf, seenBy } = this.#options;
    const secretKey = new Secret(demonstrationKeySeed(seed, `x25519/${recipient}`));
    const wish: ReleaseWish = {
      ...wanted,
      recipient: { type: "organisation", organisation: recipient },
      recipientKey: toHex(x25519PublicKeyOf(secretKey.reveal())),
    };
    const key = this.#keys.signerOf(recipient).publicKey;
    const signature = toHex(sign(demonstrationKeySeed(seed, recipient), releaseBytesOf(wish)));
    const body = JSON.stringify({ ...wish, signature: { kind: "ed25519", key, signature } });
    await seenBy(custodian);
    const response = await this.#fetch.postPlain(urlOf(custodian), "/v1/documents/release", body);
    if (!response.ok) return err(codeIn(await response.text(), response.status));
    const parcel = decodeParcel(new Uint8Array(await response.arrayBuffer()));
    const disclosure = response.headers.get("meridian-disclosure") as DisclosureId | null;
    if (parcel === undefined || disclosure === null) return err("region/not-a-parcel");
    const { commitment, ground } = wanted;
    const opened = openParcel(parcel, secretKey, { disclosure, ground, commitment });
    return opened.ok ? ok({ disclosure, bytes: opened.value.document }) : err(`vault/${opened.error.code}`);
  }

  async #flush(custodian: OrganisationId): Promise<void> {
    if (this.#flushing.has(custodian)) return;
    this.#flushing.add(custodian);
    for (let batch = this.#take(custodian); batch.length > 0; batch = this.#take(custodian))
      try {
        await this.#deposit(custodian, batch);
      } catch (error) {
        for (const { fail } of batch) fail(error);
      }
    this.#flushing.delete(custodian);
  }

  #take(custodian: OrganisationId): readonly Waiting[] {
    const waiting = this.#waiting.get(custodian) ?? [];
    this.#waiting.set(custodian, waiting.slice(BATCH));
    return waiting.slice(0, BATCH);
  }

  async #deposit(custodian: OrganisationId, batch: readonly Waiting[]): Promise<void> {
    const documents = batch.map(({ content: { patient, kind, bytes, contentOf } }) => ({
      ...{ patient, kind },
      ...(contentOf && { contentOf }),
      content: toBase64(bytes.reveal()),
    }));
    const url = this.#options.urlOf(custodian);
    // A signature is carried out once, and two equal deposits within a second would have the same one.
    const path = `/v1/documents?deposit=${this.#deposits++}`;
    const response = await this.#fetch.post(url, path, JSON.stringify({ documents }), custodian);
    const text = await response.text();
    if (response.status !== 201) throw new Error(`${url} keeps no documents: ${codeIn(text, response.status)}`);
    const stored = (parseJson(text) as { readonly documents: readonly { readonly commitment: Commitment }[] })
      .documents;
    invariant(stored.length === batch.length, "a commitment for each document");
    for (const [i, { done }] of batch.entries()) done(stored[i]?.commitment as Commitment);
  }
}

/** The code of a refusal of the API. */
export function codeIn(body: string, status: number): string {
  const { rejection } = (parseJson(body) ?? {}) as { readonly rejection?: { readonly code?: string } };
  return rejection?.code ?? `status ${status}`;
}
