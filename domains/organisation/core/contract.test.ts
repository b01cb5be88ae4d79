import { deepStrictEqual as same, throws } from "node:assert";
import { describe, it } from "node:test";
import type { OrganisationId } from "@meridian/base/ids";
import { keyIdOfPublicKey, type PublicKey } from "@meridian/crypto/key-id";
import type { Author, Cause } from "@meridian/kernel/context";
import { at, byOrganisation, byPerson, byStranger, given } from "@meridian/kernel/testkit";
import { contract, type State } from "./contract.ts";
import { type Command, type Event, KEYS_MAX, type OrganisationKey } from "./schema.ts";

const id = "first-people-hospital" as OrganisationId;
const publicKey = (n: number): PublicKey => ({ kind: "ed25519", publicKey: n.toString(16).padStart(64, "0") });
const entry = (n: number, label = `key ${n}`): OrganisationKey => ({
  key: keyIdOfPublicKey(publicKey(n)),
  ...publicKey(n),
  label,
});
const name = { zh: "第一人民医院", en: "First People's Hospital" };
const passed: Cause = { type: "reaction", domain: "governance", event: "passed", record: "p-1" };
const genesis: Cause = { type: "genesis" };
const itself = byOrganisation(id);
const newKey = (n: number): Author => ({ ...byStranger(), ...publicKey(n) });

const admitted: Event = { type: "admitted", organisation: id, kind: "hospital", name, key: entry(1) };
const keyAdded: Event = { type: "keyAdded", organisation: id, key: entry(2) };
const suspended: Event = { type: "suspended", organisation: id, reason: "audit-failed", proposal: "p-1" };
const withdrawn: Event = { type: "withdrawn", organisation: id, reason: "closed", keys: [entry(1).key] };

const domain = "organisation";
const commands: { readonly [Type in Command["type"]]: Command } = {
  admit: { domain, type: "admit", id, kind: "hospital", name, key: publicKey(1), label: "key 1" },
  suspend: { domain, type: "suspend", id, reason: "audit-failed" },
  reinstate: { domain, type: "reinstate", id },
  withdraw: { domain, type: "withdraw", id, reason: "closed" },
  addKey: { domain, type: "addKey", id, key: publicKey(3), label: "key 3" },
  revokeKey: { domain, type: "revokeKey", id, key: entry(2).key },
  rename: { domain, type: "rename", id, name: { zh: "市医院", en: "City Hospital" } },
};
/** Who rightly asks for it: the members by a passed proposal, or the organisation with its new key. */
const rightly = (command: Command) =>
  ["admit", "suspend", "reinstate", "withdraw"].includes(command.type)
    ? at(100, [], { cause: passed })
    : at(100, [itself, newKey(3)]);

const outcome = (history: readonly Event[], command: Command, context = rightly(command)) => {
  const decision = given(contract, history).when(command, context, undefined);
  return decision.ok ? decision.value.map(({ type }) => type).join() : decision.error.code;
};

describe("every command in every state", () => {
  const histories: { readonly [Status in State["status"]]: readonly Event[] } = {
    none: [],
    active: [admitted, keyAdded],
    suspended: [admitted, keyAdded, suspended],
    withdrawn: [admitted, withdrawn],
  };
  const table: Record<State["status"], Record<Command["type"], string>> = {
    none: {
      admit: "admitted",
      suspend: "unknown-organisation",
      reinstate: "unknown-organisation",
      withdraw: "unknown-organisation",
      addKey: "unknown-organisation",
      revokeKey: "unknown-organisation",
      rename: "unknown-organisation",
    },
    active: {
      admit: "already-admitted",
      suspend: "suspended",
      reinstate: "not-suspended",
      withdraw: "withdrawn",
      addKey: "keyAdded",
      revokeKey: "keyRevoked",
      rename: "renamed",
    },
    suspended: {
      admit: "already-admitted",
      suspend: "already-suspended",
      reinstate: "reinstated",
      withdraw: "withdrawn",
      addKey: "is-suspended",
      revokeKey: "keyRevoked",
      rename: "is-suspended",
    },
    withdrawn: {
      admit: "already-admitted",
      suspend: "has-withdrawn",
      reinstate: "has-withdrawn",
      withdraw: "has-withdrawn",
      addKey: "has-withdrawn",
      revokeKey: "has-withdrawn",
      rename: "has-withdrawn",
    },
  };
  for (const [status, row] of Object.entries(table))
    for (const [type, want] of Object.entries(row))
      it(`${type} when ${status}: ${want}`, () => {
        same(outcome(histories[status as State["status"]], commands[type as Command["type"]]), want);
      });
});

