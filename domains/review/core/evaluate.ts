import type { Hash } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { listOf, structOf } from "@meridian/cel/environment";
import { compileGuard, type Guard } from "@meridian/cel/guard";
import { type Missing, matchOf } from "./match.ts";
import type { Bilingual, Kind, Override, ReviewRequest, Rule, RuleSet, Severity } from "./rule.ts";
import { ruleSetHash } from "./rule-set.ts";

export type Finding = {
  readonly rule: string;
  readonly kind: Kind;
  readonly severity: Severity;
  readonly message: Bilingual;
  readonly management: Bilingual;
  readonly override: Override;
  /** Positions in the request. */
  readonly medications: readonly number[];
};
export type Undecided = {
  readonly rule: string;
  readonly medications: readonly number[];
  readonly missing: readonly Missing[];
};
export type ReviewResult = {
  readonly ruleSetHash: Hash;
  /** Every rule that ran, so that a finding's absence means something. */
  readonly ran: { readonly count: number; readonly rules: readonly string[] };
  /** Critical ones first, then by rule: the ledger tells a finding's severity by its position. */
  readonly findings: readonly Finding[];
  /** Rules that concern a medication but could not judge it, because the request leaves something out. */
  readonly undecided: readonly Undecided[];
};

/** What a rule's `when` may read. */
export const environment = {
  setting: "string",
  patient: structOf({
    ageMonths: "int",
    sex: "string",
    pregnant: "bool",
    lactating: "bool",
    allergies: listOf("string", 64),
  }),
} as const;

/** A rule set ready to run: hashed once, conditions compiled once. */
export type Reviewer = { readonly hash: Hash; review(request: ReviewRequest): ReviewResult };

/** Throws an InvariantError when a condition is no guard: a rule set is tested before it is shipped. */
export function reviewerOf(ruleSet: RuleSet): Reviewer {
  const hash = ruleSetHash(ruleSet);
  const ids = ruleSet.rules.map((rule) => rule.id);
  invariant(new Set(ids).size === ids.length, "two rules of a set share an id");
  const guards = new Map<string, Guard<typeof environment>>();
  for (const rule of ruleSet.rules) {
    if (rule.when === undefined) continue;
    const compiled = compileGuard(rule.when, environment);
    invariant(compiled.ok, `the condition of ${rule.id} is no guard`);
    guards.set(rule.id, compiled.value);
  }
  return { hash, review: (request) => run(ruleSet.rules, hash, ids, guards, request) };
}

/** Reviews one request. Pure: the same request and rules give the same result on every machine. */
export const evaluate = (request: ReviewRequest, ruleSet: RuleSet): ReviewResult => reviewerOf(ruleSet).review(request);

function run(
  rules: readonly Rule[],
  hash: Hash,
  ids: readonly string[],
  guards: ReadonlyMap<string, Guard<typeof environment>>,
  request: ReviewRequest,
): ReviewResult {
  const { setting, patient } = request;
  const findings: Finding[] = [];
  const undecided: Undecided[] = [];
  for (const rule of rules) {
    const guard = guards.get(rule.id);
    if (guard !== undefined && !guard.evaluate({ setting, patient })) continue;
    const match = matchOf(rule, request);
    if (match.fires) findings.push(findingOf(rule, match.medications));
    else if (match.missing.length > 0)
      undecided.push({ rule: rule.id, medications: match.medications, missing: match.missing });
  }
  return {
    ruleSetHash: hash,
    ran: { count: ids.length, rules: ids },
    findings: findings.sort(bySeverityThenRule),
    undecided,
  };
}

const findingOf = (
  { id, kind, severity, message, management, override }: Rule,
  medications: readonly number[],
): Finding => ({ rule: id, kind, severity, message, management, override, medications });

const RANK: Readonly<Record<Severity, number>> = { critical: 0, warning: 1, info: 2 };
const bySeverityThenRule = (a: Finding, b: Finding): number =>
  RANK[a.severity] - RANK[b.severity] || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0);

/** What `review/attach` puts on the ledger of a result: numbers and positions, nothing that tells a diagnosis. */
export type Attachable = {
  readonly ruleSet: Hash;
  readonly counts: { readonly critical: number; readonly warning: number; readonly info: number };
  readonly coSign: readonly number[];
  readonly final: readonly number[];
};
export function attachableOf({ ruleSetHash: ruleSet, findings }: ReviewResult): Attachable {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  const positions = (test: (finding: Finding) => boolean) =>
    findings.flatMap((finding, position) => (finding.severity === "critical" && test(finding) ? [position] : []));
  return {
    ruleSet,
    counts: { critical: count("critical"), warning: count("warning"), info: count("info") },
    coSign: positions(({ override }) => override.allowed && override.coSign),
    final: positions(({ override }) => !override.allowed),
  };
}
