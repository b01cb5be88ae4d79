import { assertNever } from "@meridian/base/invariant";
import { err } from "@meridian/base/result";
import type { Context } from "@meridian/kernel/context";
import type { Contract } from "@meridian/kernel/contract";
import { changeKeys, register } from "./keys.ts";
import { completeRecovery, requestRecovery, vetoRecovery } from "./recovery.ts";
import { affiliate, changeGuardians, disaffiliate } from "./relations.ts";
import { type Command, commandShape, type Event, type Facts, type Rejection } from "./schema.ts";
import { type Decision, evolve, type State } from "./state.ts";

export const contract: Contract<State, Command, Event, Rejection, Facts> = {
  domain: "person",
  version: 1,
  initial: { status: "none" },
  command: commandShape,
  key: (command) => command.id,
  decide,
  evolve,
};

function decide(state: State, command: Command, context: Context, facts: Facts): Decision {
  if (command.type === "register") return register(state, command, context, facts);
  if (state.status === "none") return err({ code: "unknown-person" });
  switch (command.type) {
    case "affiliate":
      return affiliate(state, command, context, facts);
    case "disaffiliate":
      return disaffiliate(state, command, context);
    case "requestRecovery":
      return requestRecovery(state, command, context, facts);
    case "vetoRecovery":
      return vetoRecovery(state, command, context);
    case "completeRecovery":
      return completeRecovery(state, command, context);
    default:
      break;
  }
  // Whoever holds a stolen key must not use the wait to settle in; whoever holds a good one vetoes first.
  if (state.status === "recovering") return err({ code: "recovery-pending", opensAt: state.recovery.opensAt });
  switch (command.type) {
    case "addKey":
    case "revokeKey":
    case "rotateKey":
      return changeKeys(state, command, context);
    case "addGuardian":
    case "removeGuardian":
      return changeGuardians(state, command, context, facts);
    default:
      return assertNever(command);
  }
}
