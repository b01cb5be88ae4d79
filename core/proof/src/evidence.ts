import type { Commitment, Hash, NetworkId, TransactionId } from "@meridian/base/ids";
import { canonicalText, parseJson } from "@meridian/base/json";
import {
  COMMANDS_MAX,
  DOCUMENT_BYTES_MAX,
  EVENTS_PER_TRANSACTION_MAX,
  SIGNATURES_MAX,
  TRANSACTION_BYTES_MAX,
  VALIDATORS_MAX,
} from "@meridian/base/limits";
import { err, ok, type Result } from "@meridian/base/result";
import {
  hash,
  hexBytes,
  id,
  integer,
  list,
  literal,
  mapping,
  object,
  optional,
  type TypeOf,
  text,
  union,
} from "@meridian/base/shape";
import { BUCKET_ENTRIES_MAX, STATE_TREE_DEPTH } from "@meridian/crypto/statemap";
import { signatureShape } from "@meridian/kernel/transaction";
import { commitShape, headerShape, validatorsShape } from "./comet/json.ts";
import { aunts, pathShape } from "./path.ts";
import { plainJson } from "./plain-json.ts";

/**
 * The evidence file, `meridian-evidence/1`: everything a stranger needs to check offline what the ledger says of one
 * event, one transaction or one record. Engine facts stand as the engine's RPC writes them, Meridian's own hashes in
 * lower-case hexadecimal. The file is canonical JSON (RFC 8785), so there is one file for one content.
 */
export const EVIDENCE_FORMAT = "meridian-evidence/1";

/** Characters of a file: a few documents of the largest size in base64, and the proof. */
export const EVIDENCE_LENGTH_MAX = 25_165_824;
const DOCUMENTS_MAX = 16;
/** More validator sets than a consortium sees in its life. */
const HANDOVERS_MAX = 256;
/** Of all validators on all blocks of a file: some seconds of a slow machine. */
const SIGNATURES_TOTAL_MAX = 4_096;

const domain = text({ max: 64, pattern: /^[a-z][a-z-]*$/ });
/**
 * Every domain makes its record ids of such characters. Others could be invisible: the absence of a record whose name
 * only looks like that of one that exists would be proven rightly, and read wrongly.
 */
export const recordName = text({ max: 256, pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/ });

const eventSubject = object({
  type: literal("event"),
  envelope: object({
    domain,
    record: recordName,
    transaction: hash<TransactionId>(),
    event: plainJson<{ readonly type: string }>({ type: text({ max: 64 }) }),
  }),
  /** From the event to the events of its block. */
  path: pathShape,
  /** The two other parts of the application hash. */
  previous: hash<Hash>(),
  state: hash<Hash>(),
});

/** What is in question is how the transaction ended. */
const transactionSubject = object({ type: literal("transaction") });

const outcomeShape = union("status", {
  committed: object({
    status: literal("committed"),
    events: integer({ min: 0, max: EVENTS_PER_TRANSACTION_MAX }),
  }),
  rejected: object({
    status: literal("rejected"),
    command: integer({ min: 0, max: COMMANDS_MAX }),
    rejection: plainJson<{ readonly code: string }>({ code: text({ max: 128 }) }),
  }),
});

const stateProof = {
  domain,
  record: recordName,
  bucket: list(object({ key: hash<Hash>(), value: hash<Hash>() }), { max: BUCKET_ENTRIES_MAX }),
  siblings: list(hash<Hash>(), { min: STATE_TREE_DEPTH, max: STATE_TREE_DEPTH }),
  /** The two other parts of the application hash. */
  previous: hash<Hash>(),
  events: hash<Hash>(),
};
const recordSubject = object({ type: literal("record"), ...stateProof, state: plainJson({}) });
/** That the ledger holds no such record. */
const absenceSubject = object({ type: literal("absence"), ...stateProof });

