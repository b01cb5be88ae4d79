import type { OrganisationId } from "@meridian/base/ids";
import { assertNever, invariant } from "@meridian/base/invariant";
import { err, ok, type Result } from "@meridian/base/result";
import { type Context, organisationsOf } from "@meridian/kernel/context";
import type { Contract } from "@meridian/kernel/contract";
import {
  type Command,
  type CommandOf,
  commandShape,
  credentialIdOf,
  type Event,
  type Facts,
  HOLDERS,
  type Rejection,
  type Terms,
} from "./schema.ts";

type Issued = Terms & { readonly status: "active" | "suspended" | "revoked" };
export type State = { readonly status: "none" } | Issued;

type Decision = Result<readonly Event[], Rejection>;

export const contract: Contract<State, Command, Event, Rejection, Facts> = {
  domain: "credential",
  version: 1,
  initial: { status: "none" },
  command: commandShape,
  key: ({ holder, kind }) => credentialIdOf(holder, kind),
  decide,
  evolve,
};

function decide(state: State, command: Command, context: Context, facts: Facts): Decision {
  // Any authority competent for the kind may act on it, so that one that is closed leaves no orphans.
  const by = organisationsOf(context).find((organisation) => facts.mayIssue(organisation, command.kind));
  if (by === undefined) return err({ code: "issuer-not-competent", kind: command.kind });
  if (command.type === "issue") return issue(state, command, by, context, facts);
  if (state.status === "none") return err({ code: "never-issued" });
  if (state.status === "revoked") return err({ code: "is-revoked" });
  switch (command.type) {
    case "renew":
      return renew(state, command, by, context);
    case "amendScope":
      return ok([{ type: "scopeAmended", by, scope: command.scope, basis: command.basis }]);
    case "suspend":
      if (state.status === "suspended") return err({ code: "is-suspended" });
      return ok([{ type: "suspended", by, reason: command.reason }]);
    case "reinstate":
      if (state.status !== "suspended") return err({ code: "not-suspended" });
      return ok([{ type: "reinstated", by }]);
    case "revoke":
      return ok([{ type: "revoked", by, reason: command.reason }]);
    default:
      return assertNever(command);
  }
}

function issue(
  state: State,
  command: CommandOf<"issue">,
  issuer: OrganisationId,
  context: Context,
  facts: Facts,
): Decision {
  const { holder, kind, scope, number, validFrom, validUntil, basis } = command;
  if (state.status === "active" || state.status === "suspended") return err({ code: "already-issued" });
  if (!HOLDERS[kind].includes(holder.type)) return err({ code: "wrong-holder-type", allowed: HOLDERS[kind] });
  if (holder.type === "organisation" && holder.organisation === issuer) return err({ code: "self-issued" });
  if (!facts.isHolder(holder)) return err({ code: "unknown-holder" });
  if (validFrom > validUntil) return err({ code: "validity-empty", validFrom, validUntil });
  if (validUntil < context.time) return err({ code: "already-over", validUntil });
  return ok([{ type: "issued", holder, kind, scope, number, issuer, validFrom, validUntil, basis }]);
}

function renew(state: Issued, command: CommandOf<"renew">, by: OrganisationId, { time }: Context): Decision {
  const { validUntil, basis } = command;
  if (state.status === "suspended") return err({ code: "is-suspended" });
  if (validUntil <= state.validUntil) return err({ code: "not-longer", validUntil: state.validUntil });
  if (validUntil < time) return err({ code: "already-over", validUntil });
  // A gap stays a gap: what was done while it was expired does not become right afterwards.
  const validFrom = time > state.validUntil ? time : state.validFrom;
  return ok([{ type: "renewed", by, validFrom, validUntil, basis }]);
}

function evolve(state: State, event: Event): State {
  if (event.type === "issued") {
    invariant(state.status === "none" || state.status === "revoked", "issued what was issued");
    const { type: _, ...terms } = event;
    return { status: "active", ...terms };
  }
  invariant(state.status === "active" || state.status === "suspended", `${event.type} what does not hold`);
  switch (event.type) {
    case "renewed": {
      const { validFrom, validUntil, basis } = event;
      return { ...state, validFrom, validUntil, basis };
    }
    case "scopeAmended":
      return { ...state, scope: event.scope, basis: event.basis };
    case "suspended":
      return { ...state, status: "suspended" };
    case "reinstated":
      invariant(state.status === "suspended", "reinstated what was not suspended");
      return { ...state, status: "active" };
    case "revoked":
      return { ...state, status: "revoked" };
    default:
      return assertNever(event);
  }
}
