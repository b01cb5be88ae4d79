import type { Encounter } from "../generator/encounter.ts";
import { toActive, toClaimed, toCompleted } from "./common.ts";
import { wrongRole } from "./expectation.ts";
import { cancelled, expired, heldAndLifted, revoked } from "./intervene.ts";
import { prescribeInVain } from "./prescribe.ts";
import type { Course } from "./stage.ts";
import {
  criticalOverridden,
  doublyClaimed,
  partiallyDispensed,
  refusedByPharmacy,
  returnedByReview,
  reversed,
  substituted,
} from "./stories.ts";

/** Tells the story of an encounter on the ledger, with every attempt that must fail really made. */
export async function tell(course: Course, encounter: Encounter): Promise<void> {
  const { story } = encounter;
  switch (story.type) {
    case "fulfilled":
      return fulfil(course);
    case "wrong-role":
      await prescribeInVain(course, story.intruder, wrongRole[story.why]);
      return fulfil(course);
    case "refused-by-pharmacy":
      return refusedByPharmacy(course, story);
    case "returned-by-review":
      return returnedByReview(course, encounter, story.reason);
    case "review-critical-overridden":
      return criticalOverridden(course, story);
    case "cancelled-in-flight":
      return cancelled(course, story);
    case "held-and-lifted":
      return heldAndLifted(course, story);
    case "revoked":
      return revoked(course, story);
    case "expired":
      return expired(course);
    case "partially-dispensed":
      return partiallyDispensed(course, encounter, story);
    case "reversed":
      return reversed(course, story);
    case "substitution":
      return substituted(course, encounter, story);
    case "double-claim":
      return doublyClaimed(course, story);
  }
}

async function fulfil(course: Course): Promise<void> {
  await toActive(course);
  await toClaimed(course);
  await toCompleted(course);
}
