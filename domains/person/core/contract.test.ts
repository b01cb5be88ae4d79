import { deepStrictEqual as same, throws } from "node:assert";
import { describe, it } from "node:test";
import type { Commitment, OrganisationId, PersonId } from "@meridian/base/ids";
import { asSeconds } from "@meridian/base/ids";
import { fits } from "@meridian/base/shape";
import type { PublicKey } from "@meridian/crypto/key-id";
import type { Author, Context } from "@meridian/kernel/context";
import { at, byOrganisation, byPerson, byStranger, given } from "@meridian/kernel/testkit";
import { contract } from "./contract.ts";
import {
  AFFILIATIONS_MAX,
  type Command,
  commandShape,
  type Event,
  type Facts,
  GUARDIANS_MAX,
  KEYS_MAX,
  RECOVERY_WAIT,
} from "./schema.ts";
import { keyOf, type State } from "./state.ts";

const person = "p-7f3a" as PersonId;
const friend = "p-friend" as PersonId;
const [hospital, other, pharmacy] = ["hospital", "commission", "pharmacy"] as [
  OrganisationId,
  OrganisationId,
  OrganisationId,
];
const clinics = ["clinic", "clinic-2"] as OrganisationId[];
const publicKey = (n: number): PublicKey => ({ kind: "ed25519", publicKey: n.toString(16).padStart(64, "0") });
const key = (n: number) => keyOf(publicKey(n));
const newKey = (n: number): Author => ({ ...byStranger(), ...publicKey(n) });
const identity = "11".repeat(32) as Commitment;
const facts: Facts = {
  organisation: (id) => ({
    active: id !== "closed",
    kind: id,
    registersPersons:
      id === pharmacy
        ? ["practitioner"]
        : [hospital, other, ...clinics].includes(id)
          ? ["practitioner", "patient"]
          : [],
    recovers: id === other ? ["practitioner", "patient"] : id === hospital ? ["patient"] : [],
  }),
  isPerson: (id) => id !== "nobody",
};

const registered: Event = {
  type: "registered",
  person,
  kind: "practitioner",
  identity,
  key: key(1),
  registrar: hospital,
};
const patient: Event = { ...registered, kind: "patient" };
const keyAdded: Event = { type: "keyAdded", person, key: key(2) };
const affiliated: Event = { type: "affiliated", person, organisation: hospital, roles: ["physician"] };
const guarded: Event = { type: "guardianAdded", person, guardian: friend };
const requested: Event = {
  type: "recoveryRequested",
  person,
  key: key(9),
  registrars: [hospital, other],
  guardians: [friend],
  requestedAt: asSeconds(1_000),
  opensAt: asSeconds(1_000 + RECOVERY_WAIT),
};

const domain = "person";
const id = person;
const late = 1_000 + RECOVERY_WAIT;
const commands: { readonly [Type in Command["type"]]: Command } = {
  register: { domain, type: "register", id, kind: "practitioner", identity, key: publicKey(3) },
  addKey: { domain, type: "addKey", id, key: publicKey(3) },
  revokeKey: { domain, type: "revokeKey", id, key: key(2).key },
  rotateKey: { domain, type: "rotateKey", id, key: publicKey(3), revoked: key(1).key },
  affiliate: { domain, type: "affiliate", id, organisation: pharmacy, roles: ["pharmacist"] },
  disaffiliate: { domain, type: "disaffiliate", id, organisation: hospital },
  requestRecovery: { domain, type: "requestRecovery", id, key: publicKey(3) },
  vetoRecovery: { domain, type: "vetoRecovery", id },
  completeRecovery: { domain, type: "completeRecovery", id },
  addGuardian: { domain, type: "addGuardian", id, guardian: "p-sister" as PersonId },
  removeGuardian: { domain, type: "removeGuardian", id, guardian: friend },
};
const everybody = at(late, [
  byPerson(person),
  newKey(3),
  byOrganisation(hospital),
  byOrganisation(other),
  byOrganisation(pharmacy),
]);

const outcome = (history: readonly Event[], command: Command, context: Context = everybody) => {
  const decision = given(contract, history).when(command, context, facts);
  return decision.ok ? decision.value.map(({ type }) => type).join() : decision.error.code;
};

