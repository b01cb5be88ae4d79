import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import type {
  Commitment,
  DisclosureId,
  OrganisationId,
  PersonId,
  PrescriptionId,
  Seconds,
  WarrantId,
} from "@meridian/base/ids";
import { fits } from "@meridian/base/shape";
import type { Author } from "@meridian/kernel/context";
import { at, byOrganisation, byPerson, byStranger, given } from "@meridian/kernel/testkit";
import fc from "fast-check";
import { contract, type State, warrantIn } from "./contract.ts";
import { GROUNDS, PURPOSES, PURPOSES_OF, WARRANT_SECONDS_MAX } from "./grounds.ts";
import {
  type Command,
  type CommandOf,
  type CommandType,
  commandShape,
  type Event,
  type Facts,
  type Party,
  warrantRecordOf,
} from "./schema.ts";

const domain = "disclosure";
const hospital = "first-people-hospital" as OrganisationId;
const pharmacy = "corner-pharmacy" as OrganisationId;
const commission = "health-commission" as OrganisationId;
const court = "district-court" as OrganisationId;
const patient = "p-li" as PersonId;
const prescription = "rx-1" as PrescriptionId;
const content = "ab".repeat(32) as Commitment;
const id = "d-1" as DisclosureId;
const warrant = "w-1" as WarrantId;
const seconds = (n: number) => n as Seconds;
const organisationParty = (organisation: OrganisationId): Party => ({ type: "organisation", organisation });
const toPharmacy = organisationParty(pharmacy);
const toCommission = organisationParty(commission);

const release: CommandOf<"release"> = {
  domain,
  type: "release",
  id,
  prescription,
  commitment: content,
  custodian: hospital,
  recipient: toPharmacy,
  ground: "claim",
  purpose: "TREAT",
};
const acknowledge: CommandOf<"acknowledge"> = { domain, type: "acknowledge", id, outcome: "opened" };
const openWarrant: CommandOf<"openWarrant"> = {
  domain,
  type: "openWarrant",
  id: warrant,
  authority: commission,
  court,
  scope: { type: "prescription", prescription },
  basis: "医疗机构管理条例 第四十条",
  purpose: "HLEGAL",
  expires: seconds(5_000),
};
const closeWarrant: CommandOf<"closeWarrant"> = { domain, type: "closeWarrant", id: warrant };

const released: Event = {
  type: "released",
  id,
  prescription,
  commitment: content,
  patient,
  custodian: hospital,
  recipient: toPharmacy,
  ground: "claim",
  purpose: "TREAT",
  at: seconds(100),
};
const acknowledged = (outcome: "opened" | "damaged"): Event => ({
  type: "acknowledged",
  id,
  outcome,
  at: seconds(150),
});
const opened: Event = {
  type: "warrantOpened",
  id: warrant,
  authority: commission,
  court,
  scope: openWarrant.scope,
  patient,
  basis: openWarrant.basis,
  purpose: "HLEGAL",
  at: seconds(100),
  expires: seconds(5_000),
};
const closed: Event = { type: "warrantClosed", id: warrant, by: court, at: seconds(200) };

const kinds: { readonly [organisation: string]: string } = {
  [hospital]: "hospital",
  [pharmacy]: "pharmacy",
  [commission]: "health-commission",
  [court]: "court",
  "second-court": "arbitration",
};
const factsWith = (changes: Partial<Facts> = {}, warrants: readonly Event[] = [opened]): Facts => ({
  organisation: (organisation) => {
    const kind = kinds[organisation];
    return kind === undefined ? undefined : { active: true, kind };
  },
  entitlement: (of, recipient, ground) =>
    of !== prescription
      ? undefined
      : {
          entitled: ground === "claim" && recipient.type === "organisation" && recipient.organisation === pharmacy,
          patient,
          custodian: hospital,
          content,
        },
  warrant: (wanted) => (wanted === warrant ? warrantIn(given(contract, warrants).state) : undefined),
  ...changes,
});

const suspending = (...ids: readonly OrganisationId[]): Partial<Facts> => ({
  organisation: (of) => ({ active: !ids.includes(of), kind: kinds[of] ?? "" }),
});

const everybody = [hospital, pharmacy, commission, court].map(byOrganisation);
const outcomeOf = (
  history: readonly Event[],
  command: Command,
  { time = 300, authors = everybody as readonly Author[], facts = factsWith() } = {},
): unknown => {
  const decision = given(contract, history).when(command, at(time, authors), facts);
  return decision.ok ? decision.value.map(({ type }) => type).join() : decision.error.code;
};

