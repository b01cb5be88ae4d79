import type { KeyId, OrganisationId } from "@meridian/base/ids";
import { assertNever } from "@meridian/base/invariant";
import { err, ok } from "@meridian/base/result";
import { type Context, organisationsOf, signedByPerson } from "@meridian/kernel/context";
import { type CommandOf, type Facts, KEYS_MAX, type PersonKind, type Rejection } from "./schema.ts";
import { type Active, type Decision, isProven, keyOf, type State } from "./state.ts";

/** Organisations that signed and may register such a person, each once, in the order of their signatures. */
export const registrarsOf = (context: Context, kind: PersonKind, facts: Facts): readonly OrganisationId[] =>
  [...new Set(organisationsOf(context))].filter((id) => {
    const { active, registersPersons } = facts.organisation(id);
    return active && registersPersons.includes(kind);
  });

export function register(state: State, command: CommandOf<"register">, context: Context, facts: Facts): Decision {
  if (state.status !== "none") return err({ code: "already-registered" });
  const { id: person, kind, identity } = command;
  const key = keyOf(command.key);
  const registered = { type: "registered", person, kind, identity, key } as const;
  if (context.cause.type === "genesis") return ok([registered]);
  const [registrar] = registrarsOf(context, kind, facts);
  if (registrar === undefined) return err({ code: "not-a-registrar", kind });
  if (!isProven(context, command.key)) return err({ code: "key-not-proven", key: key.key });
  return ok([{ ...registered, registrar }]);
}

export function changeKeys(
  state: Active,
  command: CommandOf<"addKey" | "revokeKey" | "rotateKey">,
  context: Context,
): Decision {
  const person = command.id;
  if (!signedByPerson(context, person)) return err({ code: "not-signed-by-person" });
  switch (command.type) {
    case "addKey": {
      const key = keyOf(command.key);
      if (!isProven(context, command.key)) return err({ code: "key-not-proven", key: key.key });
      if (state.keys.length >= KEYS_MAX) return err({ code: "too-many-keys", max: KEYS_MAX });
      return ok([{ type: "keyAdded", person, key }]);
    }
    case "revokeKey": {
      const unknown = unknownKey(state, command.key);
      if (unknown) return err(unknown);
      if (state.keys.length === 1) return err({ code: "last-key" });
      return ok([{ type: "keyRevoked", person, key: command.key }]);
    }
    case "rotateKey": {
      const unknown = unknownKey(state, command.revoked);
      if (unknown) return err(unknown);
      const key = keyOf(command.key);
      if (!isProven(context, command.key)) return err({ code: "key-not-proven", key: key.key });
      // Added first, so that the last key can be rotated too.
      return ok([
        { type: "keyAdded", person, key },
        { type: "keyRevoked", person, key: command.revoked },
      ]);
    }
    default:
      return assertNever(command);
  }
}

const unknownKey = (state: Active, key: KeyId): Rejection | undefined =>
  state.keys.some((known) => known.key === key) ? undefined : { code: "unknown-key", key };
