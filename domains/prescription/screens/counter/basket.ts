import type { UnitCode } from "@meridian/base/ids";
import { packsFor, substitutesOf } from "@meridian/formulary/lookup";
import type { Medicine } from "@meridian/formulary/medicine";
import { medicineOfTrace } from "@meridian/formulary/trace";
import type { Supplied } from "@meridian/prescription/schema";
import type { Item } from "@meridian/prescription/state";
import type { NotDispensedReason } from "@meridian/prescription/vocabulary";

/** Trace codes that one line may carry; above that the codes are those of cartons (药品追溯码, outer packages). */
const CODES_OF_A_LINE = 50;

/** A line of the prescription with the medicine that its document names; undefined when the formulary does not have it. */
export type CounterLine = {
  readonly item: Item;
  readonly medicine: Medicine | undefined;
  readonly name: { readonly zh: string; readonly en: string };
};

/** What is about to be handed over of one line. */
export type Picked = {
  readonly codes: readonly UnitCode[];
  /** In smallest units; follows the codes until somebody says otherwise. */
  readonly quantity: number;
  readonly rest: "owed" | NotDispensedReason;
};
export type Basket = { readonly [line: number]: Picked };

const NOTHING: Picked = { codes: [], quantity: 0, rest: "owed" };
export const pickedOf = (basket: Basket, line: number): Picked => basket[line] ?? NOTHING;

const CLOSED: ReadonlySet<string> = new Set(["FULL", "NOT_DISPENSED", "CANCELLED", "EXPIRED"]);
export const isClosed = ({ state }: Item): boolean => CLOSED.has(state);
export const remainingOf = ({ quantity, dispensed }: Item): number => quantity - dispensed;

/** Units that one scanned code stands for: a pack, or a carton where a line is larger than its codes. */
function unitsPerCode(medicine: Medicine, remaining: number): number {
  const packs = packsFor(medicine, remaining);
  return medicine.packUnits * Math.max(1, Math.ceil(packs / CODES_OF_A_LINE));
}

/** Codes that are still wanted until the line is complete. */
export const codesWanted = ({ item, medicine }: CounterLine, { quantity }: Picked): number =>
  medicine === undefined ? 0 : Math.ceil((remainingOf(item) - quantity) / unitsPerCode(medicine, remainingOf(item)));

export type Answer =
  | { readonly type: "added"; readonly line: number; readonly medicine: Medicine }
  | { readonly type: "twice" | "given-before" | "unknown-product" }
  | { readonly type: "other-medicine" | "line-complete"; readonly medicine: Medicine };

type Counter = {
  readonly lines: readonly CounterLine[];
  /** Codes that this prescription has been given before. */
  readonly given: readonly UnitCode[];
  /** Another product of the same substance, form and strength will do. */
  readonly substitutes: boolean;
};

const fitsLine = ({ medicine }: CounterLine, scanned: Medicine, substitutes: boolean): boolean =>
  medicine !== undefined &&
  (medicine.code === scanned.code ||
    (substitutes && substitutesOf(medicine.code).some(({ code }) => code === scanned.code)));

/** What a scanned pack does to the basket, before the ledger is asked about the pack. */
export function scan(basket: Basket, code: UnitCode, counter: Counter): readonly [Basket, Answer] {
  const medicine = medicineOfTrace(code);
  if (medicine === undefined) return [basket, { type: "unknown-product" }];
  if (Object.values(basket).some(({ codes }: Picked) => codes.includes(code))) return [basket, { type: "twice" }];
  if (counter.given.includes(code)) return [basket, { type: "given-before" }];
  const fitting = counter.lines.filter((line) => fitsLine(line, medicine, counter.substitutes));
  if (fitting.length === 0) return [basket, { type: "other-medicine", medicine }];
  const open = fitting.find((line) => !isClosed(line.item) && codesWanted(line, pickedOf(basket, line.item.line)) > 0);
  if (open === undefined) return [basket, { type: "line-complete", medicine }];
  const { line } = open.item;
  const picked = pickedOf(basket, line);
  const remaining = remainingOf(open.item);
  const quantity = Math.min(remaining, picked.quantity + unitsPerCode(open.medicine ?? medicine, remaining));
  return [
    { ...basket, [line]: { ...picked, codes: [...picked.codes, code], quantity } },
    { type: "added", line, medicine },
  ];
}

/** The pack goes back to the shelf. */
export function takeOut(basket: Basket, { item, medicine }: CounterLine, code: UnitCode): Basket {
  const picked = pickedOf(basket, item.line);
  const codes = picked.codes.filter((each) => each !== code);
  const perCode = medicine === undefined ? 0 : unitsPerCode(medicine, remainingOf(item));
  const quantity = Math.min(picked.quantity, codes.length * perCode);
  return { ...basket, [item.line]: { ...picked, codes, quantity } };
}

/** The lines of a `dispense`; lines of which nothing is said are owed. */
export const suppliedOf = (basket: Basket, items: readonly Item[]): readonly Supplied[] =>
  items.flatMap((item) => {
    const { codes, quantity, rest } = pickedOf(basket, item.line);
    if (isClosed(item) || (quantity === 0 && rest === "owed")) return [];
    const isWhole = quantity === remainingOf(item);
    return [{ line: item.line, quantity, codes, ...(!isWhole && rest !== "owed" && { rest }) }];
  });

/**
 * Whether the scanned codes hold what is handed over. What is left in a pack that was opened before has no code of its
 * own any more.
 */
export function isCovered({ item, medicine }: CounterLine, { codes, quantity }: Picked): boolean {
  if (medicine === undefined || item.dispensed % medicine.packUnits > 0) return true;
  return quantity <= codes.length * unitsPerCode(medicine, remainingOf(item));
}

/** Whether something is handed over, so that there is something to dispense. */
export const hasSomething = (basket: Basket): boolean =>
  Object.values(basket).some(({ quantity }: Picked) => quantity > 0);
