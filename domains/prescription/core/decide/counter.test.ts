import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import type { UnitCode } from "@meridian/base/ids";
import { at } from "@meridian/kernel/testkit";
import { contract } from "../contract.ts";
import type { Facts } from "../facts.ts";
import type { CommandOf, Supplied } from "../schema.ts";
import { isIssue } from "../state.ts";
import {
  all,
  byQr,
  circulated,
  claimed,
  claimedAlone,
  claimOf,
  command,
  factsOf,
  HOUR,
  ISSUED,
  issueOf,
  OTHER_CONTENT,
  organisation,
  outcomeOf,
  PICKUP_KEY,
  person,
  play,
  type Rule,
  received,
  SELF_PAY,
  type Step,
  settleOf,
  some,
  WAYS,
  who,
} from "../testkit.ts";
import { DAY } from "../vocabulary.ts";

const [corner, market, rider] = [organisation("corner"), organisation("market"), organisation("rider")] as const;
const open = [...ISSUED, ...circulated];
const taken = [...ISSUED, ...claimed];
const settled = WAYS["SETTLED"] ?? [];
const partial = WAYS["PARTIAL"] ?? [];
const supplied = WAYS["DISPENSED"] ?? [];
const shipped = WAYS["IN_DELIVERY"] ?? [];
const asked = WAYS["SUBST_PENDING"] ?? [];
const selfPaid = [...SELF_PAY, ...claimedAlone];
const claimAlone: Step = [1, "corner qr", command("claim", { organisation: corner })];
const claimFrom = (payer: string): Step => [
  1,
  "corner qr",
  command("claim", { organisation: corner, payer: organisation(payer) }),
];
const UNSETTLED = { switches: { settlementRequired: false } };
const suspended: Partial<Facts> = {
  organisation: (id) => {
    const known = factsOf().organisation(id);
    return known && { ...known, active: id !== "insurer" };
  },
};
const claim = (by: string, pharmacy = corner, seconds = 1): Step => [seconds, by, claimOf(pharmacy)];
const nominated: readonly Step[] = [[0, "li", issueOf({ nominated: corner })], ...circulated];
const narcotic: readonly Step[] = [
  [0, "li", issueOf({ items: [{ line: 1, class: "narcotic", quantity: 10 }], selfPay: true })],
  ...circulated,
];
const dispense = (
  by: string,
  lines: readonly Supplied[],
  rest: Omit<CommandOf<"dispense">, "domain" | "type" | "id" | "lines"> = {},
  seconds = 60,
): Step => [seconds, by, command("dispense", { lines, ...rest })];
const line = (number: number, quantity: number, rest?: Supplied["rest"]): Supplied => ({
  line: number,
  quantity,
  codes: [],
  ...(rest && { rest }),
});
/** Of `some`, what is owed. */
const remaining = [line(1, 20), line(2, 10)];
const LATE = 5 * DAY + 1;
const unit = (name: string, status: "live" | "dispensed" | "returned" | "recalled") => ({
  units: new Map([[name as UnitCode, status]]),
});
const cash = { fund: 600, account: 300, cash: 100 } as unknown as Parameters<typeof settleOf>[0];
const unpaid = [...taken, [1, "corner", settleOf(cash)] satisfies Step];
const paid = (seconds: number): Step => [seconds, "", received];
const handover = dispense("chen", all, { cashPaid: true });
const lapse = (seconds: number): Step => [seconds, "", command("lapseSettlement", {})];
const hold: Step = [
  1,
  "health",
  command("hold", { organisation: organisation("health"), reason: "recall", basis: "x", seconds: HOUR }),
];