describe("membership", () => {
  it("begins in the genesis document", () =>
    same(outcome([], commands.admit, at(0, [], { cause: genesis })), "admitted"));
  it("remembers the proposal that decided it", () => {
    const decision = given(contract, []).when(commands.admit, rightly(commands.admit), undefined);
    same(decision, { ok: true, value: [{ ...admitted, proposal: "p-1" }] });
  });
  for (const type of ["admit", "suspend", "reinstate", "withdraw"] as const) {
    const history = type === "admit" ? [] : type === "reinstate" ? [admitted, suspended] : [admitted];
    it(`${type} is refused to whoever signs for it`, () =>
      same(outcome(history, commands[type], at(100, [itself, byOrganisation("hc")])), "only-by-governance"));
    it(`${type} is refused to any other event of governance`, () =>
      same(
        outcome(history, commands[type], at(1, [], { cause: { ...passed, event: "voted" } })),
        "only-by-governance",
      ));
  }
  it("is suspended for a proven double signature, and for no other reason by it", () => {
    const told: Cause = { type: "reaction", domain: "validator", event: "misbehaved", record: "set" };
    const convicted = { ...commands.suspend, reason: "double-signing" } as Command;
    const decision = given(contract, [admitted]).when(convicted, at(1, [], { cause: told }), undefined);
    same(decision, { ok: true, value: [{ type: "suspended", organisation: id, reason: "double-signing" }] });
    same(outcome([admitted], commands.suspend, at(1, [], { cause: told })), "only-by-governance");
    same(outcome([admitted], convicted, at(1, [], { cause: { ...told, event: "removed" } })), "only-by-governance");
    same(outcome([admitted], commands.withdraw, at(1, [], { cause: told })), "only-by-governance");
  });
  it("is not suspended by genesis", () =>
    same(outcome([admitted], commands.suspend, at(0, [], { cause: genesis })), "only-by-governance"));
  it("ends with all keys", () => {
    const decision = given(contract, [admitted, keyAdded]).when(
      commands.withdraw,
      rightly(commands.withdraw),
      undefined,
    );
    same(decision.ok && decision.value[0]?.type === "withdrawn" && decision.value[0].keys, [
      entry(1).key,
      entry(2).key,
    ]);
  });
});

describe("keys of an organisation", () => {
  it("are added by itself only", () =>
    same(
      outcome([admitted], commands.addKey, at(1, [byOrganisation("other"), byPerson("li"), newKey(3)])),
      "not-signed-by-organisation",
    ));
  it("are added only when they sign too", () =>
    same(outcome([admitted], commands.addKey, at(1, [itself])), "key-not-proven"));
  it("are not added twice", () =>
    same(outcome([admitted], { ...commands.addKey, key: publicKey(1) } as Command), "key-exists"));
  it("keep the last one", () =>
    same(outcome([admitted], { ...commands.revokeKey, key: entry(1).key } as Command), "last-key"));
  it("are not revoked when unknown", () => same(outcome([admitted], commands.revokeKey), "unknown-key"));
  it("are bounded", () => {
    const full = Array.from({ length: KEYS_MAX - 1 }, (_, i): Event => ({ ...keyAdded, key: entry(i + 10) }) as Event);
    same(outcome([admitted, ...full], commands.addKey), "too-many-keys");
    same(outcome([admitted, ...full.slice(1)], commands.addKey), "keyAdded");
  });
});

describe("what events mean", () => {
  const member = (...history: readonly Event[]) => {
    const { state } = given(contract, history);
    return state.status === "none" ? undefined : state;
  };
  it("admission keeps the address of the node, if there is one", () => {
    const node = "https://node.example.org";
    const command = { ...commands.admit, node } as Command;
    const decision = given(contract, []).when(command, rightly(command), undefined);
    same(member(...(decision.ok ? decision.value : []))?.node, node);
    same(member(admitted), { status: "active", kind: "hospital", name, keys: [entry(1)] });
  });
  it("a revoked key goes, the others stay", () =>
    same(member(admitted, keyAdded, { type: "keyRevoked", organisation: id, key: entry(2).key })?.keys, [entry(1)]));
  it("a withdrawal leaves no key", () => same(member(admitted, keyAdded, withdrawn)?.keys, []));
  it("an event that cannot follow stops", () => {
    throws(() => member(admitted, admitted));
    throws(() => member(keyAdded));
    throws(() => member(admitted, withdrawn, keyAdded));
    throws(() => member(admitted, suspended, suspended));
    throws(() => member(admitted, { type: "reinstated", organisation: id, kind: "hospital" }));
    throws(() => member(admitted, { type: "keyRevoked", organisation: id, key: entry(1).key }));
    const full = Array.from({ length: KEYS_MAX }, (_, i): Event => ({ ...keyAdded, key: entry(i + 10) }) as Event);
    throws(() => member(admitted, ...full));
  });
});
