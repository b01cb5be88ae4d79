import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { fits } from "@meridian/base/shape";
import { ORGANISATION_KINDS } from "@meridian/kernel/vocabulary";
import { PARTICIPATION } from "./participation.ts";
import { commandShape } from "./schema.ts";

const admit = {
  domain: "organisation",
  type: "admit",
  id: "h-1",
  kind: "hospital",
  name: { zh: "第一人民医院", en: "First People's Hospital" },
  key: { kind: "ed25519", publicKey: "ab".repeat(32) },
};

describe("the shape of admit", () => {
  const cases: readonly (readonly [says: string, change: object, want: boolean])[] = [
    ["fits", {}, true],
    ["fits with the address of a node", { node: "https://node.example.org:8180" }, true],
    ["refuses an address that is not TLS", { node: "http://node.example.org" }, false],
    ["refuses a kind nobody knows", { kind: "bank" }, false],
    ["refuses a name with a line break", { name: { zh: "甲\n", en: "A" } }, false],
    ["refuses a name that turns its direction", { name: { zh: "甲", en: "A\u202eB" } }, false],
    ["refuses a key of the wrong length", { key: { kind: "webauthn-p256", publicKey: "ab".repeat(32) } }, false],
    ["refuses a member that nobody reads", { status: "active" }, false],
  ];
  for (const [says, change, want] of cases) it(says, () => same(fits(commandShape, { ...admit, ...change }), want));
});

describe("participation", () => {
  it("covers every kind", () => same(Object.keys(PARTICIPATION), [...ORGANISATION_KINDS]));
  it("lets every credential kind be issued by a public authority, and by nobody else", () => {
    const issuers = ORGANISATION_KINDS.filter((kind) => PARTICIPATION[kind].issuesCredentials.length > 0);
    same(issuers, ["health-commission", "insurance-authority", "drug-authority"]);
    same(new Set(issuers.flatMap((kind) => PARTICIPATION[kind].issuesCredentials)).size, 10);
  });
  it("gives each hold to one kind of authority", () => {
    same(
      ORGANISATION_KINDS.flatMap((kind) => PARTICIPATION[kind].supervises),
      ["health-commission", "insurance", "drug"],
    );
  });
});
