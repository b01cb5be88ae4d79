import { strictEqual as same, throws } from "node:assert";
import { describe, it } from "node:test";
import { asFen, asHeight, asSeconds, type Height, type OrganisationId, type PersonId } from "./ids.ts";
import { assertNever, InvariantError, invariant } from "./invariant.ts";
import { err, ok } from "./result.ts";

describe("ids", () => {
  it("are plain values at run time", () => {
    same(asHeight(3), 3);
    same(asSeconds(4), 4);
    same(asFen(5), 5);
  });

  it("of two kinds do not stand in for one another", () => {
    const person = "p-1" as PersonId;
    // @ts-expect-error: a person is no organisation.
    const organisation: OrganisationId = person;
    // @ts-expect-error: a number of no kind is no height.
    const height: Height = 1;
    same(organisation, "p-1");
    same(height, 1);
  });
});

describe("bugs and refusals", () => {
  it("a broken invariant is an error of its own kind", () => {
    invariant(true, "holds");
    throws(() => invariant(false, "does not hold"), new InvariantError("invariant: does not hold"));
    throws(() => assertNever("new" as never), new InvariantError('unhandled variant: "new"'));
  });

  it("a refusal is a value", () => {
    same(JSON.stringify(ok(1)), '{"ok":true,"value":1}');
    same(JSON.stringify(err("no")), '{"ok":false,"error":"no"}');
  });
});
