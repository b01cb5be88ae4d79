import { equal } from "@meridian/base/bytes";
import { asHeight, type Height, type TransactionId } from "@meridian/base/ids";
import { parseCanonical } from "@meridian/base/json";
import { err, ok, type Result } from "@meridian/base/result";
import { merklePath } from "@meridian/crypto/merkle";
import { stateRootOf } from "@meridian/crypto/statemap";
import { keyHashOf, recordKeyOf, resultLeafOf } from "@meridian/kernel/roots";
import type { StoredBlock } from "@meridian/ledger/state-store";
import { transactionRulesOf, trustOf as trustIn, validatorsOf } from "@meridian/network/trust";
import {
  assembleEvidence,
  documentPart,
  eventSubject,
  recordSubject,
  TRANSACTION_SUBJECT,
  transactionPart,
} from "@meridian/proof/assemble";
import { transactionPath } from "@meridian/proof/comet/block";
import { validatorSetHash } from "@meridian/proof/comet/validators";
import { type Evidence, type EvidenceTransaction, evidenceOf } from "@meridian/proof/evidence";
import type { LightBlock } from "@meridian/proof/light";
import type { Seal } from "@meridian/proof/seal";
import type { EventOfRecord, EventPlace } from "./event-places.ts";
import { handoversTo } from "./handovers.ts";
import { namesOf } from "./names.ts";
import { isTakenOver } from "./seal-check.ts";
import { sealsOf } from "./seals-of.ts";
import { blockAt, type EvidenceSource, envelopeOf, findEvent } from "./source.ts";

/** Why there is no evidence to give. */
export type EvidenceFault =
  | { readonly code: "unknown-event" }
  /** This node joined with a snapshot and holds no block before that height: ask one that does. */
  | { readonly code: "before-history"; readonly from: Height }
  | { readonly code: "unknown-transaction" }
  /** What genesis did no transaction did: prove the record instead. */
  | { readonly code: "genesis-event" }
  /** The block that carries the proof has not come yet; ask again. */
  | { readonly code: "not-yet-provable"; readonly height: Height }
  /** The chain was signed by others than the genesis document names. */
  | { readonly code: "other-validators"; readonly height: Height }
  | { readonly code: "malformed"; readonly at: string };

export type EvidenceOptions = {
  /** Content that the holder chooses to show, with the 32 bytes of salt its commitment was made with. */
  readonly documents?: readonly { readonly salt: Uint8Array; readonly content: Uint8Array }[];
  /** How long to wait for the block that carries the proof. Default 2,000. */
  readonly milliseconds?: number;
};

type Answer = Promise<Result<Evidence, EvidenceFault>>;
const WAIT_MILLISECONDS = 2_000;
const POLL_MILLISECONDS = 10;

/** Evidence that an event happened: the one at a place, or the latest of a record. */
export async function evidenceOfEvent(
  source: EvidenceSource,
  wanted: EventPlace | EventOfRecord,
  options: EvidenceOptions = {},
): Answer {
  const place = "record" in wanted ? await findEvent(source, wanted) : wanted;
  const { base = asHeight(1) } = source.history;
  const isBefore =
    place === undefined ? base > 1 && (await isHeld(source, wanted)) : place.height > 0 && place.height < base;
  if (isBefore) return err({ code: "before-history", from: base });
  if (place === undefined) return err({ code: "unknown-event" });
  if (place.height === 0) return err({ code: "genesis-event" });
  const block = source.history.block(place.height);
  const leaf = block?.events[place.position];
  if (block === undefined || leaf === undefined) return err({ code: "unknown-event" });
  const pair = await pairAt(source, block, options);
  if (!pair.ok) return pair;
  const envelope = envelopeOf(leaf);
  const index = block.ids.findIndex(
    ({ id }, i) => id === envelope.transaction && block.outcomes[i]?.status === "committed",
  );
  const subject = eventSubject(envelope, merklePath(block.events, place.position), {
    previous: block.previousAppHash,
    state: block.stateRoot,
  });
  return finished({ ...pair.value, subject, transaction: transactionIn(source, block, index) }, options);
}

/** Whether the ledger has the record, so that something must have happened to it. */
async function isHeld({ engine }: EvidenceSource, wanted: EventPlace | EventOfRecord): Promise<boolean> {
  return "record" in wanted && (await engine.proveRecord(recordKeyOf(wanted.domain, wanted.record))).value !== null;
}

/** Evidence of how a transaction ended: committed, or refused and why. */
export async function evidenceOfTransaction(
  source: EvidenceSource,
  id: TransactionId,
  options: EvidenceOptions = {},
): Answer {
  const receipt = source.history.receipt(id);
  const block = receipt && source.history.block(receipt.height);
  if (receipt === undefined || block === undefined) return err({ code: "unknown-transaction" });
  const pair = await pairAt(source, block, options);
  if (!pair.ok) return pair;
  const transaction = transactionIn(source, block, receipt.index);
  return finished({ ...pair.value, subject: TRANSACTION_SUBJECT, transaction }, options);
}

