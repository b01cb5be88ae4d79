import { asHeight, asSeconds, type OrganisationId, type ProposalId } from "@meridian/base/ids";
import type { Cause, Context } from "@meridian/kernel/context";
import { at, byOrganisation, byStranger } from "@meridian/kernel/testkit";
import fc from "fast-check";
import { contract } from "./contract.ts";
import type { Command, Event, Facts, Rules } from "./schema.ts";
import { addressOf, type State } from "./state.ts";

/** Whatever may be asked of a validator set, rightly and wrongly, in blocks; for properties that must survive it. */

const NAMES = ["a", "b", "c", "d", "e", "f"] as const;
const KEYS = Array.from({ length: 14 }, (_, i) => (i + 1).toString(16).padStart(64, "0"));
/** The first ones are points of the curve, without which nothing opens (RFC 8032, section 7.1). */
const POINTS = [
  "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
  "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
  "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
  "278117fc144c72340f67d0f2316e8386ceffbf2b2428c9c51fef7c597f1d426e",
];
const domain = "validator" as const;
const organisation = fc.constantFrom(...NAMES).map((name) => name as OrganisationId);
const publicKey = fc.constantFrom(...POINTS, ...KEYS);
const control = fc.constantFrom("x", "y", ...NAMES);
const nodes = fc.subarray(
  Array.from({ length: 6 }, (_, i) => i.toString(16).padStart(40, "0")),
  { maxLength: 2 },
);
const rules: fc.Arbitrary<Rules> = fc.record({
  doubleSigning: fc.constantFrom("note" as const, "remove" as const, "suspend" as const),
  sharedControl: fc.constantFrom("refused" as const, "allowed" as const),
});

export type Step = {
  readonly command: Command;
  /** Whether it comes from where it should; otherwise an organisation with all keys signs for it. */
  readonly rightly: boolean;
  /** Whether the organisation is a member that may act. */
  readonly active: boolean;
};

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      domain: fc.constant(domain),
      type: fc.constant("candidate" as const),
      organisation,
      publicKey,
      control,
      nodes,
    }),
  },
  { weight: 5, arbitrary: fc.tuple(organisation, publicKey).map(([o, k]) => ({ ...admitting(o), publicKey: k })) },
  { weight: 3, arbitrary: organisation.map((o): Command => ({ domain, type: "dismiss", organisation: o })) },
  { weight: 2, arbitrary: organisation.map((o): Command => ({ domain, type: "resign", organisation: o })) },
  { weight: 3, arbitrary: organisation.map((o): Command => ({ domain, type: "remove", organisation: o })) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(organisation, publicKey)
      .map(([o, k]): Command => ({ domain, type: "rotateKey", organisation: o, publicKey: k })),
  },
  fc.tuple(organisation, nodes).map(([o, n]): Command => ({ domain, type: "setNodes", organisation: o, nodes: n })),
  rules.map((r): Command => ({ domain, type: "setRules", rules: r })),
  {
    weight: 3,
    arbitrary: fc.tuple(publicKey, fc.nat(3)).map(
      ([key, height]): Command => ({
        domain,
        type: "misbehaved",
        validator: addressOf(key),
        kind: "duplicate-vote",
        height: asHeight(height),
        time: asSeconds(0),
      }),
    ),
  },
);
const admitting = (o: OrganisationId) => ({ domain, type: "admit" as const, organisation: o });
const step: fc.Arbitrary<Step> = fc.record({
  command,
  rightly: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
  active: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
});

/** An opening of one to four seats, and blocks of up to six commands with pauses of heights between them. */
export const histories = fc.record({
  seats: fc.integer({ min: 1, max: 4 }),
  rules,
  blocks: fc.array(fc.record({ pause: fc.nat(4), steps: fc.array(step, { maxLength: 6 }) }), { maxLength: 30 }),
});
export type History = typeof histories extends fc.Arbitrary<infer T> ? T : never;

export const openingOf = ({ seats, rules: r }: History): Command => ({
  domain,
  type: "open",
  validators: NAMES.slice(0, seats).map((name, i) => ({
    organisation: name as OrganisationId,
    publicKey: POINTS[i] ?? "",
    power: 10,
    control: name,
    nodes: [],
  })),
  rules: r,
});

const causeOf = ({ type, ...rest }: Command): Cause => {
  switch (type) {
    case "open":
    case "admit":
    case "dismiss":
    case "setRules":
      return { type: "reaction", domain: "governance", event: "passed", record: "p" as ProposalId };
    case "remove": {
      const record = "organisation" in rest ? rest.organisation : "";
      return { type: "reaction", domain: "organisation", event: "suspended", record };
    }
    case "misbehaved":
      return { type: "engine" };
    default:
      return { type: "signed" };
  }
};

export const contextOf = ({ command: asked, rightly }: Step, height: number): Context => {
  const keys = [...POINTS, ...KEYS].map((key) => ({ ...byStranger(), publicKey: key }));
  const by = rightly && "organisation" in asked ? asked.organisation : "f";
  const cause: Cause = rightly ? causeOf(asked) : { type: "signed" };
  return at(height, [byOrganisation(by), ...keys], { cause, height });
};

/** The state after one command, and what happened; a refusal changes nothing. */
export function after(state: State, one: Step, height: number): { state: State; events: readonly Event[] } {
  const facts: Facts = { organisation: () => ({ active: one.active, mayValidate: true }) };
  const decision = contract.decide(state, one.command, contextOf(one, height), facts);
  if (!decision.ok) return { state, events: [] };
  const next = decision.value.reduce<State>((before, event) => contract.evolve(before, event), state);
  return { state: next, events: decision.value };
}

/** Opens, then goes through the blocks and shows each one's set before and after to `look`. */
export function replay(
  history: History,
  look: (before: State, now: State, events: readonly Event[], height: number) => void,
): void {
  let { state } = after(contract.initial, { command: openingOf(history), rightly: true, active: true }, 1);
  let height = 1;
  for (const { pause, steps } of history.blocks) {
    height += 1 + pause;
    const before = state;
    const told: Event[] = [];
    for (const one of steps) {
      const { state: next, events } = after(state, one, height);
      state = next;
      told.push(...events);
    }
    look(before, state, told, height);
  }
}
