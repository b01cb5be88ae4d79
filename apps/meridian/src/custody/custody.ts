import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fromHex, textOf } from "@meridian/base/bytes";
import type { Commitment, DisclosureId, KeyId, OrganisationId, PrescriptionId } from "@meridian/base/ids";
import { canonicalText, parseJson } from "@meridian/base/json";
import { err, ok, type Result } from "@meridian/base/result";
import type { Secret } from "@meridian/base/secret";
import { Client } from "@meridian/client/client";
import type { Signer } from "@meridian/client/signer";
import { contract as disclosures } from "@meridian/disclosure/contract";
import type { CommandOf } from "@meridian/disclosure/schema";
import { recordKeyOf } from "@meridian/kernel/roots";
import type { CodedRejection } from "@meridian/kernel/transaction";
import { contract as keys } from "@meridian/key/contract";
import { contract as prescriptions } from "@meridian/prescription/contract";
import { isIssue } from "@meridian/prescription/state";
import { masterKeysInMemory } from "@meridian/vault/master-keys";
import type { Parcel } from "@meridian/vault/parcel";
import type { VaultRefusal } from "@meridian/vault/refusal";
import type { OpenedDocument } from "@meridian/vault/sealed-document";
import { type Erasure, type NewDocument, type Order, type Stored, Vault } from "@meridian/vault/vault";
import { SqliteVaultStore } from "@meridian/vault-sqlite/sqlite-vault-store";
import { localTransport } from "../node/local-transport.ts";
import type { MeridianNode } from "../node/node.ts";
import {
  type CustodyRejection,
  disclosureIdOf,
  type ReleaseRequest,
  type ReleaseWish,
  signerOf,
  wishOf,
} from "./release-request.ts";

export type CustodyOptions = {
  /** Where the two files of the vault are: `vault.db` and `vault-keys.db`. */
  readonly folder: string;
  readonly node: MeridianNode;
  /** 32 bytes for each organisation whose documents this node keeps. */
  readonly masterKeys: ReadonlyMap<OrganisationId, Secret<Uint8Array>>;
  /** Signs disclosures in the name of an organisation that this node hosts. */
  readonly signerOf: (organisation: OrganisationId) => Signer | undefined;
};

export type Released = { readonly disclosure: DisclosureId; readonly parcel: Parcel };
type Answer<T> = Promise<Result<T, CodedRejection>>;
type Ready = { readonly wish: ReleaseWish; readonly order: Order; readonly signer: Signer };

/**
 * The documents of the organisations that this node hosts, and the way they leave: never before the ledger has the
 * disclosure. Codes of refusals begin with `custody/`, `vault/` or, when the ledger refuses, with the domain's name.
 */
export class Custody {
  readonly #node: MeridianNode;
  readonly #store: SqliteVaultStore;
  readonly #vault: Vault;
  readonly #client: Client;
  readonly #masterKeys: CustodyOptions["masterKeys"];
  readonly #signerOf: CustodyOptions["signerOf"];

