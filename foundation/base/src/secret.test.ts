import { strictEqual as same, throws } from "node:assert";
import { describe, it } from "node:test";
import { format, inspect } from "node:util";
import { InvariantError } from "./invariant.ts";
import { canonicalText } from "./json.ts";
import { Secret } from "./secret.ts";

describe("a secret", () => {
  const secret = new Secret("440106199001011234");

  it("is seen by whoever reveals it", () => same(secret.reveal(), "440106199001011234"));

  for (const [way, print] of [
    ["JSON.stringify", () => JSON.stringify({ secret })],
    ["a template", () => `${secret}`],
    ["String", () => String(secret)],
    ["canonical JSON", () => canonicalText({ secret })],
    ["joining a list", () => [secret].join()],
    ["util.inspect", () => inspect(secret)],
    ["util.inspect of what holds it", () => inspect({ a: [secret] })],
    ["util.format, which console.log uses", () => format("%o", secret)],
  ] as const)
    it(`does not print by ${way}`, () => throws(print, InvariantError));

  it("has nothing that keys or a copy would show", () => {
    same(Object.keys(secret).length + Object.getOwnPropertySymbols(secret).length, 0);
    same(JSON.stringify({ ...secret }), "{}");
  });

  it("does not say what it is when it refuses", () =>
    throws(
      () => `${secret}`,
      (error: Error) => !error.message.includes("4401"),
    ));
});
