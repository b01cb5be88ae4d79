/**
 * Why somebody may have a document. `claim`: the pharmacy that holds the prescription. `adjudication`: the insurer that
 * has to decide on its settlement. `warrant`: an authority with a countersigned warrant. `own-patient`: the patient, or who
 * acts for the patient. `care-team`: who treats the patient. A hold is none: it is an authority's own word, and stops.
 */
export const GROUNDS = ["claim", "adjudication", "warrant", "own-patient", "care-team"] as const;
export type Ground = (typeof GROUNDS)[number];

/** HL7 v3 ActReason, value set PurposeOfUse. BTG is not among them: nobody breaks the glass by a ground. */
export const PURPOSES = [
  "TREAT",
  "ETREAT",
  "HPAYMT",
  "COVERAGE",
  "HOPERAT",
  "PUBHLTH",
  "HLEGAL",
  "PATRQT",
  "FAMRQT",
  "PWATRNY",
] as const;
export type Purpose = (typeof PURPOSES)[number];

/** What a document may be used for is bound to why one may have it. */
export const PURPOSES_OF: { readonly [G in Ground]: readonly Purpose[] } = {
  claim: ["TREAT", "ETREAT"],
  adjudication: ["HPAYMT", "COVERAGE"],
  warrant: ["HLEGAL", "PUBHLTH"],
  "own-patient": ["PATRQT", "FAMRQT", "PWATRNY"],
  "care-team": ["TREAT", "ETREAT"],
};

/** Kinds of organisation that may ask for a warrant, and those that may countersign one. */
export const AUTHORITY_KINDS: readonly string[] = [
  "health-commission",
  "insurance-authority",
  "drug-authority",
  "court",
  "arbitration",
];
export const COURT_KINDS: readonly string[] = ["court", "arbitration"];

/** The longest warrant; who needs more obtains another. */
export const WARRANT_SECONDS_MAX = 180 * 86_400;

/** What the recipient found. `opened` is final; after the others the custodian sends again. */
export const OUTCOMES = ["opened", "not-delivered", "damaged"] as const;
export type Outcome = (typeof OUTCOMES)[number];
