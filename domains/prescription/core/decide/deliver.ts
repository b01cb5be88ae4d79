import type { OrganisationId, Seconds } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { ok } from "@meridian/base/result";
import { signedByPerson } from "@meridian/kernel/context";
import type { Rejection } from "../rejection.ts";
import { after } from "../vocabulary.ts";
import { actorFor, licenceFault } from "./actor.ts";
import { type Case, type Decision, type Given, holdOn, no } from "./case.ts";
import { isSignedWith } from "./claim.ts";
import { pharmacy } from "./counter.ts";
import { permitted, within } from "./guard.ts";

const CARRIERS = ["carrier", "pharmacy", "homecare"];
const HANDS = ["courier", "nurse", "pharmacist", "clerk"];

/** T13: on its way, with somebody who may carry it. */
export function ship(given: Case<"ship">): Decision {
  const { command, context, facts, rules } = given;
  const held = holdOn(given);
  if (held) return no(held);
  const actor = pharmacy(given);
  if (!actor.ok) return actor;
  if (!rules.switches.deliveryAllowed) return no({ code: "delivery-not-allowed" });
  const { carrier } = command;
  const known = facts.organisation(carrier);
  if (!known) return no({ code: "unknown-organisation", organisation: carrier });
  if (!known.active) return no({ code: "organisation-inactive", organisation: carrier });
  if (!CARRIERS.includes(known.kind) && carrier !== actor.value.claim.organisation)
    return no({ code: "not-a-carrier", organisation: carrier, kind: known.kind });
  const needsLicence =
    known.kind === "carrier" &&
    !facts.credential({ organisation: carrier }, "licence-carrier", undefined, context.time);
  if (needsLicence) return no({ code: "credential-missing", holder: carrier, kind: "licence-carrier" });
  const allowed = permitted(given, actor.value);
  if (!allowed.ok) return allowed;
  const until = after(context.time, within(rules.params.deliveryWindowSeconds, allowed.value));
  return ok([{ type: "shipped", carrier, pickupKey: command.pickupKey ?? null, until }]);
}

/** T13: with the patient. At the counter the pharmacy's word will do; at the door the recipient signs as well. */
export function deliver(given: Case<"deliver">): Decision {
  const { issue, command, context, facts } = given;
  const held = holdOn(given);
  if (held) return no(held);
  const { organisation } = command;
  const counter = issue.status === "DISPENSED";
  const fault = counter ? counterFault(given, organisation) : doorFault(given, organisation);
  if (fault) return no(fault);
  const actor = actorFor(organisation, HANDS, given);
  if (!actor.ok) return actor;
  const licence = licenceFault(actor.value, facts, context.time);
  if (licence) return no(licence);
  const allowed = permitted(given, actor.value);
  if (!allowed.ok) return allowed;
  const temperatureLog = command.temperatureLog ?? null;
  return ok([{ type: "delivered", by: organisation, counter, temperatureLog, claimableUntil: claimableUntil(given) }]);
}

/** Until when an issue that nobody settled may be reversed, from its completion now. */
export const claimableUntil = ({ issue, context, rules }: Given): Seconds | null =>
  issue.settlement ? null : after(context.time, rules.params.noClaimSeconds);

const counterFault = ({ issue }: Case<"deliver">, organisation: OrganisationId): Rejection | undefined => {
  invariant(issue.claim, "what was dispensed was claimed");
  const by = issue.claim.organisation;
  return organisation === by ? undefined : { code: "not-your-claim", by };
};

function doorFault({ issue, command, context }: Case<"deliver">, organisation: OrganisationId): Rejection | undefined {
  invariant(issue.shipment && issue.claim, "what is on its way was claimed and shipped");
  const { carrier, pickupKey } = issue.shipment;
  if (organisation !== carrier && organisation !== issue.claim.organisation)
    return { code: "not-your-delivery", carrier };
  if (!signedByPerson(context, issue.patient) && !isSignedWith(context, [pickupKey, issue.accessKey]))
    return { code: "recipient-proof-missing" };
  const needsLog = issue.items.some((item) => item.class === "cold-chain" && item.dispensed > 0);
  return needsLog && command.temperatureLog === undefined ? { code: "temperature-log-missing" } : undefined;
}

/** Brought back to the pharmacy, which may hand it out, send it again or reverse. Over time it happens by itself. */
export function returnDelivery(given: Case<"returnDelivery">): Decision {
  const { issue, command } = given;
  invariant(issue.shipment && issue.claim, "what is on its way was claimed and shipped");
  const { carrier } = issue.shipment;
  const by = command.organisation ?? issue.claim.organisation;
  if (by !== carrier && by !== issue.claim.organisation) return no({ code: "not-your-delivery", carrier });
  const actor = actorFor(by, HANDS, given);
  return actor.ok ? ok([{ type: "deliveryReturned", by }]) : actor;
}
