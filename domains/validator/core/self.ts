import type { OrganisationId, Seconds } from "@meridian/base/ids";
import { err, ok } from "@meridian/base/result";
import { type Context, signedByOrganisation } from "@meridian/kernel/context";
import { isKeyInUse, isProven } from "./authority.ts";
import {
  CANDIDATES_MAX,
  type CommandOf,
  type Facts,
  NODE_OWNERS_MAX,
  OTHER_NODE_OWNERS_MAX,
  type Rejection,
  ROTATION_WINDOW,
  ROTATIONS_MAX,
} from "./schema.ts";
import type { Decision, ValidatorSet } from "./state.ts";

/** What a member says of itself: that it would validate with this key, and which nodes are its own. */

export function candidate(
  state: ValidatorSet,
  command: CommandOf<"candidate">,
  context: Context,
  facts: Facts,
): Decision {
  const { organisation, publicKey, control, nodes } = command;
  if (!signedByOrganisation(context, organisation)) return err({ code: "not-signed-by-organisation", organisation });
  const { active, mayValidate } = facts.organisation(organisation);
  if (!active) return err({ code: "not-an-active-member", organisation });
  if (!mayValidate) return err({ code: "kind-may-not-validate", organisation });
  if (state.validators.some((seat) => seat.organisation === organisation)) return err({ code: "already-validator" });
  if (state.candidates.some((seat) => seat.organisation === organisation)) return err({ code: "already-candidate" });
  const fault =
    newKeyFault(state, publicKey, context) ??
    rotationFault(state, organisation, context.time) ??
    nodesFault(state, organisation, nodes, NODE_OWNERS_MAX);
  if (fault) return err(fault);
  if (state.candidates.length >= CANDIDATES_MAX) return err({ code: "too-many-candidates", max: CANDIDATES_MAX });
  const { height, time } = context;
  return ok([{ type: "offered", organisation, publicKey, control, nodes, height, time }]);
}

export function setNodes(
  state: ValidatorSet,
  { organisation, nodes }: CommandOf<"setNodes">,
  context: Context,
  facts: Facts,
): Decision {
  if (context.cause.type !== "genesis" && !signedByOrganisation(context, organisation))
    return err({ code: "not-signed-by-organisation", organisation });
  if (!facts.organisation(organisation).active) return err({ code: "not-an-active-member", organisation });
  const seated = [...state.validators, ...state.candidates].some((seat) => seat.organisation === organisation);
  const fault = nodesFault(state, organisation, nodes, seated ? NODE_OWNERS_MAX : OTHER_NODE_OWNERS_MAX);
  return fault ? err(fault) : ok([{ type: "nodesSet", organisation, nodes }]);
}

/** Without proof of possession a member could claim a key that it saw elsewhere, and so block its owner for good. */
export function newKeyFault(state: ValidatorSet, publicKey: string, context: Context): Rejection | undefined {
  if (!isProven(publicKey, context)) return { code: "key-not-proven", publicKey };
  return isKeyInUse(state, publicKey) ? { code: "key-in-use", publicKey } : undefined;
}

/** Former keys are remembered up to a bound; one member alone must not push its own out of memory. */
export function rotationFault(
  { former }: ValidatorSet,
  organisation: OrganisationId,
  time: Seconds,
): Rejection | undefined {
  const own = former.filter((key) => key.organisation === organisation).slice(-ROTATIONS_MAX);
  const [first] = own;
  if (first === undefined || own.length < ROTATIONS_MAX) return undefined;
  const from = (first.until + ROTATION_WINDOW) as Seconds;
  return time < from ? { code: "rotated-too-often", from } : undefined;
}

function nodesFault(
  state: ValidatorSet,
  organisation: OrganisationId,
  nodes: readonly string[],
  max: number,
): Rejection | undefined {
  const others = state.nodes.filter((entry) => entry.organisation !== organisation);
  for (const node of nodes) {
    const owner = others.find((entry) => entry.nodes.includes(node));
    if (owner !== undefined) return { code: "node-taken", node, organisation: owner.organisation };
  }
  const isNew = others.length === state.nodes.length && nodes.length > 0;
  return isNew && others.length >= max ? { code: "too-many-nodes", max } : undefined;
}
