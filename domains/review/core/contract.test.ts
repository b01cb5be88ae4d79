import { deepStrictEqual as same, throws } from "node:assert";
import { describe, it } from "node:test";
import type { Commitment, Hash, OrganisationId, PersonId, PrescriptionId, Seconds } from "@meridian/base/ids";
import { fits } from "@meridian/base/shape";
import type { Author } from "@meridian/kernel/context";
import { at, byOrganisation, byPerson, given } from "@meridian/kernel/testkit";
import { contract, keyOf, type State, summaryOf } from "./contract.ts";
import { rejections } from "./rejections.ts";
import { type Command, type CommandType, commandShape, type Event, type Facts } from "./schema.ts";
import { view } from "./view.ts";

const prescription = "rx-1" as PrescriptionId;
const [hospital, elsewhere] = ["hospital", "elsewhere"] as OrganisationId[] as [OrganisationId, OrganisationId];
const [drLi, wu] = ["dr-li", "wu"] as PersonId[] as [PersonId, PersonId];
const ruleSet = "a".repeat(64) as Hash;
const findings = "b".repeat(64) as Commitment;
const time = 100 as Seconds;

type Known = NonNullable<ReturnType<Facts["prescription"]>>;
const known: Known = { organisation: hospital, prescriber: drLi, status: "IN_REVIEW", version: 1 };
const facts = (changes: Partial<Known> | undefined = {}): Facts => ({
  prescription: () => (changes === undefined ? undefined : { ...known, ...changes }),
  worksAt: (person, organisation) =>
    person === wu && organisation === hospital ? ["pharmacist"] : person === drLi ? ["physician", "pharmacist"] : [],
  licensed: () => true,
});
const without = (unlicensed: PersonId): Facts => ({ ...facts(), licensed: (person) => person !== unlicensed });
const elsewhereNow: Facts = { ...facts(), worksAt: () => [] };
const unknown: Facts = { ...facts(), prescription: () => undefined };

const of = { domain: "review", prescription, version: 1 } as const;
const attach: Extract<Command, { type: "attach" }> = {
  ...of,
  type: "attach",
  ruleSet,
  findings,
  counts: { critical: 3, warning: 1, info: 1 },
  coSign: [0],
  final: [2],
  custodian: hospital,
};
const override = { ...of, type: "override", finding: 0, reason: "no-alternative", commitment: findings } as const;
const coSign = { ...of, type: "coSign", finding: 0 } as const;
const feedback = { ...of, type: "feedback", finding: 3, outcome: "accepted" } as const;

const { domain: _, ...body } = attach;
const attached: Event = { ...body, type: "attached", organisation: hospital, prescriber: drLi, at: time };
const ids = { prescription, version: 1, custodian: hospital, organisation: hospital };
const overridden = (finding: number): Event => ({
  type: "overridden",
  ...ids,
  finding,
  reason: "no-alternative",
  commitment: findings,
  by: drLi,
  at: time,
});
const coSigned: Event = { type: "coSigned", ...ids, finding: 0, by: wu, at: time };
const fed: Event = { type: "feedbackGiven", ...ids, finding: 3, outcome: "accepted", at: time };

const [asHospital, asLi, asWu] = [byOrganisation("hospital"), byPerson("dr-li"), byPerson("wu")];
type Case = readonly [
  says: string,
  history: readonly Event[],
  command: Command,
  authors: readonly Author[],
  want: unknown,
  facts?: Facts,
];
const cases: readonly Case[] = [
  ["attaches what the prescribing organisation found", [], attach, [asHospital], [attached]],
  ["attaches once", [attached], attach, [asHospital], "already-attached"],
  ["attaches to no unknown prescription", [], attach, [asHospital], "unknown-prescription", unknown],
  ["attaches to the current version alone", [], attach, [asHospital], "other-version", facts({ version: 2 })],
  ["attaches while under review alone", [], attach, [asHospital], "not-reviewable", facts({ status: "ACTIVE" })],
  ["attaches right after issue", [], attach, [asHospital], [attached], facts({ status: "ISSUED" })],
  [
    "takes nobody else's findings",
    [],
    { ...attach, custodian: elsewhere },
    [byOrganisation("elsewhere")],
    "not-the-reviewing-organisation",
  ],
  ["takes no findings without the custodian's signature", [], attach, [asLi], "not-the-reviewing-organisation"],
  [
    "takes co-signatures for critical findings alone",
    [],
    { ...attach, coSign: [3] },
    [asHospital],
    "positions-are-not-critical",
  ],
  ["lets the prescriber override", [attached], override, [asLi], [overridden(0)]],
  ["takes both signatures at once", [attached], override, [asLi, asWu], [overridden(0), coSigned]],
  [
    "asks for no second signature where none is due",
    [attached],
    { ...override, finding: 1 },
    [asLi, asWu],
    [overridden(1)],
  ],
  ["lets nobody override without a licence", [attached], override, [asLi], "licence-missing", without(drLi)],
  ["lets nobody override who has left", [attached], override, [asLi], "not-a-physician", elsewhereNow],
  ["counts no pharmacist without a licence", [attached], override, [asLi, asWu], [overridden(0)], without(wu)],
  ["lets nobody else override", [attached], override, [asWu], "not-the-prescriber"],
  ["overrides once", [attached, overridden(0)], override, [asLi], "already-overridden"],
  ["overrides nothing final", [attached], { ...override, finding: 2 }, [asLi], "override-not-allowed"],
  ["knows its own findings alone", [attached], { ...override, finding: 5 }, [asLi], "unknown-finding"],
  ["lets a pharmacist co-sign", [attached, overridden(0)], coSign, [asWu], [coSigned]],
  ["co-signs twice without harm", [attached, overridden(0), coSigned], coSign, [asWu], []],
  ["co-signs overrides alone", [attached], coSign, [asWu], "not-overridden"],
  ["lets nobody co-sign without a licence", [attached, overridden(0)], coSign, [asWu], "licence-missing", without(wu)],
  ["lets no prescriber co-sign, pharmacist or not", [attached, overridden(0)], coSign, [asLi], "not-a-pharmacist"],
  ["lets nobody from elsewhere co-sign", [attached, overridden(0)], coSign, [byPerson("dr-ke")], "not-a-pharmacist"],
  ["hears feedback from the custodian", [attached], feedback, [asHospital], [fed]],
  ["hears feedback from the prescriber", [attached], feedback, [asLi], [fed]],
  ["hears it twice without harm", [attached, fed], feedback, [asLi], []],
  ["keeps the first outcome", [attached, fed], { ...feedback, outcome: "overridden" }, [asLi], "feedback-given"],
  ["hears feedback from nobody else", [attached], feedback, [asWu], "not-the-prescriber"],
];

