import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { contracts } from "@meridian/network/domains";
import { domainText, kindText, SPOKEN_DOMAINS, sentenceOf, typesOf, wishOf } from "./sentence.ts";

const nameOf = (id: string): string => `<${id}>`;

describe("sentences", () => {
  it("are there for every domain of the network", () => {
    assert.deepEqual([...SPOKEN_DOMAINS].sort(), [...contracts.keys()].sort());
  });

  it("say the same types in both languages, each by its kind alone too", () => {
    for (const domain of SPOKEN_DOMAINS) {
      assert.deepEqual([...typesOf(domain, "zh")].sort(), [...typesOf(domain, "en")].sort());
      for (const type of typesOf(domain, "zh"))
        for (const language of ["zh", "en"] as const) {
          const said = sentenceOf({ domain, type }, language, nameOf);
          assert.equal(said, kindText({ domain, type }, language));
          assert.ok(said.startsWith(domainText(domain, language)), said);
        }
    }
  });

  it("survive an event of another release that lacks every member", () => {
    for (const domain of SPOKEN_DOMAINS)
      for (const type of typesOf(domain, "en"))
        assert.ok(sentenceOf({ domain, type, record: "r" }, "en", nameOf).length > 0);
  });

  it("have words for every command that a contract takes", () => {
    for (const [domain, contract] of contracts) {
      const types = commandTypesOf(contract.command.schema);
      assert.ok(types.length > 0, `no command of ${domain} found`);
      for (const type of types) assert.ok(wishOf({ domain, type }, "zh") !== undefined, `${domain}/${type}`);
    }
  });

  it("name who did what", () => {
    const event = { domain: "prescription", type: "claimed", record: "rx-1", pharmacy: "pharmacy-1", until: 1 };
    assert.equal(sentenceOf(event, "en", nameOf), "<pharmacy-1> claimed prescription rx-1");
    assert.equal(sentenceOf(event, "zh", nameOf), "<pharmacy-1>接下了处方 rx-1");
    assert.equal(wishOf({ domain: "prescription", type: "claim", ...{ id: "rx-1" } }, "en"), "claim prescription rx-1");
    const closing = { domain: "prescription", type: "reconcile", ...{ id: "rx-1" } };
    assert.equal(wishOf(closing, "en"), "close prescription rx-1 in the books");
    assert.equal(wishOf(closing, "zh"), "完成处方 rx-1 的对账");
    assert.equal(wishOf({ domain: "prescription", type: "reconcile" }, "zh"), "完成处方的对账");
  });

  it("name a moment by its day in China", () => {
    const midnight = Date.UTC(2026, 11, 31, 16) / 1_000;
    const event = { domain: "credential", type: "renewed", record: "c-1", by: "court", validUntil: midnight };
    assert.equal(sentenceOf(event, "en", nameOf), "<court> renewed the credential c-1 until 2027-01-01");
  });

  it("name what they do not know by domain and type", () => {
    assert.equal(sentenceOf({ domain: "weather", type: "rained" }, "zh", nameOf), "weather/rained");
    assert.equal(sentenceOf({ domain: "unit", type: "toString" }, "en", nameOf), "unit/toString");
  });
});

type Branch = { readonly properties?: { readonly type?: { readonly const?: string } } };
const commandTypesOf = (schema: unknown): readonly string[] =>
  ((schema as { readonly oneOf?: readonly Branch[] }).oneOf ?? []).flatMap(
    ({ properties }) => properties?.type?.const ?? [],
  );
