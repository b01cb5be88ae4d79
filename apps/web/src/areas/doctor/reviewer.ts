import { reviewerOf } from "@meridian/review/evaluate";
import { demonstrationRules } from "@meridian/review/rules/demonstration";

/** The rule set, compiled once. In a chunk of its own: nobody but who prescribes loads it. */
export const reviewer = reviewerOf(demonstrationRules);
export const { notice } = demonstrationRules;
