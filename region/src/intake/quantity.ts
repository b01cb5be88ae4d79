import { unitsFor } from "@meridian/formulary/lookup";
import type { Medicine } from "@meridian/formulary/medicine";
import type { Faults } from "./fault.ts";
import type { Assumption, OrderedQuantity } from "./intake.ts";
import { elements, isAbsent, member, type Node, text, thousandths } from "./node.ts";

/** Units of one order; a year of the most frequent tablet is well below. */
export const UNITS_MAX = 10_000;
const DAYS_MAX = 366;
/** Hours of FHIR R4 `units-of-time`; a month counts 30 days and a year 365, as repeats are counted. */
const HOURS: ReadonlyMap<unknown, number> = new Map([
  ["h", 1],
  ["d", 24],
  ["wk", 168],
  ["mo", 720],
  ["a", 8760],
]);
const UNITS_OF_TIME = `one of ${[...HOURS.keys()].join(", ")}`;
const PACK_UNITS = ["pack", "box", "盒", "{pack}", "{box}"];
const PLAIN_UNITS = ["1", "{unit}", "unit"];

/**
 * How much of a medicine an order asks for: what `dispenseRequest.quantity` says, else what its first dosage uses up in
 * its duration, else the usual dose. Undefined when one of them is there and cannot be read: what is wrong is not guessed.
 */
export function quantityOf(request: Node, medicine: Medicine, faults: Faults): OrderedQuantity | undefined {
  const before = faults.list.length;
  const dispense = member(request, "dispenseRequest");
  const stated = statedUnits(member(dispense, "quantity"), medicine, faults);
  const dosage = firstDosage(request, medicine, faults);
  const supplied = durationDays(member(dispense, "expectedSupplyDuration"), faults);
  if (faults.list.length > before) return undefined;

  const { usualDose } = medicine;
  const days = supplied ?? dosage.days;
  const dailyMicrograms = dailyOf(dosage, medicine);
  if (stated !== undefined)
    return {
      units: stated,
      days: days ?? usualDose.days,
      dailyMicrograms,
      basis: "dispense-request",
      assumed: days === undefined ? ["duration"] : [],
    };
  const nothing = dosage.perDose === undefined && dosage.everyHours === undefined && days === undefined;
  const assumed: Assumption[] = [];
  if (dosage.perDose === undefined) assumed.push("dose");
  if (dosage.everyHours === undefined) assumed.push("frequency");
  if (days === undefined) assumed.push("duration");
  if (nothing)
    return { units: unitsFor(usualDose), days: usualDose.days, dailyMicrograms, basis: "usual-dose", assumed };

  const length = days ?? usualDose.days;
  const perDose = dosage.perDose ?? usualDose.perDose * 1000;
  const everyHours = dosage.everyHours ?? (usualDose.everyDays * 24_000) / usualDose.timesPerDay;
  const doses = Math.max(1, Math.floor((length * 24_000) / everyHours));
  const units = Math.ceil((doses * perDose) / 1000);
  if (units > UNITS_MAX)
    return faults.note("malformed", `${request.path}.dosageInstruction`, `uses more than ${UNITS_MAX} units`);
  return { units, days: length, dailyMicrograms, basis: "dosage", assumed };
}

/** What is taken on a day of treatment: a weekly dose counts whole, because a maximum is one of a day. */
function dailyOf({ perDose, everyHours }: DosageReading, medicine: Medicine): number | undefined {
  if (perDose === undefined || everyHours === undefined || medicine.strengthMicrograms === 0) return undefined;
  const dosesADay = Math.max(1, 24_000 / everyHours);
  return Math.ceil((perDose * medicine.strengthMicrograms * dosesADay) / 1000);
}

function statedUnits(quantity: Node, medicine: Medicine, faults: Faults): number | undefined {
  if (isAbsent(quantity)) return undefined;
  const value = member(quantity, "value");
  const amount = thousandths(value, faults, UNITS_MAX);
  const unit = text(member(quantity, "unit"), faults, 64) ?? text(member(quantity, "code"), faults, 64);
  if (isAbsent(value)) return faults.note("missing", value.path, "required");
  if (amount === undefined) return undefined;
  if (amount % 1000 !== 0) return faults.note("malformed", value.path, "not a whole number of units");
  const whole = amount / 1000;
  if (countsUnits(unit, medicine)) return whole;
  if (unit === undefined || !PACK_UNITS.includes(unit))
    return faults.note("unsupported", `${quantity.path}.unit`, `neither ${medicine.unit} nor pack`);
  const units = whole * medicine.packUnits;
  return units <= UNITS_MAX ? units : faults.note("malformed", value.path, `more than ${UNITS_MAX} units`);
}

