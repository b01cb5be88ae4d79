import { deepStrictEqual as same, throws } from "node:assert";
import { describe, it } from "node:test";
import { asHeight, asSeconds, type OrganisationId, type ProposalId } from "@meridian/base/ids";
import { fits } from "@meridian/base/shape";
import type { Author, Cause, Context } from "@meridian/kernel/context";
import { at, byOrganisation, byStranger, given } from "@meridian/kernel/testkit";
import { contract } from "./contract.ts";
import { type Command, commandShape, type Event, type Facts, type Rules } from "./schema.ts";
import { addressOf, isKnownNode, type State } from "./state.ts";

/** Keys that are points of the curve: public keys of RFC 8032, section 7.1, tests 1 to 3 and 1024. */
const KEYS = [
  "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
  "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
  "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
  "278117fc144c72340f67d0f2316e8386ceffbf2b2428c9c51fef7c597f1d426e",
] as const;
const key = (n: number) => KEYS[n - 1] ?? n.toString(16).padStart(64, "0");
const node = (n: number) => n.toString(16).padStart(40, "0");
const org = (name: string) => name as OrganisationId;
const rules: Rules = { doubleSigning: "remove", sharedControl: "refused" };
const facts: Facts = {
  organisation: (id) => ({ active: id !== "gone", mayValidate: id !== "corner" }),
};

const domain = "validator";
const entry = (organisation: string, n: number, control = organisation) => ({
  organisation: org(organisation),
  publicKey: key(n),
  control,
  nodes: [node(n)],
});
const four = [entry("health", 1), entry("court", 2), entry("fund", 3), entry("drugs", 4)];
const when = { height: asHeight(1), time: asSeconds(1) };
const opened = (validators = four, changes: Partial<Rules> = {}): Event => ({
  type: "opened",
  validators,
  power: 10,
  rules: { ...rules, ...changes },
  ...when,
});
const offered: Event = { type: "offered", ...entry("hospital", 5), ...when };
const admitted: Event = {
  type: "admitted",
  organisation: org("hospital"),
  publicKey: key(5),
  control: "hospital",
  power: 10,
  ...when,
};
const dismissed: Event = { type: "dismissed", organisation: org("drugs"), publicKey: key(4), ...when };

const passed: Cause = { type: "reaction", domain: "governance", event: "passed", record: "p-1" };
const genesis: Cause = { type: "genesis" };
const left = (organisation: string, event = "suspended"): Cause => ({
  type: "reaction",
  domain: "organisation",
  event,
  record: organisation,
});
const holding = (n: number): Author => ({ ...byStranger(), publicKey: key(n) });
const byVote = (height = 100) => at(1_000, [], { cause: passed, height });
const signed = (organisation: string, n = 9, height = 100) =>
  at(1_000, [byOrganisation(organisation), holding(n)], { height });

const open: Command = {
  domain,
  type: "open",
  validators: four.map((seat) => ({ ...seat, power: 10 })),
  rules,
};
const candidate: Command = { domain, type: "candidate", ...entry("hospital", 5) };
const admit: Command = { domain, type: "admit", organisation: org("hospital"), publicKey: key(5) };
const dismiss: Command = { domain, type: "dismiss", organisation: org("drugs") };
const resign: Command = { domain, type: "resign", organisation: org("drugs") };
const rotateKey: Command = { domain, type: "rotateKey", organisation: org("drugs"), publicKey: key(9) };
const setNodes: Command = { domain, type: "setNodes", organisation: org("corner"), nodes: [node(7), node(8)] };
const setRules: Command = { domain, type: "setRules", rules: { ...rules, sharedControl: "allowed" } };
const misbehaved = (n: number, height = 50): Command => ({
  domain,
  type: "misbehaved",
  validator: addressOf(key(n)),
  kind: "duplicate-vote",
  height: asHeight(height),
  time: asSeconds(900),
});
const remove: Command = { domain, type: "remove", organisation: org("drugs") };
const byEngine = (height = 100) => at(1_000, [], { cause: { type: "engine" }, height });

const decided = (history: readonly Event[], command: Command, context: Context) =>
  given(contract, history).when(command, context, facts);