describe("every command in every state", () => {
  const history = [registered, keyAdded, affiliated, guarded];
  const histories: Record<State["status"], readonly Event[]> = {
    none: [],
    active: history,
    recovering: [...history, requested],
  };
  const table: Record<Command["type"], Record<State["status"], string>> = {
    register: { none: "registered", active: "already-registered", recovering: "already-registered" },
    addKey: { none: "unknown-person", active: "keyAdded", recovering: "recovery-pending" },
    revokeKey: { none: "unknown-person", active: "keyRevoked", recovering: "recovery-pending" },
    rotateKey: { none: "unknown-person", active: "keyAdded,keyRevoked", recovering: "recovery-pending" },
    affiliate: { none: "unknown-person", active: "affiliated", recovering: "affiliated" },
    disaffiliate: { none: "unknown-person", active: "disaffiliated", recovering: "disaffiliated" },
    requestRecovery: { none: "unknown-person", active: "recoveryRequested", recovering: "recoveryRequested" },
    vetoRecovery: { none: "unknown-person", active: "no-recovery", recovering: "recoveryVetoed" },
    completeRecovery: { none: "unknown-person", active: "no-recovery", recovering: "recovered" },
    addGuardian: { none: "unknown-person", active: "guardianAdded", recovering: "recovery-pending" },
    removeGuardian: { none: "unknown-person", active: "guardianRemoved", recovering: "recovery-pending" },
  };
  for (const [type, row] of Object.entries(table)) {
    const command = commands[type as Command["type"]];
    it(`${type} has a command that fits its shape`, () => same(fits(commandShape, command), true));
    for (const [status, want] of Object.entries(row))
      it(`${type} when ${status}: ${want}`, () => same(outcome(histories[status as State["status"]], command), want));
  }
});

type Case = readonly [
  says: string,
  history: readonly Event[],
  command: Command,
  authors: readonly Author[],
  want: string,
];
const check = (cases: readonly Case[], time = 5_000) => {
  for (const [says, history, command, authors, want] of cases)
    it(says, () => same(outcome(history, command, at(time, authors)), want));
};

describe("register", () => {
  const asPatient: Command = { ...commands.register, kind: "patient" } as Command;
  check([
    ["is signed by a registrar and the new key", [], asPatient, [byOrganisation(hospital), newKey(3)], "registered"],
    ["refuses a key that did not sign", [], asPatient, [byOrganisation(hospital)], "key-not-proven"],
    ["refuses another key", [], asPatient, [byOrganisation(hospital), newKey(4)], "key-not-proven"],
    [
      "refuses a key that is somebody's",
      [],
      asPatient,
      [byOrganisation(hospital), { ...newKey(3), holder: byPerson("li").holder }],
      "key-not-proven",
    ],
    ["refuses a pharmacy for a patient", [], asPatient, [byOrganisation(pharmacy), newKey(3)], "not-a-registrar"],
    ["lets a pharmacy register its staff", [], commands.register, [byOrganisation(pharmacy), newKey(3)], "registered"],
    ["refuses a closed registrar", [], asPatient, [byOrganisation("closed"), newKey(3)], "not-a-registrar"],
    ["refuses the person alone", [], asPatient, [newKey(3)], "not-a-registrar"],
  ]);
  it("stands in the genesis document without signatures", () =>
    same(outcome([], asPatient, at(0, [], { cause: { type: "genesis" } })), "registered"));
});

