import { assertNever, invariant } from "@meridian/base/invariant";
import { err, ok, type Result } from "@meridian/base/result";
import { type Context, isReactionTo, signedByOrganisation } from "@meridian/kernel/context";
import type { Contract } from "@meridian/kernel/contract";
import { type Command, commandShape, type Event, type Facts, type Rejection, type State } from "./schema.ts";

/** One saleable unit by its trace code: in at most one live dispense, and never sold again once it came back. */
export const contract: Contract<State, Command, Event, Rejection, Facts> = {
  domain: "unit",
  version: 1,
  initial: { status: "none" },
  command: commandShape,
  key: (command) => command.code,
  decide,
  evolve,
};

type Decision = Result<readonly Event[], Rejection>;
type CommandOf<T extends Command["type"]> = Extract<Command, { readonly type: T }>;

function decide(state: State, command: Command, context: Context, facts: Facts): Decision {
  switch (command.type) {
    case "dispense":
      return dispense(state, command, context);
    case "takeBack":
      return takeBack(state, command, context);
    case "recall":
      return recall(state, command, context, facts);
    default:
      return assertNever(command);
  }
}

function dispense(state: State, { prescription, pharmacy }: CommandOf<"dispense">, context: Context): Decision {
  if (!isReactionTo(context, "prescription", "dispensed")) return err({ code: "not-a-reaction" });
  switch (state.status) {
    case "none":
      return ok([{ type: "dispensed", at: context.time, prescription, pharmacy }]);
    case "dispensed":
      return err({ code: "already-dispensed", prescription: state.prescription });
    case "returned":
    case "recalled":
      return err({ code: state.status });
    default:
      return assertNever(state);
  }
}

function takeBack(state: State, { prescription }: CommandOf<"takeBack">, context: Context): Decision {
  if (!isReactionTo(context, "prescription", "reversed") && !isReactionTo(context, "prescription", "refused"))
    return err({ code: "not-a-reaction" });
  if (state.status === "none" || state.status === "returned") return err({ code: "not-dispensed" });
  if (state.prescription === null || state.pharmacy === null) return err({ code: "not-dispensed" });
  if (state.prescription !== prescription)
    return err({ code: "dispensed-elsewhere", prescription: state.prescription });
  return ok([{ type: "takenBack", at: context.time, prescription, pharmacy: state.pharmacy }]);
}

/** By the drug authority, or by whoever made it. What is with a patient stays bound to its prescription. */
function recall(state: State, command: CommandOf<"recall">, context: Context, facts: Facts): Decision {
  const { organisation, reason, code } = command;
  const known = facts.organisation(organisation);
  if (!known) return err({ code: "unknown-organisation", organisation });
  if (!known.active) return err({ code: "organisation-inactive", organisation });
  const isEntitled = known.kind === "drug-authority" || facts.makerOf(code) === organisation;
  if (!isEntitled || !signedByOrganisation(context, organisation)) return err({ code: "not-entitled", organisation });
  if (state.status === "recalled") return err({ code: "recalled" });
  const holders =
    state.status === "dispensed"
      ? { prescription: state.prescription, pharmacy: state.pharmacy }
      : { prescription: null, pharmacy: null };
  return ok([{ type: "recalled", at: context.time, by: organisation, reason, ...holders }]);
}

function evolve(state: State, event: Event): State {
  const { at } = event;
  switch (event.type) {
    case "dispensed": {
      invariant(state.status === "none", "a unit is dispensed once");
      const { prescription, pharmacy } = event;
      return { status: "dispensed", prescription, pharmacy, at };
    }
    case "takenBack": {
      const { prescription, pharmacy } = event;
      if (state.status === "recalled") return { status: "recalled", prescription: null, pharmacy: null, at };
      invariant(state.status === "dispensed", "what is taken back was dispensed");
      return { status: "returned", prescription, pharmacy, at };
    }
    case "recalled": {
      const { prescription, pharmacy } = event;
      return { status: "recalled", prescription, pharmacy, at };
    }
    default:
      return assertNever(event);
  }
}
