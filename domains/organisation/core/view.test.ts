import { deepStrictEqual as same } from "node:assert";
import { it } from "node:test";
import type { Height, KeyId, OrganisationId, Seconds, TransactionId } from "@meridian/base/ids";
import type { Recorded } from "@meridian/kernel/view";
import { toOrganization } from "./fhir.ts";
import type { Event } from "./schema.ts";
import { view } from "./view.ts";

const organisation = "h_1" as OrganisationId;
const name = { zh: "第一人民医院", en: "First People's Hospital" };
const key = { key: "ab".repeat(32) as KeyId, kind: "ed25519", publicKey: "cd".repeat(32), label: "first" } as const;
const recorded = (event: Event): Recorded<Event> => ({
  height: 3 as Height,
  time: 500 as Seconds,
  position: 0,
  transaction: "00".repeat(32) as TransactionId,
  domain: "organisation",
  record: organisation,
  event,
});

it("admits a row whose columns are those of the table", () => {
  const [change] = view.apply(recorded({ type: "admitted", organisation, kind: "hospital", name, key }));
  same(change?.op === "put" && Object.keys(change.row), Object.keys(view.tables[0]?.columns ?? {}));
});

it("changes only the row of the organisation", () => {
  same(view.apply(recorded({ type: "suspended", organisation, reason: "audit", proposal: "p-1" })), [
    {
      op: "patch",
      table: "organisations",
      where: { organisation },
      set: { status: "suspended", reason: "audit", proposal: "p-1", changed_at: 500 },
    },
  ]);
});

it("leaves keys to the key domain", () => same(view.apply(recorded({ type: "keyAdded", organisation, key })), []));

it("writes a FHIR Organization with the registered name", () => {
  same(toOrganization(organisation, { status: "active", kind: "hospital", name, keys: [key] }), {
    resourceType: "Organization",
    id: "h-1",
    identifier: [{ system: "urn:meridian:organisation", value: "h_1" }],
    active: true,
    type: [{ coding: [{ system: "urn:meridian:organisation-kind", code: "hospital" }] }],
    name: name.zh,
    alias: [name.en],
  });
});
