import { fromHex } from "@meridian/base/bytes";
import type { Hash, Height, KeyId, NetworkId, Seconds } from "@meridian/base/ids";
import { asHeight, asSeconds } from "@meridian/base/ids";
import { ok } from "@meridian/base/result";
import { keyIdOf } from "@meridian/crypto/key-id";
import type { KeyKind } from "@meridian/kernel/transaction";
import {
  type Check,
  checkBlock,
  checkDocuments,
  checkEvent,
  checkHandovers,
  checkNames,
  checkNext,
  checkRecord,
  checkResult,
  checkSignatures,
  checkTransaction,
  checkTrust,
  type StepData,
  type TransactionRules,
  uncheckedOf,
} from "./checks.ts";
import { FOR_BLOCK } from "./comet/commit.ts";
import { timeOf } from "./comet/time.ts";
import { type Evidence, evidenceOf, readEvidence, type Subject } from "./evidence.ts";
import {
  type Fault,
  faultWords,
  type RemarkCode,
  remarkWords,
  type StepCode,
  say,
  stepWords,
  type Words,
} from "./words.ts";

/** What the reader of a file knows from elsewhere. Nothing of it comes from the file. */
export type Trust = {
  /** Whose validators these are; without it a set of validators is trusted under any name of a network. */
  readonly network?: string;
  /** Fingerprint of one validator set of the network, or several of its history. */
  readonly validatorSetHash?: Hash | readonly Hash[];
  /** Names that the reader gives validators, by address in lower-case hexadecimal; they go before the file's. */
  readonly organisations?: { readonly [address: string]: string };
  /** How to open a transaction and check its authors' signatures. */
  readonly transactions: TransactionRules;
};

export type Step = {
  readonly step: StepCode;
  readonly ok: boolean;
  readonly says: Words;
  readonly data: StepData;
};

export type Remark = { readonly remark: RemarkCode; readonly says: Words };

/** What holds, when everything holds. */
export type Facts = {
  readonly network: NetworkId;
  /** Of the block that the subject is about. */
  readonly height: Height;
  /** Block time, and the same with nanoseconds in RFC 3339. */
  readonly time: Seconds;
  readonly timeText: string;
  readonly subject: Subject;
  /** Keys that signed the transaction; none for a record. */
  readonly signers: readonly {
    readonly kind: KeyKind;
    readonly publicKey: string;
    readonly key: KeyId;
    /** Whether its signature was verified; of a passkey without `transactions` that know its site, it was not. */
    readonly checked: boolean;
  }[];
  readonly validators: readonly {
    readonly address: string;
    readonly power: number;
    readonly signed: boolean;
    readonly name?: string;
    /** Whose name it is: the reader's own, or only the file's. */
    readonly namedBy?: "reader" | "file";
  }[];
  /** Fingerprint of the set where trust begins: the one that the reader knows, and only without one what the file claims. */
  readonly validatorSetHash: Hash;
};

export type Report = {
  /** Whether every step holds. */
  readonly ok: boolean;
  /** Whether the validators are ones that the reader trusts. When false and `ok`, the fingerprint remains to be compared. */
  readonly trusted: boolean;
  /** In order, up to the first that fails. */
  readonly steps: readonly Step[];
  readonly fault?: { readonly step: StepCode } & Fault;
  /** What the reader still has to judge. */
  readonly remarks: readonly Remark[];
  readonly facts?: Facts;
};

