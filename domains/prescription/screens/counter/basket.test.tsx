import type { UnitCode } from "@meridian/base/ids";
import { medicines, substitutesOf } from "@meridian/formulary/lookup";
import type { Medicine } from "@meridian/formulary/medicine";
import { traceCode } from "@meridian/formulary/trace";
import type { Item } from "@meridian/prescription/state";
import { expect, it } from "vitest";
import {
  type Basket,
  type CounterLine,
  codesWanted,
  hasSomething,
  isCovered,
  pickedOf,
  scan,
  suppliedOf,
  takeOut,
} from "./basket.ts";

const alike = (found: unknown, wanted: unknown): void => expect(found).toEqual(wanted);

const medicineWith = (test: (medicine: Medicine) => boolean): Medicine => {
  const found = medicines.find(test);
  if (found === undefined) throw new Error("the formulary has none such");
  return found;
};
const MEDICINE = medicineWith(({ code, packUnits }) => packUnits > 1 && substitutesOf(code).length > 0);
const OTHER = medicineWith(({ atc }) => atc !== MEDICINE.atc);
const PACK = MEDICINE.packUnits;

const itemOf = (quantity: number, dispensed = 0): Item => ({
  line: 1,
  class: "general",
  quantity,
  dispensed,
  state: dispensed === 0 ? "HELD_BY_PHARMACY" : "PARTIAL",
});
const lineOf = (item: Item): CounterLine => ({ item, medicine: MEDICINE, name: MEDICINE.name });
const codeOf = (serial: number, medicine = MEDICINE): UnitCode => traceCode(medicine, serial) as UnitCode;
const counterOf = (item: Item, substitutes = false) => ({ lines: [lineOf(item)], given: [codeOf(9)], substitutes });

const scanned = (item: Item, codes: readonly UnitCode[], substitutes = false) => {
  let basket: Basket = {};
  const answers: string[] = [];
  for (const code of codes) {
    const [next, { type }] = scan(basket, code, counterOf(item, substitutes));
    basket = next;
    answers.push(type);
  }
  return { basket, answers };
};

it("fills a line pack by pack, the last one as far as it is prescribed", () => {
  const item = itemOf(2 * PACK - 1);
  const { basket, answers } = scanned(item, [codeOf(1), codeOf(2), codeOf(3)]);
  alike(answers, ["added", "added", "line-complete"]);
  alike(pickedOf(basket, 1).quantity, 2 * PACK - 1);
  alike(suppliedOf(basket, [item]), [{ line: 1, quantity: 2 * PACK - 1, codes: [codeOf(1), codeOf(2)] }]);
});

it("says what is wrong with a pack", () => {
  const bad = "12345678901234567890" as UnitCode;
  const { answers } = scanned(itemOf(5 * PACK), [codeOf(1), codeOf(1), codeOf(9), bad, codeOf(1, OTHER)]);
  alike(answers, ["added", "twice", "given-before", "unknown-product", "other-medicine"]);
});

it("takes another product of the same substance only where that was agreed", () => {
  const [substitute] = substitutesOf(MEDICINE.code);
  const code = codeOf(1, substitute);
  alike(scanned(itemOf(PACK), [code]).answers, ["other-medicine"]);
  alike(scanned(itemOf(PACK), [code], true).answers, ["added"]);
});

it("owes what is not there, or closes it for a reason", () => {
  const item = itemOf(3 * PACK, PACK);
  const { basket } = scanned(item, [codeOf(1)]);
  alike(codesWanted(lineOf(item), pickedOf(basket, 1)), 1);
  alike(suppliedOf(basket, [item]), [{ line: 1, quantity: PACK, codes: [codeOf(1)] }]);
  const closed = { 1: { ...pickedOf(basket, 1), rest: "out-of-stock" } } as const;
  alike(suppliedOf(closed, [item]), [{ line: 1, quantity: PACK, codes: [codeOf(1)], rest: "out-of-stock" }]);
});

it("counts cartons where a line has more packs than codes", () => {
  const item = itemOf(120 * PACK);
  const codes = Array.from({ length: 60 }, (_, serial) => codeOf(serial + 20));
  const { basket } = scanned(item, codes);
  alike(pickedOf(basket, 1).quantity, 120 * PACK);
  alike(pickedOf(basket, 1).codes.length, 40);
});

it("says when more is to be handed over than was scanned, but for the rest of an opened pack", () => {
  const picked = { codes: [codeOf(1)], quantity: PACK + 1, rest: "owed" } as const;
  alike(isCovered(lineOf(itemOf(3 * PACK)), picked), false);
  alike(isCovered(lineOf(itemOf(3 * PACK)), { ...picked, quantity: PACK }), true);
  alike(isCovered(lineOf(itemOf(3 * PACK, 1)), { ...picked, codes: [] }), true);
});

it("puts a pack back", () => {
  const item = itemOf(2 * PACK);
  const { basket } = scanned(item, [codeOf(1)]);
  const emptied = takeOut(basket, lineOf(item), codeOf(1));
  alike(hasSomething(emptied), false);
  alike(suppliedOf(emptied, [item]), []);
});