describe("every command in every state", () => {
  const histories: { readonly [S in State["status"]]: readonly Event[] } = {
    none: [],
    released: [released],
    acknowledged: [released, acknowledged("opened")],
    warranted: [opened],
    closed: [opened, closed],
  };
  const commands: { readonly [T in CommandType]: Command } = { release, acknowledge, openWarrant, closeWarrant };
  const table: Record<State["status"], Record<CommandType, string>> = {
    none: {
      release: "released",
      acknowledge: "unknown-disclosure",
      openWarrant: "warrantOpened",
      closeWarrant: "unknown-warrant",
    },
    released: {
      release: "already-released",
      acknowledge: "acknowledged",
      openWarrant: "already-opened",
      closeWarrant: "unknown-warrant",
    },
    acknowledged: {
      release: "already-released",
      acknowledge: "already-acknowledged",
      openWarrant: "already-opened",
      closeWarrant: "unknown-warrant",
    },
    warranted: {
      release: "already-released",
      acknowledge: "unknown-disclosure",
      openWarrant: "already-opened",
      closeWarrant: "warrantClosed",
    },
    closed: {
      release: "already-released",
      acknowledge: "unknown-disclosure",
      openWarrant: "already-opened",
      closeWarrant: "warrant-closed",
    },
  };
  for (const [status, row] of Object.entries(table))
    for (const [type, want] of Object.entries(row))
      it(`${type} when ${status}: ${want}`, () =>
        same(outcomeOf(histories[status as State["status"]], commands[type as CommandType]), want));
});

describe("release", () => {
  it("says who gets what of whom, why, when", () => {
    const decision = given(contract).when(release, at(100, [byOrganisation(hospital)]), factsWith());
    same(decision, { ok: true, value: [released] });
  });

  type Change = Partial<CommandOf<"release">>;
  const cases: readonly (readonly [says: string, change: Change, authors: readonly Author[], want: string])[] = [
    ["takes the custodian's word alone", {}, [byOrganisation(hospital)], "released"],
    ["refuses the recipient's", {}, [byOrganisation(pharmacy)], "not-signed-by-custodian"],
    ["refuses a person of the same id", {}, [byPerson(hospital)], "not-signed-by-custodian"],
    ["refuses a stranger's", {}, [byStranger()], "not-signed-by-custodian"],
    ["refuses a custodian that is another", { custodian: pharmacy }, everybody, "wrong-custodian"],
    ["refuses another document", { commitment: "cd".repeat(32) as Commitment }, everybody, "wrong-content"],
    ["refuses an unknown prescription", { prescription: "rx-2" as PrescriptionId }, everybody, "unknown-prescription"],
    ["refuses who is not entitled", { recipient: organisationParty(court) }, everybody, "not-entitled"],
    [
      "refuses a person of the pharmacy's id",
      { recipient: { type: "person", person: "corner-pharmacy" as PersonId } },
      everybody,
      "not-entitled",
    ],
    ["refuses another ground", { ground: "care-team" }, everybody, "not-entitled"],
    ["refuses a purpose of another ground", { purpose: "HPAYMT" }, everybody, "purpose-not-of-ground"],
    ["refuses a warrant that the ground has no use for", { warrant }, everybody, "warrant-unasked"],
  ];
  for (const [says, change, authors, want] of cases)
    it(says, () => same(outcomeOf([], { ...release, ...change }, { authors }), want));

  it("gives a suspended member nothing, and persons what is theirs", () => {
    const facts = factsWith(suspending(pharmacy));
    same(outcomeOf([], release, { facts }), "not-active");
    const entitlement = () => ({ entitled: true, patient, custodian: hospital, content });
    const toPatient: Command = {
      ...release,
      recipient: { type: "person", person: patient },
      ground: "own-patient",
      purpose: "PATRQT",
    };
    same(outcomeOf([], toPatient, { facts: factsWith({ ...suspending(pharmacy), entitlement }) }), "released");
  });

  it("allows exactly the purposes of the ground", () => {
    const facts = factsWith({ entitlement: () => ({ entitled: true, patient, custodian: hospital, content }) });
    for (const ground of GROUNDS.filter((ground) => ground !== "warrant"))
      for (const purpose of PURPOSES) {
        const want = PURPOSES_OF[ground].includes(purpose) ? "released" : "purpose-not-of-ground";
        same(outcomeOf([], { ...release, ground, purpose }, { facts }), want, `${ground} ${purpose}`);
      }
  });

  it("asks with the block's time", () => {
    const asked: number[] = [];
    const entitlement: Facts["entitlement"] = (...[, , , time]) => {
      asked.push(time);
      return undefined;
    };
    outcomeOf([], release, { time: 777, facts: factsWith({ entitlement }) });
    same(asked, [777]);
  });
});

