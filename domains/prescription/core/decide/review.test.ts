import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { asSeconds } from "@meridian/base/ids";
import {
  CONTENT,
  command,
  ISSUED,
  issueOf,
  OTHER_CONTENT,
  organisation,
  outcomeOf,
  play,
  RULE_SET,
  type Rule,
  START,
  type Step,
  WAYS,
} from "../testkit.ts";
import { DAY } from "../vocabulary.ts";

const hospital = organisation("hospital");
const take = (seconds: number, by: string): Step => [seconds, by, command("takeReview", { organisation: hospital })];
const approve = (seconds: number, by: string): Step => [seconds, by, command("approve", {})];
const taken = [...ISSUED, take(0, "wang")];
const found = (critical: number, overridden: number, cosigned: boolean) => ({
  facts: { review: () => ({ ruleSet: RULE_SET, critical, overridden, cosigned }) },
});
const returned = WAYS["RETURNED"] ?? [];
const { items } = issueOf();
const amend = (by: string, changes: Partial<Parameters<typeof command<"amend">>[1]> = {}): Step => [
  60,
  by,
  command("amend", { previous: CONTENT, content: OTHER_CONTENT, items, ...changes }),
];
const two = { params: { reviewersNeeded: 2 } };
const dated: Step = [0, "li", issueOf({ notBefore: asSeconds(START + DAY) })];

const rules: readonly Rule[] = [
  ["refuses a reviewer who is no pharmacist", [...ISSUED, take(0, "li")], "not-entitled"],
  ["refuses a reviewer of another place", [...ISSUED, take(0, "chen")], "not-entitled"],
  [
    "refuses a house that did not issue it",
    [...ISSUED, [0, "chen", command("takeReview", { organisation: organisation("corner") })]],
    "not-the-issuer",
  ],
  [
    "refuses the patient as reviewer",
    [[0, "li", issueOf({ patient: "wang" as never })], take(0, "wang")],
    "is-prescriber",
  ],
  ["takes a second to the last of its lease", [...taken, approve(900, "wang")], "APPROVED"],
  ["is open to others a second later", [...taken, approve(901, "wang")], "wrong-state"],
  ["may be taken up again then", [...taken, take(901, "zhao")], "IN_REVIEW"],
  ["is not taken from whoever has it", [...taken, take(60, "zhao")], "wrong-state"],
  ["is approved by whoever has it", [...taken, approve(60, "zhao")], "not-your-review"],
  ["is given back", [...taken, [1, "wang", command("releaseReview", {})]], "ISSUED"],
  ["is given back by the house", [...taken, [1, "hospital", command("releaseReview", {})]], "ISSUED"],
  ["is not given back by others", [...taken, [1, "chen", command("releaseReview", {})]], "not-your-review"],
  ["lapses by anybody's hand", [...taken, [901, "", command("releaseReview", {})]], "ISSUED"],
  ["wants a machine review", [...taken, approve(1, "wang")], "review-missing", { facts: { review: () => undefined } }],
  ["refuses an open critical finding", [...taken, approve(1, "wang")], "critical-finding-open", found(2, 1, true)],
  ["wants overrides co-signed", [...taken, approve(1, "wang")], "override-not-cosigned", found(1, 1, false)],
  ["approves overrides that are", [...taken, approve(1, "wang")], "APPROVED", found(1, 1, true)],
  ["waits for a second reviewer where two are needed", [...taken, approve(1, "wang")], "ISSUED", two],
  ["is approved by two together", [...taken, approve(1, "wang zhao")], "APPROVED", two],
  ["is approved by two in turn", [...taken, approve(1, "wang"), take(1, "zhao"), approve(1, "zhao")], "APPROVED", two],
  ["does not take one reviewer for two", [...taken, approve(1, "wang"), take(1, "wang")], "already-approved", two],
  ["is amended by its prescriber", [...returned, amend("li")], "ISSUED"],
  ["is amended by nobody else", [...returned, amend("wang")], "not-the-prescriber"],
  ["is confirmed by a second signature", [...returned, amend("li", { content: CONTENT })], "ISSUED"],
  [
    "is not changed under the same document",
    [...returned, amend("li", { content: CONTENT, items: items.slice(0, 1) })],
    "content-unchanged",
  ],
  [
    "is not changed in a quantity under the same document",
    [...returned, amend("li", { content: CONTENT, items: items.map((item) => ({ ...item, quantity: 1 })) })],
    "content-unchanged",
  ],
  ["links to the version before", [...returned, amend("li", { previous: OTHER_CONTENT })], "previous-mismatch"],
  ["starts the review over", [...returned, amend("li"), approve(1, "wang")], "wrong-state"],
  [
    "asks for the rights again",
    [...returned, amend("li", { items: [{ line: 1, class: "psychotropic-1", quantity: 1 }] })],
    "credential-missing",
  ],
  ["waits in RETURNED to the last second", [...returned, [2 * DAY, "", command("expire", {})]], "not-due"],
  ["expires a second later", [...returned, [2 * DAY + 1, "", command("expire", {})]], "EXPIRED"],
  [
    "schedules what is not open",
    [dated, take(0, "wang"), approve(0, "wang"), [0, "", command("schedule", {})]],
    "SCHEDULED",
  ],
  ["schedules nothing that is", [...taken, approve(1, "wang"), [1, "", command("schedule", {})]], "already-open"],
  [
    "does not circulate a second too early",
    [dated, take(0, "wang"), approve(0, "wang"), [DAY - 1, "", command("circulate", {})]],
    "not-yet",
  ],
  [
    "circulates when it opens",
    [dated, take(0, "wang"), approve(0, "wang"), [DAY, "", command("circulate", {})]],
    "ACTIVE",
  ],
  ["circulates from SCHEDULED", [...(WAYS["SCHEDULED"] ?? []), [DAY, "", command("circulate", {})]], "ACTIVE"],
];

describe("review and circulation (T1 to T6)", () => {
  for (const rule of rules) it(rule[0], () => same(outcomeOf(rule), rule[2]));

  it("writes a lapse down before what follows it", () => {
    const { events } = play([...taken, take(901, "zhao")]);
    same(
      events.map(({ type }) => type),
      ["issued", "reviewTaken", "lapsed", "reviewTaken"],
    );
  });

  it("counts versions", () => {
    const { events } = play([...returned, amend("li")]);
    const last = events.at(-1);
    same(last?.type === "amended" && [last.version, last.confirmed], [2, false]);
  });
});
