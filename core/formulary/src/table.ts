import { invariant } from "@meridian/base/invariant";
import { DRUG_CLASSES } from "@meridian/kernel/vocabulary";
import { INSURANCE_CLASSES, type Maker, type Medicine, type MedicineCode, UNITS, type UsualDose } from "./medicine.ts";

const MAKERS: Readonly<Record<string, { readonly maker: Maker; readonly digits: string }>> = {
  yunhe: { maker: "maker-yunhe", digits: "101" },
  qinghe: { maker: "maker-qinghe", digits: "102" },
  lantian: { maker: "maker-lantian", digits: "103" },
};

/**
 * The medicines of a table, one in a line, so that a pharmacist can read and correct it. Columns:
 *
 * code | ATC | 中文 | English | form | strength | micrograms | unit | units in a pack | fen a unit | insurance | class |
 * usual dose (units, times a day, every n days, days) | maker | RxNorm, separated by spaces
 *
 * A line that is not that is a bug of the table, and loading it fails.
 */
export const medicinesOf = (table: string): readonly Medicine[] =>
  table
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map(medicineOf);

function medicineOf(line: string): Medicine {
  const cells = line.split("|").map((cell) => cell.trim());
  invariant(cells.length === 15, `a line of the formulary has 15 columns: ${line}`);
  const [code = "", atc = "", zh = "", en = "", form = "", strength = ""] = cells;
  const makers = MAKERS[cells[13] ?? ""];
  invariant(/^MF-\d{4}$/.test(code), `own code of a medicine: ${line}`);
  invariant(makers !== undefined, `known maker: ${line}`);
  return {
    code: code as MedicineCode,
    atc,
    name: { zh, en },
    form,
    strength,
    strengthMicrograms: whole(cells[6], line),
    unit: member(UNITS, cells[7], line),
    packUnits: whole(cells[8], line),
    priceFen: whole(cells[9], line),
    insurance: member(INSURANCE_CLASSES, cells[10], line),
    drugClass: member(DRUG_CLASSES, cells[11], line),
    usualDose: doseOf(cells[12], line),
    maker: makers.maker,
    tracePrefix: `8${makers.digits}${code.slice(-3)}`,
    rxnorm: (cells[14] ?? "").split(" ").filter((rxnorm) => rxnorm !== ""),
  };
}

function doseOf(cell: string | undefined, line: string): UsualDose {
  const [perDose, timesPerDay, everyDays, days, ...rest] = (cell ?? "").split(" ");
  invariant(rest.length === 0, `a usual dose has four numbers: ${line}`);
  return {
    perDose: whole(perDose, line),
    timesPerDay: whole(timesPerDay, line),
    everyDays: whole(everyDays, line),
    days: whole(days, line),
  };
}

function whole(cell: string | undefined, line: string): number {
  invariant(cell !== undefined && /^\d{1,9}$/.test(cell), `a whole number: ${line}`);
  return Number(cell);
}

function member<T extends string>(allowed: readonly T[], cell: string | undefined, line: string): T {
  const found = allowed.find((word) => word === cell);
  invariant(found !== undefined, `a known word: ${line}`);
  return found;
}
