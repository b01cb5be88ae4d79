import type { Fen, Hash, PersonId, Seconds } from "@meridian/base/ids";
import { asFen } from "@meridian/base/ids";
import { err, ok, type Result } from "@meridian/base/result";
import { hash, id, integer, list, object, oneOf, type TypeOf } from "@meridian/base/shape";
import { adjudicate, type Legs } from "@meridian/settlement/adjudicate";
import { yearOf } from "@meridian/settlement/calendar";
import { contract as settlements } from "@meridian/settlement/contract";
import { type Category, FEN_MAX, SITES } from "@meridian/settlement/scheme";
import { type State, schemeKey, schemeOf, standingKey, usedOf } from "@meridian/settlement/state";

/** What somebody is about to prescribe, as far as insurance looks at it. Nothing of it is on the ledger. */
export const draftMembers = {
  patient: id<PersonId>(),
  scheme: hash<Hash>(),
  site: oneOf(...SITES),
  lines: list(object({ product: id<string>(), units: integer({ min: 1, max: 10_000 }) }), { min: 1, max: 20 }),
};
const draftShape = object(draftMembers);
export type Draft = TypeOf<typeof draftShape>;

type Price = { readonly category: Category; readonly unitPrice: Fen };
export type Coverage = Pick<Legs, "total" | "fund" | "account" | "cash">;
export type CoverageRefusal =
  | { readonly code: "settlement/unknown-scheme" }
  | { readonly code: "settlement/scheme-not-in-force"; readonly from: Seconds; readonly until: Seconds }
  /** A product without a price, by its position, or more money than a claim can sum to. */
  | { readonly code: "not-reckonable"; readonly line?: number };

/**
 * What insurance would pay of a draft at that time, by the scheme and by what the patient has used of the year: the
 * insurer's own reckoning, with nothing in the personal account, whose balance the ledger does not know. Answers amounts
 * only: they are what the prescriber needs, and the standing stays with the patient.
 */
export async function coverageOf(
  { patient, scheme: schemeHash, site, lines }: Draft,
  time: Seconds,
  priceOf: (product: string) => Price | undefined,
  read: (contract: typeof settlements, id: string) => Promise<State>,
): Promise<Result<Coverage, CoverageRefusal>> {
  const scheme = schemeOf(await read(settlements, schemeKey(schemeHash)));
  if (scheme === undefined) return err({ code: "settlement/unknown-scheme" });
  const { validFrom: from, validUntil: until } = scheme;
  if (time < from || time > until) return err({ code: "settlement/scheme-not-in-force", from, until });
  const priced = [];
  let sum = 0;
  for (const [at, { product, units: quantity }] of lines.entries()) {
    const price = priceOf(product);
    if (price === undefined) return err({ code: "not-reckonable", line: at });
    sum += quantity * price.unitPrice;
    priced.push({ line: at + 1, product, quantity, ...price });
  }
  if (sum > FEN_MAX) return err({ code: "not-reckonable" });
  const year = yearOf(time, scheme.utcOffset);
  const used = usedOf(await read(settlements, standingKey(patient, year)));
  const { total, fund, account, cash } = adjudicate(
    scheme,
    { site, year, lines: priced },
    { ...used, accountBalance: asFen(0) },
  );
  return ok({ total, fund, account, cash });
}