describe("release under a warrant", () => {
  const underWarrant: CommandOf<"release"> = {
    ...release,
    recipient: toCommission,
    ground: "warrant",
    purpose: "HLEGAL",
    warrant,
  };
  const { warrant: _, ...withoutWarrant } = underWarrant;
  const ofPatient = (person: PersonId): Event => ({ ...opened, scope: { type: "patient", patient: person } }) as Event;
  const cases: readonly (readonly [
    says: string,
    command: CommandOf<"release">,
    time: number,
    warrants: readonly Event[],
    want: string,
  ])[] = [
    ["gives it to the authority", underWarrant, 300, [opened], "released"],
    ["gives it to the court", { ...underWarrant, recipient: organisationParty(court) }, 300, [opened], "released"],
    ["works in its last second", underWarrant, 5_000, [opened], "released"],
    ["refuses one second later", underWarrant, 5_001, [opened], "warrant-expired"],
    ["refuses when it was closed", underWarrant, 300, [opened, closed], "warrant-closed"],
    ["covers all of a patient", underWarrant, 300, [ofPatient(patient)], "released"],
    ["does not cover another patient", underWarrant, 300, [ofPatient("p-wang" as PersonId)], "outside-warrant"],
    [
      "does not cover another prescription",
      underWarrant,
      300,
      [{ ...opened, scope: { type: "prescription", prescription: "rx-2" as PrescriptionId } } as Event],
      "outside-warrant",
    ],
    ["does not cover another recipient", { ...underWarrant, recipient: toPharmacy }, 300, [opened], "outside-warrant"],
    [
      "does not cover a person",
      { ...underWarrant, recipient: { type: "person", person: "health-commission" as PersonId } },
      300,
      [opened],
      "outside-warrant",
    ],
    ["does not cover another purpose", { ...underWarrant, purpose: "PUBHLTH" }, 300, [opened], "outside-warrant"],
    ["refuses without one", withoutWarrant, 300, [opened], "warrant-missing"],
    ["refuses an unknown one", { ...underWarrant, warrant: "w-2" as WarrantId }, 300, [opened], "unknown-warrant"],
  ];
  for (const [says, command, time, warrants, want] of cases)
    it(says, () => same(outcomeOf([], command, { time, facts: factsWith({}, warrants) }), want));

  it("gives nothing to either once one of the two is suspended", () => {
    for (const suspended of [commission, court])
      for (const recipient of [commission, court].map(organisationParty)) {
        const facts = factsWith(suspending(suspended));
        same(outcomeOf([], { ...underWarrant, recipient }, { facts }), "not-active");
      }
  });
});

describe("acknowledge", () => {
  it("is for the recipient", () => {
    same(outcomeOf([released], acknowledge, { authors: [byOrganisation(pharmacy)] }), "acknowledged");
    same(outcomeOf([released], acknowledge, { authors: [byOrganisation(hospital)] }), "not-signed-by-recipient");
    same(outcomeOf([released], acknowledge, { authors: [byPerson(pharmacy)] }), "not-signed-by-recipient");
    const toPatient = { ...released, recipient: { type: "person", person: patient } } as Event;
    same(outcomeOf([toPatient], acknowledge, { authors: [byPerson(patient)] }), "acknowledged");
    same(outcomeOf([toPatient], acknowledge, { authors: [byOrganisation(patient)] }), "not-signed-by-recipient");
  });

  it("may be mended after a failure, and not after success", () => {
    const damaged: Command = { ...acknowledge, outcome: "damaged" };
    same(outcomeOf([released, acknowledged("damaged")], acknowledge), "acknowledged");
    same(outcomeOf([released, acknowledged("damaged")], damaged), "already-acknowledged");
    same(outcomeOf([released, acknowledged("opened")], damaged), "already-acknowledged");
  });
});

