import { err, ok } from "@meridian/base/result";
import type { Context } from "@meridian/kernel/context";
import type { CommandOf, Event, Facts, Seat } from "./schema.ts";
import { removal } from "./seats.ts";
import { addressOf, type Decision, type ValidatorSet } from "./state.ts";

/** What the engine proved of a key becomes an event about whoever holds or held it, and what the rules make of it. */
export function misbehaved(
  state: ValidatorSet,
  command: CommandOf<"misbehaved">,
  context: Context,
  facts: Facts,
): Decision {
  if (context.cause.type !== "engine") return err({ code: "only-by-engine" });
  const { validator, kind, height, time } = command;
  const held = holderOf(state, validator);
  if (held === undefined) return err({ code: "unknown-validator", validator });
  if (state.reports.some((told) => told.validator === validator && told.kind === kind && told.height === height))
    return ok([]);
  const { organisation, publicKey } = held;
  const seat = state.validators.find((entry) => entry.organisation === organisation);
  const told = { type: "misbehaved", organisation, publicKey, validator, kind, height, time } as const;
  switch (state.rules.doubleSigning) {
    case "note":
      return ok([{ ...told, measure: "noted" }]);
    case "remove": {
      if (seat === undefined) return ok([{ ...told, measure: "noted" }]);
      const consequence: Event = removal(state, seat, "double-signing", context);
      return ok([{ ...told, measure: consequence.type === "removed" ? "removed" : "noted" }, consequence]);
    }
    case "suspend": {
      // Who runs the network alone goes on running it; suspended it could not even vote for another.
      if (seat !== undefined && state.validators.length === 1)
        return ok([
          { ...told, measure: "noted" },
          { type: "kept", organisation, reason: "double-signing" },
        ]);
      // Who is suspended already, or has left, has nothing more to lose.
      const { active } = facts.organisation(organisation);
      return ok([{ ...told, measure: active ? "suspended" : "noted" }]);
    }
  }
}

function holderOf({ validators, former }: ValidatorSet, address: string): Omit<Seat, "control"> | undefined {
  return (
    validators.find(({ publicKey }) => addressOf(publicKey) === address) ??
    former.findLast(({ publicKey }) => addressOf(publicKey) === address)
  );
}
