import { asFen, type Fen, type Seconds } from "@meridian/base/ids";
import { byCode } from "@meridian/formulary/lookup";
import type { Insurance } from "@meridian/formulary/medicine";
import type { Claim } from "@meridian/settlement/adjudicate";
import { yearOf } from "@meridian/settlement/calendar";
import type { Category, Scheme } from "@meridian/settlement/scheme";

const CATEGORY: { readonly [I in Insurance]: Category } = { A: "A", B: "B", self: "self-pay" };

/** Which class of the insurance list a category of the formulary is. */
export const categoryOf = (insurance: Insurance): Category => CATEGORY[insurance];

export type ClaimedLine = { readonly line: number; readonly product: string; readonly units: number };

/** Where it is handed out, as the scheme's rates tell places apart. `pharmacy` is a kind of organisation. */
export function siteOf(pathway: string, pharmacy: string | undefined): Claim["site"] {
  if (pathway === "internet-hospital-delivery") return "hospital-internet";
  return pharmacy === "hospital" || pathway === "in-hospital" ? "hospital-tertiary" : "pharmacy-dual-channel";
}

/** What is claimed, at the formulary's prices; undefined when it does not list a product. */
export function claimOf(
  lines: readonly ClaimedLine[],
  { site, scheme, time }: { readonly site: Claim["site"]; readonly scheme: Scheme; readonly time: Seconds },
): Claim | undefined {
  const priced = lines.flatMap(({ line, product, units }) => {
    const medicine = byCode(product);
    if (medicine === undefined) return [];
    const unitPrice: Fen = asFen(medicine.priceFen);
    return [{ line, product, category: categoryOf(medicine.insurance), quantity: units, unitPrice }];
  });
  if (priced.length !== lines.length || priced.length === 0) return undefined;
  return { site, year: yearOf(time, scheme.utcOffset), lines: priced };
}

export type SchemeRow = {
  readonly hash: string;
  readonly id: string;
  readonly validFrom: number;
  readonly validUntil: number;
  readonly scheme: Scheme;
};

const GROWN = 18;
const RETIRED = 60;
const YEAR_SECONDS = 31_556_952;

/** Completed years at a moment, from a FHIR date. */
export const yearsOf = (birth: string, time: number): number =>
  Math.floor((time - Date.parse(`${birth}T00:00:00+08:00`) / 1_000) / YEAR_SECONDS);

/** The scheme in force for somebody of that age: employees between 18 and 60, residents else. */
export function schemeFor(rows: readonly SchemeRow[], years: number | undefined, time: number): SchemeRow | undefined {
  const inForce = rows.filter(({ validFrom, validUntil }) => validFrom <= time && time <= validUntil);
  const group = years === undefined || (years >= GROWN && years < RETIRED) ? "employee" : "resident";
  return inForce.find(({ id }) => id.includes(group)) ?? inForce[0];
}
