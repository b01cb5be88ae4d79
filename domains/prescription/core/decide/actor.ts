import type { OrganisationId, PersonId, Seconds } from "@meridian/base/ids";
import { err, ok, type Result } from "@meridian/base/result";
import type { Context } from "@meridian/kernel/context";
import { personsOf, signedByOrganisation } from "@meridian/kernel/context";
import type { Facts } from "../facts.ts";
import type { Rejection } from "../rejection.ts";

/** Who signed on behalf of an organisation, and as what. */
export type Actor = {
  readonly organisation: OrganisationId | "";
  readonly kind: string;
  /** The signers who have one of the roles asked for. */
  readonly persons: readonly PersonId[];
  readonly roles: readonly string[];
  /** The organisation's own key signed. */
  readonly byKey: boolean;
};
type World = { readonly context: Context; readonly facts: Facts };

/** Whoever sends what anybody may send. */
export const ANYBODY: Actor = { organisation: "", kind: "", persons: [], roles: [], byKey: false };

/** The signers who work there in one of these roles, or its own key: an organisation that is active. */
export function actorFor(
  organisation: OrganisationId,
  roles: readonly string[],
  { context, facts }: World,
): Result<Actor, Rejection> {
  const known = facts.organisation(organisation);
  if (!known) return err({ code: "unknown-organisation", organisation });
  if (!known.active) return err({ code: "organisation-inactive", organisation });
  const byKey = signedByOrganisation(context, organisation);
  const persons: PersonId[] = [];
  const held = new Set<string>();
  for (const person of personsOf(context)) {
    const theirs = facts.worksAt(person, organisation);
    if (!theirs.some((role) => roles.includes(role)) || persons.includes(person)) continue;
    persons.push(person);
    for (const role of theirs) held.add(role);
  }
  if (persons.length === 0 && !byKey) return err({ code: "not-entitled", organisation, roles });
  return ok({ organisation, kind: known.kind, persons, roles: [...held], byKey });
}

/** The same for what a person must sign, each of whom holds the licence. */
export function licensedActorFor(
  organisation: OrganisationId,
  role: string,
  licence: string,
  world: World,
): Result<Actor & { readonly person: PersonId }, Rejection> {
  const actor = actorFor(organisation, [role], world);
  if (!actor.ok) return actor;
  const { facts, context } = world;
  const licensed = actor.value.persons.filter((person) =>
    facts.credential({ person }, licence, undefined, context.time),
  );
  const [person] = licensed;
  if (person) return ok({ ...actor.value, persons: licensed, person });
  const [unlicensed] = actor.value.persons;
  return unlicensed
    ? err({ code: "credential-missing", holder: unlicensed, kind: licence })
    : err({ code: "not-entitled", organisation, roles: [role] });
}

const LICENCE_OF: { readonly [kind: string]: string } = {
  hospital: "licence-hospital",
  clinic: "licence-clinic",
  pharmacy: "licence-pharmacy",
};

/** The licence that an organisation of this kind works by, where the law knows one. */
export function licenceFault(actor: Actor, facts: Facts, time: Seconds): Rejection | undefined {
  const kind = LICENCE_OF[actor.kind];
  if (kind === undefined || actor.organisation === "") return undefined;
  const { organisation } = actor;
  if (facts.credential({ organisation }, kind, undefined, time)) return undefined;
  return { code: "credential-missing", holder: organisation, kind };
}

const PERSONAL = ["licence-physician", "licence-pharmacist", "prescribe-narcotic", "prescribe-psychotropic"];
const INSTITUTIONAL = [
  "licence-hospital",
  "licence-clinic",
  "licence-pharmacy",
  "licence-carrier",
  "appointment-insurer",
];

/** Held by an institution or a person. */
const EITHER = ["dispense-narcotic"];

/** Whether the actor holds a credential now. */
export function holdsCredential({ organisation, persons }: Actor, kind: string, facts: Facts, time: Seconds): boolean {
  const isShared = EITHER.includes(kind);
  if ((isShared || INSTITUTIONAL.includes(kind)) && organisation !== "")
    if (facts.credential({ organisation }, kind, undefined, time)) return true;
  if (!isShared && !PERSONAL.includes(kind)) return false;
  return persons.some((person) => facts.credential({ person }, kind, undefined, time));
}

/** All that the actor holds now, for a guard that names them. */
export const credentialsOf = (actor: Actor, facts: Facts, time: Seconds): readonly string[] =>
  [...PERSONAL, ...INSTITUTIONAL, ...EITHER].filter((kind) => holdsCredential(actor, kind, facts, time));
