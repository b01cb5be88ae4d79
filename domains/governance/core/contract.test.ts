import { deepStrictEqual as same, throws } from "node:assert";
import { describe, it } from "node:test";
import { asSeconds, type OrganisationId, type ProposalId } from "@meridian/base/ids";
import { fits } from "@meridian/base/shape";
import type { Cause } from "@meridian/kernel/context";
import { at, byOrganisation, byPerson, given } from "@meridian/kernel/testkit";
import { contract } from "./contract.ts";
import { type Command, commandShape, type Event, type Facts, MEMBERS_MAX, type Member, VOTING_MAX } from "./schema.ts";
import { rollOf, type State } from "./state.ts";
import { DEFAULT_THRESHOLDS, FOUNDING_THRESHOLDS } from "./subjects.ts";

const member = (organisation: string, kind: string): Member => ({ organisation: organisation as OrganisationId, kind });
const four = [
  member("commission", "health-commission"),
  member("insurance", "insurance-authority"),
  member("hospital", "hospital"),
  member("court", "court"),
];
const factsOf = (members: readonly Member[]): Facts => ({
  roll: () => ({ members, thresholds: DEFAULT_THRESHOLDS }),
  isWellFormed: (action) => !("malformed" in action),
});
const facts = factsOf(four);
const domain = "governance";
const id = "p-1" as ProposalId;
const admit = { domain: "organisation", type: "admit", id: "newcomer" };
const suspend = { domain: "organisation", type: "suspend", id: "hospital", reason: "audit" };
const activate = { domain: "pathway", type: "activate", hash: "00", height: 9 };

const proposed: Event = {
  type: "proposed",
  proposal: id,
  proposer: "court" as OrganisationId,
  subject: "admit",
  action: admit,
  threshold: DEFAULT_THRESHOLDS.admit,
  openedAt: asSeconds(100),
  deadline: asSeconds(1_000),
};
const against: Event = {
  ...proposed,
  subject: "suspend",
  action: suspend,
  threshold: DEFAULT_THRESHOLDS.suspend,
  target: "hospital",
};
const voted = (organisation: string, choice: "yes" | "no" = "yes"): Event => ({
  type: "voted",
  proposal: id,
  organisation: organisation as OrganisationId,
  choice,
});
const tally = { yes: 3, no: 0, eligible: 4 };
const passed: Event = { type: "passed", proposal: id, subject: "admit", action: admit, tally };
const failed: Event = { type: "failed", proposal: id, tally };
const opened: Event = { type: "rollOpened", thresholds: FOUNDING_THRESHOLDS };
const enrolled = (organisation: string, kind = "hospital"): Event => ({
  type: "enrolled",
  organisation: organisation as OrganisationId,
  kind,
});

const reaction = (event: string, record: string, from = "organisation"): Cause => ({
  type: "reaction",
  domain: from,
  event,
  record,
});
const genesis: Cause = { type: "genesis" };
const vote: Command = { domain, type: "vote", id, choice: "yes" };
const close: Command = { domain, type: "close", id };
const propose: Command = { domain, type: "propose", id, subject: "admit", action: admit, deadline: asSeconds(1_000) };
const enrol: Command = { domain, type: "enrol", organisation: "maker" as OrganisationId, kind: "maker" };
const strike: Command = { domain, type: "strike", organisation: "hospital" as OrganisationId };
const setThresholds: Command = {
  domain,
  type: "setThresholds",
  thresholds: [{ subject: "admit", numerator: 3, denominator: 4 }],
};

const signedBy = (...names: readonly string[]) => at(500, names.map(byOrganisation));
const outcome = (history: readonly Event[], command: Command, context = signedBy("court"), answers = facts) => {
  const decision = given(contract, history).when(command, context, answers);
  return decision.ok ? decision.value.map(({ type }) => type).join() : decision.error.code;
};

