import { canonicalText } from "@meridian/base/json";
import { hashOf, type PathwayDocument } from "./document.ts";
import { type GuardAnswer, type GuardRequest, rulesOf } from "./rules.ts";

export type Difference = {
  /** Position of the case. */
  readonly index: number;
  readonly request: GuardRequest;
  readonly before: GuardAnswer;
  readonly after: GuardAnswer;
};

/** Lint rule L6: what the new pathway would have answered otherwise, on recorded cases, for a vote to look at. */
export function replay(
  cases: readonly GuardRequest[],
  oldPathway: PathwayDocument,
  newPathway: PathwayDocument,
): readonly Difference[] {
  const old = rulesOf(oldPathway, hashOf(oldPathway));
  const next = rulesOf(newPathway, hashOf(newPathway));
  return cases.flatMap((request, index) => {
    const before = old.permits(request);
    const after = next.permits(request);
    return canonicalText(before) === canonicalText(after) ? [] : [{ index, request, before, after }];
  });
}
