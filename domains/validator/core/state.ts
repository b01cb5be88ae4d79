import { fromHex, toHex } from "@meridian/base/bytes";
import type { Height, OrganisationId, Seconds } from "@meridian/base/ids";
import { assertNever, invariant } from "@meridian/base/invariant";
import type { Result } from "@meridian/base/result";
import { sha256 } from "@meridian/crypto/hash";
import {
  type Event,
  FORMER_MAX,
  type Misbehaviour,
  type NodesOf,
  REPORTS_MAX,
  type Rejection,
  type Rules,
  type Seat,
} from "./schema.ts";

export type Validator = Seat & {
  readonly power: number;
  /** Height of the block that gave it the seat; its key signs from two blocks later. */
  readonly since: Height;
};
/** A key out of use: of a validator that rotated it or left, or of a candidate that gave up. */
export type FormerKey = {
  readonly organisation: OrganisationId;
  readonly publicKey: string;
  readonly until: Seconds;
};
export type Report = { readonly validator: string; readonly kind: Misbehaviour; readonly height: Height };

export type ValidatorSet = {
  readonly status: "open";
  readonly validators: readonly Validator[];
  readonly candidates: readonly Seat[];
  readonly nodes: readonly NodesOf[];
  readonly former: readonly FormerKey[];
  readonly reports: readonly Report[];
  readonly rules: Rules;
  /** Voting power of each validator. */
  readonly power: number;
  /** Height of the last change of a seat or its key. */
  readonly changedAt?: Height;
};
export type State = { readonly status: "none" } | ValidatorSet;

export type Decision = Result<readonly Event[], Rejection>;

/** First 20 bytes of SHA-256 of the public key, hexadecimal (CometBFT `crypto/ed25519.PubKey.Address`). */
export function addressOf(publicKey: string): string {
  const bytes = fromHex(publicKey);
  invariant(bytes !== undefined, "a public key is hexadecimal");
  return toHex(sha256(bytes)).slice(0, 40);
}

/** Whether some organisation of the network named the node with this id as its own. */
export const isKnownNode = (state: State, node: string): boolean =>
  state.status === "open" && state.nodes.some(({ nodes }) => nodes.includes(node));

export function evolve(state: State, event: Event): State {
  if (event.type === "opened") {
    invariant(state.status === "none", "opened twice");
    const { power, rules, height } = event;
    const validators = event.validators.map(({ nodes: _, ...seat }) => ({ ...seat, power, since: height }));
    const nodes = event.validators.filter((entry) => entry.nodes.length > 0);
    return {
      status: "open",
      validators,
      candidates: [],
      nodes: nodes.map(({ organisation, nodes }) => ({ organisation, nodes })),
      former: [],
      reports: [],
      rules,
      power,
    };
  }
  invariant(state.status === "open", `${event.type} before the set is open`);
  const next = evolveOpen(state, event);
  invariant(next.validators.length > 0, "an empty validator set");
  return next;
}

function evolveOpen(state: ValidatorSet, event: Exclude<Event, { readonly type: "opened" }>): ValidatorSet {
  switch (event.type) {
    case "offered": {
      const { organisation, publicKey, control, nodes } = event;
      const candidates = [...state.candidates, { organisation, publicKey, control }];
      return { ...withNodes(state, organisation, nodes), candidates };
    }
    case "admitted": {
      const { organisation, publicKey, control, power, height: since } = event;
      const validators = [...state.validators, { organisation, publicKey, control, power, since }];
      return { ...state, validators, candidates: others(state.candidates, organisation), changedAt: since };
    }
    case "dismissed":
    case "resigned":
      return without(state, event);
    case "removed":
      return without(withNodes(state, event.organisation, []), event);
    case "keyRotated":
      return rotated(state, event);
    case "nodesSet":
      return withNodes(state, event.organisation, event.nodes);
    case "rulesSet":
      return { ...state, rules: event.rules };
    case "misbehaved": {
      const { validator, kind, height } = event;
      return { ...state, reports: [...state.reports, { validator, kind, height }].slice(-REPORTS_MAX) };
    }
    case "kept":
      return state;
    default:
      return assertNever(event);
  }
}

type Left = Extract<Event, { readonly type: "dismissed" | "resigned" | "removed" }>;

function without(state: ValidatorSet, { organisation, publicKey, height, time }: Left): ValidatorSet {
  const hadSeat = state.validators.some((validator) => validator.organisation === organisation);
  return {
    ...state,
    validators: others(state.validators, organisation),
    candidates: others(state.candidates, organisation),
    ...(publicKey !== undefined && { former: retired(state, { organisation, publicKey, until: time }) }),
    ...(hadSeat && { changedAt: height }),
  };
}

function rotated(
  state: ValidatorSet,
  { organisation, former, publicKey, height, time }: Extract<Event, { readonly type: "keyRotated" }>,
): ValidatorSet {
  const validators = state.validators.map((validator) =>
    validator.organisation === organisation ? { ...validator, publicKey, since: height } : validator,
  );
  const gone: FormerKey = { organisation, publicKey: former, until: time };
  return { ...state, validators, former: retired(state, gone), changedAt: height };
}

const retired = ({ former }: ValidatorSet, key: FormerKey): readonly FormerKey[] => [...former, key].slice(-FORMER_MAX);

function withNodes(state: ValidatorSet, organisation: OrganisationId, nodes: readonly string[]): ValidatorSet {
  const rest = others(state.nodes, organisation);
  return { ...state, nodes: nodes.length === 0 ? rest : [...rest, { organisation, nodes }] };
}

const others = <T extends { readonly organisation: OrganisationId }>(
  list: readonly T[],
  organisation: OrganisationId,
): readonly T[] => list.filter((entry) => entry.organisation !== organisation);
