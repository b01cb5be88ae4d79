import { routeOf } from "@meridian/formulary/route";
import type { Medication, ReviewRequest, Setting } from "@meridian/review/rule";
import type { OrderIntake } from "./intake.ts";

/**
 * What a rule set looks at, from the orders of one prescription: they share a patient and a day, and the first tells
 * both. Undefined without any order. It names no person, yet describes one: it stays with the custodian.
 */
export function reviewRequestOf(orders: readonly OrderIntake[], setting: Setting): ReviewRequest | undefined {
  const [first] = orders;
  if (first === undefined) return undefined;
  const { ageMonths, gender, pregnant, allergies } = first.picture.reveal();
  return {
    setting,
    patient: {
      ageMonths,
      sex: gender === "male" || gender === "female" ? gender : "unknown",
      pregnant: pregnant ?? false,
      lactating: false,
      allergies: allergies.flatMap(({ atc }) => atc),
    },
    medications: orders.map(medicationOf),
  };
}

function medicationOf({ medicine, quantity }: OrderIntake): Medication {
  const route = routeOf(medicine);
  const { dailyMicrograms } = quantity;
  return {
    atc: medicine.atc,
    class: medicine.drugClass,
    ...(!quantity.assumed.includes("duration") && { days: quantity.days }),
    ...(dailyMicrograms !== undefined && { dailyDoseMicrograms: dailyMicrograms }),
    ...(route !== undefined && { route }),
  };
}
