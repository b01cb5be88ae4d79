import { deepStrictEqual as same, throws } from "node:assert";
import { describe, it } from "node:test";
import type { Commitment, OrganisationId, PersonId, PrescriptionId, SettlementId } from "@meridian/base/ids";
import { canonicalBytes } from "@meridian/base/json";
import { PAYLOAD_BYTES_MAX } from "@meridian/base/limits";
import { fits } from "@meridian/base/shape";
import type { Author, Cause } from "@meridian/kernel/context";
import { at, byOrganisation, given } from "@meridian/kernel/testkit";
import { adjudicate, type Standing } from "./adjudicate.ts";
import { accrualOf, adjudicateCommand } from "./commands.ts";
import { contract } from "./contract.ts";
import { claimResponse, explanationOfBenefit } from "./fhir.ts";
import { rejections } from "./rejections.ts";
import { type Command, type CommandType, commandShape, type Event, type Facts, UNDOING } from "./schema.ts";
import { schemeHash } from "./scheme.ts";
import { employeeScheme } from "./schemes/demonstration.ts";
import { type State, type Status, schemeKey, schemeOf, standingKey, usedOf } from "./state.ts";
import { view } from "./view.ts";

const id = "set-1" as SettlementId;
const prescription = "rx-1" as PrescriptionId;
const patient = "p-1" as PersonId;
const [pharmacy, insurer, hsa] = ["corner", "insurer", "hsa"] as OrganisationId[] as [
  OrganisationId,
  OrganisationId,
  OrganisationId,
];
const detail = "d".repeat(64) as Commitment;
/** 2026-11-21. */
const time = 1_795_200_000;
const fen = (amount: number) => amount as Standing["fundUsed"];

const result = adjudicate(
  employeeScheme,
  {
    site: "pharmacy-dual-channel",
    year: 2026,
    lines: [{ line: 1, product: "x", category: "A", quantity: 1, unitPrice: fen(30_000) }],
  },
  { fundUsed: fen(0), deductibleUsed: fen(0), accountBalance: fen(10_000) },
);
const ask = adjudicateCommand(result, { id, prescription, patient, pharmacy, insurer, detail, cashPaid: false });
const payCash = { domain: "settlement", type: "payCash", id } as const;
const undo = { domain: "settlement", type: "negate", id } as const;
const registerScheme = {
  domain: "settlement",
  type: "registerScheme",
  organisation: hsa,
  scheme: employeeScheme,
} as const;

const { domain: _, ...body } = ask;
const limits = { deductible: employeeScheme.deductible, annualCap: employeeScheme.annualCap };
const adjudicated = { ...body, type: "adjudicated", limits, at: time } as Extract<Event, { type: "adjudicated" }>;
const cashPaid = { type: "cashPaid", id, prescription, pharmacy, cash: fen(15_000), at: time } as Event;
const { scheme: __, before: ____, ...rest } = adjudicated;
const opposite = { total: -30_000, fund: -5_000, account: -10_000, cash: -15_000, deductible: -20_000 };
const negated = { ...rest, type: "negated", by: "reversed", ...opposite } as unknown as Extract<
  Event,
  { type: "negated" }
>;
const accrue = accrualOf(adjudicated) as Extract<Command, { type: "accrue" }>;
const giveBack = accrualOf(negated) as Extract<Command, { type: "accrue" }>;
const accrued = (fundUsed: number, deductibleUsed: number, fund = 5_000, deductible = 20_000) =>
  ({
    type: "accrued",
    patient,
    year: 2026,
    settlement: id,
    detail,
    fund,
    deductible,
    fundUsed,
    deductibleUsed,
    at: time,
  }) as Event;
const registered = {
  type: "schemeRegistered",
  hash: schemeHash(employeeScheme),
  organisation: hsa,
  scheme: employeeScheme,
  at: time,
} as Event;