/** Thousandths of a unit a dose, thousandths of an hour between doses, and days. */
type DosageReading = {
  readonly perDose: number | undefined;
  readonly everyHours: number | undefined;
  readonly days: number | undefined;
};

function firstDosage(request: Node, medicine: Medicine, faults: Faults): DosageReading {
  const [dosage, ...more] = elements(member(request, "dosageInstruction"), faults);
  if (dosage === undefined) return { perDose: undefined, everyHours: undefined, days: undefined };
  // Several dosages follow or accompany each other (tapering, morning and evening); only a stated quantity covers them.
  if (more.length > 0 && isAbsent(member(member(request, "dispenseRequest"), "quantity")))
    faults.note("unsupported", `${request.path}.dosageInstruction`, "several dosages without a stated quantity");
  const repeat = member(member(dosage, "timing"), "repeat");
  return {
    perDose: dose(dosage, medicine, faults),
    everyHours: interval(repeat, faults),
    days: durationDays(member(repeat, "boundsDuration"), faults),
  };
}

/** Micrograms in a thousandth of a unit of mass. */
const MICROGRAMS: ReadonlyMap<unknown, number> = new Map([
  ["g", 1000],
  ["mg", 1],
  ["ug", 0.001],
  ["mcg", 0.001],
]);

/** A dose in units, or in mass where the strength of a unit is known: half a tablet is 500 thousandths. */
function dose(dosage: Node, medicine: Medicine, faults: Faults): number | undefined {
  const [first] = elements(member(dosage, "doseAndRate"), faults);
  if (first === undefined) return undefined;
  const quantity = member(first, "doseQuantity");
  const amount = thousandths(member(quantity, "value"), faults);
  const unit = text(member(quantity, "unit"), faults, 64) ?? text(member(quantity, "code"), faults, 64);
  if (amount === undefined) return undefined;
  if (countsUnits(unit, medicine)) return amount;
  const micrograms = MICROGRAMS.get(unit);
  if (micrograms === undefined || medicine.strengthMicrograms === 0)
    return faults.note(
      "unsupported",
      `${quantity.path}.unit`,
      `neither ${medicine.unit} nor a mass of a known strength`,
    );
  return Math.max(1, Math.round((amount * micrograms * 1000) / medicine.strengthMicrograms));
}

const countsUnits = (unit: string | undefined, medicine: Medicine): boolean =>
  unit === undefined || unit === medicine.unit || unit === `${medicine.unit}s` || PLAIN_UNITS.includes(unit);

function interval(repeat: Node, faults: Faults): number | undefined {
  const period = thousandths(member(repeat, "period"), faults, DAYS_MAX);
  if (period === undefined) return undefined;
  const unit = member(repeat, "periodUnit");
  const hours = HOURS.get(unit.value);
  if (hours === undefined) return faults.note("unsupported", unit.path, UNITS_OF_TIME);
  const frequency = thousandths(member(repeat, "frequency"), faults, 96) ?? 1000;
  return (period * hours * 1000) / frequency;
}

function durationDays(duration: Node, faults: Faults): number | undefined {
  if (isAbsent(duration)) return undefined;
  const value = member(duration, "value");
  const amount = thousandths(value, faults, DAYS_MAX);
  const unit = text(member(duration, "code"), faults, 16) ?? text(member(duration, "unit"), faults, 16);
  if (amount === undefined) return isAbsent(value) ? faults.note("missing", value.path, "required") : undefined;
  const hours = HOURS.get(unit === "days" || unit === "day" ? "d" : unit);
  if (hours === undefined) return faults.note("unsupported", `${duration.path}.unit`, UNITS_OF_TIME);
  return Math.max(1, Math.floor((amount * hours) / 24_000));
}