/** Checks a file (its text, or the value parsed from it) offline: no network, no clock, nothing but the file and `trust`. */
export function verifyEvidence(file: unknown, trust: Trust): Report {
  const steps: Step[] = [];
  const refuse = (step: StepCode, fault: Fault): Report => {
    const { code: _code, ...data } = fault;
    steps.push({ step, ok: false, says: say(faultWords[fault.code], data), data });
    return { ok: false, trusted: false, steps, fault: { step, ...fault }, remarks: [] };
  };
  const read = typeof file === "string" ? readEvidence(file) : evidenceOf(file);
  if (!read.ok) return refuse("file", read.error);
  for (const [step, check] of [["file", () => ok({})], ...checksOf(read.value, trust)] as readonly Named[]) {
    const result = check();
    if (!result.ok) return refuse(step, result.error);
    steps.push({ step, ok: true, says: say(stepWords[step], result.value), data: result.value });
  }
  const known = steps.find(({ step }) => step === "trust")?.data["fingerprint"] as Hash | undefined;
  const facts = factsOf(read.value, trust, known ?? read.value.trust.validatorSetHash);
  return { ok: true, trusted: known !== undefined, steps, remarks: remarksOf(read.value, trust, known), facts };
}

type Named = readonly [StepCode, () => Check];

function checksOf(evidence: Evidence, trust: Trust): readonly Named[] {
  const { subject, transaction, handovers, documents } = evidence;
  const { network, validatorSetHash: given, transactions: rules } = trust;
  const checks: Named[] = [["names", () => checkNames(evidence)]];
  // Before any signature: comparing fingerprints costs nothing, and signatures of strangers need nobody's time.
  if (given !== undefined)
    checks.push(["trust", () => checkTrust(evidence, typeof given === "string" ? [given] : given, network)]);
  checks.push(["finality", () => checkNext(evidence)]);
  if (handovers !== undefined) checks.push(["handovers", () => checkHandovers(evidence)]);
  checks.push(["block", () => checkBlock(evidence)]);
  if (transaction !== undefined) {
    checks.push(
      ["transaction", () => checkTransaction(evidence, transaction, rules)],
      ["result", () => checkResult(evidence, transaction)],
      ["signatures", () => checkSignatures(transaction, rules)],
    );
  }
  if (subject.type === "event") checks.push(["event", () => checkEvent(evidence, subject)]);
  if (subject.type === "record" || subject.type === "absence")
    checks.push([subject.type, () => checkRecord(evidence, subject)]);
  if (documents !== undefined) checks.push(["documents", () => checkDocuments(evidence)]);
  return checks;
}

function remarksOf(evidence: Evidence, trust: Trust, known: Hash | undefined): readonly Remark[] {
  const remarks: RemarkCode[] = [];
  const claimed = evidence.trust.validatorSetHash;
  if (known !== claimed) remarks.push(known ? "handovers-unproven" : "compare-fingerprint");
  if (Object.keys(evidence.trust.organisations).some((address) => trust.organisations?.[address] === undefined))
    remarks.push("names-are-claims");
  const unchecked = (evidence.transaction ? uncheckedOf(evidence.transaction, trust.transactions) : []).join(", ");
  if (unchecked) remarks.push("signatures-not-checked");
  remarks.push("content-not-judged");
  const data = { fingerprint: claimed, unchecked };
  return remarks.map((remark) => ({ remark, says: say(remarkWords[remark], data) }));
}

function factsOf(evidence: Evidence, trust: Trust, validatorSetHash: Hash): Facts {
  const { network, subject, block, next, transaction } = evidence;
  return {
    network,
    height: asHeight(Number(block.height)),
    time: asSeconds(timeOf(block.time)?.seconds ?? 0),
    timeText: block.time,
    subject,
    signers: (transaction?.signatures ?? []).map(({ kind, key }) => ({
      kind,
      publicKey: key,
      key: keyIdOf(kind, fromHex(key) ?? new Uint8Array()),
      checked: kind !== trust.transactions.unchecked,
    })),
    validators: next.validators.map(({ address: upper, voting_power }, i) => {
      const address = upper.toLowerCase();
      const own = trust.organisations?.[address];
      const name = own ?? evidence.trust.organisations[address];
      return {
        address,
        power: Number(voting_power),
        signed: next.commit.signatures[i]?.block_id_flag === FOR_BLOCK,
        ...(name !== undefined && { name, namedBy: own === undefined ? ("file" as const) : ("reader" as const) }),
      };
    }),
    validatorSetHash,
  };
}