const outcome = (history: readonly Event[], command: Command, context: Context) => {
  const decision = decided(history, command, context);
  return decision.ok ? decision.value.map(({ type }) => type).join() : decision.error.code;
};
const stateAfter = (...history: readonly Event[]) => {
  const { state } = given(contract, history);
  return state.status === "open" ? state : undefined;
};
const seatsAfter = (...history: readonly Event[]) =>
  stateAfter(...history)?.validators.map(({ organisation }) => organisation);

describe("every command in every state", () => {
  const rightly: { readonly [Type in Command["type"]]: readonly [Command, Context] } = {
    open: [open, byVote()],
    candidate: [candidate, signed("hospital", 5)],
    admit: [admit, byVote()],
    dismiss: [dismiss, byVote()],
    resign: [resign, signed("drugs")],
    rotateKey: [rotateKey, signed("drugs")],
    setNodes: [setNodes, signed("corner")],
    setRules: [setRules, byVote()],
    misbehaved: [misbehaved(4), byEngine()],
    remove: [remove, at(1_000, [], { cause: left("drugs") })],
  };
  const table: Record<Command["type"], Record<State["status"], string>> = {
    open: { none: "opened", open: "already-open" },
    candidate: { none: "not-open", open: "offered" },
    admit: { none: "not-open", open: "admitted" },
    dismiss: { none: "not-open", open: "dismissed" },
    resign: { none: "not-open", open: "resigned" },
    rotateKey: { none: "not-open", open: "keyRotated" },
    setNodes: { none: "not-open", open: "nodesSet" },
    setRules: { none: "not-open", open: "rulesSet" },
    misbehaved: { none: "not-open", open: "misbehaved,removed" },
    remove: { none: "", open: "removed" },
  };
  for (const [type, row] of Object.entries(table)) {
    const [command, context] = rightly[type as Command["type"]];
    it(`${type} has a command that fits its shape`, () => same(fits(commandShape, command), true));
    for (const [status, want] of Object.entries(row))
      it(`${type} when ${status}: ${want || "nothing"}`, () => {
        const open = type === "admit" ? [opened(), offered] : [opened()];
        same(outcome(status === "none" ? [] : open, command, context), want);
      });
  }

  const by = ["admit", "dismiss", "setRules", "open"] as const;
  for (const type of by)
    it(`${type} is refused to whoever signs for it, and to other events of governance`, () => {
      const history = type === "open" ? [] : [opened(), offered];
      const [command] = rightly[type];
      same(outcome(history, command, signed("health")), "only-by-governance");
      const voted = at(1, [], { cause: { ...passed, event: "voted" }, height: 100 });
      same(outcome(history, command, voted), "only-by-governance");
    });
  it("misbehaviour is told by the engine and nobody else", () => {
    same(outcome([opened()], misbehaved(4), signed("health")), "only-by-engine");
    same(outcome([opened()], misbehaved(4), byVote()), "only-by-engine");
    same(outcome([opened()], misbehaved(4), at(1, [], { cause: genesis })), "only-by-engine");
  });
});