const claiming: readonly Rule[] = [
  ["goes to the pharmacy that shows the patient's code", [...open, claim("corner qr")], "CLAIMED"],
  ["goes to the pharmacy where the patient signs", [...open, claim("corner patient-1")], "CLAIMED"],
  ["goes to a pharmacist of it", [...open, claim("chen qr")], "CLAIMED"],
  ["goes to nobody without either", [...open, claim("corner")], "patient-proof-missing"],
  ["is not shown by another patient", [...open, claim("corner patient-2")], "patient-proof-missing"],
  ["goes to nobody in another's name", [...open, claim("market qr")], "not-entitled"],
  ["goes to a nominated pharmacy without proof", [...nominated, claim("corner")], "CLAIMED"],
  ["goes to no other, even with proof", [...nominated, claim("market qr", market)], "not-nominated"],
  [
    "goes to no kind that the pathway does not name",
    [...open, claim("hospital qr", organisation("hospital"))],
    "organisation-kind",
  ],
  ["goes to one pharmacy at a time", [...taken, claim("market qr", market)], "already-claimed"],
  ["waits to the last second of the lease", [...taken, claim("market qr", market, DAY)], "already-claimed"],
  ["goes to another a second later", [...taken, claim("market qr", market, DAY + 1)], "CLAIMED"],
  ["goes in the last second before it expires", [...open, claim("corner qr", corner, 3 * DAY - 120)], "CLAIMED"],
  ["has expired a second later", [...open, claim("corner qr", corner, 3 * DAY - 119)], "expired"],
  ["is not claimed while held", [...open, hold, claim("corner qr")], "held"],
  ["is not claimed in the last second of a hold", [...open, hold, claim("corner qr", corner, HOUR)], "held"],
  ["is claimed a second later", [...open, hold, claim("corner qr", corner, HOUR + 1)], "CLAIMED"],
  ["takes narcotics to who may dispense them", [...narcotic, claimAlone], "CLAIMED"],
  ["takes narcotics to nobody else", [...narcotic, claim("market qr", market)], "credential-missing"],
  ["names who is to pay", [...open, claimAlone], "payer-missing"],
  ["names nobody where the pathway settles nothing", [...open, claimAlone], "CLAIMED", UNSETTLED],
  ["may name who settles later", [...open, claim("corner qr")], "CLAIMED", UNSETTLED],
  ["names nobody where the patient pays", [...SELF_PAY, ...circulated, claimAlone], "CLAIMED"],
  ["asks no pharmacy to pay", [...open, claimFrom("market")], "not-a-payer"],
  ["asks nobody unknown to pay", [...open, claimFrom("stranger")], "not-a-payer"],
  ["asks no suspended insurer to pay", [...open, claim("corner qr")], "not-a-payer", { facts: suspended }],
  ["is released by its pharmacy", [...taken, [1, "corner", command("release", { reason: "not-needed" })]], "ACTIVE"],
  [
    "is not released by another",
    [...taken, [1, "market", command("release", { reason: "not-needed" })]],
    "not-entitled",
  ],
  [
    "is released by an authority after a failure",
    [...taken, [1, "health", command("release", { reason: "system-failure", organisation: organisation("health") })]],
    "ACTIVE",
  ],
  [
    "is not released by an insurer",
    [...taken, [1, "insurer", command("release", { reason: "other", organisation: organisation("insurer") })]],
    "not-your-claim",
  ],
  [
    "is released by anybody once the lease is over",
    [...taken, [DAY + 1, "", command("release", { reason: "other" })]],
    "ACTIVE",
  ],
  [
    "has expired when released after its end",
    [...open, claim("corner qr", corner, 3 * DAY - 120), [HOUR, "corner", command("release", { reason: "other" })]],
    "EXPIRED",
  ],
];

const changing: readonly Rule[] = [
  ["is not asked while held", [...taken, hold, [1, "chen", command("requestChange", { kind: "generic" })]], "held"],
  [
    "is not asked once cancelled",
    [...taken, cancel(), [1, "chen", command("requestChange", { kind: "generic" })]],
    "cancel-pending",
  ],
  [
    "is asked by the claim's pharmacist",
    [...taken, [1, "chen", command("requestChange", { kind: "dose-query" })]],
    "SUBST_PENDING",
  ],
  ["is asked by no other", [...taken, [1, "sun", command("requestChange", { kind: "generic" })]], "not-your-claim"],
  [
    "is asked about a line that exists",
    [...taken, [1, "chen", command("requestChange", { kind: "generic", line: 9 })]],
    "unknown-line",
  ],
  [
    "answers itself for generics where the pathway says so",
    [...taken, [1, "chen", command("requestChange", { kind: "generic" })]],
    "CLAIMED",
    { params: { genericAutoApprove: 1 } },
  ],
  [
    "is answered by the prescriber",
    [...asked, [7_200, "li", command("answerChange", { accepted: true, content: OTHER_CONTENT })]],
    "CLAIMED",
  ],
  ["is answered in time only", [...asked, [7_201, "li", command("answerChange", { accepted: true })]], "wrong-state"],
  [
    "is answered by nobody else",
    [...asked, [1, "wang", command("answerChange", { accepted: true })]],
    "not-the-prescriber",
  ],
  ["stays as prescribed without an answer", [...asked, [7_201, "corner", settleOf()]], "SETTLED"],
  ["ends with the lease", [...asked, [DAY, "market qr", claimOf("market")]], "CLAIMED"],
];

