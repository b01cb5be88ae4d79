import type { Happening } from "../events.ts";
import { dueOf } from "../lapse.ts";
import type { Issue } from "../state.ts";
import { type Case, type Decision, no } from "./case.ts";
import { outcomesOf } from "./outcome.ts";

/** What time alone has done since the last command, as the event that writes it down. */
export function lapsed(stored: Issue, now: Issue): readonly Happening[] {
  if (stored === now) return [];
  return [{ type: "lapsed", from: stored.status, to: now.status, lines: outcomesOf(now) }];
}

/** T17 and every other deadline: anybody may have it written down, once it has passed. */
export const expire = ({ issue }: Case<"expire">): Decision => no({ code: "not-due", due: dueOf(issue) });
