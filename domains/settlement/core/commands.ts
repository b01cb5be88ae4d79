import type { Adjudication } from "./adjudicate.ts";
import type { Accrue, Adjudicate, Event } from "./schema.ts";

type Parties = Pick<Adjudicate, "id" | "prescription" | "patient" | "pharmacy" | "insurer" | "detail" | "cashPaid">;

/** The command that puts an adjudication on the ledger; `detail` commits to its canonical JSON. */
export function adjudicateCommand(adjudication: Adjudication, parties: Parties): Adjudicate {
  const { scheme, total, fund, account, cash, year, deductible, before } = adjudication;
  const { fundUsed, deductibleUsed } = before;
  return {
    domain: "settlement",
    type: "adjudicate",
    ...parties,
    scheme,
    total,
    fund,
    account,
    cash,
    year,
    deductible,
    before: { fundUsed, deductibleUsed },
  };
}

/** The reaction of this domain to itself: what a settlement, or its undoing, does to the person's year. */
export function accrualOf(event: Event): Accrue | undefined {
  if (event.type !== "adjudicated" && event.type !== "negated") return undefined;
  const { patient, year, id: settlement, detail, fund, deductible, limits } = event;
  const of = { patient, year, settlement, detail } as const;
  const accrue = { domain: "settlement", type: "accrue", ...of, fund, deductible, limits } as const;
  return event.type === "adjudicated" ? { ...accrue, before: event.before } : accrue;
}
