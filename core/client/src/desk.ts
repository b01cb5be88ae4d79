import type { Commitment, KeyId, OrganisationId, PersonId, PrescriptionId, TransactionId } from "@meridian/base/ids";
import type { Result } from "@meridian/base/result";
import type { Holder } from "@meridian/kernel/context";
import type { SigningKey } from "@meridian/kernel/signers";
import type { CodedRejection, Receipt, Signature, SignedTransaction } from "@meridian/kernel/transaction";
import type { Row } from "@meridian/kernel/view";
import type { Signer } from "./signer.ts";

/** A name as it is shown, in both languages. */
export type Name = { readonly zh: string; readonly en: string };

/** How whoever is signed in signs: with a passkey, with a key of this device, or with a key that the node keeps. */
export type SignerKind = "passkey" | "device" | "node";

/** Who is signed in at a node, and in whose name they may act. */
export type Session = {
  readonly key: { readonly id: KeyId; readonly kind: Signature["kind"]; readonly publicKey: string };
  readonly holder: Holder;
  readonly organisations: readonly {
    readonly id: OrganisationId;
    readonly kind: string;
    readonly roles: readonly string[];
  }[];
  readonly authority?: OrganisationId;
  readonly signer: SignerKind;
  readonly name?: Name;
  /** Epoch seconds. */
  readonly expires: number;
};

export type RowsQuery = {
  readonly where?: Readonly<Record<string, string | number | readonly string[]>>;
  /** A column; `-column` for descending. */
  readonly order?: string;
  readonly limit?: number;
  /** `next` of the page before. */
  readonly after?: string;
};
export type Page<R extends Row = Row> = {
  readonly rows: readonly R[];
  readonly next?: string;
  readonly height: number;
};

export type DeskStanding = {
  readonly network: string;
  readonly genesis: string;
  readonly height: number;
  readonly time: number;
  readonly waiting: number;
  readonly engine?: { readonly peers: number; readonly isCatchingUp: boolean; readonly power: number };
};

export type DeskInfo = {
  readonly network: string;
  readonly demonstration: boolean;
  readonly relyingParty: { readonly id: string; readonly origins: readonly string[] };
  /** Whether the node keeps keys with which its staff sign in. */
  readonly keystore: boolean;
  /** With how many validators the network began. */
  readonly validators: number;
  /** In a demonstration of several nodes: before which path another organisation's node answers. */
  readonly neighbours?: readonly { readonly organisation: OrganisationId; readonly path: string }[];
};

/** Public names of members and practitioners; no patient is in it. */
export type Directory = {
  readonly organisations: readonly (Name & {
    readonly id: OrganisationId;
    readonly kind: string;
    readonly district?: Name;
    readonly x?: number;
    readonly y?: number;
  })[];
  readonly staff: readonly (Name & {
    readonly id: PersonId;
    readonly organisation: OrganisationId;
    readonly roles: readonly string[];
  })[];
};

/** A key that a node keeps for a member of its staff or an organisation. */
export type KeptKey = {
  readonly holder: string;
  readonly type: "person" | "organisation";
  readonly key: KeyId;
  readonly sealed: boolean;
  readonly organisations: readonly OrganisationId[];
  readonly roles: readonly string[];
};

/** At a demonstration's node also its invented patients, as whom anybody may sign in. */
export type KeptKeys = {
  readonly keys: readonly KeptKey[];
  readonly patients: readonly { readonly holder: string; readonly name?: Name }[];
};

/** What to prove: an event by its place, the latest of a record (of a type), a transaction, or a record. */
export type Provable =
  | { readonly type: "place"; readonly height: number; readonly position: number }
  | { readonly type: "event"; readonly domain: string; readonly record: string; readonly event?: string }
  | { readonly type: "transaction"; readonly id: string }
  | { readonly type: "record"; readonly domain: string; readonly id: string };

export type LiveBlock = {
  readonly height: number;
  readonly time: number;
  readonly events: readonly { readonly domain: string; readonly type: string; readonly record?: string }[];
};

/** What was signed here and has not reached the node, or reached it and was refused before anybody heard. */
export type Unsent = {
  readonly id: TransactionId;
  readonly payload: string;
  /** Epoch seconds at which it was kept. */
  readonly since: number;
  /** `expired`: its last height is over and it never happened. */
  readonly state: "waiting" | "expired" | "refused";
  readonly refusal?: Refusal;
};

/**
 * Signed transactions for which there was no answer. The same bytes are sent again by themselves, so nothing happens
 * twice; which did happen is gone from the list.
 */
export interface Outbox {
  list(): Promise<readonly Unsent[]>;
  onChange(listener: () => void): () => void;
  /** Tries now, without waiting for the network to come back by itself. */
  send(): Promise<void>;
  /** Takes one off the list. One that waits may have arrived all the same. */
  forget(id: TransactionId): Promise<void>;
}