describe("keys of a person", () => {
  const self = byPerson(person);
  const full = Array.from({ length: KEYS_MAX - 1 }, (_, i): Event => ({ type: "keyAdded", person, key: key(20 + i) }));
  check([
    ["are added by the person and the new key", [registered], commands.addKey, [self, newKey(3)], "keyAdded"],
    ["are not added by the new key alone", [registered], commands.addKey, [newKey(3)], "not-signed-by-person"],
    ["are not added without the new key", [registered], commands.addKey, [self], "key-not-proven"],
    [
      "are not added by an organisation",
      [registered],
      commands.addKey,
      [byOrganisation(hospital), newKey(3)],
      "not-signed-by-person",
    ],
    ["are bounded", [registered, ...full], commands.addKey, [self, newKey(3)], "too-many-keys"],
    ["rotate at the limit", [registered, ...full], commands.rotateKey, [self, newKey(3)], "keyAdded,keyRevoked"],
    ["rotate when there is one", [registered], commands.rotateKey, [self, newKey(3)], "keyAdded,keyRevoked"],
    [
      "do not rotate what is unknown",
      [registered],
      { ...commands.rotateKey, revoked: key(8).key } as Command,
      [self, newKey(3)],
      "unknown-key",
    ],
    ["do not rotate without the new key", [registered], commands.rotateKey, [self], "key-not-proven"],
    ["keep the last one", [registered], { ...commands.revokeKey, key: key(1).key } as Command, [self], "last-key"],
    ["are not revoked when unknown", [registered], commands.revokeKey, [self], "unknown-key"],
    [
      "are not revoked by others",
      [registered, keyAdded],
      commands.revokeKey,
      [byPerson(friend)],
      "not-signed-by-person",
    ],
  ]);
});

describe("affiliation", () => {
  const many = Array.from(
    { length: AFFILIATIONS_MAX },
    (_, i): Event => ({ type: "affiliated", person, organisation: `o-${i}` as OrganisationId, roles: ["nurse"] }),
  );
  const first = { ...commands.affiliate, organisation: "o-0" } as Command;
  const closed = { ...commands.affiliate, organisation: "closed" } as Command;
  check([
    ["is for practitioners", [patient], commands.affiliate, [byOrganisation(pharmacy)], "not-a-practitioner"],
    [
      "is the organisation's to give",
      [registered],
      commands.affiliate,
      [byPerson(person)],
      "not-signed-by-organisation",
    ],
    [
      "is not another's to give",
      [registered],
      commands.affiliate,
      [byOrganisation(other)],
      "not-signed-by-organisation",
    ],
    ["is not a closed one's to give", [registered], closed, [byOrganisation("closed")], "organisation-not-active"],
    ["is bounded", [registered, ...many], commands.affiliate, [byOrganisation(pharmacy)], "too-many-affiliations"],
    ["changes at the limit", [registered, ...many], first, [byOrganisation("o-0")], "affiliated"],
    [
      "ends by the organisation",
      [registered, affiliated],
      commands.disaffiliate,
      [byOrganisation(hospital)],
      "disaffiliated",
    ],
    ["ends by the person", [registered, affiliated], commands.disaffiliate, [byPerson(person)], "disaffiliated"],
    [
      "does not end by another",
      [registered, affiliated],
      commands.disaffiliate,
      [byOrganisation(other), byPerson(friend)],
      "not-signed-by-organisation",
    ],
    ["does not end before it began", [registered], commands.disaffiliate, [byPerson(person)], "not-affiliated"],
  ]);
  it("replaces the roles", () => {
    const { state } = given(contract, [registered, affiliated, { ...affiliated, roles: ["officer"] }]);
    same(state.status !== "none" && state.affiliations, [{ organisation: hospital, roles: ["officer"] }]);
  });
});

describe("guardians", () => {
  const self = [byPerson(person)];
  const full = Array.from(
    { length: GUARDIANS_MAX },
    (_, i): Event => ({ type: "guardianAdded", person, guardian: `g-${i}` as PersonId }),
  );
  const add = (guardian: string) => ({ ...commands.addGuardian, guardian }) as Command;
  check([
    ["are chosen by the person", [registered], add("p-sister"), [byPerson("p-sister")], "not-signed-by-person"],
    ["are others", [registered], add(person), self, "own-guardian"],
    ["are registered", [registered], add("nobody"), self, "unknown-guardian"],
    ["are each named once", [registered, guarded], add(friend), self, "already-guardian"],
    ["are bounded", [registered, ...full], add("p-sister"), self, "too-many-guardians"],
    ["are not removed when they are none", [registered], commands.removeGuardian, self, "unknown-guardian"],
  ]);
});

