import { equal, fromBase64, fromHex, toHex, utf8 } from "@meridian/base/bytes";
import type { Hash } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { canonicalBytes, canonicalText, parseCanonical } from "@meridian/base/json";
import { err, ok, type Result } from "@meridian/base/result";
import { fits, hashText } from "@meridian/base/shape";
import { commitmentOf } from "@meridian/crypto/commitment";
import { sha256 } from "@meridian/crypto/hash";
import { stateRootOf, valueIn } from "@meridian/crypto/statemap";
import { appHashOf, eventLeafOf, keyHashOf, recordKeyOf, resultLeafOf, valueHashOf } from "@meridian/kernel/roots";
import { type KeyKind, payloadShape, type Signature } from "@meridian/kernel/transaction";
import { transactionLeaf } from "./comet/block.ts";
import { headerHash } from "./comet/header.ts";
import { readCommit, readHeader, readValidators } from "./comet/json.ts";
import { textOfTime } from "./comet/time.ts";
import { validatorSetHash } from "./comet/validators.ts";
import type { Evidence, EvidenceBlock, EvidenceTransaction } from "./evidence.ts";
import { checkFinality, type FinalityFault, type LightBlock } from "./light.ts";
import { type PathJson, rootAbove } from "./path.ts";

/** What each step of a verification looks at. Steps run in the order of `verify.ts`, and each relies on those before. */

export type CheckFault =
  | FinalityFault
  | { readonly code: "fingerprint-mismatch"; readonly actual: Hash }
  | { readonly code: "name-of-nobody"; readonly validator: string }
  | { readonly code: "handover-out-of-order"; readonly height: number }
  | { readonly code: "not-the-announced-set"; readonly height: number }
  | { readonly code: "another-network"; readonly network: string; readonly trusted: string }
  | { readonly code: "untrusted-validators"; readonly fingerprints: string }
  | { readonly code: "not-consecutive" }
  | { readonly code: "block-not-linked" }
  | { readonly code: "malformed-payload" }
  | { readonly code: "transaction-reads-otherwise" }
  | { readonly code: "not-in-block" }
  | { readonly code: "result-not-bound" }
  | { readonly code: "wrong-author-signature"; readonly index: number }
  | { readonly code: "transaction-of-another-event" }
  | { readonly code: "transaction-was-refused" }
  | { readonly code: "not-in-application-hash" }
  | { readonly code: "event-of-another-block" }
  | { readonly code: "proof-of-another-record" }
  | { readonly code: "record-differs" }
  | { readonly code: "record-exists" }
  | { readonly code: "document-differs"; readonly commitment: string }
  | { readonly code: "document-not-named"; readonly commitment: string }
  | { readonly code: "document-shown-twice"; readonly commitment: string };

/** Data for the sentence of a step that holds. */
export type StepData = { readonly [datum: string]: string | number };
export type Check = Result<StepData, CheckFault>;

/**
 * Port: how the ledger writes and signs a transaction. The implementer promises that `open` is exact (undefined for
 * anything but one whole transaction) and that `firstBadSignature` holds to the rule by which validators accept. A
 * passkey signs for one site: rules that do not know which pass over such signatures, and say so by `unchecked`.
 */
export type TransactionRules = {
  open(wire: Uint8Array): { readonly payload: string; readonly signatures: readonly Signature[] } | undefined;
  /** Index of the first signature that does not hold; undefined when all do, but for those of the kind `unchecked`. */
  firstBadSignature(wire: Uint8Array): number | undefined;
  readonly unchecked?: KeyKind | undefined;
};

export const lightBlockOf = ({ header, commit, validators }: EvidenceBlock): LightBlock => ({
  header: readHeader(header),
  commit: readCommit(commit),
  validators: readValidators(validators),
});

export const fingerprintOf = (block: EvidenceBlock): Hash =>
  hashText<Hash>(validatorSetHash(readValidators(block.validators)));

/** The file names its own root of trust rightly, and gives names to validators only. */
export function checkNames({ next, handovers = [], trust }: Evidence): Check {
  const actual = fingerprintOf(handovers[0] ?? next);
  if (actual !== trust.validatorSetHash) return err({ code: "fingerprint-mismatch", actual });
  const addresses = new Set(next.validators.map(({ address }) => address.toLowerCase()));
  const stranger = Object.keys(trust.organisations).find((address) => !addresses.has(address));
  if (stranger !== undefined) return err({ code: "name-of-nobody", validator: stranger });
  return ok({ fingerprint: actual, validators: addresses.size });
}