/** The transaction of an event, or the one in question. */
const transactionShape = object({
  /** The bytes that were ordered, hexadecimal. */
  wire: text({ min: 2, max: 2 * TRANSACTION_BYTES_MAX, pattern: /^([0-9a-f]{2})+$/ }),
  /** What was signed and who signed: the same as in `wire`, to be read. */
  payload: text({ max: 16_384 }),
  signatures: list(signatureShape, { min: 1, max: SIGNATURES_MAX }),
  /** From the transaction to `data_hash` of its block. */
  path: pathShape,
  outcome: outcomeShape,
  /** From the outcome, which stands on the same sides, to `last_results_hash` of the next header. */
  results: aunts,
});

const lightBlock = { header: headerShape, commit: commitShape, validators: validatorsShape };

const documentShape = object({
  commitment: hash<Commitment>(),
  salt: hexBytes(32),
  /** base64, RFC 4648 section 4. */
  content: text({ min: 0, max: 4 * Math.ceil(DOCUMENT_BYTES_MAX / 3), pattern: /^[A-Za-z0-9+/]*={0,2}$/ }),
});

const organisationName = text({ max: 128 });

export const evidenceShape = object({
  format: literal(EVIDENCE_FORMAT),
  network: id<NetworkId>(),
  subject: union("type", {
    event: eventSubject,
    transaction: transactionSubject,
    record: recordSubject,
    absence: absenceSubject,
  }),
  /** With an event or a transaction. */
  transaction: optional(transactionShape),
  /** Header of the block H that the subject is about; it gives the time. */
  block: headerShape,
  /** Header H+1, which binds what H did, with the commit that made it final. */
  next: object(lightBlock),
  trust: object({
    /** Fingerprint of the validator set where trust begins: that of `next`, or of the first handover. */
    validatorSetHash: hash<Hash>(),
    /** What the maker of the file calls the validators, by address. Only a name: no proof covers it. */
    organisations: mapping(organisationName, { max: VALIDATORS_MAX }),
  }),
  /** The history of validator sets: each block is signed by one set and announces the next. */
  handovers: optional(list(object(lightBlock), { min: 1, max: HANDOVERS_MAX })),
  /** Content that the holder chose to show. */
  documents: optional(list(documentShape, { min: 1, max: DOCUMENTS_MAX })),
});

export type Evidence = TypeOf<typeof evidenceShape>;
export type Subject = Evidence["subject"];
export type EvidenceTransaction = TypeOf<typeof transactionShape>;
export type EvidenceDocument = TypeOf<typeof documentShape>;
export type EvidenceBlock = Evidence["next"];

export type FileFault =
  | { readonly code: "too-large"; readonly most: number }
  | { readonly code: "not-canonical" }
  /** `path` names the member that departs from the format. */
  | { readonly code: "malformed"; readonly path: string };

/** The file's text. */
export const writeEvidence = (evidence: Evidence): string => canonicalText(evidence);

/** Reads a file's text; only canonical JSON of exactly this format is one, a line feed at the end allowed. */
export function readEvidence(file: string): Result<Evidence, FileFault> {
  if (file.length > EVIDENCE_LENGTH_MAX) return err({ code: "too-large", most: EVIDENCE_LENGTH_MAX });
  const value = parseJson(file);
  if (value === undefined) return err({ code: "not-canonical" });
  const evidence = evidenceOf(value);
  if (!evidence.ok) return evidence;
  return canonicalText(value) === file.replace(/\n$/, "") ? evidence : err({ code: "not-canonical" });
}

/** The same for a value that somebody has parsed. */
export function evidenceOf(value: unknown): Result<Evidence, FileFault> {
  const path = evidenceShape.fault(value, "evidence");
  if (path !== undefined) return err({ code: "malformed", path });
  const evidence = value as Evidence;
  const blocks = [evidence.next, ...(evidence.handovers ?? [])];
  if (blocks.reduce((sum, { commit }) => sum + commit.signatures.length, 0) > SIGNATURES_TOTAL_MAX)
    return err({ code: "malformed", path: "evidence.handovers" });
  const needsTransaction = evidence.subject.type === "event" || evidence.subject.type === "transaction";
  return needsTransaction === (evidence.transaction !== undefined)
    ? ok(evidence)
    : err({ code: "malformed", path: "evidence.transaction" });
}