type Prescription = NonNullable<ReturnType<Facts["prescription"]>>;
const claimed: Prescription = { status: "CLAIMED", claimedBy: pharmacy, payer: insurer, patient, cancelPending: false };
const kinds: Readonly<Record<string, string>> = { insurer: "insurer", hsa: "insurance-authority", corner: "pharmacy" };
const facts = (changes: Partial<Prescription> = {}, more: Partial<Facts> = {}): Facts => ({
  organisation: (who) => (kinds[who] === undefined ? undefined : { active: true, kind: kinds[who] }),
  prescription: () => ({ ...claimed, ...changes }),
  scheme: (hash) => (hash === schemeHash(employeeScheme) ? employeeScheme : undefined),
  ...more,
});

const because = (domain: string, event: string, record: string = prescription): Cause => ({
  type: "reaction",
  domain,
  event,
  record,
});
const supplied = because("prescription", "dispensed");
const elsewhere = because("prescription", "dispensed", "rx-2");
const reversed = because("prescription", "reversed");
const [asInsurer, asPharmacy, asHsa] = [byOrganisation("insurer"), byOrganisation("corner"), byOrganisation("hsa")];
type Case = readonly [
  says: string,
  history: readonly Event[],
  command: Command,
  want: unknown,
  given?: { authors?: readonly Author[]; cause?: Cause; facts?: Facts; time?: number },
];

