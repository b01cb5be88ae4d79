import type { Seconds } from "@meridian/base/ids";
import { err, ok, type Result } from "@meridian/base/result";
import type { Context } from "@meridian/kernel/context";
import type { Facts, PathwayRules, RxVariables } from "../facts.ts";
import type { Rejection } from "../rejection.ts";
import type { CommandType } from "../schema.ts";
import { classesOf, type Issue, isHeld } from "../state.ts";
import { type Actor, credentialsOf, holdsCredential } from "./actor.ts";
import type { Given } from "./case.ts";

export type Permission = { readonly quorum: number; readonly deadlineSeconds: number | null };

/**
 * Ways in and ways out. A pathway may set conditions on them, but one that says nothing of them leaves them to this
 * contract: nobody can be locked into a prescription by what a pathway forgot. Giving back (release, closeOwing and
 * the like), hold, lift and revoke are not asked of a pathway at all (lint rule L5).
 */
const NEVER_TAKEN_AWAY: readonly CommandType[] = ["issue", "return", "cancel", "refuse", "reverse"];

type Question = {
  readonly command: CommandType;
  readonly from: string;
  readonly rx: RxVariables;
  readonly actor: Actor;
  readonly rules: PathwayRules;
  readonly facts: Facts;
  readonly time: Seconds;
};

export function ask({ command, from, rx, actor, rules, facts, time }: Question): Result<Permission, Rejection> {
  let credentials: readonly string[] | undefined;
  const answer = rules.permits({
    command,
    from,
    actor: {
      organisation: actor.organisation,
      kind: actor.kind,
      roles: actor.roles,
      holds: (kind) => holdsCredential(actor, kind, facts, time),
      // Only guards that name credentials pay for looking all of them up.
      get credentials() {
        credentials ??= credentialsOf(actor, facts, time);
        return credentials;
      },
    },
    rx,
    now: time,
  });
  if (answer.allowed) return ok({ quorum: answer.quorum, deadlineSeconds: answer.deadlineSeconds });
  const { reason, error } = answer;
  if (reason === "no-transition" && NEVER_TAKEN_AWAY.includes(command)) return ok({ quorum: 1, deadlineSeconds: null });
  return err({ code: "pathway-refused", reason, ...(error !== undefined && { error }) });
}

/** What the pathway says to this actor's command, its number of signers not yet counted. */
export const permission = (given: Given, actor: Actor): Result<Permission, Rejection> =>
  ask({
    command: given.command.type,
    from: given.issue.status,
    rx: rxOf(given.issue, given.context.time),
    actor,
    rules: given.rules,
    facts: given.facts,
    time: given.context.time,
  });

/** The same, with as many different holders of keys among the signers as the pathway wants. */
export function permitted(given: Given, actor: Actor): Result<Permission, Rejection> {
  const answer = permission(given, actor);
  if (!answer.ok || answer.value.quorum <= 1) return answer;
  const have = signersOf(given.context);
  const needed = answer.value.quorum;
  return have >= needed ? answer : err({ code: "quorum-missing", needed, have });
}

export const signersOf = ({ authors }: Context): number =>
  new Set(
    authors.flatMap(({ holder }) => {
      if (holder.type === "none") return [];
      return holder.type === "person" ? [`person ${holder.person}`] : [`organisation ${holder.organisation}`];
    }),
  ).size;

/** A deadline of the pathway's parameters, or the earlier one of its transition. */
export const within = (seconds: number, { deadlineSeconds }: Permission): number =>
  deadlineSeconds === null ? seconds : Math.min(seconds, deadlineSeconds);

export const rxOf = (issue: Issue, time: Seconds): RxVariables => ({
  status: issue.status,
  issuedAt: issue.issuedAt,
  expiresAt: issue.expiresAt,
  notBefore: issue.notBefore,
  items: issue.items.length,
  series: issue.series?.number ?? 1,
  seriesOf: issue.series?.of ?? 1,
  cancelPending: issue.cancelPending !== null,
  held: isHeld(issue, time),
  selfPay: issue.selfPay,
  nominated: issue.nominated ?? "",
  assigned: issue.assigned ?? "",
  claimedBy: issue.claim?.organisation ?? "",
  classes: classesOf(issue.items),
  delivery: issue.delivery,
  substituted: issue.substituted,
});
