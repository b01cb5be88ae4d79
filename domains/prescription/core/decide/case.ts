import { err, type Result } from "@meridian/base/result";
import type { Context } from "@meridian/kernel/context";
import type { Happening } from "../events.ts";
import type { Facts, PathwayRules } from "../facts.ts";
import type { Rejection } from "../rejection.ts";
import type { CommandOf, CommandType } from "../schema.ts";
import type { Issue } from "../state.ts";

/** All that a verb decides over: the issue as block time has made it, what is asked, and what may be known. */
export type Given = {
  readonly issue: Issue;
  readonly command: { readonly type: CommandType };
  readonly context: Context;
  readonly facts: Facts;
  /** Those that the issue pinned when it was issued. */
  readonly rules: PathwayRules;
};
export type Case<T extends CommandType> = Given & { readonly command: CommandOf<T> };
export type Decision = Result<readonly Happening[], Rejection>;

export const no = (error: Rejection): Decision => err(error);

/** Blocks every step forward (I5): nobody supplies or pays while an authority holds. */
export function holdOn({ issue, context }: Given): Rejection | undefined {
  const scopes = (["health", "insurance", "drug", "court"] as const).filter((scope) => {
    const hold = issue.holds[scope];
    return hold !== undefined && context.time <= hold.until;
  });
  return scopes.length > 0 ? { code: "held", scopes } : undefined;
}

/** Blocks steps forward at the counter: a hold, or a cancellation that waits. */
export const stopOn = (given: Given): Rejection | undefined =>
  given.issue.cancelPending ? { code: "cancel-pending" } : holdOn(given);
