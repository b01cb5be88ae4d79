import { asSeconds } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { ok } from "@meridian/base/result";
import { signedByPerson } from "@meridian/kernel/context";
import { after } from "../vocabulary.ts";
import { licensedActorFor } from "./actor.ts";
import { type Case, type Decision, no, stopOn } from "./case.ts";
import { pharmacists } from "./counter.ts";
import { permitted, within } from "./guard.ts";

/** T9: the pharmacist asks for another product or dose. Unanswered, it stays as prescribed. */
export function requestChange(given: Case<"requestChange">): Decision {
  const { issue, command, context, rules } = given;
  const stop = stopOn(given);
  if (stop) return no(stop);
  const actor = pharmacists(given);
  if (!actor.ok) return actor;
  const { kind, line } = command;
  if (line !== undefined && !issue.items.some((item) => item.line === line)) return no({ code: "unknown-line", line });
  const allowed = permitted(given, actor.value);
  if (!allowed.ok) return allowed;
  const { changeAnswerSeconds, genericAutoApprove } = rules.params;
  const answerBy = after(context.time, within(changeAnswerSeconds, allowed.value));
  const until = asSeconds(Math.min(answerBy, actor.value.claim.until));
  const asked = { type: "changeRequested", kind, line: line ?? null, by: actor.value.person, until } as const;
  const isAnswered = kind === "generic" && genericAutoApprove === 1;
  return ok(isAnswered ? [asked, { type: "changeAnswered", accepted: true, content: null, by: null }] : [asked]);
}

/** T9: the prescriber's answer; with a new document where the order itself changes. */
export function answerChange(given: Case<"answerChange">): Decision {
  const { issue, command, context } = given;
  invariant(issue.change, "what is answered was asked");
  if (!signedByPerson(context, issue.prescriber)) return no({ code: "not-the-prescriber" });
  const actor = licensedActorFor(issue.organisation, "physician", "licence-physician", given);
  if (!actor.ok) return actor;
  if (!actor.value.persons.includes(issue.prescriber)) return no({ code: "not-the-prescriber" });
  const allowed = permitted(given, actor.value);
  if (!allowed.ok) return allowed;
  const { accepted } = command;
  const content = accepted ? (command.content ?? null) : null;
  return ok([{ type: "changeAnswered", accepted, content, by: issue.prescriber }]);
}