  private constructor({ folder, node, masterKeys, signerOf }: CustodyOptions) {
    this.#node = node;
    this.#masterKeys = masterKeys;
    this.#signerOf = signerOf;
    this.#store = new SqliteVaultStore({ content: join(folder, "vault.db"), keys: join(folder, "vault-keys.db") });
    this.#vault = new Vault({
      store: this.#store,
      masterKeys: masterKeysInMemory(masterKeys),
      randomness: { bytes: randomBytes },
    });
    this.#client = new Client(localTransport(node), randomBytes);
  }

  static async open(options: CustodyOptions): Promise<Custody> {
    mkdirSync(options.folder, { recursive: true });
    return new Custody(options);
  }

  keepsFor(organisation: OrganisationId): boolean {
    return this.#masterKeys.has(organisation);
  }

  /** All or none; commitments in the order of the documents. */
  async putMany(documents: readonly NewDocument[]): Answer<readonly Stored[]> {
    return codedByVault(await this.#vault.putMany(documents));
  }

  /** For staff of the custodian, inside its own house: nothing leaves, so the ledger is not asked. */
  async openForStaff(commitment: Commitment, custodian: OrganisationId): Answer<OpenedDocument> {
    const opened = codedByVault(await this.#vault.open(commitment));
    if (!opened.ok || opened.value.custodian === custodian) return opened;
    return refused({ code: "not-of-this-custodian" });
  }

  /** The copy that only the patient can open. Whoever calls has made sure who asks. */
  async patientCopy(commitment: Commitment): Answer<Parcel> {
    return codedByVault(await this.#vault.patientCopy(commitment));
  }

  async erase(patient: Erasure["patient"], custodian: OrganisationId): Answer<Erasure> {
    return codedByVault(await this.#vault.erase(patient, custodian));
  }

  /**
   * Hands a document to the recipient who signed the request, sealed to the key that it names, once the ledger has
   * committed the disclosure. The same request again leads to the same disclosure.
   */
  async release(request: ReleaseRequest): Answer<Released> {
    const ready = await this.#prepare(request);
    if (!ready.ok) return ready;
    const disclosure = disclosureIdOf(ready.value.wish);
    const entered = await this.#enter(disclosure, ready.value);
    if (!entered.ok) return entered;
    const { order, wish } = ready.value;
    const key = fromHex(wish.recipientKey) ?? new Uint8Array();
    const entry = { ...order, disclosure, ground: wish.ground };
    const released = codedByVault(await this.#vault.release(wish.commitment, key, entry));
    return released.ok ? ok({ disclosure, parcel: released.value }) : released;
  }

  async close(): Promise<void> {
    await this.#store.close();
  }

  /** Everything that can be refused before anything is said on the ledger. */
  async #prepare(request: ReleaseRequest): Answer<Ready> {
    const wish = wishOf(request);
    const key = signerOf(request, this.#node.genesis.relyingParty);
    if (key === undefined) return refused({ code: "bad-signature" });
    if (!(await this.#isKeyOf(key, wish.recipient))) return refused({ code: "key-not-of-recipient" });
    const order = await this.#orderOf(wish.prescription);
    if (order === undefined) return refused({ code: "unknown-prescription" });
    const { custodian } = order;
    const signer = this.#signerOf(custodian);
    if (signer === undefined || !this.keepsFor(custodian)) return refused({ code: "not-kept-here", custodian });
    // The ledger must not say that something was released which the vault then cannot open. And the ledger compares the
    // commitment with the prescription only: whoever writes one can have it commit to any document. Whose a document is, and
    // for which prescription it was written, only the vault knows.
    const refusal = await this.#vault.refusalOf(wish.commitment, order);
    return refusal === undefined ? ok({ wish, order, signer }) : codedByVault(err(refusal));
  }

  /** Sees to it that the disclosure stands on the ledger, whoever put it there. */
  async #enter(disclosure: DisclosureId, ready: Ready): Answer<void> {
    const known = await this.#standing(disclosure, ready);
    if (known !== "none") return known === "released" ? ok(undefined) : refused({ code: known, disclosure });
    const { order, signer, wish } = ready;
    const { nonce: _nonce, recipientKey: _key, ...rest } = wish;
    const { custodian } = order;
    const command: CommandOf<"release"> = { domain: "disclosure", type: "release", id: disclosure, custodian, ...rest };
    const sent = await this.#client.send([command], [signer]);
    if (sent.status === "committed") return ok(undefined);
    if (sent.status === "unknown") return refused({ code: "undecided", disclosure });
    // The same request may have come twice at once: then the other one has entered it.
    if (sent.rejection.code !== "disclosure/already-released") return err(sent.rejection);
    const now = await this.#standing(disclosure, ready);
    return now === "released" ? ok(undefined) : refused({ code: now === "none" ? "undecided" : now, disclosure });
  }

  /**
   * What the ledger has under the id. An id proves nothing by itself: who knows the request could have another custodian
   * enter another document under it, and this one would then leave without an entry that its patient sees.
   */
  async #standing(
    disclosure: DisclosureId,
    { wish, order: { patient, custodian } }: Ready,
  ): Promise<"none" | "released" | "already-opened" | "other-disclosure"> {
    const state = await this.#read(disclosures, disclosure);
    if (state.status !== "released" && state.status !== "acknowledged") return "none";
    const { id: _id, at: _at, ...entered } = state.disclosure;
    const { nonce: _nonce, recipientKey: _key, ...wanted } = wish;
    if (canonicalText(entered) !== canonicalText({ ...wanted, patient, custodian })) return "other-disclosure";
    return state.status === "acknowledged" && state.outcome === "opened" ? "already-opened" : "released";
  }

  async #orderOf(prescription: PrescriptionId): Promise<Order | undefined> {
    const state = await this.#read(prescriptions, prescription);
    if (!isIssue(state)) return undefined;
    const { patient, custodian, organisation } = state;
    return { prescription, patient, custodian, organisation };
  }

  async #isKeyOf(key: KeyId, recipient: ReleaseWish["recipient"]): Promise<boolean> {
    const state = await this.#read(keys, key);
    if (state.status !== "live") return false;
    const { holder } = state;
    if (holder.type === "person") return recipient.type === "person" && holder.person === recipient.person;
    return recipient.type === "organisation" && holder.organisation === recipient.organisation;
  }

  async #read<S>(contract: { readonly domain: string; readonly initial: S }, id: string): Promise<S> {
    const { value } = await this.#node.engine.proveRecord(recordKeyOf(contract.domain, id));
    return value === null ? contract.initial : (parseJson(textOf(value) ?? "") as S);
  }
}

const refused = (rejection: CustodyRejection): Result<never, CodedRejection> =>
  err({ ...rejection, code: `custody/${rejection.code}` });

const codedByVault = <T>(result: Result<T, VaultRefusal>): Result<T, CodedRejection> =>
  result.ok ? result : err({ ...result.error, code: `vault/${result.error.code}` });
