import { deepStrictEqual as same, throws } from "node:assert";
import { describe, it } from "node:test";
import { fromHex } from "@meridian/base/bytes";
import type { KeyId, OrganisationId, PersonId } from "@meridian/base/ids";
import { keyIdOf, type PublicKey } from "@meridian/crypto/key-id";
import type { Cause } from "@meridian/kernel/context";
import { at, byOrganisation, given } from "@meridian/kernel/testkit";
import { contract, type State } from "./contract.ts";
import type { Command, Event, KeyHolder } from "./schema.ts";

const idOf = ({ kind, publicKey }: PublicKey): KeyId => keyIdOf(kind, fromHex(publicKey) ?? new Uint8Array());
// RFC 8032 section 7.1, test 1.
const good: PublicKey = {
  kind: "ed25519",
  publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
};
const key = idOf(good);
const holder: KeyHolder = { type: "organisation", organisation: "h" as OrganisationId };
const person: KeyHolder = { type: "person", person: "p" as PersonId };
const bind: Command = { domain: "key", type: "bind", key, publicKey: good, holder };
const revoke: Command = { domain: "key", type: "revoke", key };
const bound: Event = { type: "bound", key, publicKey: good, holder };
const revoked: Event = { type: "revoked", key };
const reaction = (domain: string, event: string, record: string): Cause => ({
  type: "reaction",
  domain,
  event,
  record,
});

const outcome = (history: readonly Event[], command: Command, cause: Cause) => {
  const decision = given(contract, history).when(command, at(1, [byOrganisation("h")], { cause }), undefined);
  return decision.ok ? decision.value.map(({ type }) => type).join() : decision.error.code;
};

describe("every command in every state", () => {
  const histories: Record<State["status"], readonly Event[]> = { none: [], live: [bound], revoked: [bound, revoked] };
  const table: Record<State["status"], Record<Command["type"], string>> = {
    none: { bind: "bound", revoke: "unknown-key" },
    live: { bind: "key-already-bound", revoke: "revoked" },
    revoked: { bind: "key-already-bound", revoke: "already-revoked" },
  };
  for (const [status, row] of Object.entries(table)) {
    const history = histories[status as State["status"]];
    it(`bind when ${status}: ${row.bind}`, () =>
      same(outcome(history, bind, reaction("organisation", "keyAdded", "h")), row.bind));
    it(`revoke when ${status}: ${row.revoke}`, () =>
      same(outcome(history, revoke, reaction("organisation", "keyRevoked", "h")), row.revoke));
  }
});

describe("who binds", () => {
  const cases: readonly (readonly [says: string, holder: KeyHolder, cause: Cause, want: string])[] = [
    ["the admission of an organisation", holder, reaction("organisation", "admitted", "h"), "bound"],
    ["an organisation's new key", holder, reaction("organisation", "keyAdded", "h"), "bound"],
    ["the registration of a person", person, reaction("person", "registered", "p"), "bound"],
    ["a person's new key", person, reaction("person", "keyAdded", "p"), "bound"],
    ["a recovery", person, reaction("person", "recovered", "p"), "bound"],
    ["nobody by signing", holder, { type: "signed" }, "only-by-reaction"],
    ["not genesis itself", holder, { type: "genesis" }, "only-by-reaction"],
    ["no other record", holder, reaction("organisation", "keyAdded", "other"), "only-by-reaction"],
    ["no person for an organisation", holder, reaction("person", "keyAdded", "h"), "only-by-reaction"],
    ["no other event", holder, reaction("organisation", "keyRevoked", "h"), "only-by-reaction"],
  ];
  for (const [says, holder, cause, want] of cases)
    it(`${says}: ${want}`, () => same(outcome([], { ...bind, holder }, cause), want));
});

describe("who revokes", () => {
  const cases: readonly (readonly [says: string, holder: KeyHolder, cause: Cause, want: string])[] = [
    ["its organisation", holder, reaction("organisation", "keyRevoked", "h"), "revoked"],
    ["its organisation's withdrawal", holder, reaction("organisation", "withdrawn", "h"), "revoked"],
    ["its person", person, reaction("person", "keyRevoked", "p"), "revoked"],
    ["its person's recovery", person, reaction("person", "recovered", "p"), "revoked"],
    ["nobody by signing", holder, { type: "signed" }, "only-by-reaction"],
    ["no other person", person, reaction("person", "keyRevoked", "q"), "only-by-reaction"],
    ["no other event", holder, reaction("organisation", "suspended", "h"), "only-by-reaction"],
  ];
  for (const [says, holder, cause, want] of cases)
    it(`${says}: ${want}`, () => same(outcome([{ ...bound, holder }], revoke, cause), want));
});

describe("which keys are bound", () => {
  const cause = reaction("organisation", "keyAdded", "h");
  const bindKey = (publicKey: PublicKey): Command => ({ ...bind, key: idOf(publicKey), publicKey });
  it("refuses another key's id", () =>
    same(outcome([], { ...bind, key: "00".repeat(32) as KeyId }, cause), "key-id-mismatch"));
  it("refuses a key of small order", () => {
    const identity: PublicKey = { kind: "ed25519", publicKey: `01${"00".repeat(31)}` };
    same(outcome([], bindKey(identity), cause), "key-not-acceptable");
  });
  it("refuses a point off the curve", () => {
    const off: PublicKey = { kind: "webauthn-p256", publicKey: `04${"01".repeat(64)}` };
    same(outcome([], bindKey(off), cause), "key-not-acceptable");
  });
  it("takes the base point of P-256", () => {
    // SEC 2 section 2.4.2.
    const x = "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296";
    const y = "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";
    same(outcome([], bindKey({ kind: "webauthn-p256", publicKey: `04${x}${y}` }), cause), "bound");
  });
});

it("stops on an event that cannot follow", () => {
  throws(() => given(contract, [bound, bound]));
  throws(() => given(contract, [revoked]));
});
