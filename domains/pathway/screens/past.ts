import type { DeskNode } from "@meridian/client/desk";
import type { PastEvent } from "./cases.ts";

export type PastOf = { readonly prescriptions: number; readonly events: readonly PastEvent[] };

/** Values that one filter takes, and rows that one page has. */
const VALUES = 100;
const ROWS = 500;

/** The latest prescriptions of a pathway with all that happened to them. */
export async function pastOf(node: DeskNode, pathway: string, count: number): Promise<PastOf> {
  const ids = await latestOf(node, pathway, count);
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

/** Lists are not sorted by time across pathways, so all of it is read and the latest are kept. */
async function latestOf(node: DeskNode, pathway: string, count: number): Promise<readonly string[]> {
  const all: { readonly id: string; readonly at: number }[] = [];
  let after: string | undefined;
  do {
    const page = await node.rows("prescriptions", {
      where: { pathway },
      limit: ROWS,
      ...(after !== undefined && { after }),
    });
    all.push(...page.rows.map(({ id, issued_at }) => ({ id: String(id), at: Number(issued_at) })));
    after = page.next;
  } while (after !== undefined);
  return all
    .sort((a, b) => b.at - a.at)
    .slice(0, count)
    .map(({ id }) => id);
}