const cases: readonly Case[] = [
  ["adjudicates a claimed prescription", [], ask, [adjudicated]],
  ["adjudicates once", [adjudicated], ask, "already-adjudicated"],
  ["hears the insurer alone", [], ask, "not-the-insurer", { authors: [asPharmacy] }],
  [
    "hears active insurers alone",
    [],
    ask,
    "insurer-inactive",
    { facts: facts({}, { organisation: () => ({ active: false, kind: "insurer" }) }) },
  ],
  ["hears no other kind", [], { ...ask, insurer: pharmacy }, "not-an-insurer", { authors: [asPharmacy] }],
  [
    "hears the insurance authority too",
    [],
    { ...ask, insurer: hsa },
    [{ ...adjudicated, insurer: hsa }],
    { authors: [asHsa], facts: facts({ payer: hsa }) },
  ],
  ["knows registered schemes alone", [], { ...ask, scheme: "0".repeat(64) as typeof ask.scheme }, "unknown-scheme"],
  [
    "adjudicates in the scheme's last second",
    [],
    { ...ask, year: 2027 },
    [{ ...adjudicated, year: 2027, at: employeeScheme.validUntil }],
    { time: employeeScheme.validUntil },
  ],
  ["refuses one second later", [], ask, "scheme-not-in-force", { time: employeeScheme.validUntil + 1 }],
  ["refuses one second before its first", [], ask, "scheme-not-in-force", { time: employeeScheme.validFrom - 1 }],
  ["refuses another year than the block's", [], { ...ask, year: 2025 }, "wrong-year"],
  [
    "refuses an unknown prescription",
    [],
    ask,
    "unknown-prescription",
    { facts: facts({}, { prescription: () => undefined }) },
  ],
  ["refuses one that nobody claimed", [], ask, "not-claimed", { facts: facts({ status: "ACTIVE" }) }],
  ["refuses one that another pharmacy claimed", [], ask, "other-pharmacy", { facts: facts({ claimedBy: hsa }) }],
  ["refuses one that asks another to pay", [], ask, "not-the-payer", { facts: facts({ payer: hsa }) }],
  ["refuses one that asks nobody", [], ask, "not-the-payer", { facts: facts({ payer: null }) }],
  ["refuses another patient's", [], ask, "other-patient", { facts: facts({ patient: "p-2" as PersonId }) }],
  ["refuses one about to be cancelled", [], ask, "cancel-pending", { facts: facts({ cancelPending: true }) }],
  ["refuses legs that are a fen short", [], { ...ask, cash: fen(ask.cash - 1) }, "legs-do-not-sum"],
  [
    "refuses more deductible than the patient pays",
    [],
    { ...ask, deductible: fen(25_001) },
    "deductible-exceeds-patient-part",
  ],
  ["takes nobody's word for the pharmacy's cash", [], { ...ask, cashPaid: true }, "cash-unconfirmed"],
  [
    "takes the pharmacy's own",
    [],
    { ...ask, cashPaid: true },
    [{ ...adjudicated, cashPaid: true }],
    { authors: [asInsurer, asPharmacy] },
  ],
  [
    "calls no cash paid cash",
    [],
    { ...ask, account: fen(25_000), cash: fen(0) },
    [{ ...adjudicated, account: 25_000, cash: 0, cashPaid: true }],
  ],

  ["lets the pharmacy say that cash came", [adjudicated], payCash, [cashPaid], { authors: [asPharmacy] }],
  ["hears it twice without harm", [adjudicated, cashPaid], payCash, [], { authors: [asPharmacy] }],
  ["hears it from nobody else", [adjudicated], payCash, "not-the-pharmacy"],
  ["hears it from what was handed over", [adjudicated], payCash, [cashPaid], { authors: [], cause: supplied }],
  [
    "hears it from no other handing over",
    [adjudicated],
    payCash,
    "not-the-pharmacy",
    { authors: [], cause: elsewhere },
  ],
  [
    "takes no cash where none is due",
    [{ ...adjudicated, account: fen(25_000), cash: fen(0), cashPaid: true }],
    payCash,
    "no-cash-due",
    { authors: [asPharmacy] },
  ],
  ["takes no cash once undone", [adjudicated, negated], payCash, "already-negated", { authors: [asPharmacy] }],

  ["undoes all of it when the prescription is reversed", [adjudicated], undo, [negated], { cause: reversed }],
  [
    "remembers that cash must go back",
    [adjudicated, cashPaid],
    undo,
    [{ ...negated, cashPaid: true }],
    { cause: reversed },
  ],
  ["undoes nothing on request", [adjudicated], undo, "not-a-reaction"],
  [
    "undoes nothing for another event",
    [adjudicated],
    undo,
    "not-a-reaction",
    { cause: because("prescription", "dispensed") },
  ],
  [
    "undoes nothing for another prescription",
    [adjudicated],
    undo,
    "not-for-this-prescription",
    { cause: because("prescription", "reversed", "rx-2") },
  ],
  ["undoes once", [adjudicated, negated], undo, "already-negated", { cause: reversed }],

  [
    "accrues what was settled",
    [],
    accrue,
    [accrued(5_000, 20_000)],
    { cause: because("settlement", "adjudicated", id) },
  ],
  ["accrues nothing on request", [], accrue, "not-a-reaction"],
  [
    "refuses what was reckoned with another standing",
    [accrued(1, 0)],
    accrue,
    "standing-changed",
    { cause: because("settlement", "adjudicated", id) },
  ],
  [
    "refuses a fen above the cap",
    [accrued(295_001, 20_000)],
    { ...accrue, deductible: fen(0), before: { fundUsed: fen(295_001), deductibleUsed: fen(20_000) } },
    "annual-cap-exceeded",
    { cause: because("settlement", "adjudicated", id) },
  ],
  [
    "spends the cap to its last fen",
    [accrued(295_000, 20_000)],
    { ...accrue, deductible: fen(0), before: { fundUsed: fen(295_000), deductibleUsed: fen(20_000) } },
    [accrued(300_000, 20_000, 5_000, 0)],
    { cause: because("settlement", "adjudicated", id) },
  ],
  [
    "takes no deductible twice",
    [accrued(5_000, 20_000)],
    { ...accrue, before: { fundUsed: fen(5_000), deductibleUsed: fen(20_000) } },
    "deductible-exceeded",
    { cause: because("settlement", "adjudicated", id) },
  ],
  [
    "refuses a settlement that names no standing",
    [],
    giveBack,
    "standing-changed",
    { cause: because("settlement", "adjudicated", id) },
  ],
  [
    "gives back whatever happened since",
    [accrued(99_000, 20_000)],
    giveBack,
    [accrued(94_000, 0, -5_000, -20_000)],
    { cause: because("settlement", "negated", id) },
  ],

  ["registers a scheme for an insurance authority", [], registerScheme, [registered], { authors: [asHsa] }],
  [
    "registers one from the genesis document",
    [],
    registerScheme,
    [registered],
    { authors: [], cause: { type: "genesis" } },
  ],
  ["registers it once", [registered], registerScheme, "already-registered", { authors: [asHsa] }],
  ["registers none for an insurer", [], { ...registerScheme, organisation: insurer }, "not-an-insurance-authority"],
  ["registers none without the authority's signature", [], registerScheme, "not-an-insurance-authority"],
];

