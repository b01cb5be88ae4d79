import { deepStrictEqual as same, ok as yes } from "node:assert";
import { describe, it } from "node:test";
import { fromHex } from "@meridian/base/bytes";
import { canonicalBytes, parseCanonical } from "@meridian/base/json";
import { pathLeadsTo } from "@meridian/crypto/merkle";
import { reviewerOf } from "./evaluate.ts";
import type { Rule } from "./rule.ts";
import { pathOfRule, ruleSetHash } from "./rule-set.ts";
import { demonstrationRules } from "./rules/demonstration.ts";

const { rules } = demonstrationRules;
const alone = (rule: Rule) => reviewerOf({ ...demonstrationRules, rules: [rule] });

describe("the demonstration rules", () => {
  it("all pass their own cases, and there are enough of them", () => {
    let cases = 0;
    for (const rule of rules) {
      const reviewer = alone(rule);
      for (const { in: request, expect } of rule.tests) {
        const fired = reviewer.review(request).findings.length === 1;
        same(fired ? "fire" : "silent", expect, `${rule.id}: ${JSON.stringify(request)}`);
        cases += 1;
      }
    }
    yes(rules.length >= 150, `${rules.length} rules`);
    yes(cases >= 2 * rules.length, `${cases} cases`);
  });

  it("each have a case that fires and one that is silent", () => {
    for (const { id, tests } of rules) same(new Set(tests.map((one) => one.expect)), new Set(["fire", "silent"]), id);
  });

  it("each speak both languages, cite a source and wait for a reviewer", () => {
    for (const { id, message, management, provenance } of rules) {
      for (const { zh, en } of [message, management]) yes(/\p{Script=Han}/u.test(zh) && /^[\x20-\x7eµ]+$/.test(en), id);
      yes(provenance.source.length > 0 && provenance.section.length > 0 && provenance.licence.length > 0, id);
      yes(provenance.url.startsWith("https://"), id);
      same(provenance.reviewer, null, id);
    }
  });

  it("let nothing critical pass without a second signature, but for what the law leaves to the physician", () => {
    for (const { id, kind, severity, override } of rules) {
      if (!override.allowed) same(override.reasons, [], id);
      if (severity === "critical" && override.allowed && kind !== "legal") yes(override.coSign, id);
    }
  });

  it("are scoped by codes that have the form of ATC", () => {
    const atc = /^[A-Z](\d\d([A-Z]([A-Z](\d\d)?)?)?)?$/;
    for (const { id, scope } of rules)
      for (const code of [...scope.a, ...(scope.b ?? []), ...(scope.except ?? [])])
        yes(atc.test(code), `${id}: ${code}`);
  });

  it("have ids of their own", () => same(new Set(rules.map((rule) => rule.id)).size, rules.length));

  it("are plain data: their canonical JSON reads back as the same bytes", () => {
    for (const rule of rules) yes(parseCanonical(canonicalBytes(rule)) !== undefined, rule.id);
  });
});

describe("the hash of a rule set", () => {
  const hash = ruleSetHash(demonstrationRules);
  it("does not depend on the order of the files", () =>
    same(ruleSetHash({ ...demonstrationRules, rules: [...rules].reverse() }), hash));
  it("changes with a single word of a single rule", () => {
    const [first, ...rest] = rules;
    yes(first);
    const changed = { ...first, management: { ...first.management, en: "Something else." } };
    yes(ruleSetHash({ ...demonstrationRules, rules: [changed, ...rest] }) !== hash);
  });
  it("changes when the notice is taken off", () =>
    yes(ruleSetHash({ ...demonstrationRules, notice: { zh: "", en: "" } }) !== hash));
  it("proves that one rule is in the set", () => {
    const path = pathOfRule(demonstrationRules, "DDI-ONC-11");
    const rule = rules.find(({ id }) => id === "DDI-ONC-11");
    const root = fromHex(hash);
    yes(path && rule && root);
    yes(pathLeadsTo(path, canonicalBytes(rule), root));
    same(pathOfRule(demonstrationRules, "NO-SUCH"), undefined);
  });
});
