import { describe, expect, it } from "vitest";
import { type PathwayRow, pathwaysInForce } from "./pathway-row.tsx";

const row = (version: string, more: Partial<PathwayRow> = {}): PathwayRow =>
  ({
    pathway: "dual-channel-retail",
    version,
    status: "active",
    active_from: 0,
    active_until: null,
    document: { switches: { prescriberKinds: ["hospital"] } },
    ...more,
  }) as PathwayRow;

const versionsAt = (height: number, rows: readonly PathwayRow[], kind = "hospital"): readonly string[] =>
  pathwaysInForce(rows, kind, height).map(({ version }) => version);

describe("pathways in force", () => {
  const both = [row("1", { active_until: 100 }), row("2", { active_from: 100 })];

  it("are the earlier version up to the block from which the next one holds", () => {
    expect(versionsAt(99, both)).toEqual(["1"]);
    expect(versionsAt(100, both)).toEqual(["2"]);
    expect(versionsAt(100, both.toReversed())).toEqual(["2"]);
  });

  it("are none that is registered only, retired, or for others to prescribe by", () => {
    expect(versionsAt(5, [row("1", { status: "registered", active_from: null })])).toEqual([]);
    expect(versionsAt(5, [row("1", { status: "retired" })])).toEqual([]);
    expect(versionsAt(5, [row("1")], "clinic")).toEqual([]);
  });
});
