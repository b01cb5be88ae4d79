import { deepStrictEqual as same, throws } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { organisations } from "@meridian/region/generator/organisations";
import { DirectoryDamaged, NO_NAMES, namesIn } from "./names.ts";
import { placesOf } from "./places.ts";

const folder = mkdtempSync(join(tmpdir(), "meridian-names-"));
after(() => rmSync(folder, { recursive: true, force: true }));

describe("names that a node knows", () => {
  const name = { zh: "王敏", en: "Wang Min" };
  const write = (value: unknown): void => writeFileSync(join(folder, "directory.json"), JSON.stringify(value));

  it("are those of its operator's file, and none without one", () => {
    same(namesIn(folder), NO_NAMES);
    write({
      people: [{ id: "s-1", name }],
      places: [{ id: "clinic", district: { zh: "滨河区", en: "Riverside" }, x: 10, y: 20 }],
    });
    const { people, places } = namesIn(folder);
    same([people.get("s-1"), places.get("clinic")?.x], [name, 10]);
  });

  it("of a file of another form are refused", () => {
    write({ people: [{ id: "s-1", name, phone: "1" }] });
    throws(() => namesIn(folder), DirectoryDamaged);
  });
});

describe("places of invented organisations", () => {
  it("are the same every time, on the map, and apart", () => {
    const ids = organisations.map(({ id }) => id);
    const places = [...placesOf(ids).values()];
    same(places, [...placesOf(ids).values()]);
    for (const [i, { x, y }] of places.entries()) {
      same(
        [x, y].every((at) => Number.isInteger(at) && at >= 0 && at <= 1_000),
        true,
      );
      for (const other of places.slice(i + 1)) same(Math.max(Math.abs(other.x - x), Math.abs(other.y - y)) >= 90, true);
    }
  });
});
