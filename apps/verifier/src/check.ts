import type { Hash } from "@meridian/base/ids";
import type { GenesisDocument } from "@meridian/network/genesis";
import { namesIn, transactionRulesOf, trustOf, validatorKindsOf } from "@meridian/network/trust";
import { type Evidence, readEvidence } from "@meridian/proof/evidence";
import { type Facts, type Report, type Trust, verifyEvidence } from "@meridian/proof/verify";
import type { Say } from "./words.ts";

/** What the reader brought beside the file. */
export type Brought = {
  readonly genesis?: GenesisDocument | undefined;
  /** All 64 digits of a printed fingerprint; it goes before what a document says. */
  readonly fingerprint?: Hash | undefined;
};

export type Verdict = "holds" | "compare" | "refused" | "untrusted";
export type Checked = {
  readonly report: Report;
  readonly verdict: Verdict;
  /** What the file shows when it holds. */
  readonly shown?: { readonly facts: Facts; readonly evidence: Evidence };
  /** Of a file that the reader does not trust: the fingerprint where it begins, to be laid beside the reader's. */
  readonly root?: Hash;
};

export function check(text: string, { genesis, fingerprint }: Brought): Checked {
  const own: Trust = genesis ? trustOf(genesis) : { transactions: transactionRulesOf() };
  const report = verifyEvidence(text, fingerprint ? { ...own, validatorSetHash: fingerprint } : own);
  const evidence = readEvidence(text);
  const { facts, fault } = report;
  const isUntrusted = fault?.step === "trust";
  return {
    report,
    verdict: report.ok ? (report.trusted ? "holds" : "compare") : isUntrusted ? "untrusted" : "refused",
    ...(evidence.ok && facts && { shown: { facts, evidence: evidence.value } }),
    ...(evidence.ok && isUntrusted && { root: evidence.value.trust.validatorSetHash }),
  };
}

/** Whom the reader's own genesis document knows. */
export type Known = {
  /** Name of the holder of a key. */
  readonly holderOf: (key: string) => string | undefined;
  /** Of what kind the organisation behind a validator is. */
  readonly kindOf: (address: string) => string | undefined;
};

export function knownFrom(genesis: GenesisDocument | undefined, say: Say): Known {
  if (genesis === undefined) return { holderOf: () => undefined, kindOf: () => undefined };
  const { names, holders } = namesIn(genesis);
  const kinds = validatorKindsOf(genesis);
  return {
    holderOf: (key) => {
      const holder = holders.get(key);
      const { zh = holder, en = zh } = names.get(holder ?? "") ?? {};
      return holder && say([`${zh}`, `${en}`]);
    },
    kindOf: (address) => kinds[address],
  };
}
