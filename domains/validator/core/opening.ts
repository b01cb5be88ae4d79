import { fromHex } from "@meridian/base/bytes";
import { err, ok, type Result } from "@meridian/base/result";
import { isAcceptableEd25519Key } from "@meridian/crypto/ed25519";
import type { Context } from "@meridian/kernel/context";
import { basisOf, isPassed } from "./authority.ts";
import { reachingThird } from "./control.ts";
import type { CommandOf, Facts, Rejection } from "./schema.ts";
import type { Decision, State } from "./state.ts";

type Open = CommandOf<"open">;

/** Once in the life of a network: in its genesis, or by the vote with which it leaves the hands of one operator. */
export function open(state: State, command: Open, context: Context, facts: Facts): Decision {
  if (context.cause.type !== "genesis" && !isPassed(context)) return err({ code: "only-by-governance" });
  if (state.status !== "none") return err({ code: "already-open" });
  const power = powerOf(command);
  if (!power.ok) return power;
  const fault = entryFault(command, facts);
  if (fault) return err(fault);
  const { rules } = command;
  const [reach] = rules.sharedControl === "refused" ? reachingThird(command.validators) : [];
  if (reach !== undefined) return err({ code: "control-reaches-third", ...reach });
  const { height, time } = context;
  const validators = command.validators.map(({ power: _, ...seat }) => seat);
  return ok([{ type: "opened", validators, power: power.value, rules, height, time, ...basisOf(context) }]);
}

/** The power that all have: votes are counted by members, so nobody's key weighs more. */
function powerOf({ validators }: Open): Result<number, Rejection> {
  const expected = validators[0]?.power ?? 1;
  const other = validators.find(({ power }) => power !== expected);
  if (other === undefined) return ok(expected);
  return err({ code: "unequal-power", organisation: other.organisation, expected });
}

function entryFault({ validators }: Open, facts: Facts): Rejection | undefined {
  const organisations = new Set<string>();
  const keys = new Set<string>();
  const owners = new Map<string, (typeof validators)[number]["organisation"]>();
  for (const { organisation, publicKey, nodes } of validators) {
    if (organisations.has(organisation)) return { code: "organisation-twice", organisation };
    organisations.add(organisation);
    // Nobody signs with it here, and anybody could sign for a key of small order (ADR-3).
    if (!isAcceptableEd25519Key(fromHex(publicKey) ?? new Uint8Array()))
      return { code: "key-not-acceptable", publicKey };
    if (keys.has(publicKey)) return { code: "key-in-use", publicKey };
    keys.add(publicKey);
    const { active, mayValidate } = facts.organisation(organisation);
    if (!active) return { code: "not-an-active-member", organisation };
    if (!mayValidate) return { code: "kind-may-not-validate", organisation };
    for (const node of nodes) {
      const owner = owners.get(node);
      if (owner !== undefined) return { code: "node-taken", node, organisation: owner };
      owners.set(node, organisation);
    }
  }
  return undefined;
}