describe("open", () => {
  const seats = (open as Extract<Command, { readonly type: "open" }>).validators;
  const [first = {}, ...rest] = seats;
  const cases: readonly (readonly [says: string, validators: readonly object[], changes: object, want: string])[] = [
    ["takes one validator alone", seats.slice(0, 1), {}, "opened"],
    ["takes two, each its own master", seats.slice(0, 2), {}, "opened"],
    ["refuses different powers", [{ ...first, power: 11 }, ...rest], {}, "unequal-power"],
    ["refuses an organisation named twice", [...seats, { ...first, publicKey: key(5) }], {}, "organisation-twice"],
    ["refuses a key named twice", [...seats, { ...first, organisation: "hospital", nodes: [] }], {}, "key-in-use"],
    ["refuses a node of two", [first, { ...seats[1], nodes: [node(1)] }], {}, "node-taken"],
    ["refuses a key of small order", [{ ...first, publicKey: "00".repeat(32) }], {}, "key-not-acceptable"],
    ["refuses who is no active member", [{ ...first, organisation: "gone" }], {}, "not-an-active-member"],
    ["refuses a kind that does not validate", [{ ...first, organisation: "corner" }], {}, "kind-may-not-validate"],
    [
      "refuses a control with two of four",
      seats.map((seat, i) => (i < 2 ? { ...seat, control: "city" } : seat)),
      {},
      "control-reaches-third",
    ],
    [
      "takes it where the members allow it",
      seats.map((seat, i) => (i < 2 ? { ...seat, control: "city" } : seat)),
      { sharedControl: "allowed" },
      "opened",
    ],
  ];
  for (const [says, validators, changes, want] of cases)
    it(says, () => {
      const command = { ...open, validators, rules: { ...rules, ...changes } } as Command;
      same(outcome([], command, at(0, [], { cause: genesis })), want);
    });
  it("remembers the vote, seats, nodes and the power that all have", () => {
    const decision = decided([], open, byVote());
    const event = decision.ok ? decision.value[0] : undefined;
    same(event?.type === "opened" && event.proposal, "p-1");
    const state = event && stateAfter(event);
    same(state?.validators[3], {
      organisation: "drugs",
      publicKey: key(4),
      control: "drugs",
      power: 10,
      since: 100,
    });
    same([state?.power, state?.nodes.length, state?.changedAt], [10, 4, undefined]);
  });
});

describe("candidate", () => {
  const with_ = (change: object) => ({ ...candidate, ...change }) as Command;
  const itself = signed("hospital", 5);
  const others = (n: number) =>
    Array.from({ length: n }, (_, i): Event => ({ type: "offered", ...entry(`o-${i}`, 100 + i), ...when }));
  const cases: readonly (readonly [says: string, history: readonly Event[], Command, Context, want: string])[] = [
    ["is for the organisation itself", [], candidate, signed("court", 5), "not-signed-by-organisation"],
    ["needs the consensus key's signature too", [], candidate, signed("hospital", 6), "key-not-proven"],
    ["refuses a validator's key", [], with_({ publicKey: key(1) }), signed("hospital", 1), "key-in-use"],
    ["refuses a former key", [dismissed], with_({ publicKey: key(4) }), signed("hospital", 4), "key-in-use"],
    ["refuses a second offer", [offered], with_({ publicKey: key(6) }), signed("hospital", 6), "already-candidate"],
    ["refuses a validator", [], with_({ organisation: "drugs" }), signed("drugs", 5), "already-validator"],
    ["refuses who is not active", [], with_({ organisation: "gone" }), signed("gone", 5), "not-an-active-member"],
    ["refuses a pharmacy", [], with_({ organisation: "corner" }), signed("corner", 5), "kind-may-not-validate"],
    ["refuses another's node", [], with_({ nodes: [node(1)] }), itself, "node-taken"],
    ["takes the 50th", others(49), candidate, itself, "offered"],
    ["refuses the 51st", others(50), candidate, itself, "too-many-candidates"],
  ];
  for (const [says, history, command, context, want] of cases)
    it(says, () => same(outcome([opened(), ...history], command, context), want));
  it("may go, and its key with it", () => {
    const resigning = { ...resign, organisation: org("hospital") } as Command;
    const decision = decided([opened(), offered], resigning, signed("hospital"));
    const [event] = decision.ok ? decision.value : [];
    same(event?.type === "resigned" && event.from, "candidacy");
    const after = event && stateAfter(opened(), offered, event);
    same([after?.candidates.length, after?.former.length, after?.changedAt], [0, 1, undefined]);
  });
});

