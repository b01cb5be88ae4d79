import { randomOf } from "./random.ts";

/** The pathways that the network ships, by id. */
export const PATHWAYS = [
  "in-hospital",
  "dual-channel-retail",
  "internet-hospital-delivery",
  "chronic-repeat",
  "controlled-drug",
  "direct-assignment",
] as const;
export type PathwayName = (typeof PATHWAYS)[number];

/** How the story of an encounter goes. */
export const SCENARIOS = [
  "fulfilled",
  "refused-by-pharmacy",
  "returned-by-review",
  "cancelled-in-flight",
  "held-and-lifted",
  "revoked",
  "partially-dispensed",
  "reversed",
  "expired",
  "substitution",
  "review-critical-overridden",
  /** An attempt that the ledger refuses. */
  "wrong-role",
  /** Two pharmacies race for one prescription. */
  "double-claim",
] as const;
export type Scenario = (typeof SCENARIOS)[number];
export type Slot = { readonly scenario: Scenario; readonly pathway: PathwayName };

/** Sixty encounters: just over half go well, and everything else happens at least twice, each where it can. */
const deck: readonly (readonly [Scenario, PathwayName, number])[] = [
  ["fulfilled", "dual-channel-retail", 8],
  ["fulfilled", "in-hospital", 7],
  ["fulfilled", "internet-hospital-delivery", 6],
  ["fulfilled", "chronic-repeat", 5],
  ["fulfilled", "controlled-drug", 3],
  ["fulfilled", "direct-assignment", 3],
  ["refused-by-pharmacy", "dual-channel-retail", 1],
  ["refused-by-pharmacy", "direct-assignment", 1],
  ["returned-by-review", "in-hospital", 1],
  ["returned-by-review", "dual-channel-retail", 1],
  ["cancelled-in-flight", "dual-channel-retail", 2],
  ["cancelled-in-flight", "internet-hospital-delivery", 1],
  ["held-and-lifted", "dual-channel-retail", 1],
  ["held-and-lifted", "controlled-drug", 1],
  ["revoked", "dual-channel-retail", 1],
  ["revoked", "controlled-drug", 1],
  ["partially-dispensed", "chronic-repeat", 2],
  ["partially-dispensed", "dual-channel-retail", 1],
  ["reversed", "dual-channel-retail", 2],
  ["expired", "dual-channel-retail", 1],
  ["expired", "chronic-repeat", 1],
  ["substitution", "dual-channel-retail", 2],
  ["review-critical-overridden", "in-hospital", 1],
  ["review-critical-overridden", "dual-channel-retail", 1],
  ["wrong-role", "controlled-drug", 2],
  ["wrong-role", "in-hospital", 1],
  ["double-claim", "dual-channel-retail", 3],
];
const slots: readonly Slot[] = deck.flatMap(([scenario, pathway, count]) =>
  Array.from({ length: count }, () => ({ scenario, pathway })),
);
/** So many encounters hold every scenario and every pathway, whatever the seed. */
export const DECK_SIZE = slots.length;

/** What the nth encounter, from 0, tells. Every deck is shuffled anew. */
export function slotOf(seed: string, n: number): Slot {
  const shuffled = randomOf(`${seed}/deck/${Math.floor(n / DECK_SIZE)}`).shuffle(slots);
  return shuffled[n % DECK_SIZE] as Slot;
}
