import { ok } from "@meridian/base/result";
import { ANYBODY, actorFor } from "./actor.ts";
import { type Case, type Decision, holdOn, no } from "./case.ts";
import { permitted } from "./guard.ts";

/**
 * T6: open to the pharmacies it may go to. Whether an insurer must have looked first, and who opens, is the
 * pathway's to say; time alone does not open it.
 */
export function circulate(given: Case<"circulate">): Decision {
  const { issue, command, context } = given;
  if (context.time < issue.notBefore) return no({ code: "not-yet", notBefore: issue.notBefore });
  const held = holdOn(given);
  if (held) return no(held);
  const actor =
    command.organisation === undefined
      ? { ok: true as const, value: ANYBODY }
      : actorFor(command.organisation, ["physician", "pharmacist", "clerk", "officer"], given);
  if (!actor.ok) return actor;
  const allowed = permitted(given, actor.value);
  return allowed.ok ? ok([{ type: "circulated", until: issue.expiresAt }]) : allowed;
}
