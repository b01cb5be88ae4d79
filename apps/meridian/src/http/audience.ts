import type { Recorded } from "@meridian/kernel/view";
import { views } from "@meridian/network/domains";

/**
 * Domains whose views everybody may read whole: members, keys, licences, votes, pathways. What happened in them is open
 * too. Of all others a stranger learns that something happened, not to whom.
 */
const OPEN: ReadonlySet<string> = new Set(
  views
    .filter(({ audience }) => Object.values(audience).every((columns) => columns.length === 0))
    .map(({ domain }) => domain),
);
export const isOpen = (domain: string): boolean => OPEN.has(domain);

/** Whether one of the reader's ids stands as a text anywhere in the value. */
export function isNamedIn(ids: readonly string[], value: unknown): boolean {
  if (ids.length === 0) return false;
  if (typeof value === "string") return ids.includes(value);
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some((member) => isNamedIn(ids, member));
}

/** An event as somebody may see it who reads along: whole when it is open or names the reader, else only its kind. */
export const eventFor = (ids: readonly string[], { position, transaction, domain, record, event }: Recorded) =>
  isOpen(domain) || ids.includes(record) || isNamedIn(ids, event)
    ? { position, domain, type: event.type, transaction, record, event }
    : { position, domain, type: event.type, transaction };