describe("a seat", () => {
  const history = [opened(), offered];
  it("goes to the key that was voted on, with the power of all", () => {
    const other = { ...admit, publicKey: key(6) } as Command;
    same(outcome(history, other, byVote()), "another-key-offered");
    same(outcome([opened()], admit, byVote()), "not-a-candidate");
    const decision = decided(history, admit, byVote());
    same(decision, {
      ok: true,
      value: [{ ...admitted, height: 100, time: 1_000, proposal: "p-1" as ProposalId }],
    });
    same(stateAfter(...history, admitted)?.candidates, []);
  });
  it("is one of a hundred at most", () => {
    const full = Array.from({ length: 100 }, (_, i) => entry(`v-${i}`, 200 + i));
    same(outcome([opened(full), offered], admit, byVote()), "set-full");
  });
  it("is never the last to go by vote or wish", () => {
    const alone = [opened(four.slice(3))];
    same(outcome(alone, dismiss, byVote()), "last-validator");
    same(outcome(alone, resign, signed("drugs")), "last-validator");
    same(outcome(alone, rotateKey, signed("drugs")), "keyRotated");
  });
  it("is nobody's who has none", () => {
    const court = { organisation: org("hospital") };
    same(outcome([opened()], { ...dismiss, ...court } as Command, byVote()), "not-a-validator");
    same(outcome([opened()], { ...resign, ...court } as Command, signed("hospital")), "not-a-validator");
    same(outcome([opened()], { ...rotateKey, ...court } as Command, signed("hospital")), "not-a-validator");
  });
  it("is given up by its holder only", () => {
    same(outcome([opened()], resign, signed("court")), "not-signed-by-organisation");
    same(outcome([opened()], rotateKey, signed("court")), "not-signed-by-organisation");
  });
  it("changes when the last change has shown that it works, three blocks later", () => {
    const changed: Event = { ...admitted, height: asHeight(97) };
    for (const [command, context] of [
      [dismiss, byVote],
      [resign, (height: number) => signed("drugs", 9, height)],
      [rotateKey, (height: number) => signed("drugs", 9, height)],
    ] as const) {
      same(outcome([...history, changed], command, context(99)), "change-under-way");
      same(outcome([...history, changed], command, context(100)).includes("change"), false);
    }
  });
});

describe("a consensus key", () => {
  const rotated = (former: number, now: number, time = 1_000): Event => ({
    type: "keyRotated",
    organisation: org("drugs"),
    former: key(former),
    publicKey: key(now),
    height: asHeight(now),
    time: asSeconds(time),
  });
  it("is replaced by one that signs too", () => {
    same(outcome([opened()], rotateKey, signed("drugs", 8)), "key-not-proven");
    same(outcome([opened()], { ...rotateKey, publicKey: key(1) } as Command, signed("drugs", 1)), "key-in-use");
    same(
      outcome([opened(), rotated(4, 9)], { ...rotateKey, publicKey: key(4) } as Command, signed("drugs", 4)),
      "key-in-use",
    );
    const state = stateAfter(opened(), rotated(4, 9));
    same(state?.validators[3]?.publicKey, key(9));
    same(state?.former, [{ organisation: "drugs", publicKey: key(4), until: 1_000 }]);
  });
  it("is not replaced five times in 30 days", () => {
    const history = [opened(), rotated(4, 10, 1_000), rotated(10, 11), rotated(11, 12), rotated(12, 13)];
    const early = at(1_000 + 2_592_000 - 1, [byOrganisation("drugs"), holding(9)], { height: 100 });
    same(outcome(history, rotateKey, early), "rotated-too-often");
    same(outcome(history, rotateKey, { ...early, time: asSeconds(early.time + 1) }), "keyRotated");
  });
});

describe("nodes", () => {
  it("of members connect, of others do not", () => {
    const state = given(contract, [
      opened(),
      { type: "nodesSet", organisation: org("corner"), nodes: [node(7)] },
    ]).state;
    same([isKnownNode(state, node(7)), isKnownNode(state, node(1)), isKnownNode(state, node(8))], [true, true, false]);
    same(isKnownNode(contract.initial, node(7)), false);
  });
  const cases: readonly (readonly [says: string, Command, Context, want: string])[] = [
    ["are named by genesis", setNodes, at(0, [], { cause: genesis }), "nodesSet"],
    ["are not named for another", setNodes, signed("court"), "not-signed-by-organisation"],
    [
      "of who is not active are not named",
      { ...setNodes, organisation: org("gone") } as Command,
      signed("gone"),
      "not-an-active-member",
    ],
    ["have one owner", { ...setNodes, nodes: [node(1)] } as Command, signed("corner"), "node-taken"],
    ["may be none", { ...setNodes, nodes: [] } as Command, signed("corner"), "nodesSet"],
  ];
  for (const [says, command, context, want] of cases) it(says, () => same(outcome([opened()], command, context), want));
  it("are four at most, each once", () => {
    const of = (...nodes: readonly string[]) => fits(commandShape, { ...setNodes, nodes });
    same(of(node(1), node(2), node(3), node(4)), true);
    same(of(node(1), node(2), node(3), node(4), node(5)), false);
    same(of(node(1), node(1)), false);
    same(of("AB".repeat(20)), false);
  });
  it("are remembered for so many, and for those with a seat when others find no room", () => {
    const many = Array.from(
      { length: 246 },
      (_, i): Event => ({ type: "nodesSet", organisation: org(`n-${i}`), nodes: [node(1_000 + i)] }),
    );
    same(outcome([opened(), ...many.slice(1)], setNodes, signed("corner")), "nodesSet");
    same(outcome([opened(), ...many], setNodes, signed("corner")), "too-many-nodes");
    same(outcome([opened(), ...many], candidate, signed("hospital", 5)), "offered");
    const own: Command = { ...setNodes, organisation: org("n-0"), nodes: [node(7)] };
    same(outcome([opened(), ...many], own, signed("n-0")), "nodesSet");
  });
});

