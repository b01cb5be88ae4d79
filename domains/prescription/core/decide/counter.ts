import type { PersonId } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { err, ok, type Result } from "@meridian/base/result";
import type { Rejection } from "../rejection.ts";
import type { Claim } from "../state.ts";
import { type Actor, actorFor, licenceFault, licensedActorFor } from "./actor.ts";
import type { Given } from "./case.ts";
import { COUNTER } from "./claim.ts";

export type Pharmacists = Actor & { readonly person: PersonId; readonly claim: Claim };

/** The licensed pharmacists of the pharmacy that holds the claim, among the signers. */
export function pharmacists(given: Given): Result<Pharmacists, Rejection> {
  const { claim } = given.issue;
  invariant(claim, "at the counter there is a claim");
  const actor = licensedActorFor(claim.organisation, "pharmacist", "licence-pharmacist", given);
  if (!actor.ok) return notYours(actor.error, claim);
  const fault = licenceFault(actor.value, given.facts, given.context.time);
  return fault ? err(fault) : ok({ ...actor.value, claim });
}

/** Anyone who serves at the pharmacy that holds the claim, or its own key. */
export function pharmacy(given: Given): Result<Actor & { readonly claim: Claim }, Rejection> {
  const { claim } = given.issue;
  invariant(claim, "at the counter there is a claim");
  const actor = actorFor(claim.organisation, COUNTER, given);
  return actor.ok ? ok({ ...actor.value, claim }) : notYours(actor.error, claim);
}

/** Another pharmacy is told whose claim it is rather than which roles would do. */
const notYours = (error: Rejection, claim: Claim): Result<never, Rejection> =>
  err(error.code === "not-entitled" ? { code: "not-your-claim", by: claim.organisation } : error);
