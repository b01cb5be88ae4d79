import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { asHeight, asSeconds, type OrganisationId, type PrescriptionId, type TransactionId } from "@meridian/base/ids";
import type { Row } from "@meridian/kernel/view";
import type { Event } from "./schema.ts";
import { view } from "./view.ts";

const at = asSeconds(100);
const prescription = "rx-1" as PrescriptionId;
const pharmacy = "corner" as OrganisationId;
const sold: Event = { type: "dispensed", at, prescription, pharmacy };
const back: Event = { type: "takenBack", at, prescription, pharmacy };
const recalled: Event = {
  type: "recalled",
  at,
  by: "authority" as OrganisationId,
  reason: "defect",
  prescription,
  pharmacy,
};

/** The one row that any store would hold. */
function rowAfter(events: readonly Event[]): Row {
  let row: Row = {};
  for (const [position, event] of events.entries()) {
    const place = { height: asHeight(1), time: at, position, transaction: "t" as TransactionId, domain: "unit" };
    for (const change of view.apply({ ...place, record: "u-1", event })) {
      const held = row;
      if (change.op === "put") row = change.row;
      else if (change.op === "patch" && Object.entries(change.where).every(([name, cell]) => held[name] === cell))
        row = { ...row, ...change.set };
    }
  }
  return row;
}

describe("the row of a unit", () => {
  const cases: readonly (readonly [says: string, events: readonly Event[], status: string, holder: string | null])[] = [
    ["says on which prescription it was sold", [sold], "dispensed", "rx-1"],
    ["says that it came back", [sold, back], "returned", "rx-1"],
    ["says who has a recalled unit", [sold, recalled], "recalled", "rx-1"],
    ["stays recalled when it came back", [sold, recalled, back], "recalled", null],
  ];
  for (const [says, events, status, holder] of cases)
    it(says, () => {
      const row = rowAfter(events);
      same([row["code"], row["status"], row["prescription"]], ["u-1", status, holder]);
    });
});
