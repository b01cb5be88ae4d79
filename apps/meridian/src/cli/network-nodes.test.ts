import { ok as holds, strictEqual as is, deepStrictEqual as same } from "node:assert";
import { after, before, describe, it } from "node:test";
import { readNodeId } from "../consortium/node-key.ts";
import { codeOf, Members } from "./members.conformance.ts";

const ONE = "court";
const SPARE = "5e".repeat(20);
let members: Members;
let first: string;
let second: string;
before(async () => {
  members = await Members.found(24_540);
  members.restore(ONE, "second", ONE);
  is((await members.init(ONE, "second", 24_549)).exit, 0);
  first = readNodeId(members.at(ONE)) ?? "";
  second = readNodeId(members.at("second")) ?? "";
});
after(() => members.close());

const named = async () => (await members.row("nodes", ONE))?.["nodes"];
const nodes = (name: string, ...argv: readonly string[]) => members.done(name, "nodes", ...argv);

describe("network nodes", () => {
  it("adds a member's second node to the first, and changes nothing when it is said again", async () => {
    same(await named(), [first]);
    same((await nodes("second"))["nodes"], [first, second]);
    for (const name of [ONE, "second"]) await nodes(name);
    same(await named(), [first, second]);
  });

  it("adds those that are named beside it", async () => {
    await nodes(ONE, "--also", SPARE, "--also", second);
    same(await named(), [first, second, SPARE]);
  });

  it("takes off those that are dropped, and tells all that are left", async () => {
    const ran = await members.act(ONE, "nodes", "--drop", SPARE);
    is(ran.exit, 0, ran.err);
    holds(ran.out.endsWith(`Nodes of court:\n  ${first}\n  ${second}\n`), ran.out);
    same(await named(), [first, second]);
    await nodes("second", "--drop", second);
    same(await named(), [first], "its own too");
  });

  it("drops no node that is not named", async () => {
    const ran = await members.act(ONE, "nodes", "--drop", SPARE, "--json");
    same([ran.exit, codeOf(ran)], [1, "node-not-named"]);
    const { err } = await members.act(ONE, "nodes", "--drop", SPARE, "--lang", "zh");
    holds(err.includes("不是账本上") && err.includes(first), err);
  });

  it("names no more than the ledger keeps, and says which there are", async () => {
    const [a, b, c] = ["aa", "bb", "cc"].map((byte) => byte.repeat(20)) as [string, string, string];
    await nodes(ONE, "--also", a, "--also", b, "--also", c);
    const ran = await members.act("second", "nodes", "--json");
    same([ran.exit, codeOf(ran), JSON.parse(ran.err).error.data.nodes], [1, "too-many-own-nodes", [first, a, b, c]]);
    same((await nodes("second", "--drop", a))["nodes"], [first, b, c, second], "one for another");
    await nodes(ONE, "--drop", b, "--drop", c);
  });

  it("keeps the others' node where a folder has none, and names nothing of nobody", async () => {
    members.restore(ONE, "laptop", ONE);
    const here = ["--organisation", ONE];
    same((await nodes("laptop", ...here))["nodes"], [first, second]);
    await nodes("laptop", ...here, "--drop", first, "--drop", second);
    is(await named(), undefined);
    const ran = await members.act("laptop", "nodes", ...here, "--json");
    same([ran.exit, codeOf(ran)], [4, "no-node-here"]);
    await nodes(ONE);
  });
});

describe("network candidate", () => {
  it("leaves the member's other nodes named", async () => {
    await nodes(ONE, "--also", SPARE);
    members.chain.pass(3);
    await members.done(ONE, "resign");
    await members.done("second", "candidate");
    same(await named(), [first, SPARE, second]);
  });
});