export function checkNext({ network, next }: Evidence): Check {
  const finality = checkFinality(network, lightBlockOf(next), "all");
  return finality.ok ? ok({ ...finality.value, height: Number(next.header.height) }) : finality;
}

/** Every handover is final by the set that the one before announced, and the last announces the set of `next`. */
export function checkHandovers({ network, next, handovers = [] }: Evidence): Check {
  let announced: string | undefined;
  let height = 0;
  for (const block of [...handovers, next]) {
    const { header } = block;
    if (Number(header.height) <= height) return err({ code: "handover-out-of-order", height: Number(header.height) });
    height = Number(header.height);
    if (announced !== undefined && header.validators_hash !== announced)
      return err({ code: "not-the-announced-set", height });
    if (block !== next) {
      const finality = checkFinality(network, lightBlockOf(block), "all");
      if (!finality.ok) return finality;
    }
    announced = header.next_validators_hash;
  }
  return ok({ handovers: handovers.length });
}

/**
 * One of the sets along the way is one that the reader knows, of the network that the reader knows: the same institutions
 * may validate two with the same keys. From there on the handovers carry trust.
 */
export function checkTrust(
  { network, next, handovers = [] }: Evidence,
  trusted: readonly string[],
  named: string = network,
): Check {
  if (named !== network) return err({ code: "another-network", network, trusted: named });
  const fingerprints = [...handovers, next].map(fingerprintOf);
  const known = fingerprints.find((fingerprint) => trusted.some((one) => one.toLowerCase() === fingerprint));
  if (known === undefined) return err({ code: "untrusted-validators", fingerprints: fingerprints.join(", ") });
  return ok({ fingerprint: known });
}

/** Header H is the one before H+1, so its time and transactions are as final as H+1. */
export function checkBlock({ block, next }: Evidence): Check {
  const header = readHeader(block);
  const after = readHeader(next.header);
  if (header.height + 1 !== after.height) return err({ code: "not-consecutive" });
  if (!equal(headerHash(header), after.lastBlockId.hash)) return err({ code: "block-not-linked" });
  return ok({ height: header.height, time: textOfTime(header.time) });
}

/**
 * The bytes are in block H, and open to exactly the payload and signatures that the file shows: so whatever is read of
 * those later is what was ordered, and not what the file says.
 */
export function checkTransaction(
  { block, network }: Evidence,
  transaction: EvidenceTransaction,
  rules: TransactionRules,
): Check {
  const { payload, signatures, path } = transaction;
  const wire = wireOf(transaction);
  const value = parseCanonical(utf8(payload));
  if (!fits(payloadShape, value) || value.network !== network) return err({ code: "malformed-payload" });
  if (canonicalText(rules.open(wire) ?? null) !== canonicalText({ payload, signatures }))
    return err({ code: "transaction-reads-otherwise" });
  return leads(path, transactionLeaf(wire), block.data_hash)
    ? ok({ id: toHex(sha256(utf8(payload))) })
    : err({ code: "not-in-block" });
}

/** How the transaction at that position ended. */
export function checkResult({ next }: Evidence, { path, outcome, results }: EvidenceTransaction): Check {
  const leaf = resultLeafOf(outcome);
  if (!leads({ ...path, aunts: results }, leaf, next.header.last_results_hash))
    return err({ code: "result-not-bound" });
  return ok({ status: outcome.status, code: outcome.status === "rejected" ? outcome.rejection.code : "" });
}

export function checkSignatures(transaction: EvidenceTransaction, rules: TransactionRules): Check {
  const index = rules.firstBadSignature(wireOf(transaction));
  const { length } = transaction.signatures;
  return index === undefined
    ? ok({ signatures: length - uncheckedOf(transaction, rules).length, of: length })
    : err({ code: "wrong-author-signature", index });
}

/** Places of the signatures that nobody can check who does not know for which site they were made. */
export const uncheckedOf = ({ signatures }: EvidenceTransaction, { unchecked }: TransactionRules): readonly number[] =>
  signatures.flatMap(({ kind }, i) => (kind === unchecked ? [i] : []));