/** Anything that a node refused, or that kept it from answering: `offline` when there was no answer at all. */
export type Refusal = CodedRejection & { readonly explanation?: { readonly zh?: string; readonly en?: string } };

/** Raised by every reading of `DeskNode`, so that queries can tell refusals from bugs. */
export class NodeRefusal extends Error {
  override readonly name = "NodeRefusal";
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/**
 * Port: a node as a screen sees it, in the name of the session that is open in this tab. What it answers is the node's
 * word; `evidence` is proof. Every reading rejects with `NodeRefusal`.
 */
export interface DeskNode {
  info(): Promise<DeskInfo>;
  standing(): Promise<DeskStanding>;
  directory(): Promise<Directory>;
  rows(table: string, query?: RowsQuery): Promise<Page>;
  /** The committed state of a record, without proof; undefined when there is none. */
  record(domain: string, id: string): Promise<unknown>;
  /** An evidence file as text. */
  evidence(of: Provable): Promise<string>;
  receipt(id: TransactionId, milliseconds: number): Promise<Receipt | undefined>;
  /** Rejects with `offline` where there was no answer; it is then in the outbox, if there is one. */
  submit(transaction: SignedTransaction): Promise<Result<TransactionId, CodedRejection>>;
  readonly outbox?: Outbox;
  /** A document of the custodian where one works; the patient sees that one looked. */
  document(commitment: Commitment, custodian: OrganisationId): Promise<Uint8Array>;
  /** Seals a document in the custodian's vault. It leaves only under the prescriptions that it is put as the content of. */
  deposit(document: {
    readonly patient: PersonId;
    readonly custodian: OrganisationId;
    readonly kind: string;
    readonly content: Uint8Array;
    readonly contentOf?: { readonly organisation: OrganisationId; readonly prescriptions: readonly PrescriptionId[] };
  }): Promise<Commitment>;
  /** Any other path of the API, for what has no method of its own; JSON in and out, and a `Uint8Array` for a parcel. */
  ask<T>(method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: unknown): Promise<T>;
  /** Blocks as they come, without a gap also over restarts of the node. Answers how to stop. */
  follow(listener: (block: LiveBlock) => void, onState: (state: "live" | "lost") => void): () => void;
}

/** Who signs, beside the person: holders whose key the node keeps, and keys held here (such as that of a patient's code). */
export type SigningHands = {
  readonly as?: readonly string[];
  readonly with?: readonly Signer[];
};

/** Port: opening and closing sessions, and signing in the name of the one that is open in this tab. */
export interface DeskSessions {
  readonly current: Session | undefined;
  onChange(listener: () => void): () => void;
  keptKeys(): Promise<KeptKeys>;
  /** Keys of this browser: passkeys and device keys that were made here. */
  ownKeys(): Promise<readonly OwnKey[]>;
  makeKey(kind: "passkey" | "device", label: string): Promise<OwnKey>;
  forgetKey(publicKey: string): Promise<void>;
  /** Whether this browser can make passkeys, and passkeys that also unlock documents. */
  passkeys(): Promise<{ readonly possible: boolean; readonly prf: boolean }>;
  signInWithOwn(publicKey: string): Promise<Session>;
  signInWithKept(holder: string, passphrase?: string): Promise<Session>;
  signOut(): Promise<void>;
  /** Keys of whoever signs by these hands, known before anything is signed, so that a payload can name them. */
  signingKeys(hands?: SigningHands): Promise<readonly SigningKey[]>;
  /** Signatures of the person who is signed in (unless `as` names others) over the payload; a passkey asks for a gesture. */
  signPayload(payload: Uint8Array, hands?: SigningHands): Promise<readonly Signature[]>;
  /** Signature over a request to release a document (`meridian/release/v1`), as `as` or as the person. */
  signRelease(wish: { readonly [member: string]: unknown }, as?: string): Promise<Signature>;
  /** The X25519 secret key that opens documents sealed to the patient, if this browser can unlock it now. */
  documentKey(): Promise<Uint8Array | undefined>;
}

export type OwnKey = {
  readonly publicKey: string;
  readonly kind: "passkey" | "device";
  readonly label: string;
  /** Epoch seconds. */
  readonly madeAt: number;
  /** For a passkey: whether it can unlock documents (PRF). A device key always can, on this device only. */
  readonly unlocks: boolean;
};

/** As the ledger and signatures name it. */
export const signingKeyOf = ({ kind, publicKey }: Pick<OwnKey, "kind" | "publicKey">): SigningKey => ({
  kind: kind === "passkey" ? "webauthn-p256" : "ed25519",
  publicKey,
});
