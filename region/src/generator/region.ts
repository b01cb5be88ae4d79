import { invariant } from "@meridian/base/invariant";
import { dayOf } from "../intake/calendar.ts";
import { type Organisation, organisations } from "./organisations.ts";
import { generatePatients, PATIENTS_MIN, type Patient } from "./patients.ts";
import { randomOf } from "./random.ts";
import { generateStaff, type PlannedCredential, plannedCredentials, type Staff } from "./staff.ts";

/** An invented region: everybody in it, none of them real. */
export type Region = {
  /** Repeats the region, its encounters and its demonstration keys. */
  readonly seed: string;
  /** The day on which its encounters take place, `YYYY-MM-DD`. */
  readonly day: string;
  readonly organisations: readonly Organisation[];
  readonly staff: readonly Staff[];
  readonly patients: readonly Patient[];
  readonly credentials: readonly PlannedCredential[];
};

export type RegionOptions = { readonly patients: number; readonly day: string };
const usual: RegionOptions = { patients: 200, day: "2026-11-20" };

/** Patients of one region; more are a load test, which needs no more names. */
export const PATIENTS_MAX = 100_000;

/** The same seed and options give the same region, on every machine. */
export function generateRegion(seed: string, options: Partial<RegionOptions> = {}): Region {
  const { patients, day } = { ...usual, ...options };
  const today = dayOf(day);
  invariant(today !== undefined, "the day of a region is a date");
  invariant(
    Number.isSafeInteger(patients) && patients >= PATIENTS_MIN && patients <= PATIENTS_MAX,
    `a region has ${PATIENTS_MIN} to ${PATIENTS_MAX} patients`,
  );
  const staff = generateStaff(seed, randomOf(`${seed}/staff`));
  return {
    seed,
    day,
    organisations,
    staff,
    patients: generatePatients(seed, patients, today, randomOf(`${seed}/patients`)),
    credentials: plannedCredentials(staff),
  };
}

/** Somebody of the region by id. */
export function patientOf(region: Region, id: string): Patient {
  const patient = region.patients.find((each) => each.id === id);
  invariant(patient !== undefined, "the patient is one of the region");
  return patient;
}
export function staffOf(region: Region, id: string): Staff {
  const staff = region.staff.find((each) => each.id === id);
  invariant(staff !== undefined, "the practitioner is one of the region");
  return staff;
}
