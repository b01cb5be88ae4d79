import { utf8 } from "@meridian/base/bytes";
import type { PersonId } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { canonicalBytes } from "@meridian/base/json";
import type { CommandOf } from "@meridian/prescription/schema";
import { attachableOf, type Finding, type ReviewResult } from "@meridian/review/evaluate";
import type { OverrideReason } from "@meridian/review/rule";
import type { Command as ReviewCommand } from "@meridian/review/schema";
import type { Written } from "./order.ts";
import type { Course } from "./stage.ts";

/** The machine's review: findings stay sealed at the hospital, the ledger gets numbers. */
export async function attach(course: Course, { request }: Written): Promise<ReviewResult> {
  const { order, stage, script, version } = course;
  const { prescription, organisation: custodian } = order;
  const result = stage.reviewer.review(request);
  const findings = await course.seal("review-result", canonicalBytes(result));
  await script.commit(
    [
      {
        domain: "review",
        type: "attach",
        prescription,
        version,
        ...attachableOf(result),
        findings,
        custodian,
      },
    ],
    [custodian],
  );
  return result;
}

/** Positions of the findings without an answer to which nothing is approved. */
export const criticalsOf = ({ findings }: ReviewResult): readonly (readonly [position: number, finding: Finding])[] =>
  [...findings.entries()].filter(([, { severity }]) => severity === "critical");

/** T1. */
export const take = (course: Course, reviewer = firstReviewer(course)): Promise<void> =>
  course.script.commit([course.rx("takeReview", { organisation: course.order.organisation })], [reviewer]);

export function firstReviewer({ order }: Course): PersonId {
  const [reviewer] = order.reviewers;
  invariant(reviewer !== undefined, "somebody reviews");
  return reviewer;
}

/** T1 and T2, by as many pharmacists as the pathway wants, one after another. `isTaken` by the first already. */
export async function approve(course: Course, isTaken = false): Promise<void> {
  for (const [i, reviewer] of course.order.reviewers.entries()) {
    if (i > 0 || !isTaken) await take(course, reviewer);
    await course.script.commit([course.rx("approve", {})], [reviewer]);
  }
}

/** T2 in vain, by the pharmacist who has taken the review. */
export const approveInVain = (course: Course, code: string): Promise<void> =>
  course.script.refused(code, [course.rx("approve", {})], [firstReviewer(course)]);

/** T3. */
export const sendBack = (course: Course, reasons: CommandOf<"return">["reasons"]): Promise<void> =>
  course.script.commit([course.rx("return", { reasons })], [firstReviewer(course)]);

/** The prescriber's reason against a finding; what was written with it stays sealed. */
export async function overriding(course: Course, finding: number, reason: OverrideReason): Promise<ReviewCommand> {
  const { order, version } = course;
  const commitment = await course.seal("override-note", utf8(`Overridden by the prescriber: ${reason}.`));
  const { prescription } = order;
  return { domain: "review", type: "override", prescription, version, finding, reason, commitment };
}

/** A pharmacist stands by an override. */
export function coSign(course: Course, finding: number): Promise<void> {
  const { version, script } = course;
  const { prescription } = course.order;
  const deed: ReviewCommand = { domain: "review", type: "coSign", prescription, version, finding };
  return script.commit([deed], [firstReviewer(course)]);
}

/** Overrides every critical finding, a pharmacist signing along; answers the rules that are overridden, with reasons. */
export async function overrideAll(course: Course, result: ReviewResult): Promise<readonly string[]> {
  const said: string[] = [];
  for (const [position, { rule, override }] of criticalsOf(result)) {
    const [reason] = override.reasons;
    invariant(override.allowed && reason !== undefined, "what is overridden may be");
    const hands = [course.order.physician, firstReviewer(course)];
    await course.script.commit([await overriding(course, position, reason)], hands);
    said.push(`${rule}: ${reason}`);
  }
  return said;
}