describe("a warrant", () => {
  type Change = Partial<CommandOf<"openWarrant">>;
  const both = [byOrganisation(commission), byOrganisation(court)];
  const cases: readonly (readonly [says: string, change: Change, authors: readonly Author[], want: string])[] = [
    ["is opened by two", {}, both, "warrantOpened"],
    ["is not opened by the authority alone", {}, [byOrganisation(commission)], "not-countersigned"],
    ["is not opened by the court alone", {}, [byOrganisation(court)], "not-signed-by-authority"],
    ["is not countersigned by itself", { authority: court }, both, "own-countersignature"],
    ["is not for a hospital", { authority: hospital }, everybody, "not-an-authority"],
    ["is not countersigned by an authority", { authority: court, court: commission }, both, "not-a-court"],
    [
      "is countersigned by an arbitration commission too",
      { court: "second-court" as OrganisationId },
      [...both, byOrganisation("second-court")],
      "warrantOpened",
    ],
    [
      "is not for an organisation that nobody knows",
      { authority: "ghost" as OrganisationId },
      [...both, byOrganisation("ghost")],
      "not-active",
    ],
    ["ends in the future", { expires: seconds(300) }, both, "expires-out-of-range"],
    ["may end one second from now", { expires: seconds(301) }, both, "warrantOpened"],
    ["may last as long as it may", { expires: seconds(300 + WARRANT_SECONDS_MAX) }, both, "warrantOpened"],
    ["lasts not a second longer", { expires: seconds(301 + WARRANT_SECONDS_MAX) }, both, "expires-out-of-range"],
    [
      "is not for a prescription that there is not",
      { scope: { type: "prescription", prescription: "rx-2" as PrescriptionId } },
      both,
      "unknown-prescription",
    ],
    ["may be for a patient", { scope: { type: "patient", patient } }, both, "warrantOpened"],
  ];
  for (const [says, change, authors, want] of cases)
    it(says, () => same(outcomeOf([], { ...openWarrant, ...change }, { authors }), want));

  it("names the patient, who sees it", () => {
    const decision = given(contract).when(openWarrant, at(100, both), factsWith());
    same(decision, { ok: true, value: [opened] });
  });

  it("is not opened with a suspended court", () => {
    same(outcomeOf([], openWarrant, { facts: factsWith(suspending(court)) }), "not-active");
  });

  it("is closed by either of the two, and nobody else", () => {
    for (const [who, want] of [
      [commission, "warrantClosed"],
      [court, "warrantClosed"],
      [hospital, "not-a-party"],
    ] as const)
      same(outcomeOf([opened], closeWarrant, { authors: [byOrganisation(who)] }), want);
  });
});

describe("record ids", () => {
  it("of warrants and disclosures never meet", () => {
    same(contract.key(openWarrant), "warrant.w-1");
    same(contract.key(closeWarrant), warrantRecordOf(warrant));
    same(contract.key(release), "d-1");
    same(fits(commandShape, release), true);
    same(fits(commandShape, { ...release, id: "warrant.w-1" }), false);
    same(fits(commandShape, { ...openWarrant, id: "w".repeat(57) }), false);
    same(fits(commandShape, { ...openWarrant, id: "w".repeat(56) }), true);
  });
});

it("never releases a document to whom its prescription does not entitle, whoever signs whatever", () => {
  const parties = fc.constantFrom<Party>(toPharmacy, toCommission, { type: "person", person: patient });
  const command = fc.record({
    ground: fc.constantFrom(...GROUNDS),
    purpose: fc.constantFrom(...PURPOSES),
    recipient: parties,
    warrant: fc.constantFrom(undefined, warrant),
    authors: fc.subarray(everybody),
    entitled: fc.boolean(),
    time: fc.integer({ min: 0, max: 10_000 }),
  });
  fc.assert(
    fc.property(command, ({ ground, purpose, recipient, warrant: named, authors, entitled, time }) => {
      const facts = factsWith({ entitlement: () => ({ entitled, patient, custodian: hospital, content }) });
      const asked: Command = { ...release, ground, purpose, recipient, ...(named && { warrant: named }) };
      if (outcomeOf([], asked, { time, authors, facts }) !== "released") return;
      same(ground === "warrant" ? named === warrant && time <= 5_000 && recipient === toCommission : entitled, true);
      same(authors.includes(everybody[0] as Author), true);
      same(PURPOSES_OF[ground].includes(purpose), true);
    }),
    { numRuns: 300 },
  );
});
