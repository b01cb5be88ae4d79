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

type Told = (done: number, whole: number) => void;

/** Plays the next encounters and closes the books over them. Numbers are used up first, so none is played twice. */
export async function playNext(place: Place, home: Home, count: number, told: Told): Promise<readonly Played[]> {
  const { stage } = place;
  const first = home.memory.nextEncounter;
  remember(home, { nextEncounter: first + count });
  const numbers = Array.from({ length: count }, (_, i) => first + i);
  // What must run out of time begins first, so that nobody waits for it alone.
  const isSlow = (n: number): boolean => slotOf(home.region.seed, n).scenario === "expired";
  const inOrder = [...numbers.filter(isSlow), ...numbers.filter((n) => !isSlow(n))];
  let done = 0;
  const played = await inParallel(inOrder, async (n) => {
    const one = await playEncounter(stage, n);
    told(++done, count);
    return one;
  });
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
  told: Told,
): Promise<NonNullable<Outcome["outside"]>> {
  const files = bundlesIn(folder);
  const { orders, requests, faults } = readOutside(home.region, files, home.memory.ordersTaken);
  remember(home, { ordersTaken: home.memory.ordersTaken + orders.length });
  const { seed } = home.region;
  await registerPatients({ ...place.stage, seed }, [...new Set(orders.map(({ order }) => order.patient))]);
  let done = 0;
  const circulated = await inParallel(orders, async (order): Promise<Circulated> => {
    const one = await circulateOutside(place.stage, order);
    told(++done, orders.length);
    return one;
  });
  return { bundles: files.length, requests, circulated, faults };
}

const bundlesIn = (folder: string): readonly BundleFile[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map(({ name }) => name)
    .sort()
    .map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
