import { ok, type Result } from "@meridian/base/result";
import type { Row } from "@meridian/kernel/view";
import type { FolderLedger } from "../evidence/folder.ts";
import type { Call, Problem } from "./call.ts";
import { openFolder } from "./folders.ts";
import { Remote } from "./remote.ts";
import type { Names } from "./timeline.ts";

/** Rows about prescriptions, from a node or folded from the ledger in a folder. */
export type Rows = (
  table: "prescriptions" | "prescription_items" | "prescription_events" | "organisations",
  equals: { readonly [column: string]: string },
  most: number,
) => Promise<Result<readonly Row[], Problem>>;

export async function rowsOf(call: Call): Promise<Result<Rows, Problem>> {
  const data = call.text("data");
  if (data !== undefined) {
    const opened = await openFolder(call, data);
    return opened.ok ? ok(await fromFolder(opened.value)) : opened;
  }
  const remote = await Remote.of(call);
  return remote.ok ? ok((table, equals, most) => remote.value.rows(table, equals, most)) : remote;
}

/** The same views as a node's, in memory: right whatever became of the node's own, and nothing is written. */
async function fromFolder(ledger: FolderLedger): Promise<Rows> {
  const [{ Projector }, { Reading }, { MemoryViewStore }, prescription, organisation] = await Promise.all([
    import("@meridian/projector/projector"),
    import("@meridian/projector/reading"),
    import("@meridian/projector/memory-view-store"),
    import("@meridian/prescription/view"),
    import("@meridian/organisation/view"),
  ]);
  const views = [prescription.view, organisation.view];
  const store = new MemoryViewStore();
  const projector = new Projector(views, ledger, store);
  await projector.start();
  await projector.catchUp();
  ledger.close();
  const reading = new Reading(views, store);
  return async (table, equals, most) => {
    const rows: Row[] = [];
    let after: string | undefined;
    do {
      const query = { equals, limit: Math.min(500, most - rows.length), ...(after !== undefined && { after }) };
      const page = await reading.rowsFor({ authority: true }, table, query);
      if (!page.ok) return ok(rows);
      rows.push(...page.value.rows);
      after = page.value.next;
    } while (after !== undefined && rows.length < most);
    return ok(rows);
  };
}

const ORGANISATIONS_MAX = 10_000;

/** Names in the reader's language; without them ids are shown, which is no reason to fail. */
export async function namesFrom(rows: Rows, language: Call["io"]["language"]): Promise<Names> {
  const found = await rows("organisations", {}, ORGANISATIONS_MAX);
  if (!found.ok) return new Map();
  return new Map(found.value.map((row) => [String(row["organisation"]), String(row[`name_${language}`])]));
}
