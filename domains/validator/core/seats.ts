import type { Height } from "@meridian/base/ids";
import { VALIDATORS_MAX } from "@meridian/base/limits";
import { err, ok } from "@meridian/base/result";
import { type Context, signedByOrganisation } from "@meridian/kernel/context";
import { basisOf, departureOf, isPassed } from "./authority.ts";
import { reachedByEntry, reachedByLeaving } from "./control.ts";
import { type CommandOf, type Event, HEIGHTS_BETWEEN_CHANGES, type Rejection } from "./schema.ts";
import { newKeyFault, rotationFault } from "./self.ts";
import type { Decision, Validator, ValidatorSet } from "./state.ts";

export function admit(state: ValidatorSet, command: CommandOf<"admit">, context: Context): Decision {
  if (!isPassed(context)) return err({ code: "only-by-governance" });
  const { organisation, publicKey } = command;
  const seat = state.candidates.find((entry) => entry.organisation === organisation);
  if (seat === undefined) return err({ code: "not-a-candidate" });
  if (seat.publicKey !== publicKey) return err({ code: "another-key-offered", publicKey: seat.publicKey });
  if (state.validators.length >= VALIDATORS_MAX) return err({ code: "set-full", max: VALIDATORS_MAX });
  const early = changeUnderWay(state, context);
  if (early) return err(early);
  const reach = state.rules.sharedControl === "refused" ? reachedByEntry(state.validators, seat) : undefined;
  if (reach) return err({ code: "control-reaches-third", ...reach });
  return ok([{ type: "admitted", ...seat, power: state.power, ...when(context), ...basisOf(context) }]);
}

export function dismiss(state: ValidatorSet, command: CommandOf<"dismiss">, context: Context): Decision {
  if (!isPassed(context)) return err({ code: "only-by-governance" });
  const seat = seatOf(state, command.organisation);
  if (seat === undefined) return err({ code: "not-a-validator" });
  const fault = leavingFault(state, seat, context);
  if (fault) return err(fault);
  const { organisation, publicKey } = seat;
  return ok([{ type: "dismissed", organisation, publicKey, ...when(context), ...basisOf(context) }]);
}

/** From its seat, or from its candidacy. */
export function resign(state: ValidatorSet, { organisation }: CommandOf<"resign">, context: Context): Decision {
  if (!signedByOrganisation(context, organisation)) return err({ code: "not-signed-by-organisation", organisation });
  const offered = state.candidates.find((entry) => entry.organisation === organisation);
  if (offered !== undefined) {
    const { publicKey } = offered;
    return ok([{ type: "resigned", from: "candidacy", organisation, publicKey, ...when(context) }]);
  }
  const seat = seatOf(state, organisation);
  if (seat === undefined) return err({ code: "not-a-validator" });
  const fault = leavingFault(state, seat, context);
  if (fault) return err(fault);
  return ok([{ type: "resigned", from: "seat", organisation, publicKey: seat.publicKey, ...when(context) }]);
}

export function rotateKey(state: ValidatorSet, command: CommandOf<"rotateKey">, context: Context): Decision {
  const { organisation, publicKey } = command;
  if (!signedByOrganisation(context, organisation)) return err({ code: "not-signed-by-organisation", organisation });
  const seat = seatOf(state, organisation);
  if (seat === undefined) return err({ code: "not-a-validator" });
  const fault =
    newKeyFault(state, publicKey, context) ??
    rotationFault(state, organisation, context.time) ??
    changeUnderWay(state, context);
  if (fault) return err(fault);
  return ok([{ type: "keyRotated", organisation, former: seat.publicKey, publicKey, ...when(context) }]);
}

export function setRules({ rules }: CommandOf<"setRules">, context: Context): Decision {
  if (!isPassed(context)) return err({ code: "only-by-governance" });
  return ok([{ type: "rulesSet", rules, ...basisOf(context) }]);
}

/** Follows a suspension or withdrawal, which it must never prevent. */
export function remove(state: ValidatorSet, { organisation }: CommandOf<"remove">, context: Context): Decision {
  const reason = departureOf(organisation, context);
  if (reason === undefined) return err({ code: "only-by-reaction" });
  const seat = seatOf(state, organisation);
  if (seat !== undefined) return ok([removal(state, seat, reason, context)]);
  const offered = state.candidates.find((entry) => entry.organisation === organisation);
  const isKnown = offered !== undefined || state.nodes.some((entry) => entry.organisation === organisation);
  if (!isKnown) return ok([]);
  const key = offered === undefined ? {} : { publicKey: offered.publicKey };
  return ok([{ type: "removed", organisation, reason, ...key, ...when(context) }]);
}

/** A seat goes, whoever reaches a third by it; only the last one stays. */
export function removal(
  state: ValidatorSet,
  seat: Validator,
  reason: Extract<Event, { readonly type: "removed" }>["reason"],
  context: Context,
): Event {
  const { organisation, publicKey } = seat;
  const rest = state.validators.filter((entry) => entry !== seat);
  if (rest.length === 0) return { type: "kept", organisation, reason };
  const reaching = reachedByLeaving(rest, seat).map(({ control }) => control);
  const more = reaching.length > 0 ? { reaching } : {};
  return { type: "removed", organisation, publicKey, reason, ...more, ...when(context) };
}

/**
 * One seat at a time: the next change waits until the set that the last one made has signed a block. So no row of votes
 * takes more out of a set than one seat before the network has shown that it goes on without it.
 */
function changeUnderWay({ changedAt }: ValidatorSet, { height }: Context): Rejection | undefined {
  if (changedAt === undefined) return undefined;
  const from = (changedAt + HEIGHTS_BETWEEN_CHANGES) as Height;
  return height < from ? { code: "change-under-way", from } : undefined;
}

function leavingFault(state: ValidatorSet, seat: Validator, context: Context): Rejection | undefined {
  const rest = state.validators.filter((entry) => entry !== seat);
  if (rest.length === 0) return { code: "last-validator" };
  const early = changeUnderWay(state, context);
  if (early) return early;
  const [reach] = state.rules.sharedControl === "refused" ? reachedByLeaving(rest, seat) : [];
  return reach && { code: "control-reaches-third", ...reach };
}

const seatOf = ({ validators }: ValidatorSet, organisation: string): Validator | undefined =>
  validators.find((entry) => entry.organisation === organisation);
const when = ({ height, time }: Context) => ({ height, time });