const settling: readonly Rule[] = [
  ["settles what adds up", [...taken, [1, "corner", settleOf()]], "SETTLED"],
  ["refuses a fen too little", [...taken, [1, "corner", settleOf({ total: 1_001 as never })]], "sum-mismatch"],
  ["refuses what the patient pays", [...selfPaid, [1, "corner", settleOf()]], "self-pay"],
  ["refuses while held", [...taken, hold, [1, "corner", settleOf()]], "held"],
  ["refuses once cancelled", [...taken, cancel(), [1, "corner", settleOf()]], "cancel-pending"],
  ["settles in the last second of the lease", [...taken, [DAY, "corner", settleOf()]], "SETTLED"],
  ["refuses a second later", [...taken, [DAY + 1, "corner", settleOf()]], "wrong-state"],
  ["keeps what is settled however old the lease is", [...settled, dispense("chen", all, {}, 5 * DAY)], "DISPENSED"],
  ["hands over nothing that waited too long", [...settled, dispense("chen", all, {}, LATE)], "settlement-overdue"],
  ["waits to be handed over to the last second", [...settled, lapse(5 * DAY)], "not-due"],
  ["lapses when nothing is handed over, and ends with the validity", [...settled, lapse(LATE)], "EXPIRED"],
  ["goes back to the public where it is valid", [...settled, lapse(LATE)], "ACTIVE", { params: { validDays: 30 } }],
  ["ends cancelled where that was waiting", [...settled, cancel(), lapse(LATE)], "CANCELLED"],
  [
    "owes what it began to hand over by another deadline",
    [...partial, dispense("chen", remaining, {}, 5 * DAY)],
    "DISPENSED",
  ],
  ["waits for the cash to the last second", [...unpaid, lapse(1_800)], "not-due"],
  ["lapses unpaid a second later", [...unpaid, lapse(1_801)], "CLAIMED"],
  ["frees the issue when the lease is over too", [...unpaid, lapse(DAY)], "ACTIVE"],
  ["does not lapse when paid", [...settled, lapse(1_801)], "not-due"],
  ["hands nothing over unpaid", [...unpaid, dispense("chen", all)], "cash-unpaid"],
  ["hands over against cash", [...unpaid, dispense("chen", all, { cashPaid: true })], "DISPENSED"],
  ["waits for the cash no more once it is paid", [...unpaid, paid(1_800), lapse(1)], "not-due"],
  ["hands over what is paid", [...unpaid, paid(1), dispense("chen", all)], "DISPENSED"],
  ["is paid in the last second", [...unpaid, paid(1_800)], "SETTLED"],
  ["is not paid a second later", [...unpaid, paid(1_801)], "settlement-overdue"],
  ["is paid while held", [...unpaid, hold, paid(1)], "SETTLED"],
  ["is paid under a cancellation", [...unpaid, cancel(), paid(1)], "SETTLED"],
  ["may be said to be paid after what dispensing said", [...unpaid, handover, paid(9 * DAY)], "DISPENSED"],
  ["hands nothing over too late", [...unpaid, dispense("chen", all, { cashPaid: true }, 1_801)], "settlement-overdue"],
];

