import { utf8 } from "@meridian/base/bytes";
import type { UnitCode } from "@meridian/base/ids";
import { packsFor } from "@meridian/formulary/lookup";
import { traceCode } from "@meridian/formulary/trace";
import type { CommandOf, Supplied } from "@meridian/prescription/schema";
import type { Adjudication } from "@meridian/settlement/adjudicate";
import { accessOf } from "./keyring.ts";
import type { OrderLine } from "./order.ts";
import type { Deed } from "./script.ts";
import { settlementOf } from "./settle.ts";
import type { Course } from "./stage.ts";

/** Trace codes that one line may carry; above that the codes are those of cartons (药品追溯码, outer packages). */
const CODES_OF_A_LINE = 50;
const SERIALS_OF_A_LINE = 100;

/** Codes of the packs from `first` on. */
function codesOf({ order }: Course, { line, medicine }: OrderLine, first: number, count: number): readonly UnitCode[] {
  const perCode = Math.ceil(count / CODES_OF_A_LINE);
  const codes = perCode === 0 ? 0 : Math.ceil(count / perCode);
  const serial = order.serial + line * SERIALS_OF_A_LINE + first;
  return Array.from({ length: codes }, (_, i) => traceCode(medicine, serial + i) as UnitCode);
}

/** Everything of every line. */
export const everything = (course: Course): readonly Supplied[] =>
  course.lines.map((line) => ({ line: line.line, quantity: line.units, codes: codesOf(course, line, 0, line.packs) }));

/** So many units of one line, the rest of it owed, and everything of the others. */
export const partOf = (course: Course, line: number, units: number): readonly Supplied[] =>
  course.lines.map((each) => {
    const quantity = each.line === line ? units : each.units;
    return { line: each.line, quantity, codes: codesOf(course, each, 0, packsFor(each.medicine, quantity)) };
  });

/** What is still owed of that line. */
export function restOf(course: Course, line: number, units: number, more = 0): readonly Supplied[] {
  return course.lines
    .filter((each) => each.line === line)
    .map((each) => {
      const given = packsFor(each.medicine, units);
      const codes = codesOf(course, each, given, each.packs - given);
      return { line, quantity: each.units - units + more, codes };
    });
}

export const dispenseDeed = (course: Course, lines: readonly Supplied[], cash = 0): CommandOf<"dispense"> =>
  course.rx("dispense", {
    lines,
    ...(cash > 0 && { cashPaid: true }),
    ...(course.order.delivery === undefined && { handedOver: true }),
  });

/** T11 to T13 at the counter: cash first, then the medicine. Where it is sent, it waits for the courier. */
export async function dispense(course: Course, lines: readonly Supplied[], settled?: Adjudication): Promise<void> {
  const { script, dispenser, dispensers } = course;
  const cash = settled?.cash ?? 0;
  const paid: Deed = { domain: "settlement", type: "payCash", id: settlementOf(course) };
  const deed = dispenseDeed(course, lines, cash);
  if (cash > 0) await script.commit([paid, deed], [dispenser, ...dispensers]);
  else await script.commit([deed], dispensers);
}

/** T13: by courier to the door, where the patient shows the code. */
export async function deliver(course: Course): Promise<void> {
  const { script, order, dispenser, lines } = course;
  const { delivery, prescription } = order;
  if (delivery === undefined) return;
  const { carrier, courier } = delivery;
  await script.commit([course.rx("ship", { carrier })], [dispenser]);
  const isCold = lines.some(({ medicine }) => medicine.drugClass === "cold-chain");
  const log = isCold
    ? await course.seal("temperature-log", utf8("2 to 8 degrees Celsius all the way"), dispenser)
    : null;
  const deed = course.rx("deliver", { organisation: carrier, ...(log !== null && { temperatureLog: log }) });
  await script.commit([deed], [courier, accessOf(prescription)]);
}
