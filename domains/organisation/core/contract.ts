import type { KeyId, OrganisationId } from "@meridian/base/ids";
import { assertNever, invariant } from "@meridian/base/invariant";
import { err, ok, type Result } from "@meridian/base/result";
import { keyIdOfPublicKey, type PublicKey } from "@meridian/crypto/key-id";
import { type Context, isReactionTo, signedByOrganisation } from "@meridian/kernel/context";
import type { Contract } from "@meridian/kernel/contract";
import type { OrganisationKind } from "@meridian/kernel/vocabulary";
import {
  type Command,
  type CommandOf,
  commandShape,
  DOUBLE_SIGNING,
  type Event,
  type Facts,
  KEYS_MAX,
  type Name,
  type OrganisationKey,
  type Rejection,
} from "./schema.ts";

export type Member = {
  readonly status: "active" | "suspended" | "withdrawn";
  readonly kind: OrganisationKind;
  readonly name: Name;
  readonly node?: string;
  /** Live keys only; the key domain remembers the others. */
  readonly keys: readonly OrganisationKey[];
};
export type State = { readonly status: "none" } | Member;

type Decision = Result<readonly Event[], Rejection>;

export const contract: Contract<State, Command, Event, Rejection, Facts> = {
  domain: "organisation",
  version: 1,
  initial: { status: "none" },
  command: commandShape,
  key: (command) => command.id,
  decide,
  evolve,
};

function decide(state: State, command: Command, context: Context): Decision {
  if (command.type === "admit") return admit(state, command, context);
  if (state.status === "none") return err({ code: "unknown-organisation" });
  if (state.status === "withdrawn") return err({ code: "has-withdrawn" });
  switch (command.type) {
    case "suspend":
    case "reinstate":
    case "withdraw":
      return changeMembership(state, command, context);
    case "addKey":
    case "revokeKey":
    case "rename":
      if (!signedByOrganisation(context, command.id))
        return err({ code: "not-signed-by-organisation", organisation: command.id });
      return manage(state, command, context);
    default:
      return assertNever(command);
  }
}

function admit(state: State, command: CommandOf<"admit">, context: Context): Decision {
  if (state.status !== "none") return err({ code: "already-admitted" });
  if (context.cause.type !== "genesis" && !isPassed(context)) return err({ code: "only-by-governance" });
  const { id: organisation, kind, name, node, key, label = "first" } = command;
  return ok([
    {
      type: "admitted",
      organisation,
      kind,
      name,
      ...(node !== undefined && { node }),
      key: keyOf(key, label),
      ...basisOf(context),
    },
  ]);
}

/**
 * Members decide on membership; nobody suspends or removes alone, whatever kind of authority it is. They may decide in
 * advance, by the rules of the validator set, that a proven double signature suspends.
 */
function changeMembership(
  state: Member,
  command: CommandOf<"suspend" | "reinstate" | "withdraw">,
  context: Context,
): Decision {
  if (!isPassed(context) && !isConvicted(command, context)) return err({ code: "only-by-governance" });
  const basis = basisOf(context);
  const organisation = command.id;
  switch (command.type) {
    case "suspend":
      if (state.status === "suspended") return err({ code: "already-suspended" });
      return ok([{ type: "suspended", organisation, reason: command.reason, ...basis }]);
    case "reinstate":
      if (state.status !== "suspended") return err({ code: "not-suspended" });
      return ok([{ type: "reinstated", organisation, kind: state.kind, ...basis }]);
    case "withdraw": {
      const keys = state.keys.map(({ key }) => key);
      return ok([{ type: "withdrawn", organisation, reason: command.reason, keys, ...basis }]);
    }
    default:
      return assertNever(command);
  }
}

/** What an organisation does to itself. While suspended it may still take a lost key out of use, nothing else. */
function manage(state: Member, command: CommandOf<"addKey" | "revokeKey" | "rename">, context: Context): Decision {
  const organisation = command.id;
  if (command.type === "revokeKey") return revokeKey(state, organisation, command.key);
  if (state.status === "suspended") return err({ code: "is-suspended" });
  if (command.type === "rename") return ok([{ type: "renamed", organisation, name: command.name }]);

  const added = keyOf(command.key, command.label);
  if (state.keys.some(({ key }) => key === added.key)) return err({ code: "key-exists", key: added.key });
  // Without proof of possession a member could claim a key that it saw elsewhere and so block its owner for good.
  if (!context.authors.some(({ kind, publicKey }) => kind === added.kind && publicKey === added.publicKey))
    return err({ code: "key-not-proven", key: added.key });
  if (state.keys.length >= KEYS_MAX) return err({ code: "too-many-keys", max: KEYS_MAX });
  return ok([{ type: "keyAdded", organisation, key: added }]);
}

function revokeKey(state: Member, organisation: OrganisationId, revoked: KeyId): Decision {
  if (!state.keys.some(({ key }) => key === revoked)) return err({ code: "unknown-key", key: revoked });
  if (state.keys.length === 1) return err({ code: "last-key" });
  return ok([{ type: "keyRevoked", organisation, key: revoked }]);
}

function evolve(state: State, event: Event): State {
  if (event.type === "admitted") {
    invariant(state.status === "none", "admitted twice");
    const { kind, name, node, key } = event;
    return { status: "active", kind, name, ...(node !== undefined && { node }), keys: [key] };
  }
  invariant(state.status !== "none" && state.status !== "withdrawn", `${event.type} of no member`);
  switch (event.type) {
    case "suspended":
      invariant(state.status === "active", "suspended what was not active");
      return { ...state, status: "suspended" };
    case "reinstated":
      invariant(state.status === "suspended", "reinstated what was not suspended");
      return { ...state, status: "active" };
    case "withdrawn":
      return { ...state, status: "withdrawn", keys: [] };
    case "keyAdded":
      invariant(state.keys.length < KEYS_MAX, "a key beyond the limit");
      return { ...state, keys: [...state.keys, event.key] };
    case "keyRevoked":
      invariant(state.keys.length > 1, "revoked the last key");
      return { ...state, keys: state.keys.filter(({ key }) => key !== event.key) };
    case "renamed":
      return { ...state, name: event.name };
    default:
      return assertNever(event);
  }
}

const isPassed = (context: Context): boolean => isReactionTo(context, "governance", "passed");
const isConvicted = (command: Command, context: Context): boolean =>
  command.type === "suspend" && command.reason === DOUBLE_SIGNING && isReactionTo(context, "validator", "misbehaved");
const basisOf = ({ cause }: Context): { readonly proposal?: string } =>
  cause.type === "reaction" && cause.domain === "governance" ? { proposal: cause.record } : {};
const keyOf = (key: PublicKey, label: string): OrganisationKey => ({ key: keyIdOfPublicKey(key), ...key, label });