describe("every command in every state", () => {
  const rightly: { readonly [Type in Command["type"]]: readonly [Command, ReturnType<typeof at>] } = {
    enrol: [enrol, at(500, [], { cause: reaction("admitted", "maker") })],
    strike: [strike, at(500, [], { cause: reaction("suspended", "hospital") })],
    setThresholds: [setThresholds, at(500, [], { cause: reaction("passed", "p-9", "governance") })],
    propose: [propose, signedBy("court")],
    vote: [vote, signedBy("court")],
    close: [close, at(1_001, [])],
  };
  const histories: Record<State["status"], readonly Event[]> = {
    none: [],
    roll: [opened, enrolled("hospital")],
    open: [proposed],
    passed: [proposed, passed],
    failed: [proposed, failed],
  };
  // A proposal never has the record id of the roll, so some pairs are bugs.
  const bug = "stops";
  const table: Record<Command["type"], Record<State["status"], string>> = {
    enrol: { none: "rollOpened,enrolled", roll: "enrolled", open: bug, passed: bug, failed: bug },
    strike: { none: "", roll: "struck", open: bug, passed: bug, failed: bug },
    setThresholds: { none: "rollOpened,thresholdsSet", roll: "thresholdsSet", open: bug, passed: bug, failed: bug },
    propose: {
      none: "proposed",
      roll: "proposal-exists",
      open: "proposal-exists",
      passed: "proposal-exists",
      failed: "proposal-exists",
    },
    vote: {
      none: "unknown-proposal",
      roll: "unknown-proposal",
      open: "voted",
      passed: "already-decided",
      failed: "already-decided",
    },
    close: {
      none: "unknown-proposal",
      roll: "unknown-proposal",
      open: "failed",
      passed: "already-decided",
      failed: "already-decided",
    },
  };
  for (const [type, row] of Object.entries(table)) {
    const [command, context] = rightly[type as Command["type"]];
    it(`${type} has a command that fits its shape`, () => same(fits(commandShape, command), true));
    for (const [status, want] of Object.entries(row))
      it(`${type} when ${status}: ${want || "nothing"}`, () => {
        const history = histories[status as State["status"]];
        if (want === bug) throws(() => outcome(history, command, context), /invariant/);
        else same(outcome(history, command, context), want);
      });
  }
});

describe("the roll", () => {
  const roll = [opened, enrolled("hospital")];
  const cases: readonly (readonly [says: string, history: readonly Event[], Command, Cause, want: string])[] = [
    ["takes a member that genesis names", [], enrol, genesis, "rollOpened,enrolled"],
    ["takes a member that is reinstated", roll, enrol, reaction("reinstated", "maker"), "enrolled"],
    ["takes nobody on another's admission", roll, enrol, reaction("admitted", "other"), "only-by-reaction"],
    ["takes nobody who merely signs", roll, enrol, { type: "signed" }, "only-by-reaction"],
    ["takes each member once", [...roll, enrolled("maker")], enrol, reaction("admitted", "maker"), ""],
    ["strikes a member that leaves", roll, strike, reaction("withdrawn", "hospital"), "struck"],
    ["strikes nobody by genesis", roll, strike, genesis, "only-by-reaction"],
    ["strikes nobody by signature", roll, strike, { type: "signed" }, "only-by-reaction"],
    ["strikes nobody on another's suspension", roll, strike, reaction("suspended", "other"), "only-by-reaction"],
    ["does not mind who is not on it", [opened], strike, reaction("withdrawn", "hospital"), ""],
  ];
  for (const [says, history, command, cause, want] of cases)
    it(says, () => same(outcome(history, command, at(1, [byOrganisation("maker")], { cause })), want));
  it("is bounded", () => {
    const full = Array.from({ length: MEMBERS_MAX }, (_, i) => enrolled(`m-${i}`));
    same(outcome([opened, ...full], enrol, at(1, [], { cause: reaction("admitted", "maker") })), "roll-full");
  });
  it("loses the one who is struck and nobody else", () => {
    const struck: Event = { type: "struck", organisation: "hospital" as OrganisationId };
    same(rollOf(given(contract, [...roll, enrolled("maker", "maker"), struck]).state).members, [
      member("maker", "maker"),
    ]);
  });
  it("opens with the thresholds of the house, and answers so before it opens", () => {
    same(rollOf(contract.initial), { members: [], thresholds: DEFAULT_THRESHOLDS });
    same(rollOf(given(contract, [opened, enrolled("hospital")]).state).members, [member("hospital", "hospital")]);
  });
});