const decideCase = (history: readonly Event[], command: Command, more: Case[4] = {}) => {
  const context = at(more.time ?? time, more.authors ?? [asInsurer], more.cause ? { cause: more.cause } : {});
  return given(contract, history).when(command, context, more.facts ?? facts());
};

describe("a settlement on the ledger", () => {
  for (const [says, history, command, want, more] of cases)
    it(says, () => {
      const decision = decideCase(history, command, more);
      same(decision.ok ? decision.value : decision.error.code, want);
    });

  it("says the current standing when it refuses an older one", () => {
    const decision = decideCase([accrued(1, 0)], accrue, { cause: because("settlement", "adjudicated", id) });
    same(decision, { ok: false, error: { code: "standing-changed", current: { fundUsed: 1, deductibleUsed: 0 } } });
  });
  for (const event of UNDOING)
    it(`is undone when its prescription is ${event}`, () => {
      const decision = decideCase([adjudicated], undo, { cause: because("prescription", event) });
      same(decision.ok && decision.value, [{ ...negated, by: event }]);
    });
  it("leaves nothing of a year when everything in it is undone", () => {
    const { state } = given(contract, [accrued(5_000, 20_000), accrued(0, 0, -5_000, -20_000)]);
    same(usedOf(state), { fundUsed: 0, deductibleUsed: 0 });
    same(usedOf(contract.initial), { fundUsed: 0, deductibleUsed: 0 });
  });
  it("never evolves what cannot be", () => {
    throws(() => given(contract, [negated]));
    throws(() => given(contract, [adjudicated, adjudicated]));
    throws(() => given(contract, [adjudicated, cashPaid, cashPaid]));
    throws(() => given(contract, [adjudicated, { ...negated, total: fen(-1) }]));
    throws(() => given(contract, [adjudicated, accrued(1, 1)]));
  });
});

describe("records of three families", () => {
  it("have keys that never meet", () => {
    same(contract.key(ask), id);
    same(contract.key(accrue), standingKey(patient, 2026));
    same(contract.key(registerScheme), schemeKey(schemeHash(employeeScheme)));
    same(fits(commandShape, { ...payCash, id: "standing.p-1.2026" }), false);
  });
  it("take commands of their shapes alone", () => {
    for (const command of [ask, payCash, undo, accrue, giveBack, registerScheme])
      same(fits(commandShape, command), true);
    same(fits(commandShape, { ...ask, total: -1 }), false);
    same(fits(commandShape, { ...registerScheme, scheme: { ...employeeScheme, deductible: 1.5 } }), false);
  });
  it("answer the fact about schemes", () => {
    same(schemeOf(given(contract, [registered]).state), employeeScheme);
    same(schemeOf(contract.initial), undefined);
  });
  it("hold a scheme that fits a payload many times over", () =>
    same(canonicalBytes(registerScheme).length * 4 < PAYLOAD_BYTES_MAX, true));
});

