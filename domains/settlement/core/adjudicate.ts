import type { Fen, Hash } from "@meridian/base/ids";
import { asFen } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { fits, id, integer, list, object, oneOf, optional, type TypeOf } from "@meridian/base/shape";
import { ALL, CATEGORIES, FEN_MAX, fen, type Scheme, SITES, schemeHash } from "./scheme.ts";
import { spread } from "./spread.ts";
import type { Step } from "./steps.ts";

const lineShape = object({
  line: integer({ min: 1, max: 99 }),
  /** Code of the product in the insurer's drug list. */
  product: id(),
  category: oneOf(...CATEGORIES),
  quantity: integer({ min: 1, max: 10_000 }),
  unitPrice: fen,
  /** Unit price up to which the insurance looks (医保支付标准). */
  standard: optional(fen),
});
export const claimShape = object({
  site: oneOf(...SITES),
  year: integer({ min: 2_000, max: 9_999 }),
  lines: list(lineShape, { min: 1, max: 20 }),
});
export type ClaimLine = TypeOf<typeof lineShape>;
/** What the pharmacy asks for. Runs at the insurer's node; never on the ledger. */
export type Claim = TypeOf<typeof claimShape>;

/** How a person stands in a year before a claim. The first two are the ledger's, the balance is the insurer's own. */
export type Standing = { readonly fundUsed: Fen; readonly deductibleUsed: Fen; readonly accountBalance: Fen };

export type Legs = { readonly total: Fen; readonly fund: Fen; readonly account: Fen; readonly cash: Fen };
export type AdjudicatedLine = {
  readonly line: number;
  readonly product: string;
  readonly total: Fen;
  /** On the list and within the standard, own share included. */
  readonly listed: Fen;
  readonly deductible: Fen;
  readonly fund: Fen;
  readonly patient: Fen;
  readonly steps: readonly Step[];
};
export type Adjudication = Legs & {
  readonly scheme: Hash;
  readonly site: Claim["site"];
  readonly year: number;
  readonly deductible: Fen;
  readonly lines: readonly AdjudicatedLine[];
  readonly steps: readonly Step[];
  readonly before: Standing;
  readonly after: Standing;
};

/**
 * Decides who pays what. Deterministic, integer fen. The fund's part is floored once over the whole claim and spread
 * over its lines by largest remainder, so that it grows with every price and does not depend on how a claim is split.
 * Throws an InvariantError on a claim that does not fit `claimShape`, sums to more than FEN_MAX, or on a standing
 * beyond the scheme's limits.
 */
export function adjudicate(scheme: Scheme, claim: Claim, standing: Standing): Adjudication {
  invariant(fits(claimShape, claim), "a claim fits its shape");
  invariant(new Set(claim.lines.map(({ line }) => line)).size === claim.lines.length, "line numbers are unique");
  const { fundUsed, deductibleUsed, accountBalance } = standing;
  invariant(fundUsed >= 0 && deductibleUsed >= 0 && accountBalance >= 0, "a standing is never negative");

  const opened = openLines(scheme, claim, deductibleUsed);
  const payable = sum(opened.map(({ above }) => above));
  const rate = scheme.rate[claim.site];
  const uncapped = Math.floor((payable * rate) / ALL);
  const capLeft = Math.max(0, scheme.annualCap - fundUsed);
  const fund = Math.min(uncapped, capLeft);
  const shares = spread(
    fund,
    opened.map(({ above }) => above),
  );

  const lines = opened.map((line, at) => closeLine(line, shares[at] ?? 0));
  const total = sum(lines.map((line) => line.total));
  invariant(total <= FEN_MAX, "a claim sums to at most FEN_MAX");
  const deductible = sum(lines.map((line) => line.deductible));
  const due = scheme.accountPays === "anything" ? total - fund : sum(lines.map(({ listed }) => listed)) - fund;
  const account = Math.min(due, accountBalance);
  const cash = total - fund - account;
  return {
    scheme: schemeHash(scheme),
    site: claim.site,
    year: claim.year,
    total: asFen(total),
    fund: asFen(fund),
    account: asFen(account),
    cash: asFen(cash),
    deductible: asFen(deductible),
    lines,
    steps: [
      { code: "rate", inputs: { payable, rate }, output: uncapped },
      { code: "cap", inputs: { fund: uncapped, left: capLeft }, output: fund },
      { code: "account", inputs: { due, balance: accountBalance }, output: account },
      { code: "cash", inputs: { total, fund, account }, output: cash },
    ],
    before: standing,
    after: {
      fundUsed: asFen(fundUsed + fund),
      deductibleUsed: asFen(deductibleUsed + deductible),
      accountBalance: asFen(accountBalance - account),
    },
  };
}

