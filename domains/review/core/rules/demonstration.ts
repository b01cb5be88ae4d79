import type { RuleSet } from "../rule.ts";
import { ages } from "./age.ts";
import { allergies } from "./allergy.ts";
import { text } from "./author.ts";
import { doses } from "./dose.ts";
import { duplicates } from "./duplicate.ts";
import { interactions } from "./interactions.ts";
import { highPriorityInteractions } from "./interactions-high-priority.ts";
import { moreInteractions } from "./interactions-more.ts";
import { laws } from "./legal.ts";
import { pregnancies } from "./pregnancy.ts";
import { kidneys } from "./renal.ts";

/** What everybody who shows a finding of this set must show beside it. */
export const NOTICE = text(
  "演示用知识，不是医疗器械；未经药师审签，不得用于诊疗。",
  "Demonstration knowledge, not a medical device; no clinical use before a pharmacist has signed it off.",
);

export const demonstrationRules: RuleSet = {
  id: "meridian-demonstration",
  version: "2026.12",
  notice: NOTICE,
  rules: [
    ...highPriorityInteractions,
    ...interactions,
    ...moreInteractions,
    ...doses,
    ...ages,
    ...pregnancies,
    ...allergies,
    ...duplicates,
    ...kidneys,
    ...laws,
  ],
};
