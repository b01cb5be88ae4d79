import type { OrganisationId } from "@meridian/base/ids";
import { assertNever, invariant } from "@meridian/base/invariant";
import { err, ok } from "@meridian/base/result";
import { type Context, isReactionTo } from "@meridian/kernel/context";
import { type CommandOf, type Event, MEMBERS_MAX, type Rejection } from "./schema.ts";
import { type Decision, rollOf, type State } from "./state.ts";
import { FOUNDING_THRESHOLDS } from "./subjects.ts";

type RollCommand = CommandOf<"enrol" | "strike" | "setThresholds">;

/** The roll follows the organisation domain; nobody signs these commands. */
export function changeRoll(state: State, command: RollCommand, context: Context): Decision {
  invariant(state.status === "none" || state.status === "roll", "a proposal in the place of the roll");
  const { members } = rollOf(state);
  const opening: readonly Event[] =
    state.status === "none" ? [{ type: "rollOpened", thresholds: FOUNDING_THRESHOLDS }] : [];
  switch (command.type) {
    case "enrol": {
      const { organisation, kind } = command;
      if (context.cause.type !== "genesis" && !isAbout(organisation, ["admitted", "reinstated"], context))
        return err({ code: "only-by-reaction" });
      if (members.some((member) => member.organisation === organisation)) return ok([]);
      if (members.length >= MEMBERS_MAX) return err({ code: "roll-full", max: MEMBERS_MAX });
      return ok([...opening, { type: "enrolled", organisation, kind }]);
    }
    case "strike": {
      const { organisation } = command;
      if (!isAbout(organisation, ["suspended", "withdrawn"], context)) return err({ code: "only-by-reaction" });
      // Members of kinds that do not vote, and those already suspended, do not stand on the roll.
      if (!members.some((member) => member.organisation === organisation)) return ok([]);
      return ok([{ type: "struck", organisation }]);
    }
    case "setThresholds": {
      const isGenesis = context.cause.type === "genesis";
      if (!isGenesis && !isReactionTo(context, "governance", "passed")) return err({ code: "only-by-governance" });
      const kinds = isGenesis ? undefined : new Set(members.map(({ kind }) => kind));
      const fault = thresholdFault(command, kinds);
      if (fault) return err(fault);
      return ok([...opening, { type: "thresholdsSet", thresholds: command.thresholds }]);
    }
    default:
      return assertNever(command);
  }
}

/** A minority must not decide, two opposite proposals must not both pass, and nothing must become undecidable. */
function thresholdFault(
  { thresholds }: CommandOf<"setThresholds">,
  present: ReadonlySet<string> | undefined,
): Rejection | undefined {
  for (const { subject, numerator, denominator, kinds } of thresholds) {
    if (2 * numerator < denominator || numerator >= denominator) return { code: "threshold-not-a-majority", subject };
    if (present && kinds && !kinds.some((kind) => present.has(kind))) return { code: "no-eligible-member", subject };
  }
  return undefined;
}

const isAbout = (organisation: OrganisationId, events: readonly string[], { cause }: Context): boolean =>
  cause.type === "reaction" &&
  cause.domain === "organisation" &&
  cause.record === organisation &&
  events.includes(cause.event);