describe("recovery", () => {
  const ask = commands.requestRecovery;
  const [one, two, shop] = [byOrganisation(hospital), byOrganisation(other), byOrganisation(pharmacy)];
  const small = clinics.map((id) => byOrganisation(id));
  const staff = [registered, affiliated];
  check([
    ["needs two registrars and the new key", [patient], ask, [one, two, newKey(3)], "recoveryRequested"],
    ["refuses one registrar", [patient], ask, [one, newKey(3)], "two-registrars-needed"],
    ["refuses one registrar with two keys", [patient], ask, [one, one, newKey(3)], "two-registrars-needed"],
    ["refuses one who may not register patients", [patient], ask, [one, shop, newKey(3)], "two-registrars-needed"],
    ["refuses two of whom neither answers for patients", [patient], ask, [...small, newKey(3)], "recovery-unanswered"],
    [
      "is asked for a patient by a hospital and a clinic",
      [patient],
      ask,
      [...small, one, newKey(3)],
      "recoveryRequested",
    ],
    [
      "refuses houses for staff, who work there by their word",
      staff,
      ask,
      [one, shop, newKey(3)],
      "recovery-unanswered",
    ],
    ["is asked for staff by a house and an authority", staff, ask, [shop, two, newKey(3)], "recoveryRequested"],
    ["refuses without the new key", [patient], ask, [one, two], "key-not-proven"],
    ["is vetoed by any old key", [patient, requested], commands.vetoRecovery, [byPerson(person)], "recoveryVetoed"],
    [
      "is vetoed by a guardian",
      [patient, guarded, requested],
      commands.vetoRecovery,
      [byPerson(friend)],
      "recoveryVetoed",
    ],
    [
      "is not vetoed by others",
      [patient, requested],
      commands.vetoRecovery,
      [byPerson(friend), one],
      "not-signed-by-person",
    ],
    ["is not vetoed by the new key", [patient, requested], commands.vetoRecovery, [newKey(9)], "not-signed-by-person"],
    [
      "is over once vetoed",
      [patient, requested, { type: "recoveryVetoed", person, by: person }],
      commands.completeRecovery,
      [one],
      "no-recovery",
    ],
  ]);
  it("names who asked first and who answers for the person", () => {
    const decision = given(contract, [patient]).when(ask, at(5, [...small, one, two, newKey(3)]), facts);
    const [event] = decision.ok ? decision.value : [];
    same(event?.type === "recoveryRequested" && event.registrars, ["clinic", hospital]);
  });
  it("waits anew when it is asked for again", () => {
    const again = given(contract, [patient, requested]).when(ask, at(late, [one, two, newKey(3)]), facts);
    const { state } = given(contract, [patient, requested, ...(again.ok ? again.value : [])]);
    same(state.status === "recovering" && [state.recovery.key, state.recovery.opensAt], [key(3), late + RECOVERY_WAIT]);
  });
  it("does not complete one second early", () =>
    same(outcome([patient, requested], commands.completeRecovery, at(late - 1, [one])), "recovery-not-open"));
  it("completes by anybody when it opens, and revokes every old key", () => {
    const decision = given(contract, [patient, keyAdded, requested]).when(
      commands.completeRecovery,
      at(late, [byStranger()]),
      facts,
    );
    same(decision, {
      ok: true,
      value: [{ type: "recovered", person, key: key(9), revoked: [key(1).key, key(2).key] }],
    });
  });
  it("leaves only the new key", () => {
    const { state } = given(contract, [
      patient,
      keyAdded,
      requested,
      { type: "recovered", person, key: key(9), revoked: [] },
    ]);
    same(state, { status: "active", kind: "patient", identity, keys: [key(9)], affiliations: [], guardians: [] });
  });
});

it("stops on an event that cannot follow", () => {
  throws(() => given(contract, [keyAdded]));
  throws(() => given(contract, [registered, registered]));
  throws(() => given(contract, [registered, requested, keyAdded]));
  throws(() => given(contract, [registered, { type: "keyRevoked", person, key: key(1).key }]));
});

it("takes away what was revoked or removed, and only that", () => {
  const other: Event = { type: "guardianAdded", person, guardian: "p-sister" as PersonId };
  const history = [registered, keyAdded, guarded, other];
  const { state } = given(contract, [
    ...history,
    { type: "keyRevoked", person, key: key(1).key },
    { type: "guardianRemoved", person, guardian: friend },
  ]);
  same(state.status !== "none" && [state.keys, state.guardians], [[key(2)], ["p-sister"]]);
});
