import { strictEqual as is, deepStrictEqual as same } from "node:assert";
import { cpSync, mkdirSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import type { Ran } from "./io.conformance.ts";
import { foundMembers, type Members } from "./members.conformance.ts";

const ONE = "court";
let members: Members;
before(async () => {
  members = await foundMembers(24_500);
});
after(() => members.close());

const codeOf = ({ err }: Ran): string => JSON.parse(err).error.code;
const seatOf = async (organisation: string) => (await members.rows("validators", organisation))[0]?.["public_key"];

describe("network rotate-key", () => {
  it("sends nothing from a folder that has no engine to give the key to", async () => {
    const before = await seatOf(ONE);
    mkdirSync(members.at("laptop"));
    for (const name of ["keys", "card.json"])
      cpSync(members.at(ONE, name), members.at("laptop", name), { recursive: true });
    const ran = await members.act("laptop", "rotate-key", "--json");
    same([ran.exit, codeOf(ran)], [4, "no-engine-here"]);
    is(await seatOf(ONE), before);
    const { err } = await members.act("laptop", "rotate-key", "--lang", "zh");
    is(err.includes("没有引擎"), true);
  });
});
