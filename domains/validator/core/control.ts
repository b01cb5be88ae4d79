import type { Seat } from "./schema.ts";

/** Seats of one control in a set where all have equal power. */
export type Reach = { readonly control: string; readonly seats: number; readonly validators: number };

/**
 * Controls with two or more seats that together are a third of the set or more: alone they could stop it. A single seat
 * is never counted, though in a set of one, two or three it is a third by itself: that is the size of the set, no
 * concentration, and forbidding it would forbid small networks.
 */
export function reachingThird(set: readonly Pick<Seat, "control">[]): readonly Reach[] {
  const seats = new Map<string, number>();
  for (const { control } of set) seats.set(control, (seats.get(control) ?? 0) + 1);
  return [...seats]
    .map(([control, count]) => ({ control, seats: count, validators: set.length }))
    .filter((reach) => reach.seats >= 2 && 3 * reach.seats >= reach.validators);
}

/** What one seat more brings: only the control of the newcomer grows, so nobody else stands in its way. */
export const reachedByEntry = (set: readonly Seat[], entrant: Seat): Reach | undefined =>
  reachingThird([...set, entrant]).find(({ control }) => control === entrant.control);

/** What one seat less brings: everybody's share grows but that of who leaves. */
export const reachedByLeaving = (rest: readonly Seat[], leaver: Seat): readonly Reach[] =>
  reachingThird(rest).filter(({ control }) => control !== leaver.control);
