import type { Seconds } from "@meridian/base/ids";
import type { State } from "./contract.ts";

/** Why a credential does not allow something; the earliest reason in this order. */
export type Invalidity = "never-issued" | "revoked" | "suspended" | "not-yet-valid" | "expired" | "out-of-scope";

/**
 * Why the credential does not hold at a time (both ends of its validity included) and, if asked, for a drug class or
 * service; undefined when it does. Ask the state as of the act: today's says nothing about a licence revoked since.
 */
export function whyNot(state: State, time: Seconds, scope?: string): Invalidity | undefined {
  if (state.status === "none") return "never-issued";
  if (state.status !== "active") return state.status;
  if (time < state.validFrom) return "not-yet-valid";
  if (time > state.validUntil) return "expired";
  return scope === undefined || state.scope.includes(scope) ? undefined : "out-of-scope";
}

export const isValidAt = (state: State, time: Seconds, scope?: string): boolean =>
  whyNot(state, time, scope) === undefined;