type SubjectOf<T extends Evidence["subject"]["type"]> = Extract<Evidence["subject"], { readonly type: T }>;

export function checkEvent(evidence: Evidence, subject: SubjectOf<"event">): Check {
  const { envelope, path, previous, state } = subject;
  const { block, next, transaction } = evidence;
  if (transaction === undefined || toHex(sha256(utf8(transaction.payload))) !== envelope.transaction)
    return err({ code: "transaction-of-another-event" });
  // Of several transactions with one id in a block, only the one that committed made the events, and only its signers
  // are the authors.
  if (transaction.outcome.status !== "committed") return err({ code: "transaction-was-refused" });
  const events = rootAbove(path, eventLeafOf(envelope));
  if (events === undefined || !isAppHash(next.header.app_hash, { previous, events, state }))
    return err({ code: "not-in-application-hash" });
  // Blocks without events repeat the application hash, so the event belongs to the block that changed it.
  if (previous !== block.app_hash.toLowerCase()) return err({ code: "event-of-another-block" });
  return ok({ domain: envelope.domain, record: envelope.record, event: envelope.event.type });
}

export function checkRecord({ next }: Evidence, subject: SubjectOf<"record"> | SubjectOf<"absence">): Check {
  const { domain, record, previous, events } = subject;
  const key = keyHashOf(recordKeyOf(domain, record));
  const proof = {
    bucket: subject.bucket.map(({ key, value }) => ({ key: bytesOf(key), value: bytesOf(value) })),
    siblings: subject.siblings.map(bytesOf),
  };
  const state = stateRootOf(proof, key);
  if (state === undefined) return err({ code: "proof-of-another-record" });
  const held = valueIn(proof, key);
  if (subject.type === "absence") {
    if (held !== undefined) return err({ code: "record-exists" });
  } else if (held === undefined || !equal(held, valueHashOf(canonicalBytes(subject.state))))
    return err({ code: "record-differs" });
  return isAppHash(next.header.app_hash, { previous, events, state })
    ? ok({ domain, record })
    : err({ code: "not-in-application-hash" });
}

/** Each document shown is the one that its commitment was made of, and the proven words name that commitment. */
export function checkDocuments(evidence: Evidence): Check {
  const { documents = [], transaction } = evidence;
  const proven = [provenPart(evidence), transaction && parseCanonical(utf8(transaction.payload))];
  const shown = new Set<string>();
  for (const { commitment, salt, content } of documents) {
    if (shown.has(commitment)) return err({ code: "document-shown-twice", commitment });
    shown.add(commitment);
    const bytes = fromBase64(content);
    if (bytes === undefined || commitmentOf(bytesOf(salt), bytes) !== commitment)
      return err({ code: "document-differs", commitment });
    if (!mentions(proven, commitment)) return err({ code: "document-not-named", commitment });
  }
  return ok({ documents: documents.length });
}

const provenPart = ({ subject }: Evidence): unknown =>
  subject.type === "event" ? subject.envelope.event : subject.type === "record" ? subject.state : undefined;

function mentions(value: unknown, words: string): boolean {
  if (value === words) return true;
  return typeof value === "object" && value !== null && Object.values(value).some((member) => mentions(member, words));
}

// Everything below is read after the file's shape was checked, so text that should be bytes is.
function bytesOf(hex: string): Uint8Array {
  const bytes = fromHex(hex);
  invariant(bytes !== undefined, "a checked shape holds hexadecimal");
  return bytes;
}

export const wireOf = ({ wire }: EvidenceTransaction): Uint8Array => bytesOf(wire);

function leads(path: PathJson, leaf: Uint8Array, root: string): boolean {
  const reached = rootAbove(path, leaf);
  return reached !== undefined && toHex(reached) === root.toLowerCase();
}

type TextOrBytes = string | Uint8Array;
function isAppHash(
  expected: string,
  roots: { readonly previous: TextOrBytes; readonly events: TextOrBytes; readonly state: TextOrBytes },
): boolean {
  const bytes = (root: TextOrBytes): Uint8Array => (typeof root === "string" ? bytesOf(root) : root);
  const { previous, events, state } = roots;
  const actual = appHashOf({ previous: bytes(previous), events: bytes(events), state: bytes(state) });
  return toHex(actual) === expected.toLowerCase();
}