const dispensing: readonly Rule[] = [
  ["wants a settlement first", [...taken, dispense("chen", all)], "settlement-required"],
  [
    "wants none where the pathway settles later",
    [...taken, dispense("chen", all)],
    "DISPENSED",
    { switches: { settlementRequired: false } },
  ],
  ["wants none when the patient pays", [...selfPaid, dispense("chen", all)], "DISPENSED"],
  ["completes at the counter", [...settled, dispense("chen", all, { handedOver: true })], "COMPLETED"],
  ["does not complete while something is owed", [...settled, dispense("chen", some, { handedOver: true })], "PARTIAL"],
  ["owes the rest", [...settled, dispense("chen", some)], "PARTIAL"],
  ["supplies the rest later", [...partial, dispense("chen", [line(1, 20), line(2, 10)])], "DISPENSED"],
  ["refuses one unit more than remains", [...partial, dispense("chen", [line(1, 21)])], "exceeds-prescribed"],
  [
    "closes a rest for a reason",
    [...settled, dispense("chen", [line(1, 10, "not-required"), line(2, 0, "out-of-stock")])],
    "DISPENSED",
  ],
  ["refuses a line it does not have", [...settled, dispense("chen", [line(3, 1)])], "unknown-line"],
  ["refuses a line twice", [...settled, dispense("chen", [line(1, 1), line(1, 1)])], "duplicate-line"],
  [
    "refuses a line that is closed",
    [...settled, dispense("chen", [line(1, 30)]), dispense("chen", [line(1, 0)])],
    "line-closed",
  ],
  [
    "refuses to supply nothing",
    [...settled, dispense("chen", [line(1, 0, "out-of-stock"), line(2, 0, "out-of-stock")])],
    "nothing-dispensed",
  ],
  ["refuses another pharmacy's pharmacist", [...settled, dispense("sun", all)], "not-your-claim"],
  ["refuses the pharmacy's key alone", [...settled, dispense("corner", all)], "not-your-claim"],
  ["refuses while held", [...settled, hold, dispense("chen", all)], "held"],
  ["refuses once cancelled", [...settled, cancel(), dispense("chen", all)], "cancel-pending"],
  [
    "wants two pharmacists where the pathway does",
    [...settled, dispense("chen", all)],
    "second-pharmacist-missing",
    { params: { dispensersNeeded: 2 } },
  ],
  [
    "wants two pharmacists for narcotics whatever the pathway says",
    [...narcotic, claimAlone, dispense("chen", [line(1, 10)])],
    "second-pharmacist-missing",
  ],
  [
    "takes no pharmacist of another house as the second",
    [...narcotic, claimAlone, dispense("chen sun", [line(1, 10)])],
    "second-pharmacist-missing",
  ],
  ["hands narcotics over by two", [...narcotic, claimAlone, dispense("chen qian", [line(1, 10)])], "DISPENSED"],
  ["takes units that are on the shelf", [...settled, dispense("chen", all)], "DISPENSED", unit("u1", "live")],
  ["refuses a unit sold before", [...settled, dispense("chen", all)], "unit-not-available", unit("u1", "dispensed")],
  ["refuses a unit that came back", [...settled, dispense("chen", all)], "unit-not-available", unit("u1", "returned")],
  [
    "refuses a unit that is recalled",
    [...settled, dispense("chen", all)],
    "unit-not-available",
    unit("u2", "recalled"),
  ],
  [
    "refuses a unit twice",
    [
      ...settled,
      dispense("chen", [
        { ...line(1, 1), codes: ["u" as UnitCode] },
        { ...line(2, 1), codes: ["u" as UnitCode] },
      ]),
    ],
    "duplicate-code",
  ],
  [
    "refuses a unit of the part before",
    [...partial, dispense("chen", [{ ...line(1, 1), codes: ["u1" as UnitCode] }])],
    "duplicate-code",
  ],
  ["owes to the last second of the window", [...partial, dispense("chen", [line(2, 10)], {}, 5 * DAY)], "PARTIAL"],
  ["owes nothing a second later", [...partial, dispense("chen", [line(2, 10)], {}, 5 * DAY + 1)], "wrong-state"],
  ["is closed by anybody then", [...partial, [5 * DAY + 1, "", command("closeOwing", {})]], "DISPENSED"],
  ["is not closed before", [...partial, [5 * DAY, "chen", command("closeOwing", {})]], "not-due"],
];

const delivering: readonly Rule[] = [
  ["is handed out at the counter", [...supplied, deliver("corner", corner)], "COMPLETED"],
  ["is handed out by no other", [...supplied, deliver("market", market)], "not-your-claim"],
  ["goes with a carrier", [...supplied, ship(rider)], "IN_DELIVERY"],
  ["goes with the pharmacy's own people", [...supplied, ship(corner)], "IN_DELIVERY"],
  ["goes with nobody else", [...supplied, ship(organisation("insurer"))], "not-a-carrier"],
  [
    "goes nowhere where the pathway forbids",
    [[0, "li", issueOf({ delivery: false })], ...supplied.slice(1), ship(rider)],
    "delivery-not-allowed",
    { switches: { deliveryAllowed: false } },
  ],
  [
    "goes with a carrier that has its licence",
    [...supplied, ship(rider)],
    "credential-missing",
    {
      facts: {
        credential: (holder, kind, ...rest) =>
          kind !== "licence-carrier" && factsOf().credential(holder, kind, ...rest),
      },
    },
  ],
  ["arrives by the pickup code", [...shipped, deliver("wu pickup", rider)], "COMPLETED"],
  ["arrives by the prescription's code", [...shipped, deliver("rider qr", rider)], "COMPLETED"],
  ["arrives by the patient's signature", [...shipped, deliver("wu patient-1", rider)], "COMPLETED"],
  ["does not arrive by the courier's word", [...shipped, deliver("wu", rider)], "recipient-proof-missing"],
  ["is delivered by whoever carries it", [...shipped, deliver("market qr", market)], "not-your-delivery"],
  ["is under way to the last second", [...shipped, deliver("wu pickup", rider, 3 * DAY)], "COMPLETED"],
  ["is back at the pharmacy a second later", [...shipped, deliver("wu pickup", rider, 3 * DAY + 1)], "not-your-claim"],
  ["is not delivered while held", [...shipped, hold, deliver("wu pickup", rider)], "held"],
  ["is not handed out while held", [...supplied, hold, deliver("corner", corner)], "held"],
  [
    "is brought back by no other",
    [...shipped, [1, "market", command("returnDelivery", { organisation: market })]],
    "not-your-delivery",
  ],
  ["is brought back by the pharmacy", [...shipped, [1, "corner", command("returnDelivery", {})]], "DISPENSED"],
  [
    "comes back with its carrier",
    [...shipped, [1, "wu", command("returnDelivery", { organisation: rider })]],
    "DISPENSED",
  ],
  ["wants the log of a cold chain", [...cold(), deliver("wu pickup", rider)], "temperature-log-missing"],
  [
    "takes it",
    [...cold(), [1, "wu pickup", command("deliver", { organisation: rider, temperatureLog: OTHER_CONTENT })]],
    "COMPLETED",
  ],
];