type Opened = {
  readonly claimed: ClaimLine;
  readonly total: number;
  readonly listed: number;
  readonly deductible: number;
  /** What the fund's rate applies to. */
  readonly above: number;
  readonly steps: readonly Step[];
};

function openLines(scheme: Scheme, { lines }: Claim, deductibleUsed: number): readonly Opened[] {
  let left = Math.max(0, scheme.deductible - deductibleUsed);
  return lines.map((claimed) => {
    const opened = openLine(scheme, claimed, left);
    left -= opened.deductible;
    return opened;
  });
}

function openLine(scheme: Scheme, claimed: ClaimLine, deductibleLeft: number): Opened {
  const { quantity, unitPrice, category, standard } = claimed;
  const total = quantity * unitPrice;
  const steps: Step[] = [{ code: "amount", inputs: { quantity, unitPrice }, output: total }];
  if (category === "self-pay") {
    steps.push({ code: "outside-list", inputs: { total }, output: total });
    return { claimed, total, listed: 0, deductible: 0, above: 0, steps };
  }
  const excess = standard === undefined ? 0 : Math.max(0, unitPrice - standard) * quantity;
  if (excess > 0)
    steps.push({ code: "above-standard", inputs: { quantity, unitPrice, standard: standard ?? 0 }, output: excess });
  const listed = total - excess;
  const share = scheme.ownShare[category];
  const own = Math.ceil((listed * share) / ALL);
  if (share > 0) steps.push({ code: "own-share", inputs: { listed, share }, output: own });
  const eligible = listed - own;
  const deductible = Math.min(eligible, deductibleLeft);
  if (deductibleLeft > 0)
    steps.push({ code: "deductible", inputs: { eligible, left: deductibleLeft }, output: deductible });
  return { claimed, total, listed, deductible, above: eligible - deductible, steps };
}

const closeLine = ({ claimed, total, listed, deductible, above, steps }: Opened, fund: number): AdjudicatedLine => ({
  line: claimed.line,
  product: claimed.product,
  total: asFen(total),
  listed: asFen(listed),
  deductible: asFen(deductible),
  fund: asFen(fund),
  patient: asFen(total - fund),
  steps: [...steps, { code: "share-of-fund", inputs: { above }, output: fund }],
});

const sum = (amounts: readonly number[]): number => amounts.reduce((whole, part) => whole + part, 0);

/** The exact opposite: every amount with the other sign, and the way back from `after` to `before`. */
export function negate(adjudication: Adjudication): Adjudication {
  const { total, fund, account, cash, deductible, lines, steps, before, after } = adjudication;
  return {
    ...adjudication,
    total: minus(total),
    fund: minus(fund),
    account: minus(account),
    cash: minus(cash),
    deductible: minus(deductible),
    lines: lines.map((line) => ({
      ...line,
      total: minus(line.total),
      listed: minus(line.listed),
      deductible: minus(line.deductible),
      fund: minus(line.fund),
      patient: minus(line.patient),
      steps: line.steps.map(negateStep),
    })),
    steps: steps.map(negateStep),
    before: after,
    after: before,
  };
}

const negateStep = (step: Step): Step => ({ ...step, output: minus(step.output) });

/** 0 - 0 is 0, where -0 would be the negative zero that canonical JSON does not know. */
export const minus = <N extends number>(amount: N): N => (0 - amount) as N;
