import { toHex, utf8 } from "@meridian/base/bytes";
import { assembleEvidence, documentPart, eventSubject, recordSubject, TRANSACTION_SUBJECT } from "./assemble.ts";
import { Chain, eventPathIn, seedOf, signedTransaction, transactionIn } from "./chain.conformance.ts";
import type { Evidence } from "./evidence.ts";

/** One small history, always the same: a prescription is issued and dispensed, and a second dispensing is refused. */

export const VALIDATOR_SEEDS = [1, 2, 3, 4, 5, 6, 7].map(seedOf);
export const LATER_SEEDS = [2, 3, 4, 5, 6, 7, 8, 9].map(seedOf);
export const PHYSICIAN = seedOf(101);
export const PHARMACY = seedOf(102);

export const SALT = seedOf(77);
export const CONTENT = utf8('{"resourceType":"MedicationRequest"}');
export const shownDocument = documentPart(SALT, CONTENT);

const commitment = shownDocument.commitment;
const issue = { domain: "prescription", type: "issue", id: "rx-1", document: commitment, units: 30 };
const dispense = (units: number) => ({ domain: "prescription", type: "dispense", id: "rx-1", units });
export const issuing = signedTransaction([issue], [PHYSICIAN], 1);
export const dispensing = signedTransaction([dispense(30)], [PHARMACY], 2);
export const again = signedTransaction([dispense(1)], [PHARMACY], 3);

const issued = { type: "issued", id: "rx-1", document: commitment, units: 30, at: 1_767_225_602 };
const dispensed = { type: "dispensed", id: "rx-1", units: 30, at: 1_767_225_602 };
const counted = { type: "counted", organisation: "pharmacy-1", at: 1_767_225_602 };
export const RECORD = { status: "dispensed", document: commitment, remaining: 0 };
export const REFUSED = {
  status: "rejected",
  command: 0,
  rejection: { code: "prescription/exceeds-remaining", remaining: 0 },
} as const;

/** Heights 1 to 6. Block 2 has everything; blocks 4 to 6 are signed by another set, and the sixth validator misses block 3. */
export function tell(): Chain {
  const chain = new Chain(VALIDATOR_SEEDS);
  chain.append();
  const head = { domain: "prescription", record: "rx-1" };
  chain.append({
    transactions: [issuing, dispensing, again],
    outcomes: [{ status: "committed", events: 1 }, { status: "committed", events: 2 }, REFUSED],
    events: [
      { ...head, transaction: issuing.id, event: issued },
      { ...head, transaction: dispensing.id, event: dispensed },
      { domain: "settlement", record: "day-1", transaction: dispensing.id, event: counted },
    ],
    records: { "prescription/rx-1": RECORD, "settlement/day-1": { counted: 1 } },
  });
  chain.announce(LATER_SEEDS);
  chain.append(undefined, [5]);
  for (let height = 4; height <= 6; height++) chain.append();
  return chain;
}

const names = (chain: Chain, height: number): Record<string, string> =>
  Object.fromEntries(chain.at(height).validators.map(({ address }, i) => [toHex(address), `Organisation ${i + 1}`]));

/** The dispensing, with the document that its prescription was issued for. */
export function eventEvidence(chain: Chain, index = 0): Evidence {
  const [block, next] = [chain.at(2), chain.at(3)];
  const event = block.execution.events[index];
  if (event === undefined) throw new Error("no such event");
  return assembleEvidence({
    subject: eventSubject(event, eventPathIn(block, index), block.roots),
    transaction: transactionIn(block, index === 0 ? 0 : 1),
    block: block.header,
    next,
    organisations: names(chain, 3),
    ...(index === 0 && { documents: [shownDocument] }),
  });
}

export const refusalEvidence = (chain: Chain): Evidence =>
  assembleEvidence({
    subject: TRANSACTION_SUBJECT,
    transaction: transactionIn(chain.at(2), 2),
    block: chain.at(2).header,
    next: chain.at(3),
  });

/** At height 5, three blocks after the last event, signed by the later set; trust begins with the first. */
export function recordEvidence(chain: Chain, record = "rx-1"): Evidence {
  const state = record === "rx-1" ? RECORD : undefined;
  return assembleEvidence({
    subject: recordSubject("prescription", record, state, chain.prove("prescription", record), chain.at(5).roots),
    block: chain.at(5).header,
    next: chain.at(6),
    handovers: [chain.at(3)],
  });
}
