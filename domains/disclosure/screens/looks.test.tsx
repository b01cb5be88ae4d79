import { describe, expect, it } from "vitest";
import { collapsedLooks, type DisclosureRow, familyOf } from "./looks.ts";

const alike = (found: unknown, wanted: unknown): void => expect(found).toEqual(wanted);

const row = (disclosure: string, at: number, more: Partial<DisclosureRow> = {}): DisclosureRow =>
  ({
    disclosure,
    prescription: "rx-1",
    custodian: "hospital-1",
    recipient: "pharmacy-1",
    ground: "claim",
    purpose: "TREAT",
    warrant: null,
    released_at: at,
    released_height: 7,
    outcome: null,
    ...more,
  }) as DisclosureRow;

describe("looks", () => {
  it("are newest first, whatever they come from", () => {
    const log = [{ sequence: 1, at: 300, reader: "drug-authority", what: "prescriptions" }];
    const shown = collapsedLooks([row("d-1", 100), row("d-2", 500, { recipient: "pharmacy-2" })], log);
    alike(
      shown.map(({ latest }) => latest.id),
      ["d-2", "log-1", "d-1"],
    );
  });

  it("of one reader at one prescription within a day are one", () => {
    const [only, ...others] = collapsedLooks([row("d-1", 100), row("d-2", 86_400)], []);
    alike(others.length, 0);
    alike(
      only?.all.map(({ id }) => id),
      ["d-2", "d-1"],
    );
  });

  it("a day later are two", () => alike(collapsedLooks([row("d-1", 100), row("d-2", 86_500)], []).length, 2));

  it("at another prescription, or on another ground, are never one", () => {
    const others = [row("d-2", 100, { prescription: "rx-2" }), row("d-3", 100, { ground: "warrant" })];
    alike(collapsedLooks([row("d-1", 100), ...others], []).length, 3);
  });

  it("at several lists of one domain are one", () => {
    const log = ["prescriptions", "prescription_items", "record/prescription"].map((what, sequence) => {
      return { sequence, at: 10, reader: "drug-authority", what };
    });
    alike(collapsedLooks([], log).length, 1);
  });

  it("are of the family that a patient knows", () => {
    alike(familyOf("evidence/settlement"), "settlement");
    alike(familyOf("document/prescription"), "document");
    alike(familyOf("desk/patients"), "patient-list");
    alike(familyOf("settlement/estimate"), "estimate");
    alike(familyOf("settlements"), "settlement");
    alike(familyOf("anything"), "other");
  });
});
