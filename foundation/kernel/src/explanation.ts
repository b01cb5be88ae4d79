import type { Rejection } from "./contract.ts";

/** What a person is told: what happened and why in one sentence, what to do next in another. No full stop missing. */
export type Sentences = { readonly happened: string; readonly next: string };
export type Explanation = { readonly en: Sentences; readonly zh: Sentences };

/** Every code of a domain has an explanation: leaving one out does not compile. */
export type Explanations<R extends Rejection> = { readonly [Code in R["code"]]: Explanation };

export const explain = (
  en: readonly [happened: string, next: string],
  zh: readonly [happened: string, next: string],
): Explanation => ({
  en: { happened: en[0], next: en[1] },
  zh: { happened: zh[0], next: zh[1] },
});
