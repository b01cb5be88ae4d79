import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseJson } from "@meridian/base/json";
import { fits, id, integer, list, object, optional, text } from "@meridian/base/shape";
import type { Region } from "@meridian/region/generator/region";
import { placesOf } from "./places.ts";

export type Name = { readonly zh: string; readonly en: string };
/** Where an organisation stands on a map of 1,000 by 1,000 without tiles. */
export type Place = { readonly district: Name; readonly x: number; readonly y: number };

/** What the ledger does not say of members and practitioners, though it is public. Nobody's patient is in it. */
export type Names = {
  readonly people: ReadonlyMap<string, Name>;
  readonly places: ReadonlyMap<string, Place>;
};
export const NO_NAMES: Names = { people: new Map(), places: new Map() };

const name = object({ zh: text({ min: 1, max: 80 }), en: text({ min: 1, max: 80 }) });
const coordinate = integer({ min: 0, max: 1_000 });
const directoryShape = object({
  people: list(object({ id: id<string>(), name }), { max: 10_000 }),
  places: optional(list(object({ id: id<string>(), district: name, x: coordinate, y: coordinate }), { max: 10_000 })),
});

/** Raised at a start when `directory.json` is there and is not one. */
export class DirectoryDamaged extends Error {
  override readonly name = "DirectoryDamaged";
  readonly words = {
    en: { happened: "directory.json is not of the form of a directory.", next: "Correct it, or take it away." },
    zh: { happened: "directory.json 格式不正确。", next: "请修正或移走该文件。" },
  };
}

/** Names that a member's operator wrote down in `directory.json`; none without that file. */
export function namesIn(folder: string): Names {
  const file = join(folder, "directory.json");
  if (!existsSync(file)) return NO_NAMES;
  const value = parseJson(readFileSync(file, "utf8"));
  if (!fits(directoryShape, value)) throw new DirectoryDamaged(file);
  return {
    people: new Map(value.people.map((each) => [each.id, each.name])),
    places: new Map((value.places ?? []).map(({ id: organisation, ...place }) => [organisation, place])),
  };
}

/** Names of a demonstration's invented staff, and invented places. */
export const namesOf = ({ staff, organisations }: Region): Names => ({
  people: new Map(staff.map((each) => [each.id, each.name])),
  places: placesOf(organisations.map(({ id: organisation }) => organisation)),
});
