import { assertNever } from "@meridian/base/invariant";
import { err, ok } from "@meridian/base/result";
import type { Context } from "@meridian/kernel/context";
import type { Contract } from "@meridian/kernel/contract";
import { departureOf } from "./authority.ts";
import { misbehaved } from "./misbehaviour.ts";
import { open } from "./opening.ts";
import { type Command, commandShape, type Event, type Facts, type Rejection, SET } from "./schema.ts";
import { admit, dismiss, remove, resign, rotateKey, setRules } from "./seats.ts";
import { candidate, setNodes } from "./self.ts";
import { type Decision, evolve, type State } from "./state.ts";

export const contract: Contract<State, Command, Event, Rejection, Facts> = {
  domain: "validator",
  version: 1,
  initial: { status: "none" },
  command: commandShape,
  key: () => SET,
  decide,
  evolve,
};

function decide(state: State, command: Command, context: Context, facts: Facts): Decision {
  if (command.type === "open") return open(state, command, context, facts);
  if (state.status === "none") {
    // Where one process orders, nobody has a seat that a suspension could take.
    if (command.type !== "remove") return err({ code: "not-open" });
    return departureOf(command.organisation, context) === undefined ? err({ code: "only-by-reaction" }) : ok([]);
  }
  switch (command.type) {
    case "candidate":
      return candidate(state, command, context, facts);
    case "setNodes":
      return setNodes(state, command, context, facts);
    case "admit":
      return admit(state, command, context);
    case "dismiss":
      return dismiss(state, command, context);
    case "resign":
      return resign(state, command, context);
    case "rotateKey":
      return rotateKey(state, command, context);
    case "setRules":
      return setRules(command, context);
    case "misbehaved":
      return misbehaved(state, command, context, facts);
    case "remove":
      return remove(state, command, context);
    default:
      return assertNever(command);
  }
}
