import type { OrganisationId, PersonId } from "@meridian/base/ids";
import { type Day, dayAfter, textOfDay } from "../intake/calendar.ts";
import type { DiagnosisName } from "./diagnoses.ts";
import { pseudonymOf } from "./keys.ts";
import { type Name, personName } from "./names.ts";
import { INSURANCE_AUTHORITY, INSURER } from "./organisations.ts";
import type { Random } from "./random.ts";

/** An invented patient. What is here would, of a real one, never leave a vault; only the pseudonym is for the ledger. */
export type Patient = {
  readonly id: PersonId;
  readonly name: Name;
  readonly sex: "female" | "male";
  readonly birthDate: string;
  /** Completed years on the region's day. */
  readonly years: number;
  readonly pregnant: boolean;
  /** ATC prefixes. */
  readonly allergies: readonly string[];
  readonly conditions: readonly DiagnosisName[];
  /** Who pays; undefined when the patient does. */
  readonly payer: OrganisationId | undefined;
};

type Part = Pick<Patient, "sex" | "pregnant" | "allergies" | "conditions"> & {
  readonly age: readonly [number, number];
};

const part = (
  sex: "female" | "male",
  age: readonly [number, number],
  conditions: readonly DiagnosisName[],
  more: { readonly pregnant?: true; readonly allergies?: readonly string[] } = {},
): Part => ({ sex, age, conditions, pregnant: more.pregnant ?? false, allergies: more.allergies ?? [] });

/** Who must be among the patients so that every treatment and scenario has somebody. Two of each make races possible. */
const cast: readonly Part[] = [
  part("male", [45, 62], ["hypertension", "lipids"]),
  part("female", [50, 63], ["diabetes", "hypertension"]),
  part("male", [48, 63], ["coronary", "lipids"]),
  part("female", [30, 55], ["hypothyroidism"]),
  part("female", [25, 50], ["arthritis", "asthma"]),
  part("female", [40, 60], ["breastCancer", "cancerPain"]),
  part("male", [55, 63], ["prostateCancer", "cancerPain"]),
  part("male", [30, 55], ["dystonia", "insomnia"]),
  part("male", [8, 14], ["attention"]),
  part("female", [28, 50], ["anxiety", "insomnia"]),
  part("male", [20, 40], ["insulinDiabetes"]),
  part("female", [20, 40], ["epilepsy"]),
  part("female", [24, 36], ["pregnancyAnaemia"], { pregnant: true }),
  part("male", [20, 60], [], { allergies: ["J01C"] }),
  part("female", [7, 14], []),
  part("male", [20, 60], []),
];
/** The least number of patients with whom every treatment has somebody. */
export const PATIENTS_MIN = cast.length;

const CHRONIC: readonly DiagnosisName[] = [
  "hypertension",
  "diabetes",
  "lipids",
  "coronary",
  "hypothyroidism",
  "asthma",
];
const ALLERGENS = ["J01C", "J01E", "M01A", "J01D"];

export const generatePatients = (seed: string, count: number, today: Day, random: Random): readonly Patient[] =>
  Array.from({ length: count }, (_, number) => {
    const { age, ...given } = cast[number] ?? anyPart(random);
    const years = random.between(...age);
    // Within the year before the birthday that follows; never the day itself, whatever leap days lie between.
    const birth = dayAfter(
      { ...today, year: today.year - years, day: Math.min(today.day, 28) },
      -random.between(1, 360),
    );
    return {
      id: pseudonymOf(seed, "p", number),
      name: personName(random, given.sex),
      birthDate: textOfDay(birth),
      years,
      ...given,
      payer: random.chance(85) ? INSURANCE_AUTHORITY : random.chance(50) ? INSURER : undefined,
    };
  });

function anyPart(random: Random): Part {
  const sex = random.chance(51) ? "female" : "male";
  const least = random.chance(15) ? 6 : 18;
  const age = least === 6 ? 15 : 88;
  const years = random.between(least, age);
  const conditions = years < 18 ? [] : random.shuffle(CHRONIC).slice(0, years > 45 ? random.below(3) : random.below(2));
  return {
    sex,
    age: [years, years],
    conditions,
    pregnant: sex === "female" && years >= 22 && years <= 40 && random.chance(8),
    allergies: random.chance(12) ? [random.pick(ALLERGENS)] : [],
  };
}
