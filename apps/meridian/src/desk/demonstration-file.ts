import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { OrganisationId } from "@meridian/base/ids";
import { parseJson } from "@meridian/base/json";
import { fits, id, integer, list, object, optional, type TypeOf, text } from "@meridian/base/shape";

/** Marks a node's folder as one of an invented region: who reads it knows every key of the region. */
const shape = object({
  seed: text({ min: 1, max: 64 }),
  day: text({ max: 10 }),
  patients: integer({ min: 1, max: 100_000 }),
  /** Whose keys this node keeps. */
  hosted: list(id<OrganisationId>(), { max: 1_000 }),
  /** At which node of the same machine other organisations have theirs kept. */
  neighbours: optional(
    list(
      object({
        organisation: id<OrganisationId>(),
        url: text({ max: 64, pattern: /^http:\/\/127\.0\.0\.1:[0-9]{2,5}$/ }),
      }),
      { max: 1_000 },
    ),
  ),
});
export type DemonstrationFile = TypeOf<typeof shape>;

export const demonstrationFileIn = (folder: string): string => join(folder, "demonstration.json");

/** Undefined in the folder of a real node, and where the file is not one of ours: then nothing is a demonstration. */
export function readDemonstration(folder: string): DemonstrationFile | undefined {
  const file = demonstrationFileIn(folder);
  if (!existsSync(file)) return undefined;
  const value = parseJson(readFileSync(file, "utf8"));
  return fits(shape, value) ? value : undefined;
}
