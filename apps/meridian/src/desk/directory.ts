import type { Row } from "@meridian/kernel/view";
import type { PacedReading } from "../node/view-pace.ts";
import type { Name, Names } from "./names.ts";

const ROWS_PER_PAGE = 500;
/** Of each list: a directory of more than this nobody looks through. */
const PAGES_MAX = 10;

/** Members and practitioners as the ledger lists them, with the names that the node knows. */
export async function directoryOf(reading: PacedReading, names: Names) {
  const [members, workplaces] = [await rowsOf(reading, "organisations"), await rowsOf(reading, "affiliations")];
  return {
    organisations: members.map((row) => {
      const id = String(row["organisation"]);
      return {
        id,
        kind: String(row["kind"]),
        zh: String(row["name_zh"]),
        en: String(row["name_en"]),
        ...names.places.get(id),
      };
    }),
    staff: workplaces.flatMap((row) => {
      const id = String(row["person"]);
      const name: Name | undefined = names.people.get(id);
      const roles = Array.isArray(row["roles"]) ? row["roles"].map(String) : [];
      return name === undefined ? [] : [{ id, ...name, organisation: String(row["organisation"]), roles }];
    }),
  };
}

/** All rows of an open list. */
async function rowsOf(reading: PacedReading, table: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let after: string | undefined;
  for (let page = 0; page < PAGES_MAX; page++) {
    const query = { limit: ROWS_PER_PAGE, ...(after !== undefined && { after }) };
    const found = await reading.rowsFor({ authority: false, ids: [] }, table, query);
    if (!found.ok) break;
    rows.push(...found.value.rows);
    after = found.value.next;
    if (after === undefined) break;
  }
  return rows;
}
