import { asFen } from "@meridian/base/ids";
import { assertNever, invariant } from "@meridian/base/invariant";
import { err, ok, type Result } from "@meridian/base/result";
import { type Context, isReactionTo, signedByOrganisation } from "@meridian/kernel/context";
import type { Contract } from "@meridian/kernel/contract";
import { minus } from "./adjudicate.ts";
import { decideAdjudicate } from "./decide-adjudicate.ts";
import {
  type Accrue,
  type Command,
  commandShape,
  type Event,
  type Facts,
  type Negate,
  type PayCash,
  type RegisterScheme,
  type Rejection,
  UNDOING,
} from "./schema.ts";
import { schemeHash } from "./scheme.ts";
import { keyOf, type Settlement, type State, usedOf } from "./state.ts";

export type Decision = Result<readonly Event[], Rejection>;

/** Who pays what for one prescription, what that takes of a person's year, and by which scheme. */
export const contract: Contract<State, Command, Event, Rejection, Facts> = {
  domain: "settlement",
  version: 1,
  initial: { status: "none" },
  command: commandShape,
  key: keyOf,
  decide,
  evolve,
};

function decide(state: State, command: Command, context: Context, facts: Facts): Decision {
  switch (command.type) {
    case "adjudicate":
      return decideAdjudicate(state, command, context, facts);
    case "payCash":
      return payCash(state, command, context);
    case "negate":
      return negate(state, command, context);
    case "accrue":
      return accrue(state, command, context);
    case "registerScheme":
      return registerScheme(state, command, context, facts);
    default:
      return assertNever(command);
  }
}

const isSettlement = (state: State): state is Settlement =>
  state.status === "adjudicated" || state.status === "negated";

function payCash(state: State, { id }: PayCash, context: Context): Decision {
  if (!isSettlement(state)) return err({ code: "not-adjudicated" });
  const { prescription, pharmacy, cash } = state;
  const { cause } = context;
  const isWithSupply = isReactionTo(context, "prescription", "dispensed") && cause.type === "reaction";
  const isTold = isWithSupply ? cause.record === prescription : signedByOrganisation(context, pharmacy);
  if (!isTold) return err({ code: "not-the-pharmacy" });
  if (state.status === "negated") return err({ code: "already-negated" });
  if (cash === 0) return err({ code: "no-cash-due" });
  if (state.cashPaid) return ok([]); // Wishing twice changes nothing, so it is no error.
  return ok([{ type: "cashPaid", id, prescription, pharmacy, cash, at: context.time }]);
}

function negate(state: State, _: Negate, context: Context): Decision {
  const by = UNDOING.find((event) => isReactionTo(context, "prescription", event));
  if (by === undefined || context.cause.type !== "reaction") return err({ code: "not-a-reaction" });
  if (!isSettlement(state)) return err({ code: "not-adjudicated" });
  if (context.cause.record !== state.prescription) return err({ code: "not-for-this-prescription" });
  if (state.status === "negated") return err({ code: "already-negated" });
  const { status: __, scheme: ___, ...rest } = state;
  const { total, fund, account, cash, deductible } = state;
  return ok([
    {
      ...rest,
      type: "negated",
      by,
      total: minus(total),
      fund: minus(fund),
      account: minus(account),
      cash: minus(cash),
      deductible: minus(deductible),
      at: context.time,
    },
  ]);
}

/**
 * The ledger's order decides between two settlements that race for the rest of a year: the second finds another
 * standing than the one it was reckoned with, is refused, and so is the whole transaction that carries it.
 */
function accrue(state: State, command: Accrue, context: Context): Decision {
  const { patient, year, settlement, detail, fund, deductible, limits, before } = command;
  const adds = isReactionTo(context, "settlement", "adjudicated");
  if (!adds && !isReactionTo(context, "settlement", "negated")) return err({ code: "not-a-reaction" });
  invariant(state.status === "none" || state.status === "standing", "a standing has a key of its own");
  const current = usedOf(state);
  if (adds) {
    const isAsReckoned = before?.fundUsed === current.fundUsed && before.deductibleUsed === current.deductibleUsed;
    if (!isAsReckoned) return err({ code: "standing-changed", current });
    // Another scheme may have spent more than this one allows: then nothing is left, not less than nothing.
    const left = Math.max(0, limits.annualCap - current.fundUsed);
    if (fund > left) return err({ code: "annual-cap-exceeded", left });
    const open = Math.max(0, limits.deductible - current.deductibleUsed);
    if (deductible > open) return err({ code: "deductible-exceeded", left: open });
  }
  const fundUsed = asFen(current.fundUsed + fund);
  const deductibleUsed = asFen(current.deductibleUsed + deductible);
  invariant(fundUsed >= 0 && deductibleUsed >= 0, "a year gives back only what it took");
  const at = context.time;
  const of = { patient, year, settlement, detail } as const;
  return ok([{ type: "accrued", ...of, fund, deductible, fundUsed, deductibleUsed, at }]);
}

function registerScheme(
  state: State,
  { organisation, scheme }: RegisterScheme,
  context: Context,
  facts: Facts,
): Decision {
  const isGenesis = context.cause.type === "genesis";
  if (!isGenesis) {
    const known = facts.organisation(organisation);
    const isAuthority = known?.active === true && known.kind === "insurance-authority";
    if (!isAuthority || !signedByOrganisation(context, organisation))
      return err({ code: "not-an-insurance-authority" });
  }
  if (state.status !== "none") return err({ code: "already-registered" });
  return ok([{ type: "schemeRegistered", hash: schemeHash(scheme), organisation, scheme, at: context.time }]);
}

function evolve(state: State, event: Event): State {
  switch (event.type) {
    case "adjudicated": {
      invariant(state.status === "none", "a claim is adjudicated once");
      const { type: _, before: __, at: ___, ...settled } = event;
      return { ...settled, status: "adjudicated" };
    }
    case "cashPaid":
      invariant(state.status === "adjudicated" && !state.cashPaid, "cash is paid once");
      return { ...state, cashPaid: true };
    case "negated":
      invariant(state.status === "adjudicated" && state.total + event.total === 0, "what is undone is all undone");
      return { ...state, status: "negated" };
    case "accrued":
      invariant(state.status === "none" || state.status === "standing", "a standing accrues");
      return {
        status: "standing",
        fundUsed: event.fundUsed,
        deductibleUsed: event.deductibleUsed,
        detail: event.detail,
      };
    case "schemeRegistered":
      invariant(state.status === "none", "a scheme is registered once");
      return { status: "scheme", scheme: event.scheme };
    default:
      return assertNever(event);
  }
}
