import type { Hash, PathwayId } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { compileGuard, type Guard } from "@meridian/cel/guard";
import type { PathwayDocument, PathwayParams, PathwaySwitches, Transition } from "./document.ts";
import { environment, type RxVariables } from "./environment.ts";
import { SAME } from "./vocabulary.ts";

/** May this actor give this command to an issue in this state, now? `now` is block time in seconds. */
export type GuardRequest = {
  readonly command: string;
  /** The state; NONE for `issue`. */
  readonly from: string;
  readonly actor: {
    /** Empty for a patient, whose kind is `patient`. */
    readonly organisation: string;
    readonly kind: string;
    readonly roles: readonly string[];
    readonly credentials: readonly string[];
    /** Whether one of them is held, for asking without looking all of them up. */
    readonly holds?: (credential: string) => boolean;
  };
  readonly rx: RxVariables;
  readonly now: number;
};

export type GuardAnswer =
  | {
      readonly allowed: true;
      readonly transition: string;
      /** The state to enter: `from` itself where the transition only sets a flag. */
      readonly to: string;
      /** Distinct signers needed. */
      readonly quorum: number;
      /** How long the state may last; null where the transition sets no deadline. */
      readonly deadlineSeconds: number | null;
    }
  | {
      readonly allowed: false;
      readonly reason: "no-transition" | "not-this-actor" | "guard";
      readonly error?: string;
    };

/** A pathway ready to answer, as a prescription pins it. */
export type PathwayRules = {
  readonly id: PathwayId;
  readonly version: string;
  readonly hash: Hash;
  readonly params: PathwayParams;
  readonly switches: PathwaySwitches;
  permits(request: GuardRequest): GuardAnswer;
};

type Compiled = { readonly transition: Transition; readonly guard: Guard<typeof environment> };

const RULES_KEPT = 64;
/** By hash, so a document that changes is another entry. What is forgotten is compiled again, to the same answers. */
const kept = new Map<Hash, PathwayRules>();

/** The rules of a document that passed the lint. `hash` is that of the document. */
export function rulesOf(pathway: PathwayDocument, hash: Hash): PathwayRules {
  const known = kept.get(hash);
  if (known !== undefined) return known;
  const rules = compileRules(pathway, hash);
  if (kept.size >= RULES_KEPT) for (const oldest of kept.keys()) if (kept.delete(oldest)) break;
  kept.set(hash, rules);
  return rules;
}

function compileRules(pathway: PathwayDocument, hash: Hash): PathwayRules {
  const { id, version, params, switches, transitions } = pathway;
  const alternatives = new Map<string, Compiled[]>();
  for (const transition of transitions) {
    const guard = compileGuard(transition.guard, environment);
    invariant(guard.ok, `pathway ${hash} was registered with a guard that does not compile`);
    for (const from of transition.from) {
      const place = `${transition.cmd} ${from}`;
      const rows = alternatives.get(place) ?? [];
      rows.push({ transition, guard: guard.value });
      alternatives.set(place, rows);
    }
  }
  return {
    id,
    version,
    hash,
    params,
    switches,
    permits: (request) => permits(alternatives.get(`${request.command} ${request.from}`) ?? [], params, request),
  };
}

/** The first alternative that lets the actor through, or why none does. */
function permits(alternatives: readonly Compiled[], params: PathwayParams, request: GuardRequest): GuardAnswer {
  const [first] = alternatives;
  if (first === undefined) return { allowed: false, reason: "no-transition" };
  const { now, rx, actor } = request;
  let refused: Transition | undefined;
  for (const { transition, guard } of alternatives) {
    if (!isOneOf(transition.by, actor)) continue;
    if (guard.evaluate({ now, rx, actor, param: params })) {
      const { id, to, quorum, deadline } = transition;
      return {
        allowed: true,
        transition: id,
        to: to === SAME ? request.from : to,
        quorum: typeof quorum === "number" ? quorum : params[quorum],
        deadlineSeconds: deadline === undefined ? null : params[deadline.plus],
      };
    }
    refused ??= transition;
  }
  return refused === undefined
    ? { allowed: false, reason: "not-this-actor", error: first.transition.error }
    : { allowed: false, reason: "guard", error: refused.error };
}

function isOneOf({ kinds, roles, credentials, system }: Transition["by"], actor: GuardRequest["actor"]): boolean {
  if (system === true) return true;
  if (kinds !== undefined && !kinds.some((kind) => kind === actor.kind)) return false;
  if (roles !== undefined && !roles.some((role) => actor.roles.includes(role))) return false;
  const holds = actor.holds ?? ((credential: string) => actor.credentials.includes(credential));
  return credentials === undefined || credentials.every(holds);
}
