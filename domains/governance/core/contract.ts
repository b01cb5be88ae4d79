import { assertNever } from "@meridian/base/invariant";
import { err } from "@meridian/base/result";
import type { Context } from "@meridian/kernel/context";
import type { Contract } from "@meridian/kernel/contract";
import { close, propose, vote } from "./proposal.ts";
import { changeRoll } from "./roll.ts";
import { type Command, commandShape, type Event, type Facts, type Rejection, ROLL } from "./schema.ts";
import { type Decision, evolve, type State } from "./state.ts";

export const contract: Contract<State, Command, Event, Rejection, Facts> = {
  domain: "governance",
  version: 1,
  initial: { status: "none" },
  command: commandShape,
  key: (command) => ("id" in command ? command.id : ROLL),
  decide,
  evolve,
};

function decide(state: State, command: Command, context: Context, facts: Facts): Decision {
  switch (command.type) {
    case "enrol":
    case "strike":
    case "setThresholds":
      return changeRoll(state, command, context);
    case "propose":
      return propose(state, command, context, facts);
    case "vote":
    case "close":
      if (state.status === "none" || state.status === "roll") return err({ code: "unknown-proposal" });
      if (state.status !== "open") return err({ code: "already-decided", outcome: state.status });
      return command.type === "vote" ? vote(state, command, context, facts) : close(state, command.id, context, facts);
    default:
      return assertNever(command);
  }
}
