import { fromHex } from "@meridian/base/bytes";
import { assertNever, invariant } from "@meridian/base/invariant";
import { err, ok, type Result } from "@meridian/base/result";
import { keyIdOf, type PublicKey } from "@meridian/crypto/key-id";
import { isAcceptableKey } from "@meridian/crypto/keys";
import type { Context } from "@meridian/kernel/context";
import type { Contract } from "@meridian/kernel/contract";
import {
  type Command,
  type CommandOf,
  commandShape,
  type Event,
  type Facts,
  type KeyHolder,
  type Rejection,
} from "./schema.ts";

export type State =
  | { readonly status: "none" }
  | { readonly status: "live" | "revoked"; readonly publicKey: PublicKey; readonly holder: KeyHolder };

type Decision = Result<readonly Event[], Rejection>;

export const contract: Contract<State, Command, Event, Rejection, Facts> = {
  domain: "key",
  version: 1,
  initial: { status: "none" },
  command: commandShape,
  key: (command) => command.key,
  decide,
  evolve,
};

/** The events of a holder that bind or revoke keys. This registry decides nothing else about who gets one. */
const CAUSES: Record<Command["type"], Record<KeyHolder["type"], readonly string[]>> = {
  bind: { organisation: ["admitted", "keyAdded"], person: ["registered", "keyAdded", "recovered"] },
  revoke: { organisation: ["keyRevoked", "withdrawn"], person: ["keyRevoked", "recovered"] },
};

function decide(state: State, command: Command, context: Context): Decision {
  switch (command.type) {
    case "bind":
      return bind(state, command, context);
    case "revoke":
      return revoke(state, command, context);
    default:
      return assertNever(command);
  }
}

function bind(state: State, command: CommandOf<"bind">, context: Context): Decision {
  const { key, publicKey, holder } = command;
  if (!isCausedBy(holder, command.type, context)) return err({ code: "only-by-reaction" });
  // Never again, not even for the same holder: an old signature must not change whose it was.
  if (state.status !== "none") return err({ code: "key-already-bound", key });
  const bytes = fromHex(publicKey.publicKey);
  if (bytes === undefined || keyIdOf(publicKey.kind, bytes) !== key) return err({ code: "key-id-mismatch", key });
  if (!isAcceptableKey(publicKey.kind, bytes)) return err({ code: "key-not-acceptable", key });
  return ok([{ type: "bound", key, publicKey, holder }]);
}

function revoke(state: State, { key, type }: CommandOf<"revoke">, context: Context): Decision {
  if (state.status === "none") return err({ code: "unknown-key", key });
  if (!isCausedBy(state.holder, type, context)) return err({ code: "only-by-reaction" });
  if (state.status === "revoked") return err({ code: "already-revoked", key });
  return ok([{ type: "revoked", key }]);
}

function evolve(state: State, event: Event): State {
  switch (event.type) {
    case "bound":
      invariant(state.status === "none", "a key bound twice");
      return { status: "live", publicKey: event.publicKey, holder: event.holder };
    case "revoked":
      invariant(state.status === "live", "revoked a key that was not live");
      return { ...state, status: "revoked" };
    default:
      return assertNever(event);
  }
}

/** Only the holder's own record moves its keys. */
const isCausedBy = (holder: KeyHolder, type: Command["type"], { cause }: Context): boolean =>
  cause.type === "reaction" &&
  cause.domain === holder.type &&
  cause.record === (holder.type === "organisation" ? holder.organisation : holder.person) &&
  CAUSES[type][holder.type].includes(cause.event);
