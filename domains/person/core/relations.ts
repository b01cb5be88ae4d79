import { err, ok } from "@meridian/base/result";
import { type Context, signedByOrganisation, signedByPerson } from "@meridian/kernel/context";
import { AFFILIATIONS_MAX, type CommandOf, type Facts, GUARDIANS_MAX } from "./schema.ts";
import type { Active, Decision, Recovering } from "./state.ts";

/** The organisation answers for its staff, so it alone says who works there and as what. Saying it again replaces. */
export function affiliate(
  state: Active | Recovering,
  command: CommandOf<"affiliate">,
  context: Context,
  facts: Facts,
): Decision {
  const { id: person, organisation, roles } = command;
  if (state.kind !== "practitioner") return err({ code: "not-a-practitioner" });
  if (!signedByOrganisation(context, organisation)) return err({ code: "not-signed-by-organisation", organisation });
  if (!facts.organisation(organisation).active) return err({ code: "organisation-not-active", organisation });
  const isNew = !state.affiliations.some((affiliation) => affiliation.organisation === organisation);
  if (isNew && state.affiliations.length >= AFFILIATIONS_MAX)
    return err({ code: "too-many-affiliations", max: AFFILIATIONS_MAX });
  return ok([{ type: "affiliated", person, organisation, roles }]);
}

/** Either side may end it, a suspended organisation too. */
export function disaffiliate(
  state: Active | Recovering,
  { id: person, organisation }: CommandOf<"disaffiliate">,
  context: Context,
): Decision {
  if (!signedByOrganisation(context, organisation) && !signedByPerson(context, person))
    return err({ code: "not-signed-by-organisation", organisation });
  if (!state.affiliations.some((affiliation) => affiliation.organisation === organisation))
    return err({ code: "not-affiliated", organisation });
  return ok([{ type: "disaffiliated", person, organisation }]);
}

export function changeGuardians(
  state: Active,
  { type, id: person, guardian }: CommandOf<"addGuardian" | "removeGuardian">,
  context: Context,
  facts: Facts,
): Decision {
  if (!signedByPerson(context, person)) return err({ code: "not-signed-by-person" });
  const isGuardian = state.guardians.includes(guardian);
  if (type === "removeGuardian") {
    if (!isGuardian) return err({ code: "unknown-guardian", guardian });
    return ok([{ type: "guardianRemoved", person, guardian }]);
  }
  if (guardian === person) return err({ code: "own-guardian" });
  if (isGuardian) return err({ code: "already-guardian", guardian });
  if (!facts.isPerson(guardian)) return err({ code: "unknown-guardian", guardian });
  if (state.guardians.length >= GUARDIANS_MAX) return err({ code: "too-many-guardians", max: GUARDIANS_MAX });
  return ok([{ type: "guardianAdded", person, guardian }]);
}