describe("a review on the ledger", () => {
  for (const [says, history, command, authors, want, known = facts()] of cases)
    it(says, () => {
      const decision = given(contract, history).when(command, at(time, authors), known);
      same(decision.ok ? decision.value : decision.error.code, want);
    });

  it("knows commands of its shape alone", () => {
    for (const command of [attach, override, coSign, feedback]) same(fits(commandShape, command), true);
    same(fits(commandShape, { ...override, reason: "because" }), false);
    same(fits(commandShape, { ...attach, diagnosis: "x" }), false);
  });
  it("explains every refusal it has", () =>
    same(
      Object.values(rejections).every(({ en, zh }) => en.happened.endsWith(".") && zh.happened.endsWith("。")),
      true,
    ));
  it("is found by prescription and version", () => same(contract.key(attach), keyOf(prescription, 1)));
});

describe("every state with every command", () => {
  const table: Readonly<Record<State["status"], Readonly<Record<CommandType, string>>>> = {
    none: { attach: "events", override: "not-attached", coSign: "not-attached", feedback: "not-attached" },
    attached: { attach: "already-attached", override: "events", coSign: "not-overridden", feedback: "events" },
  };
  const histories: Readonly<Record<State["status"], readonly Event[]>> = { none: [], attached: [attached] };
  const commands: Readonly<Record<CommandType, Command>> = { attach, override, coSign, feedback };
  for (const [status, row] of Object.entries(table))
    for (const [type, want] of Object.entries(row))
      it(`${status} x ${type}: ${want}`, () => {
        const { when } = given(contract, histories[status as State["status"]]);
        const decision = when(commands[type as CommandType], at(time, [asHospital, asLi, asWu]), facts());
        same(decision.ok ? "events" : decision.error.code, want);
      });
  it("never evolves what cannot be", () => {
    throws(() => given(contract, [fed]));
    throws(() => given(contract, [attached, attached]));
    throws(() => given(contract, [attached, coSigned]));
    throws(() => given(contract, [attached, overridden(0), overridden(0)]));
  });
});

describe("the summary", () => {
  const summary = (history: readonly Event[]) => summaryOf(given(contract, history).state);
  it("is none without findings", () => same(summary([]), undefined));
  it("counts overrides of critical findings alone", () =>
    same(summary([attached, overridden(1), overridden(3)]), { ruleSet, critical: 3, overridden: 1, cosigned: true }));
  it("waits for the co-signature that is due", () => {
    same(summary([attached, overridden(0)])?.cosigned, false);
    same(summary([attached, overridden(0), coSigned])?.cosigned, true);
  });
});

describe("the view", () => {
  const recorded = (event: Event) =>
    view.apply({
      height: 1,
      time,
      position: 0,
      transaction: "t",
      domain: "review",
      record: "rx-1.1",
      event,
    } as Parameters<typeof view.apply>[0]);
  it("fills exactly the columns of its tables", () => {
    for (const event of [attached, overridden(0), coSigned, fed])
      for (const change of recorded(event)) {
        const columns = view.tables.find(({ name }) => name === change.table)?.columns ?? {};
        same(change.op === "put" && Object.keys(change.row).sort(), Object.keys(columns).sort());
      }
  });
});
