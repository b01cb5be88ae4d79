import type { Command } from "@meridian/kernel/transaction";

/** What members may decide together, and the commands of other domains that a passed proposal may run. */
export const ACTIONS = {
  admit: ["organisation/admit"],
  suspend: ["organisation/suspend"],
  reinstate: ["organisation/reinstate"],
  withdraw: ["organisation/withdraw"],
  pathway: ["pathway/register", "pathway/activate", "pathway/retire"],
  thresholds: ["governance/setThresholds"],
  protocol: ["protocol/schedule", "protocol/cancel"],
  validator: ["validator/admit", "validator/dismiss", "validator/setRules"],
  consortium: ["validator/open"],
} as const satisfies { readonly [subject: string]: readonly string[] };

export type Subject = keyof typeof ACTIONS;
export const SUBJECTS = Object.keys(ACTIONS) as readonly Subject[];

export const isAllowed = (subject: Subject, { domain, type }: Command): boolean =>
  (ACTIONS[subject] as readonly string[]).includes(`${domain}/${type}`);

/** Whom a proposal is against. It has no vote on it. */
export function targetOf(subject: Subject, action: Command): string | undefined {
  if (subject === "validator" && action.type === "dismiss")
    return "organisation" in action && typeof action.organisation === "string" ? action.organisation : undefined;
  if (subject !== "suspend" && subject !== "withdraw") return undefined;
  return "id" in action && typeof action.id === "string" ? action.id : undefined;
}

/**
 * How many must agree: strictly more than `numerator`/`denominator` of the members that may vote, which are those of
 * `kinds`, or all of them. Strictly, as for the commits of a block: two thirds of three are all three.
 */
export type Threshold = {
  readonly numerator: number;
  readonly denominator: number;
  readonly kinds?: readonly string[];
};
export type Thresholds = { readonly [S in Subject]: Threshold };

const twoThirds: Threshold = { numerator: 2, denominator: 3 };

/**
 * With which a roll opens; a passed proposal changes them. The event of every network's genesis holds them, so no subject
 * that came later stands here: executed again, that genesis must yield the same event.
 */
export const FOUNDING_THRESHOLDS = {
  admit: twoThirds,
  suspend: twoThirds,
  reinstate: twoThirds,
  withdraw: twoThirds,
  // The authorities and those who give the care; courts stay free to judge what came of it.
  pathway: { ...twoThirds, kinds: ["health-commission", "insurance-authority", "drug-authority", "hospital"] },
  thresholds: twoThirds,
} satisfies Partial<Thresholds>;

/** What holds for a subject as long as the roll says nothing of it. */
export const DEFAULT_THRESHOLDS: Thresholds = {
  ...FOUNDING_THRESHOLDS,
  // By which rules everybody executes is everybody's matter.
  protocol: twoThirds,
  // And who runs the network: a third must not be outvoted on it, as it can't be out-signed.
  validator: twoThirds,
  consortium: twoThirds,
};