describe("thresholds", () => {
  const byVote = at(1, [], { cause: reaction("passed", "p-9", "governance") });
  const set = (change: object): Command => ({
    ...setThresholds,
    thresholds: [{ subject: "pathway", numerator: 2, denominator: 3, ...change }],
  });
  const roll = [opened, enrolled("hospital")];
  const cases: readonly (readonly [says: string, change: object, want: string])[] = [
    ["may be one half", { numerator: 1, denominator: 2 }, "thresholdsSet"],
    ["are never less", { numerator: 49, denominator: 100 }, "threshold-not-a-majority"],
    ["are never the whole, which nobody can exceed", { numerator: 2, denominator: 2 }, "threshold-not-a-majority"],
    ["name kinds that have members", { kinds: ["hospital", "court"] }, "thresholdsSet"],
    ["never name only kinds without members", { kinds: ["court"] }, "no-eligible-member"],
  ];
  for (const [says, change, want] of cases) it(says, () => same(outcome(roll, set(change), byVote), want));
  it("are set by genesis before there are members", () =>
    same(outcome([], set({ kinds: ["court"] }), at(0, [], { cause: genesis })), "rollOpened,thresholdsSet"));
  it("are not set by signature", () => same(outcome(roll, setThresholds, signedBy("hospital")), "only-by-governance"));
  it("change for the subjects named and no other", () => {
    const change = { subject: "admit", numerator: 3, denominator: 4 } as const;
    const { state } = given(contract, [...roll, { type: "thresholdsSet", thresholds: [change] }]);
    same(state.status === "roll" && state.thresholds, {
      ...FOUNDING_THRESHOLDS,
      admit: { numerator: 3, denominator: 4 },
    });
  });
  it("open as every network's genesis opened them, and are the default for a subject that came later", () => {
    const decision = given(contract).when(enrol, at(0, [], { cause: genesis }), facts);
    same(decision.ok && decision.value[0], opened);
    same(Object.keys(FOUNDING_THRESHOLDS), ["admit", "suspend", "reinstate", "withdraw", "pathway", "thresholds"]);
    same(rollOf(given(contract, roll).state).thresholds, DEFAULT_THRESHOLDS);
    const set = { subject: "protocol", numerator: 4, denominator: 5 } as const;
    const changed = given(contract, [...roll, { type: "thresholdsSet", thresholds: [set] }]).state;
    same(rollOf(changed).thresholds.protocol, { numerator: 4, denominator: 5 });
  });
});

describe("propose", () => {
  const with_ = (change: object) => ({ ...propose, ...change }) as Command;
  const cases: readonly (readonly [says: string, Command, context: ReturnType<typeof at>, want: string])[] = [
    ["is for members", propose, signedBy("stranger"), "not-a-member"],
    ["is not for persons", propose, at(500, [byPerson("court")]), "not-a-member"],
    ["refuses the action of another subject", with_({ subject: "pathway" }), signedBy("court"), "action-not-allowed"],
    [
      "refuses an action nobody allows",
      with_({ action: { domain: "key", type: "bind" } }),
      signedBy("court"),
      "action-not-allowed",
    ],
    [
      "refuses an action its domain does not understand",
      with_({ action: { ...admit, malformed: true } }),
      signedBy("court"),
      "malformed-action",
    ],
    ["refuses a deadline now", with_({ deadline: asSeconds(500) }), signedBy("court"), "deadline-out-of-range"],
    ["takes the latest deadline", with_({ deadline: asSeconds(500 + VOTING_MAX) }), signedBy("court"), "proposed"],
    [
      "refuses one second later",
      with_({ deadline: asSeconds(501 + VOTING_MAX) }),
      signedBy("court"),
      "deadline-out-of-range",
    ],
  ];
  for (const [says, command, context, want] of cases) it(says, () => same(outcome([], command, context), want));
  it("pins the threshold and the target", () => {
    const command = with_({ subject: "suspend", action: suspend });
    same(given(contract, []).when(command, signedBy("court"), facts), {
      ok: true,
      value: [{ ...against, openedAt: 500 }],
    });
  });
  it("is against nobody when it admits or reinstates", () => {
    same(given(contract, []).when(propose, signedBy("court"), facts), {
      ok: true,
      value: [{ ...proposed, openedAt: 500 }],
    });
  });
  it("is against whoever is to be withdrawn", () => {
    const command = with_({ subject: "withdraw", action: { ...suspend, type: "withdraw" } });
    const decision = given(contract, []).when(command, signedBy("court"), facts);
    same(decision.ok && decision.value[0]?.type === "proposed" && decision.value[0].target, "hospital");
  });
  it("is against the validator that is to be dismissed, and against no candidate", () => {
    const targetOf = (type: string) => {
      const action = { domain: "validator", type, organisation: "hospital" };
      const decision = given(contract, []).when(with_({ subject: "validator", action }), signedBy("court"), facts);
      return decision.ok && decision.value[0]?.type === "proposed" && decision.value[0].target;
    };
    same([targetOf("dismiss"), targetOf("admit")], ["hospital", undefined]);
  });
  it("cannot take the place of the roll", () => same(fits(commandShape, with_({ id: "roll" })), false));
  it("refuses actions that are no commands, too large or too deep", () => {
    const deep = Array.from({ length: 20 }).reduce<unknown>((inner) => ({ inner }), 1);
    for (const action of [
      {},
      [],
      null,
      1,
      "x",
      { domain: "organisation" },
      { ...admit, type: "Not a name" },
      { ...admit, n: 0.5 },
      { ...admit, t: "x".repeat(16_000) },
      { ...admit, deep },
    ])
      same(fits(commandShape, with_({ action })), false);
  });
});

