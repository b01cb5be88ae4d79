import type { Command } from "@meridian/kernel/transaction";
import type { StaffRole } from "@meridian/kernel/vocabulary";
import type { DeskRejection } from "./rejections.ts";

/** Somebody at work at an organisation, whose key the node keeps. */
export type Acting = { readonly roles: readonly StaffRole[] };

/** What a house does every day, whoever of its staff does it: the ledger's own rules say who must sign besides. */
const DAILY: ReadonlySet<string> = new Set(["prescription", "review", "unit", "settlement", "disclosure"]);
/** What only a role of its own does in the organisation's name; all else is for officers. */
const BY_ROLE: { readonly [domain: string]: readonly StaffRole[] } = { person: ["registrar", "officer"] };
const OFFICERS: readonly StaffRole[] = ["officer"];

/**
 * Why this person may not have these commands signed with the organisation's key; undefined when nothing is against it. The
 * ledger sees the organisation's signature only, so a courier must not vote with it.
 */
export function faultOfRole(commands: readonly Command[], { roles }: Acting): DeskRejection | undefined {
  const beyond = commands.find(
    ({ domain }) => !DAILY.has(domain) && !(BY_ROLE[domain] ?? OFFICERS).some((role) => roles.includes(role)),
  );
  return beyond && { code: "beyond-your-role", domain: beyond.domain };
}