describe("control", () => {
  const seven = (controls: string) => opened([...controls].map((control, i) => entry(`v${i}`, 21 + i, control)));
  const offer = (control: string): Event => ({ type: "offered", ...entry("hospital", 5, control), ...when });
  const about = (i: number): Command => ({ ...dismiss, organisation: org(`v${i}`) }) as Command;
  const leaving = (i: number): Command => ({ ...resign, organisation: org(`v${i}`) }) as Command;
  const cases: readonly (readonly [says: string, history: readonly Event[], Command, Context, want: string])[] = [
    ["may hold two of seven", [seven("aabcde"), offer("f")], admit, byVote(), "admitted"],
    ["may not get a third seat of seven", [seven("aabcde"), offer("a")], admit, byVote(), "control-reaches-third"],
    ["may hold one of two", [seven("a"), offer("b")], admit, byVote(), "admitted"],
    ["may not hold both of two", [seven("a"), offer("a")], admit, byVote(), "control-reaches-third"],
    ["may not come to two of six by a dismissal", [seven("aabcdef")], about(6), byVote(), "control-reaches-third"],
    ["nor by a resignation", [seven("aabcdef")], leaving(6), signed("v6"), "control-reaches-third"],
    ["loses its own seats freely", [seven("aabcdef")], about(0), byVote(), "dismissed"],
    ["that is too large already stops nobody else's entry", [seven("aab"), offer("c")], admit, byVote(), "admitted"],
    ["that is too large already loses its own seats", [seven("aaab")], about(0), byVote(), "dismissed"],
  ];
  for (const [says, history, command, context, want] of cases)
    it(says, () => same(outcome(history, command, context), want));
  it("does not keep a suspended one in the set, but is said", () => {
    const suspended: Command = { ...remove, organisation: org("v6") } as Command;
    const decision = decided([seven("aabcdef")], suspended, at(1, [], { cause: left("v6"), height: 100 }));
    const [event] = decision.ok ? decision.value : [];
    same(event?.type === "removed" && event.reaching, ["a"]);
  });
  it("is free where the members say so", () => {
    const ruled: Event = { type: "rulesSet", rules: { ...rules, sharedControl: "allowed" } };
    same(outcome([seven("aabcde"), offer("a"), ruled], admit, byVote()), "admitted");
    same(outcome([seven("aabcdef"), ruled], about(6), byVote()), "dismissed");
  });
});