describe("vote", () => {
  const cases: readonly (readonly [
    says: string,
    history: readonly Event[],
    voters: readonly string[],
    choice: "yes" | "no",
    want: string,
  ])[] = [
    ["does not pass with exactly the half", [proposed, voted("court")], ["hospital"], "yes", "voted"],
    ["passes with one more", [proposed, voted("court"), voted("hospital")], ["insurance"], "yes", "voted,passed"],
    [
      "counts every member that signed",
      [proposed],
      ["court", "hospital", "insurance"],
      "yes",
      "voted,voted,voted,passed",
    ],
    ["counts a member once", [proposed, voted("court")], ["court", "court", "hospital"], "yes", "voted"],
    ["counts the same vote once", [proposed, voted("court"), voted("hospital")], ["court"], "yes", ""],
    ["changes", [proposed, voted("court"), voted("hospital")], ["court"], "no", "voted"],
    ["is not for strangers", [proposed], ["stranger"], "yes", "not-eligible"],
    ["is not for it with a stranger", [against], ["stranger", "hospital"], "no", "target-has-no-vote"],
    ["is not for the one it is against", [against], ["hospital"], "no", "target-has-no-vote"],
    [
      "passes without the one it is against",
      [against, voted("court"), voted("insurance")],
      ["commission"],
      "yes",
      "voted,passed",
    ],
    ["needs more than two thirds to suspend", [against, voted("court")], ["insurance"], "yes", "voted"],
  ];
  for (const [says, history, voters, choice, want] of cases)
    it(says, () => same(outcome(history, { ...vote, choice } as Command, signedBy(...voters)), want));

  it("hands over the action with its tally", () => {
    const decision = given(contract, [proposed, voted("court"), voted("hospital")]).when(
      vote,
      signedBy("insurance"),
      facts,
    );
    same(decision.ok && decision.value[1], passed);
  });
  it("is for the kinds that the threshold names", () => {
    const pathway: Event = { ...proposed, subject: "pathway", action: activate, threshold: DEFAULT_THRESHOLDS.pathway };
    same(outcome([pathway], vote, signedBy("court")), "not-eligible");
    same(outcome([pathway, voted("commission"), voted("insurance")], vote, signedBy("hospital")), "voted,passed");
  });
  it("counts those on the roll today, even when nobody changes a vote", () => {
    const three = factsOf(four.slice(1));
    const byHalf: Event = { ...proposed, threshold: { numerator: 1, denominator: 2 } };
    const history = [byHalf, voted("court"), voted("hospital")];
    same(outcome(history, vote, signedBy("court"), three), "passed");
    const lost = [byHalf, voted("commission"), voted("insurance")];
    same(outcome(lost, vote, signedBy("court"), three), "voted,passed");
    same(outcome([byHalf, voted("commission")], vote, signedBy("court"), three), "voted");
  });
  it("counts in the last second", () => same(outcome([proposed], vote, at(1_000, [byOrganisation("court")])), "voted"));
  it("is over one second later", () =>
    same(outcome([proposed], vote, at(1_001, [byOrganisation("court")])), "voting-over"));
});

describe("close", () => {
  it("waits for the deadline", () => same(outcome([proposed], close, at(1_000, [])), "still-open"));
  it("fails what did not pass, whoever asks, with its tally", () => {
    const decision = given(contract, [proposed, voted("court"), voted("hospital", "no")]).when(
      close,
      at(1_001, []),
      facts,
    );
    same(decision, { ok: true, value: [{ type: "failed", proposal: id, tally: { yes: 1, no: 1, eligible: 4 } }] });
  });
});

it("stops on an event that cannot follow", () => {
  throws(() => given(contract, [voted("court")]));
  throws(() => given(contract, [proposed, passed, voted("court")]));
  throws(() => given(contract, [opened, proposed]));
});
