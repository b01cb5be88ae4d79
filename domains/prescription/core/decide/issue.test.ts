import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { asSeconds } from "@meridian/base/ids";
import { isIssue } from "../state.ts";
import { command, issueOf, organisation, outcomeOf, person, play, type Rule, START } from "../testkit.ts";
import { DAY } from "../vocabulary.ts";

const narcotic = [{ line: 1, class: "narcotic", quantity: 10 }] as const;
const line = (n: number) => ({ line: n, class: "general", quantity: 1 }) as const;
const at = (seconds: number) => asSeconds(START + seconds);
const corner = organisation("corner");
const issue = (says: string, changes: Parameters<typeof issueOf>[0], want: string, world: Rule[3] = {}): Rule => [
  says,
  [[0, "li", issueOf(changes)]],
  want,
  world,
];

const rules: readonly Rule[] = [
  issue("issues", {}, "ISSUED"),
  ["refuses a pharmacist", [[0, "wang", issueOf()]], "not-entitled"],
  ["refuses the hospital's key alone", [[0, "hospital", issueOf()]], "not-entitled"],
  issue("refuses a physician at another place", { organisation: organisation("market") }, "not-entitled"),
  issue("refuses an unknown organisation", { organisation: organisation("nowhere") }, "unknown-organisation"),
  issue("refuses a kind that the pathway does not name", {}, "organisation-kind", {
    switches: { prescriberKinds: ["clinic"] },
  }),
  issue("refuses without the physician's licence", {}, "credential-missing", {
    facts: { credential: ({ ...holder }) => "organisation" in holder },
  }),
  issue("refuses without the hospital's licence", {}, "credential-missing", {
    facts: { credential: (holder) => "person" in holder },
  }),
  issue("refuses an inactive hospital", {}, "organisation-inactive", {
    facts: { organisation: () => ({ active: false, kind: "hospital" }) },
  }),
  issue("prescribes a narcotic with the right for it", { items: narcotic }, "ISSUED"),
  issue(
    "refuses a psychotropic without the right for it",
    { items: [{ line: 1, class: "psychotropic-1", quantity: 1 }] },
    "credential-missing",
  ),
  issue("refuses a narcotic to oneself", { items: narcotic, patient: person("li") }, "self-prescription"),
  issue("prescribes other drugs to oneself", { patient: person("li") }, "ISSUED"),
  issue("refuses an unknown patient", { patient: person("nobody") }, "unknown-patient"),
  issue("refuses an unknown custodian", { custodian: organisation("nowhere") }, "unknown-custodian"),
  issue("refuses an unknown pathway", { pathway: "00".repeat(32) as never }, "pathway-unknown"),
  issue("takes a document signed a day ago", { authoredOn: at(-DAY) }, "ISSUED"),
  issue("refuses one signed a second earlier", { authoredOn: at(-DAY - 1) }, "signed-too-far-away"),
  issue("refuses one signed too far ahead", { authoredOn: at(DAY + 1) }, "signed-too-far-away"),
  issue("takes five lines", { items: [1, 2, 3, 4, 5].map(line) }, "ISSUED"),
  issue("refuses six", { items: [1, 2, 3, 4, 5, 6].map(line) }, "too-many-items"),
  issue("refuses a line twice", { items: [line(1), line(1)] }, "duplicate-line"),
  issue("refuses a class of another pathway", { items: [{ ...line(1), class: "toxic" }] }, "class-not-allowed"),
  issue("refuses payment by the patient where that is off", { selfPay: true }, "self-pay-not-allowed", {
    switches: { selfPayAllowed: false },
  }),
  issue("refuses delivery where that is off", {}, "delivery-not-allowed", { switches: { deliveryAllowed: false } }),
  issue("lets the patient nominate on an open pathway", { nominated: corner }, "ISSUED"),
  issue("refuses an assignment on an open pathway", { assigned: corner }, "nomination-mismatch"),
  issue("wants a nomination where the pathway does", {}, "nomination-mismatch", {
    switches: { nomination: "nominated" },
  }),
  issue("wants an assignment where the pathway does", { nominated: corner }, "nomination-mismatch", {
    switches: { nomination: "assigned" },
  }),
  issue("refuses both where the pathway assigns", { assigned: corner, nominated: corner }, "nomination-mismatch", {
    switches: { nomination: "assigned" },
  }),
  issue("assigns where the pathway does", { assigned: corner }, "ISSUED", { switches: { nomination: "assigned" } }),
  issue("takes the last of a series of four", series(4, 4, 21 * DAY), "ISSUED"),
  issue("refuses a series of five", series(1, 5, 0), "series-out-of-range"),
  issue("refuses number three of two", series(3, 2, 14 * DAY), "series-out-of-range"),
  issue("opens the second a whole interval later", series(2, 4, 7 * DAY), "ISSUED"),
  issue("refuses a second earlier", series(2, 4, 7 * DAY - 1), "interval-too-short"),
  issue("may end early", { expiresAt: at(1) }, "ISSUED"),
  issue("may last as long as the pathway allows", { expiresAt: at(3 * DAY) }, "ISSUED"),
  issue("opens at most a year ahead", { notBefore: at(366 * DAY) }, "ISSUED"),
  issue("refuses a second later", { notBefore: at(366 * DAY + 1) }, "opens-too-late"),
  issue("refuses a second more", { expiresAt: at(3 * DAY + 1) }, "validity-too-long"),
  issue("refuses to end before it opens", { notBefore: at(100), expiresAt: at(99) }, "validity-empty"),
  ["refuses the same id again", [...[0, 1].map(() => [0, "li", issueOf()] as const)], "already-issued"],
  issue("asks the pathway", {}, "pathway-refused", { permits: () => ({ allowed: false, reason: "guard" }) }),
  issue("goes on where the pathway says nothing of issuing", {}, "ISSUED", {
    permits: () => ({ allowed: false, reason: "no-transition" }),
  }),
  [
    "is cancelled at once when its prescriber's cancellation came first",
    [
      [0, "li", command("cancel", { reason: "prescribing-error" })],
      [60, "li", issueOf()],
    ],
    "CANCELLED",
  ],
  [
    "is not touched by a cancellation of somebody else",
    [
      [0, "patient-2", command("cancel", { reason: "clinical-grounds" })],
      [60, "li", issueOf()],
    ],
    "ISSUED",
  ],
  [
    "keeps room for few early cancellations",
    ["a", "b", "c", "d", "e"].map((name) => [0, name, command("cancel", { reason: "clinical-grounds" })] as const),
    "too-many-tombstones",
  ],
  [
    "wants a person to cancel early",
    [[0, "hospital", command("cancel", { reason: "clinical-grounds" })]],
    "not-a-person",
  ],
];

function series(number: number, of: number, opensIn: number) {
  return { series: { id: "s", number, of }, notBefore: at(opensIn) };
}

describe("issue (T0)", () => {
  for (const rule of rules) it(rule[0], () => same(outcomeOf(rule), rule[2]));

  it("expires as many days after it opens as the pathway says", () => {
    const { state } = play([[0, "li", issueOf({ notBefore: at(DAY) })]]);
    same(isIssue(state) && state.expiresAt, at(4 * DAY));
  });

  it("tells who may see its events", () => {
    const [event] = play([[0, "li", issueOf()]]).events;
    same(event?.parties, { patient: "patient-1", prescriber: "li", organisation: "hospital", pharmacy: null });
  });

  it("tells it of a cancellation that came first, too", () => {
    const { events } = play([
      [0, "li", command("cancel", { reason: "prescribing-error" })],
      [60, "li", issueOf()],
    ]);
    same(
      events.map(({ type, parties }) => `${type} ${parties.patient}`),
      ["tombstoned null", "issued patient-1", "cancelled patient-1"],
    );
  });
});
