import { toBase64, toHex } from "@meridian/base/bytes";
import type { Hash, NetworkId } from "@meridian/base/ids";
import { hashText } from "@meridian/base/shape";
import { commitmentOf } from "@meridian/crypto/commitment";
import type { MerklePath } from "@meridian/crypto/merkle";
import type { StateProof } from "@meridian/crypto/statemap";
import type { Outcome, Signature } from "@meridian/kernel/transaction";
import type { EventEnvelope } from "@meridian/kernel/view";
import type { Header } from "./comet/header.ts";
import { writeCommit, writeHeader, writeValidators } from "./comet/json.ts";
import { validatorSetHash } from "./comet/validators.ts";
import {
  EVIDENCE_FORMAT,
  type Evidence,
  type EvidenceBlock,
  type EvidenceDocument,
  type EvidenceTransaction,
  type Subject,
} from "./evidence.ts";
import type { LightBlock } from "./light.ts";
import { writePath } from "./path.ts";

/** Puts an evidence file together from what a node has. Nothing is checked here: `verify.ts` does that, for everyone. */
export type EvidenceParts = {
  readonly subject: Subject;
  /** With an event or a transaction. */
  readonly transaction?: EvidenceTransaction;
  /** Header of block H. */
  readonly block: Header;
  /** Block H+1. */
  readonly next: LightBlock;
  /** Oldest first; none when `next` is signed by the set that the reader will trust. */
  readonly handovers?: readonly LightBlock[];
  /** Names by validator address, lower-case hexadecimal. */
  readonly organisations?: { readonly [address: string]: string };
  readonly documents?: readonly EvidenceDocument[];
};

export function assembleEvidence(parts: EvidenceParts): Evidence {
  const { subject, transaction, block, next, handovers = [], organisations = {}, documents = [] } = parts;
  const root = handovers[0] ?? next;
  return {
    format: EVIDENCE_FORMAT,
    network: block.chainId as NetworkId,
    subject,
    ...(transaction && { transaction }),
    block: writeHeader(block),
    next: blockJson(next),
    trust: { validatorSetHash: hashText<Hash>(validatorSetHash(root.validators)), organisations },
    ...(handovers.length > 0 && { handovers: handovers.map(blockJson) }),
    ...(documents.length > 0 && { documents }),
  };
}

/** `previous` and `state` are the two other parts of the application hash after the event's block. */
export const eventSubject = (
  { domain, record, transaction, event }: EventEnvelope,
  path: MerklePath,
  roots: { readonly previous: Uint8Array; readonly state: Uint8Array },
): Subject => ({
  type: "event",
  envelope: { domain, record, transaction, event: { ...event } },
  path: writePath(path),
  previous: hashText<Hash>(roots.previous),
  state: hashText<Hash>(roots.state),
});

export const TRANSACTION_SUBJECT: Subject = { type: "transaction" };

/**
 * `state` is the record's plain JSON, or undefined to show that there is none. The roots are those of the last block
 * with events up to H, for the application hash has not changed since.
 */
export function recordSubject(
  domain: string,
  record: string,
  state: { readonly [name: string]: unknown } | undefined,
  proof: StateProof,
  roots: { readonly previous: Uint8Array; readonly events: Uint8Array },
): Subject {
  const shared = {
    domain,
    record,
    bucket: proof.bucket.map(({ key, value }) => ({ key: hashText<Hash>(key), value: hashText<Hash>(value) })),
    siblings: proof.siblings.map((sibling) => hashText<Hash>(sibling)),
    previous: hashText<Hash>(roots.previous),
    events: hashText<Hash>(roots.events),
  };
  return state === undefined ? { type: "absence", ...shared } : { type: "record", ...shared, state };
}

/** `path` leads to the block's `data_hash`, `results` from the outcome at the same position to the next header. */
export const transactionPart = (
  wire: Uint8Array,
  opened: { readonly payload: string; readonly signatures: readonly Signature[] },
  path: MerklePath,
  outcome: Outcome,
  results: MerklePath,
): EvidenceTransaction => ({
  wire: toHex(wire),
  payload: opened.payload,
  signatures: opened.signatures,
  path: writePath(path),
  outcome:
    outcome.status === "committed"
      ? { status: "committed", events: outcome.events }
      : { status: "rejected", command: outcome.command, rejection: outcome.rejection },
  results: results.aunts.map((aunt) => hashText<Hash>(aunt)),
});

/** Shows a document: `salt` is the 32 bytes with which its commitment was made. */
export const documentPart = (salt: Uint8Array, content: Uint8Array): EvidenceDocument => ({
  commitment: commitmentOf(salt, content),
  salt: toHex(salt),
  content: toBase64(content),
});

const blockJson = ({ header, commit, validators }: LightBlock): EvidenceBlock => ({
  header: writeHeader(header),
  commit: writeCommit(commit),
  validators: writeValidators(validators),
});
