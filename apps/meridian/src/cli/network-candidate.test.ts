import { ok as holds, strictEqual as is, deepStrictEqual as same } from "node:assert";
import { after, before, describe, it } from "node:test";
import { runs } from "./io.conformance.ts";
import { codeOf, MEMBERS, Members } from "./members.conformance.ts";

const [ONE, OTHER, NEWCOMER] = ["court", "health-commission", "drug-authority"];
let members: Members;
before(async () => {
  members = await Members.found(24_520);
  for (const id of [ONE, OTHER]) {
    members.chain.pass(3);
    await members.done(id, "resign");
  }
});
after(() => members.close());

type Offered = { readonly name: string; readonly publicKey: string };
const offer = async (name: string): Promise<Offered> => (await members.done(name, "candidate"))["key"] as Offered;
const offeredBy = async (id: string) => (await members.row("candidates", id))?.["public_key"];

describe("network candidate", () => {
  it("offers a new key after a seat, and gives it to the engine", async () => {
    const { name, publicKey } = await offer(ONE);
    same([name, await offeredBy(ONE), members.engineKey(ONE)], ["validator-2", publicKey, publicKey]);
  });

  it("gives the engine the key that was offered, where it was broken off before", async () => {
    members.giveEngine(ONE, "validator");
    const ran = await members.act(ONE, "candidate");
    is(ran.exit, 0, ran.err);
    holds(ran.out.includes("stands as a candidate already") && ran.out.includes("The engine's key is now"), ran.out);
    is(members.engineKey(ONE), await offeredBy(ONE));
    const again = await members.act(ONE, "candidate", "--lang", "zh");
    same([again.exit, again.out.includes("已在候选名单中"), again.out.includes("引擎密钥现为")], [0, true, false]);
  });

  it("offers another key after a candidacy that was given up, which no list shows", async () => {
    const before = await offeredBy(ONE);
    await members.done(ONE, "resign");
    const { name, publicKey } = await offer(ONE);
    same([name, publicKey === before, members.engineKey(ONE)], ["validator-3", false, publicKey]);
  });

  it("is run again where it was not heard of, and gives the engine the key", async () => {
    members.chain.telling = false;
    const ran = await members.act(OTHER, "candidate", "--json");
    members.chain.telling = true;
    same([ran.exit, codeOf(ran), members.engineKey(OTHER)], [1, "not-yet", members.keyOf(OTHER, "validator")]);
    holds(JSON.parse(ran.err).error.next.en.includes("same command again"), ran.err);
    const { publicKey } = await offer(OTHER);
    same([members.engineKey(OTHER), await offeredBy(OTHER)], [publicKey, publicKey]);
  });

  it("finds an offer that the list did not show yet", async () => {
    members.giveEngine(OTHER, "validator");
    members.chain.behind.add("candidates");
    const { publicKey } = await offer(OTHER);
    same([members.engineKey(OTHER), await offeredBy(OTHER)], [publicKey, publicKey]);
  });

  it("does not offer what has a seat, nor a second key", async () => {
    const seated = await members.act("hospital", "candidate", "--json");
    same([seated.exit, codeOf(seated)], [1, "validator/already-validator"]);
    members.restore(ONE, "elsewhere", ONE);
    const second = await members.act("elsewhere", "candidate", "--organisation", ONE, "--json");
    same([second.exit, codeOf(second)], [1, "validator/already-candidate"], "the key that was offered is not here");
  });
});

describe("network candidate of a newcomer", () => {
  before(async () => {
    is((await members.init(NEWCOMER, NEWCOMER, 24_529)).exit, 0);
    const card = ["--card", members.at(NEWCOMER, "card.json")];
    const { proposal } = await members.done("hospital", "propose", "admit", NEWCOMER, ...card);
    for (const id of MEMBERS.slice(0, 3)) await members.done(id, "vote", String(proposal), "yes");
  });

  it("says that the folder has no engine yet, and that joining gives it the key", async () => {
    const ran = await members.act(NEWCOMER, "candidate");
    is(ran.exit, 0, ran.err + ran.out);
    holds(ran.out.includes("has no engine yet") && !ran.out.includes("The engine's key is now"), ran.out);
    await members.join(NEWCOMER);
    is(members.engineKey(NEWCOMER), await offeredBy(NEWCOMER));
  });

  it("gives the engine a key that was made by hand, though the member never had a seat", async () => {
    await members.done(NEWCOMER, "resign");
    is((await runs("key", "new", "--name", "validator-2", "--data", members.at(NEWCOMER))).exit, 0);
    const { name, publicKey } = await offer(NEWCOMER);
    same([name, members.engineKey(NEWCOMER)], ["validator-2", publicKey]);
  });
});