describe("every state with every command", () => {
  const events = "events";
  const table: Readonly<Record<Status, Readonly<Record<CommandType, string>>>> = {
    none: {
      adjudicate: events,
      payCash: "not-adjudicated",
      negate: "not-adjudicated",
      accrue: events,
      registerScheme: events,
    },
    adjudicated: {
      adjudicate: "already-adjudicated",
      payCash: events,
      negate: events,
      accrue: "invariant",
      registerScheme: "already-registered",
    },
    negated: {
      adjudicate: "already-adjudicated",
      payCash: "already-negated",
      negate: "already-negated",
      accrue: "invariant",
      registerScheme: "already-registered",
    },
    standing: {
      adjudicate: "already-adjudicated",
      payCash: "not-adjudicated",
      negate: "not-adjudicated",
      accrue: events,
      registerScheme: "already-registered",
    },
    scheme: {
      adjudicate: "already-adjudicated",
      payCash: "not-adjudicated",
      negate: "not-adjudicated",
      accrue: "invariant",
      registerScheme: "already-registered",
    },
  };
  const histories: Readonly<Record<Status, readonly Event[]>> = {
    none: [],
    adjudicated: [adjudicated],
    negated: [adjudicated, negated],
    standing: [accrued(5_000, 20_000)],
    scheme: [registered],
  };
  const commands: Readonly<Record<CommandType, (state: State) => readonly [Command, Case[4]]>> = {
    adjudicate: () => [ask, {}],
    payCash: () => [payCash, { authors: [asPharmacy] }],
    negate: () => [undo, { cause: reversed }],
    accrue: (state) => [
      { ...accrue, deductible: fen(0), before: usedOf(state) },
      { cause: because("settlement", "adjudicated", id) },
    ],
    registerScheme: () => [registerScheme, { authors: [asHsa] }],
  };
  for (const [status, row] of Object.entries(table))
    for (const [type, want] of Object.entries(row)) {
      it(`${status} x ${type}: ${want}`, () => {
        const history = histories[status as Status];
        const [command, more] = commands[type as CommandType](given(contract, history).state);
        // A standing's key is never that of a settlement or a scheme.
        if (want === "invariant") return throws(() => decideCase(history, command, more));
        const decision = decideCase(history, command, more);
        return same(decision.ok ? events : decision.error.code, want);
      });
    }
});

describe("what people see", () => {
  it("explains every refusal in both languages", () => {
    for (const { en, zh } of Object.values(rejections))
      same(
        [en.happened, en.next].every((one) => one.endsWith(".")) &&
          [zh.happened, zh.next].every((one) => one.endsWith("。")),
        true,
      );
  });

  const changes = (event: Event) =>
    view.apply({
      height: 1,
      time,
      position: 0,
      transaction: "t",
      domain: "settlement",
      record: "r",
      event,
    } as unknown as Parameters<typeof view.apply>[0]);
  it("fills exactly the columns of its tables", () => {
    for (const event of [adjudicated, cashPaid, negated, accrued(1, 1), registered])
      for (const change of changes(event)) {
        const columns = Object.keys(view.tables.find(({ name }) => name === change.table)?.columns ?? {});
        if (change.op === "put") same(Object.keys(change.row).sort(), columns.sort());
        if (change.op === "patch")
          same(
            Object.keys({ ...change.where, ...change.set }).every((one) => columns.includes(one)),
            true,
          );
      }
  });
  it("books a reversal beside what it reverses", () => {
    const legs = [adjudicated, negated]
      .flatMap(changes)
      .flatMap((change) => (change.op === "put" && change.table === "settlement_entries" ? [change.row["total"]] : []));
    same(legs, [30_000, -30_000]);
  });

  const parties = {
    id,
    patient,
    insurer,
    pharmacy,
    coverage: "c-1",
    claim: "Claim/cl-1",
    at: time,
    negated: false,
    productSystem: "urn:example:drug-list",
  };
  it("answers a claim as FHIR asks", () => {
    const response = claimResponse(result, parties);
    same(
      [response.resourceType, response.status, response.created, response.outcome],
      ["ClaimResponse", "active", "2026-11-20T18:40:00Z", "complete"],
    );
    same(response.payment.amount, { value: 50, currency: "CNY" });
    same(response.item[0]?.adjudication[0]?.amount, { value: 300, currency: "CNY" });
    same(claimResponse(result, { ...parties, negated: true }).status, "cancelled");
  });
  it("explains a benefit as FHIR asks", () => {
    const benefit = explanationOfBenefit(result, parties);
    same(benefit.insurance, [{ focal: true, coverage: { reference: "Coverage/c-1" } }]);
    same(benefit.item[0]?.productOrService.coding[0]?.code, "x");
    for (const name of ["patient", "insurer", "provider", "created", "use", "type"]) same(name in benefit, true);
  });
});
