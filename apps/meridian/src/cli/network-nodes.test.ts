import { ok as holds, strictEqual as is, deepStrictEqual as same } from "node:assert";
import { after, before, beforeEach, describe, it } from "node:test";
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

describe("network nodes, while another call names the same member's", () => {
  const [THIRD, ...MORE] = ["3d", "aa", "bb", "cc"].map((byte) => byte.repeat(20)) as [string, ...string[]];
  /** One list for the other, in place of whatever stands. */
  const only = async (...ids: readonly string[]) => {
    const others = ((await named()) as readonly string[]).filter((id) => !ids.includes(id));
    await nodes(ONE, ...others.flatMap((id) => ["--drop", id]), ...ids.flatMap((id) => ["--also", id]));
  };
  /** All of another call happens between what the next one reads and its block. */
  const meanwhile = (other: () => Promise<unknown>): void => {
    members.chain.meanwhile = other;
  };
  beforeEach(() => only(first));
  after(() => only(first));

  it("keeps what the other named", async () => {
    meanwhile(() => nodes("second"));
    const { nodes: printed } = await nodes(ONE, "--also", SPARE);
    same(
      [printed, await named()],
      [
        [first, SPARE, second],
        [first, SPARE, second],
      ],
    );
  });

  it("keeps what each of three named and dropped", async () => {
    await only(first, second, SPARE);
    meanwhile(async () => {
      meanwhile(() => nodes("second", "--also", THIRD));
      await nodes(ONE, "--drop", second);
    });
    await nodes(ONE, "--drop", SPARE);
    same(await named(), [first, THIRD]);
  });

  it("stands where the node ends before it tells who came between, and says that this is not known", async () => {
    members.chain.tellingBlocks = false;
    const told = await nodes(ONE, "--also", SPARE);
    members.chain.tellingBlocks = true;
    same([told["nodes"], told["isRead"], await named()], [[first, SPARE], false, [first, SPARE]]);
  });

  it("leaves off what the other dropped, unless it is what it names itself", async () => {
    await only(first, second, THIRD);
    meanwhile(() => nodes(ONE, "--drop", THIRD, "--drop", second));
    await nodes("second", "--also", SPARE);
    same(await named(), [first, second, SPARE]);
  });

  it("is refused when both together would be too many, and the other's list stands", async () => {
    const [a = "", b = ""] = MORE;
    await only(first, SPARE);
    meanwhile(() => nodes(ONE, "--also", a, "--also", b));
    const ran = await members.act("second", "nodes", "--also", THIRD, "--json");
    const list = [first, SPARE, a, b];
    same([ran.exit, codeOf(ran), JSON.parse(ran.err).error.data.nodes], [1, "too-many-own-nodes", list]);
    same(await named(), list);
  });

  it("gives up when others go on and on, and says what it named last", async () => {
    const left = [...MORE];
    const another = async () => {
      await nodes(ONE, "--also", left.shift() ?? "");
      if (left.length > 0) meanwhile(another);
    };
    meanwhile(another);
    const ran = await members.act(ONE, "nodes", "--json");
    const list = [first, ...MORE];
    same([ran.exit, codeOf(ran), JSON.parse(ran.err).error.data.nodes], [1, "nodes-not-at-rest", list]);
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

  it("leaves what another call names at the same moment", async () => {
    members.chain.pass(3);
    await members.done("second", "resign");
    await nodes(ONE, "--drop", SPARE);
    members.chain.meanwhile = () => nodes(ONE, "--also", SPARE);
    await members.done("second", "candidate");
    same(await named(), [first, second, SPARE]);
  });
});