describe("misbehaviour", () => {
  const ruled = (doubleSigning: Rules["doubleSigning"], validators = four) => opened(validators, { doubleSigning });
  const told = (history: readonly Event[], command = misbehaved(4)) => {
    const decision = decided(history, command, byEngine());
    return decision.ok
      ? decision.value.map((event) => ("measure" in event ? `${event.type} ${event.measure}` : event.type))
      : decision.error.code;
  };
  it("is noted, removes or suspends, as the rules say", () => {
    same(told([ruled("note")]), ["misbehaved noted"]);
    same(told([ruled("remove")]), ["misbehaved removed", "removed"]);
    same(told([ruled("suspend")]), ["misbehaved suspended"]);
  });
  it("of the last validator leaves it its seat, and says so", () => {
    for (const rule of ["remove", "suspend"] as const)
      same(told([ruled(rule, four.slice(3))]), ["misbehaved noted", "kept"]);
  });
  it("of nobody known is nothing", () => same(told([ruled("remove")], misbehaved(99)), "unknown-validator"));
  it("of a former key is its organisation's, seat and all", () => {
    const rotated: Event = {
      type: "keyRotated",
      organisation: org("drugs"),
      former: key(4),
      publicKey: key(9),
      ...when,
    };
    const decision = decided([ruled("remove"), rotated], misbehaved(4), byEngine());
    same(decision.ok && decision.value.map((event) => "publicKey" in event && event.publicKey), [key(4), key(9)]);
  });
  it("of who left is noted", () => same(told([ruled("remove"), dismissed]), ["misbehaved noted"]));
  it("of who is suspended already is noted", () =>
    same(told([ruled("suspend", [entry("gone", 4), ...four.slice(0, 3)])]), ["misbehaved noted"]));
  it("told again changes nothing more; of another height it does", () => {
    const first = decided([ruled("note")], misbehaved(4), byEngine());
    const history = [ruled("note"), ...(first.ok ? first.value : [])];
    same(told(history), []);
    same(told(history, misbehaved(4, 51)), ["misbehaved noted"]);
  });
});

describe("remove", () => {
  const because = (organisation: string, event?: string) =>
    at(1, [], { cause: left(organisation, event), height: 100 });
  it("follows the suspension or withdrawal of that very organisation, and nothing else", () => {
    same(outcome([opened()], remove, because("drugs", "withdrawn")), "removed");
    same(outcome([], remove, signed("drugs")), "only-by-reaction", "nor where nobody has a seat");
    same(outcome([opened()], remove, because("court")), "only-by-reaction");
    same(outcome([opened()], remove, because("drugs", "renamed")), "only-by-reaction");
    same(outcome([opened()], remove, byVote()), "only-by-reaction");
    same(outcome([opened()], remove, signed("drugs")), "only-by-reaction");
  });
  it("takes seat, candidacy and nodes", () => {
    const hospital = { ...remove, organisation: org("hospital") } as Command;
    for (const history of [
      [opened(), offered],
      [opened(), offered, admitted],
    ]) {
      const decision = decided(history, hospital, because("hospital"));
      const state = stateAfter(...history, ...(decision.ok ? decision.value : []));
      same([state?.candidates.length, state?.validators.length, state?.nodes.length], [0, 4, 4]);
      same(
        state?.former.map(({ publicKey }) => publicKey),
        [key(5)],
      );
    }
    const corner: Event = { type: "nodesSet", organisation: org("corner"), nodes: [node(7)] };
    same(
      outcome([opened(), corner], { ...remove, organisation: org("corner") } as Command, because("corner")),
      "removed",
    );
  });
  it("of whom nobody knows is nothing", () =>
    same(outcome([opened()], { ...remove, organisation: org("corner") } as Command, because("corner")), ""));
  it("leaves the last validator its seat and nodes, and says so", () => {
    const decision = decided([opened(four.slice(3))], remove, because("drugs"));
    same(decision, { ok: true, value: [{ type: "kept", organisation: "drugs", reason: "suspended" }] });
    same(seatsAfter(opened(four.slice(3)), { type: "kept", organisation: org("drugs"), reason: "suspended" }), [
      "drugs",
    ]);
  });
  it("does not wait for a change under way", () => {
    const changed: Event = { ...dismissed, organisation: org("court"), publicKey: key(2), height: asHeight(99) };
    same(outcome([opened(), changed], remove, because("drugs")), "removed");
  });
});

describe("what events mean", () => {
  it("a seat that goes leaves the others in their order", () =>
    same(seatsAfter(opened(), dismissed), ["health", "court", "fund"]));
  it("an event that cannot follow stops", () => {
    throws(() => stateAfter(opened(), opened()), /invariant/);
    throws(() => stateAfter(dismissed), /invariant/);
    throws(() => stateAfter(opened(four.slice(3)), dismissed), /invariant/);
  });
});
