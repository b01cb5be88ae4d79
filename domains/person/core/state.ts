import type { Commitment, OrganisationId, PersonId, Seconds } from "@meridian/base/ids";
import { assertNever, invariant } from "@meridian/base/invariant";
import type { Result } from "@meridian/base/result";
import { keyIdOfPublicKey, type PublicKey } from "@meridian/crypto/key-id";
import type { Context } from "@meridian/kernel/context";
import type { StaffRole } from "@meridian/kernel/vocabulary";
import type { Event, PersonKey, PersonKind, Rejection } from "./schema.ts";

export type Affiliation = { readonly organisation: OrganisationId; readonly roles: readonly StaffRole[] };
export type Recovery = {
  readonly key: PersonKey;
  readonly registrars: readonly [OrganisationId, OrganisationId];
  readonly requestedAt: Seconds;
  readonly opensAt: Seconds;
};
type Person = {
  readonly kind: PersonKind;
  readonly identity: Commitment;
  /** Live keys only; the key domain remembers the others. */
  readonly keys: readonly PersonKey[];
  readonly affiliations: readonly Affiliation[];
  readonly guardians: readonly PersonId[];
};
export type Active = Person & { readonly status: "active" };
/** Somebody says that all keys are lost. Until that is decided, nothing about keys or guardians changes. */
export type Recovering = Person & { readonly status: "recovering"; readonly recovery: Recovery };
export type State = { readonly status: "none" } | Active | Recovering;

export type Decision = Result<readonly Event[], Rejection>;

export const keyOf = (key: PublicKey): PersonKey => ({ key: keyIdOfPublicKey(key), ...key });

/** Whether the holder of an unbound key signed: proof of possession, so that nobody registers a key seen elsewhere. */
export const isProven = (context: Context, { kind, publicKey }: PublicKey): boolean =>
  context.authors.some(
    (author) => author.holder.type === "none" && author.kind === kind && author.publicKey === publicKey,
  );

export function evolve(state: State, event: Event): State {
  if (event.type === "registered") {
    invariant(state.status === "none", "registered twice");
    const { kind, identity, key } = event;
    return { status: "active", kind, identity, keys: [key], affiliations: [], guardians: [] };
  }
  invariant(state.status !== "none", `${event.type} of nobody`);
  switch (event.type) {
    case "affiliated": {
      const { organisation, roles } = event;
      return { ...state, affiliations: [...without(state.affiliations, organisation), { organisation, roles }] };
    }
    case "disaffiliated":
      return { ...state, affiliations: without(state.affiliations, event.organisation) };
    case "keyAdded":
    case "keyRevoked":
    case "guardianAdded":
    case "guardianRemoved":
      invariant(state.status === "active", `${event.type} while recovering`);
      return evolveActive(state, event);
    case "recoveryRequested": {
      const { key, registrars, requestedAt, opensAt } = event;
      return { ...state, status: "recovering", recovery: { key, registrars, requestedAt, opensAt } };
    }
    case "recoveryVetoed": {
      invariant(state.status === "recovering", "vetoed no recovery");
      const { recovery: _, ...person } = state;
      return { ...person, status: "active" };
    }
    case "recovered": {
      invariant(state.status === "recovering", "recovered without a request");
      const { recovery: _, ...person } = state;
      return { ...person, status: "active", keys: [event.key] };
    }
    default:
      return assertNever(event);
  }
}

type ActiveEvent = Extract<Event, { readonly type: "keyAdded" | "keyRevoked" | "guardianAdded" | "guardianRemoved" }>;
function evolveActive(state: Active, event: ActiveEvent): State {
  switch (event.type) {
    case "keyAdded":
      return { ...state, keys: [...state.keys, event.key] };
    case "keyRevoked":
      invariant(state.keys.length > 1, "revoked the last key");
      return { ...state, keys: state.keys.filter(({ key }) => key !== event.key) };
    case "guardianAdded":
      return { ...state, guardians: [...state.guardians, event.guardian] };
    case "guardianRemoved":
      return { ...state, guardians: state.guardians.filter((guardian) => guardian !== event.guardian) };
    default:
      return assertNever(event);
  }
}

const without = (affiliations: readonly Affiliation[], left: OrganisationId): readonly Affiliation[] =>
  affiliations.filter(({ organisation }) => organisation !== left);
