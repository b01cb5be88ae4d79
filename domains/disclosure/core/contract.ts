import { assertNever, invariant } from "@meridian/base/invariant";
import { err, ok, type Result } from "@meridian/base/result";
import { type Context, signedByOrganisation, signedByPerson } from "@meridian/kernel/context";
import type { Contract } from "@meridian/kernel/contract";
import type { Outcome } from "./grounds.ts";
import { release } from "./release.ts";
import {
  type Command,
  type CommandOf,
  commandShape,
  type Disclosure,
  type Event,
  type Facts,
  type Party,
  type Rejection,
  type Warrant,
  warrantRecordOf,
} from "./schema.ts";
import { closeWarrant, openWarrant } from "./warrant.ts";

export type State =
  | { readonly status: "none" }
  | { readonly status: "released"; readonly disclosure: Disclosure }
  | { readonly status: "acknowledged"; readonly disclosure: Disclosure; readonly outcome: Outcome }
  | { readonly status: "warranted"; readonly warrant: Warrant }
  | { readonly status: "closed"; readonly warrant: Warrant };
type Decision = Result<readonly Event[], Rejection>;

export const contract: Contract<State, Command, Event, Rejection, Facts> = {
  domain: "disclosure",
  version: 1,
  initial: { status: "none" },
  command: commandShape,
  key,
  decide,
  evolve,
};

/** What `Facts.warrant` answers from the record of a warrant. */
export const warrantIn = (state: State): (Warrant & { readonly closed: boolean }) | undefined =>
  state.status === "warranted" || state.status === "closed"
    ? { ...state.warrant, closed: state.status === "closed" }
    : undefined;

function key(command: Command): string {
  switch (command.type) {
    case "release":
    case "acknowledge":
      return command.id;
    case "openWarrant":
    case "closeWarrant":
      return warrantRecordOf(command.id);
    default:
      return assertNever(command);
  }
}

function decide(state: State, command: Command, context: Context, facts: Facts): Decision {
  switch (command.type) {
    case "release":
      return state.status === "none" ? release(command, context, facts) : err({ code: "already-released" });
    case "acknowledge":
      return acknowledge(state, command, context);
    case "openWarrant":
      return state.status === "none" ? openWarrant(command, context, facts) : err({ code: "already-opened" });
    case "closeWarrant": {
      const warrant = warrantIn(state);
      if (warrant === undefined) return err({ code: "unknown-warrant", warrant: command.id });
      return closeWarrant(warrant, context);
    }
    default:
      return assertNever(command);
  }
}

function acknowledge(state: State, { id, outcome }: CommandOf<"acknowledge">, context: Context): Decision {
  if (state.status !== "released" && state.status !== "acknowledged") return err({ code: "unknown-disclosure" });
  if (!signedBy(context, state.disclosure.recipient)) return err({ code: "not-signed-by-recipient" });
  if (state.status === "acknowledged" && (state.outcome === "opened" || state.outcome === outcome))
    return err({ code: "already-acknowledged" });
  return ok([{ type: "acknowledged", id, outcome, at: context.time }]);
}

const signedBy = (context: Context, party: Party): boolean =>
  party.type === "organisation"
    ? signedByOrganisation(context, party.organisation)
    : signedByPerson(context, party.person);

function evolve(state: State, event: Event): State {
  switch (event.type) {
    case "released": {
      invariant(state.status === "none", "released twice");
      const { type: _, ...disclosure } = event;
      return { status: "released", disclosure };
    }
    case "acknowledged":
      invariant(state.status === "released" || state.status === "acknowledged", "acknowledged what was not released");
      return { status: "acknowledged", disclosure: state.disclosure, outcome: event.outcome };
    case "warrantOpened": {
      invariant(state.status === "none", "a warrant was opened twice");
      const { type: _, ...warrant } = event;
      return { status: "warranted", warrant };
    }
    case "warrantClosed":
      invariant(state.status === "warranted", "closed a warrant that was not open");
      return { status: "closed", warrant: state.warrant };
    default:
      return assertNever(event);
  }
}
