import type { DeskNode } from "@meridian/client/desk";
import type { PastEvent } from "./cases.ts";

export type PastOf = { readonly prescriptions: number; readonly events: readonly PastEvent[] };

/** Values that one filter takes, and rows that one page has. */
const VALUES = 100;
const ROWS = 500;

/** The latest prescriptions of a pathway with all that happened to them. */
export async function pastOf(node: DeskNode, pathway: string, count: number): Promise<PastOf> {
  const { rows } = await node.rows("prescriptions", { where: { pathway }, order: "-issued_at", limit: count });
  const ids = rows.map(({ id }) => String(id));
  const events: PastEvent[] = [];
  for (let at = 0; at < ids.length; at += VALUES) {
    let after: string | undefined;
    do {
      const page = await node.rows("prescription_events", {
        where: { prescription: ids.slice(at, at + VALUES) },
        limit: ROWS,
        ...(after !== undefined && { after }),
      });
      events.push(...(page.rows as unknown as readonly PastEvent[]));
      after = page.next;
    } while (after !== undefined);
  }
  return { prescriptions: ids.length, events };
}
