import type { PrescriptionId } from "@meridian/base/ids";
import type { State } from "@meridian/prescription/state";
import { type Encounter, generateEncounter } from "../generator/encounter.ts";
import type { PathwayName, Scenario } from "../generator/scenarios.ts";
import { expectationOf } from "./expectation.ts";
import { orderOf } from "./order.ts";
import { Departure } from "./script.ts";
import { Course, type Stage } from "./stage.ts";
import { tell } from "./tell.ts";

/** How one encounter was played, by the ledger's own word. */
export type Played = {
  readonly n: number;
  readonly prescription: PrescriptionId;
  readonly scenario: Scenario;
  readonly pathway: PathwayName;
  /** Of the record at the end; `none` when there is none. */
  readonly status: State["status"];
  /** Codes of the refusals that were provoked, in order. */
  readonly refusals: readonly string[];
  readonly transactions: number;
  /** What went another way than the scenario says. */
  readonly failure?: string;
};

/** Plays the nth encounter from the physician's desk to its end, and compares with what must come of it. */
export async function playEncounter(stage: Stage, n: number): Promise<Played> {
  const encounter = generateEncounter(stage.region, n);
  const course = new Course(stage, orderOf(stage.region, encounter));
  const departure = await departureOf(() => tell(course, encounter));
  const { prescription, scenario, pathway } = encounter;
  const status = await statusOf(stage, prescription);
  const { refusals, transactions } = course.script;
  const failure = departure ?? differenceOf(encounter, status, refusals);
  return {
    ...{ n, prescription, scenario, pathway, status, refusals, transactions },
    ...(failure !== undefined && { failure }),
  };
}

/** What made a play end before its time. Anything but a departure is a bug and goes on. */
export async function departureOf(play: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await play();
    return undefined;
  } catch (error) {
    if (error instanceof Departure) return error.message;
    throw error;
  }
}

export async function statusOf({ ledger }: Stage, prescription: PrescriptionId): Promise<State["status"]> {
  const state = (await ledger.record("prescription", prescription)) as State | undefined;
  return state?.status ?? "none";
}

function differenceOf(encounter: Encounter, status: string, refusals: readonly string[]): string | undefined {
  const expected = expectationOf(encounter);
  if (status !== expected.status) return `ended ${status}, not ${expected.status}`;
  if (refusals.join() !== expected.refusals.join())
    return `met ${refusals.join() || "no refusal"}, not ${expected.refusals.join() || "none"}`;
  return undefined;
}
