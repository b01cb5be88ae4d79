import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DECK_SIZE, slotOf } from "@meridian/region/generator/scenarios";
import { closeBooks } from "@meridian/region/player/books";
import { type Circulated, circulateOutside } from "@meridian/region/player/circulate-outside";
import { type BundleFile, readOutside } from "@meridian/region/player/outside";
import { type Played, playEncounter } from "@meridian/region/player/play";
import { inParallel } from "@meridian/region/player/pool";
import { registerPatients } from "@meridian/region/player/setup";
import { type Home, remember } from "./home.ts";
import type { Place } from "./place.ts";
import type { Outcome } from "./summary.ts";

/** Two decks: every story at least twice on every pathway that it has. */
export const PRESCRIPTIONS = 2 * DECK_SIZE;

/** What a run tells, and how it is told to end early. */
export type Conduct = { told(done: number, whole: number): void; isEnding(): boolean };

/** Plays that wait for time to pass, beside the others. */
const SLOW_AT_ONCE = 16;

/** Plays the next encounters and closes the books over them. Numbers are used up first, so none is played twice. */
export async function playNext(
  { stage }: Pick<Place, "stage">,
  home: Pick<Home, "folder" | "region"> & { memory: Home["memory"] },
  count: number,
  { told, isEnding }: Conduct,
): Promise<readonly Played[]> {
  const first = home.memory.nextEncounter;
  remember(home, { nextEncounter: first + count });
  const numbers = Array.from({ length: count }, (_, i) => first + i);
  const played: Played[] = [];
  const play = async (n: number): Promise<void> => {
    if (isEnding()) return;
    played.push(await playEncounter(stage, n));
    told(played.length, count);
  };
  // What must run out of time begins first and apart, so that nobody waits for it.
  const isSlow = (n: number): boolean => slotOf(home.region.seed, n).scenario === "expired";
  await Promise.all([
    inParallel(numbers.filter(isSlow), play, SLOW_AT_ONCE),
    inParallel(
      numbers.filter((n) => !isSlow(n)),
      play,
    ),
  ]);
  const completed = played.filter(({ status }) => status === "COMPLETED").map(({ prescription }) => prescription);
  const closed = await closeBooks(stage, completed);
  return played
    .map((one): Played => (closed.has(one.prescription) ? { ...one, status: "FINALISED" } : one))
    .sort((a, b) => a.n - b.n);
}

/** Circulates every order of the bundles in a folder, those that can be read. */
export async function playInput(
  place: Place,
  home: Home,
  folder: string,
  { told, isEnding }: Conduct,
): Promise<NonNullable<Outcome["outside"]>> {
  const files = bundlesIn(folder);
  const { orders, requests, faults } = readOutside(home.region, files, home.memory.ordersTaken);
  remember(home, { ordersTaken: home.memory.ordersTaken + orders.length });
  const { seed } = home.region;
  await registerPatients({ ...place.stage, seed }, [...new Set(orders.map(({ order }) => order.patient))]);
  const circulated: Circulated[] = [];
  await inParallel(orders, async (order) => {
    if (isEnding()) return;
    circulated.push(await circulateOutside(place.stage, order));
    told(circulated.length, orders.length);
  });
  return { bundles: files.length, requests, circulated, faults };
}

const bundlesIn = (folder: string): readonly BundleFile[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map(({ name }) => name)
    .sort()
    .map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