/** Evidence of what the ledger holds in a record now, or that it holds no such record. */
export async function evidenceOfRecord(
  source: EvidenceSource,
  domain: string,
  record: string,
  options: EvidenceOptions = {},
): Answer {
  const { height, value, ...proof } = await source.engine.proveRecord(recordKeyOf(domain, record));
  const tip = blockAt(source.history, height);
  const root = stateRootOf(proof, keyHashOf(recordKeyOf(domain, record)));
  if (root === undefined || !equal(root, tip.stateRoot)) return err({ code: "malformed", at: "record" });
  const block = provableBlock(source, tip);
  const pair = await pairAt(source, block, options);
  if (!pair.ok) return pair;
  const { previousAppHash, eventsRoot } = lastWithEvents(source, block);
  const state = value === null ? undefined : (parseCanonical(value) as { readonly [name: string]: unknown });
  const subject = recordSubject(domain, record, state, proof, { previous: previousAppHash, events: eventsRoot });
  return finished({ ...pair.value, subject }, options);
}

/** What somebody needs who has the genesis document and verifies evidence of its network. */
export const trustOf = trustIn;

/** A last block without events holds the same state as the one before it, whose successor is there already. */
function provableBlock({ history }: EvidenceSource, tip: StoredBlock): StoredBlock {
  if (tip.events.length > 0 || tip.height < 2) return tip;
  const before = blockAt(history, asHeight(tip.height - 1));
  const next = history.block(asHeight(tip.height + 1));
  if (next !== undefined) return isTakenOver(next, tip) ? before : tip;
  // No header of CometBFT names the block that announced it; that one has no events either.
  return isTakenOver(tip, before) ? blockAt(history, asHeight(tip.height - 2)) : before;
}

/** The application hash after a block is that of the last block up to it that had events; genesis is one. */
function lastWithEvents({ history }: EvidenceSource, block: StoredBlock): StoredBlock {
  let last = block;
  while (last.events.length === 0 && last.height > 0) last = blockAt(history, asHeight(last.height - 1));
  return last;
}

type Pair = {
  readonly block: Seal["header"];
  readonly next: LightBlock;
  /** How trust comes from the set of the genesis document to the one that signed `next`. */
  readonly handovers: readonly LightBlock[];
  readonly organisations: { readonly [address: string]: string };
};

/** Header H, and block H+1 with its commit and the validators who signed it. Waits for what has not come yet. */
async function pairAt(
  source: EvidenceSource,
  { height }: StoredBlock,
  { milliseconds = WAIT_MILLISECONDS }: EvidenceOptions,
): Promise<Result<Pair, EvidenceFault>> {
  const seals = source.seals ?? sealsOf(source);
  const after = asHeight(height + 1);
  const both = () => [seals.at(height), seals.at(after)] as const;
  let [own, successor] = both();
  for (let waited = 0; !(own && successor) && waited < milliseconds; waited += POLL_MILLISECONDS) {
    await new Promise((later) => setTimeout(later, POLL_MILLISECONDS));
    [own, successor] = both();
  }
  if (own === undefined || successor === undefined) return err({ code: "not-yet-provable", height });
  const validators = seals.validatorsOf(successor.header.validatorsHash);
  const founders = validatorSetHash(validatorsOf(source.genesis));
  const handovers = handoversTo(seals, founders, successor.header, source.history.base);
  if (validators === undefined || handovers === undefined) return err({ code: "other-validators", height: after });
  const organisations = await namesOf(source, validators);
  return ok({ block: own.header, next: { ...successor, validators }, handovers, organisations });
}

function transactionIn(source: EvidenceSource, block: StoredBlock, index: number): EvidenceTransaction | undefined {
  const [wire, outcome] = [block.transactions[index], block.outcomes[index]];
  const opened = wire && transactionRulesOf(source.genesis.relyingParty).open(wire);
  if (wire === undefined || outcome === undefined || opened === undefined) return undefined;
  const results = block.outcomes.map(resultLeafOf);
  const path = transactionPath(block.transactions, index);
  return transactionPart(wire, opened, path, outcome, merklePath(results, index));
}

type Unfinished = Pair & {
  readonly subject: Evidence["subject"];
  readonly transaction?: EvidenceTransaction | undefined;
};

/** Puts the file together and makes sure that it is one: what came from outside may not fit the format. */
function finished(
  { transaction, ...parts }: Unfinished,
  { documents = [] }: EvidenceOptions,
): Result<Evidence, EvidenceFault> {
  const shown = documents.map(({ salt, content }) => documentPart(salt, content));
  const evidence = assembleEvidence({ ...parts, ...(transaction && { transaction }), documents: shown });
  const checked = evidenceOf(evidence);
  if (checked.ok) return ok(evidence);
  return err({ code: "malformed", at: checked.error.code === "malformed" ? checked.error.path : checked.error.code });
}