function cancel(): Step {
  return [1, "li", command("cancel", { reason: "clinical-grounds" })];
}
function deliver(by: string, who: ReturnType<typeof organisation>, seconds = 1): Step {
  return [seconds, by, command("deliver", { organisation: who })];
}
function ship(carrier: ReturnType<typeof organisation>): Step {
  return [1, "corner", command("ship", { carrier, pickupKey: PICKUP_KEY })];
}
function cold(): readonly Step[] {
  const issue = issueOf({ selfPay: true, items: [{ line: 1, class: "cold-chain", quantity: 1 }] });
  return [[0, "li", issue], ...claimedAlone, dispense("chen", [line(1, 1)]), ship(rider)];
}

describe("at the counter", () => {
  const parts = { "claim (T7, T8)": claiming, "change (T9)": changing, "settle (T10)": settling };
  const more = { "dispense (T11, T12, T14)": dispensing, "deliver (T13)": delivering };
  for (const [name, rules] of Object.entries({ ...parts, ...more }))
    describe(name, () => {
      for (const rule of rules) it(rule[0], () => same(outcomeOf(rule), rule[2]));
    });

  it("takes no key that stands for a person as a patient's code", () => {
    const { state, time } = play(open);
    const holders = [{ type: "none" }, { type: "person", person: person("sun") }] as const;
    const outcomes = holders.map((holder) => {
      const authors = [...who("corner"), { ...byQr(), holder }];
      const asked = claimOf("corner");
      return contract.decide(state, asked, at(time, authors), factsOf()).ok;
    });
    same(outcomes, [true, false]);
  });

  it("tells a line that was not supplied from one supplied in part and closed", () => {
    const lines = [line(1, 10, "not-required"), line(2, 0, "out-of-stock")];
    const { state } = play([...settled, dispense("chen", lines)]);
    same(isIssue(state) && state.items.map((item) => `${item.state} ${item.dispensed}`), [
      "FULL 10",
      "NOT_DISPENSED 0",
    ]);
  });

  it("keeps the lines of what was closed unsupplied", () => {
    const { state } = play([...partial, [5 * DAY + 1, "", command("expire", {})]]);
    same(isIssue(state) && state.items.map((item) => `${item.state} ${item.dispensed}`), [
      "FULL 10",
      "NOT_DISPENSED 0",
    ]);
  });

  it("takes the answer's document as a new version", () => {
    const answer = command("answerChange", { accepted: true, content: OTHER_CONTENT });
    const { state } = play([...asked, [1, "li", answer]]);
    same(isIssue(state) && [state.content, state.version, state.substituted], [OTHER_CONTENT, 2, true]);
  });

  it("keeps whom the claim asks to pay, and nobody where the patient does", () => {
    const payers = [taken, [...SELF_PAY, ...claimed]].map((steps) => {
      const { state } = play(steps);
      return isIssue(state) && state.claim?.payer;
    });
    same(payers, ["insurer", null]);
  });

  it("tells the reaction which settlement's cash came with what was handed over", () => {
    const told = [
      [...unpaid, handover],
      [...unpaid, paid(1), handover],
      [...settled, handover],
    ].map((steps) => play(steps).events.flatMap((event) => (event.type === "dispensed" ? [event.paid] : [])));
    same(told, [["s-1"], [null], [null]]);
  });

  it("tells the reaction which units are sold", () => {
    const event = play(supplied).events.at(-1);
    same(event?.type === "dispensed" && event.codes, ["u1", "u2"]);
  });
});
