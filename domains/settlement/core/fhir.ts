import type { AdjudicatedLine, Adjudication } from "./adjudicate.ts";
import { isoUtc } from "./calendar.ts";

/** FHIR R4 ClaimResponse and ExplanationOfBenefit of one adjudication. */
type Coding = { readonly system: string; readonly code: string };
type Concept = { readonly coding: readonly Coding[]; readonly text?: string };
export type Money = { readonly value: number; readonly currency: "CNY" };
type Reference = { readonly reference: string };
type LineAdjudication = { readonly category: Concept; readonly amount?: Money; readonly value?: number };

const TERMINOLOGY = "http://terminology.hl7.org/CodeSystem";
const concept = (system: string, code: string): Concept => ({ coding: [{ system: `${TERMINOLOGY}/${system}`, code }] });
const category = (code: string): Concept => concept("adjudication", code);
/** Two decimals at most, so the shortest text of the double is the exact amount. */
const money = (fen: number): Money => ({ value: fen / 100, currency: "CNY" });

export type Parties = {
  readonly id: string;
  readonly patient: string;
  readonly insurer: string;
  readonly pharmacy: string;
  readonly coverage: string;
  readonly claim: string;
  /** Block time of the settlement, seconds. */
  readonly at: number;
  readonly negated: boolean;
  /** Code system of the insurer's drug list. */
  readonly productSystem: string;
};

const PHARMACY = concept("claim-type", "pharmacy");

function common(parties: Parties) {
  const { id, patient, insurer, at, negated } = parties;
  return {
    id,
    status: negated ? "cancelled" : "active",
    type: PHARMACY,
    use: "claim",
    patient: ref("Patient", patient),
    created: isoUtc(at),
    insurer: ref("Organization", insurer),
    outcome: "complete",
  } as const;
}
const ref = (type: "Patient" | "Organization" | "Coverage", id: string): Reference => ({ reference: `${type}/${id}` });

function lineAdjudications({ total, listed, deductible, fund, patient }: AdjudicatedLine): readonly LineAdjudication[] {
  return [
    { category: category("submitted"), amount: money(total) },
    { category: category("eligible"), amount: money(listed) },
    { category: category("deductible"), amount: money(deductible) },
    { category: category("benefit"), amount: money(fund) },
    { category: category("copay"), amount: money(patient) },
  ];
}

const totals = ({ total, deductible, fund, account, cash }: Adjudication) => [
  { category: category("submitted"), amount: money(total) },
  { category: category("deductible"), amount: money(deductible) },
  { category: category("benefit"), amount: money(fund) },
  { category: category("copay"), amount: money(account + cash) },
];
const payment = ({ fund, lines, total }: Adjudication) => ({
  type: concept("ex-paymenttype", fund === total && lines.length > 0 ? "complete" : "partial"),
  amount: money(fund),
});

export const claimResponse = (adjudication: Adjudication, parties: Parties) =>
  ({
    resourceType: "ClaimResponse",
    ...common(parties),
    request: { reference: parties.claim },
    item: adjudication.lines.map((line) => ({ itemSequence: line.line, adjudication: lineAdjudications(line) })),
    total: totals(adjudication),
    payment: payment(adjudication),
  }) as const;

export const explanationOfBenefit = (adjudication: Adjudication, parties: Parties) =>
  ({
    resourceType: "ExplanationOfBenefit",
    ...common(parties),
    claim: { reference: parties.claim },
    provider: ref("Organization", parties.pharmacy),
    insurance: [{ focal: true, coverage: ref("Coverage", parties.coverage) }],
    item: adjudication.lines.map((line) => ({
      sequence: line.line,
      productOrService: { coding: [{ system: parties.productSystem, code: line.product }] },
      net: money(line.total),
      adjudication: lineAdjudications(line),
    })),
    total: totals(adjudication),
    payment: payment(adjudication),
  }) as const;
