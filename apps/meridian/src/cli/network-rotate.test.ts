import { ok as holds, strictEqual as is, deepStrictEqual as same } from "node:assert";
import { chmodSync, cpSync, readFileSync } from "node:fs";
import { after, before, beforeEach, describe, it } from "node:test";
import { codeOf, Members } from "./members.conformance.ts";

const ONE = "court";
let members: Members;
before(async () => {
  members = await Members.found(24_500);
});
after(() => members.close());
// The seats change at a distance of three blocks.
beforeEach(() => members.chain.pass(3));

const seatOf = async (organisation: string) => (await members.row("validators", organisation))?.["public_key"];
const rotated = (name: string) => members.done(name, "rotate-key");

describe("network rotate-key", () => {
  it("gives the engine the key that the ledger has taken", async () => {
    const { publicKey, name } = await rotated(ONE);
    same([name, members.engineKey(ONE), await seatOf(ONE)], ["validator-2", publicKey, publicKey]);
  });

  it("goes on where it was broken off between the block and the engine's file", async () => {
    members.hasSigned(ONE, 12);
    members.giveEngine(ONE, "validator");
    const { publicKey } = await rotated(ONE);
    same([publicKey, members.engineKey(ONE)], [await seatOf(ONE), members.keyOf(ONE, "validator-2")]);
  });

  it("goes on where it was not heard of", async () => {
    const id = "hospital";
    members.hasSigned(id, 12);
    members.chain.telling = false;
    const ran = await members.act(id, "rotate-key", "--json");
    members.chain.telling = true;
    same([ran.exit, codeOf(ran), members.engineKey(id)], [1, "not-yet", members.keyOf(id, "validator")]);
    holds(JSON.parse(ran.err).error.next.en.includes("same command again"), ran.err);
    const { publicKey } = await rotated(id);
    same([members.engineKey(id), await seatOf(id)], [publicKey, members.keyOf(id, "validator-2")]);
  });

  it("gives an engine that has signed nothing no key that has had the seat", async () => {
    members.hasSigned(ONE, 0);
    members.giveEngine(ONE, "validator");
    const { publicKey, name, former } = await rotated(ONE);
    same([name, former], ["validator-3", members.keyOf(ONE, "validator-2")]);
    same([members.engineKey(ONE), await seatOf(ONE)], [publicKey, publicKey]);
  });

  it("sends nothing from a folder that has no engine to give the key to", async () => {
    const before = await seatOf(ONE);
    members.restore(ONE, "laptop", ONE, "validator-3");
    cpSync(members.at(ONE, "card.json"), members.at("laptop", "card.json"));
    const ran = await members.act("laptop", "rotate-key", "--json");
    same([ran.exit, codeOf(ran), await seatOf(ONE)], [4, "no-engine-here", before]);
    const { err } = await members.act("laptop", "rotate-key", "--lang", "zh");
    holds(err.includes("没有引擎"), err);
  });
});

describe("a new folder for a member that has a seat", () => {
  const LOST = "insurance-authority";
  const joinAnew = async (name: string) => {
    const made = await members.init(LOST, name, 24_509);
    is(made.exit, 0, made.err);
    await members.join(name);
    return made;
  };

  it("has a key of its own that takes the seat, where only the member's own key was restored", async () => {
    const lost = await seatOf(LOST);
    members.restore(LOST, "anew", LOST);
    const made = await joinAnew("anew");
    is(made.err.includes("was in the folder before"), false);
    const { publicKey } = await rotated("anew");
    same([publicKey === lost, members.engineKey("anew"), await seatOf(LOST)], [false, publicKey, publicKey]);
    is(members.keyOf("anew", "validator"), publicKey, "the key that was made for the folder");
  });

  it("is told that its key was there before, and gets another one for the seat", async () => {
    const { publicKey: seat } = await rotated("anew");
    members.chain.pass(3);
    members.restore("anew", "whole", LOST, "validator", "validator-2");
    const made = await joinAnew("whole");
    holds(made.err.includes("The key validator-2 was in the folder before"), made.err);
    const { validator } = JSON.parse(readFileSync(members.at("whole", "card.json"), "utf8"));
    same([validator.publicKey, members.engineKey("whole")], [seat, seat], "the newest key");
    const { publicKey, name } = await rotated("whole");
    same([name, members.engineKey("whole"), await seatOf(LOST)], ["validator-3", publicKey, publicKey]);
    holds(publicKey !== seat);
  });

  it("is not given an older key where the newest one cannot be used", async () => {
    members.restore("whole", "open", LOST, "validator", "validator-2");
    chmodSync(members.at("open", "keys", "validator-2.json"), 0o644);
    const made = await members.init(LOST, "open", 24_509);
    same([made.exit, made.err.includes("validator-2")], [4, true]);
  });

  it("gets another key where the restored one is spent, which no list says", async () => {
    members.restore("whole", "stale", LOST, "validator");
    await joinAnew("stale");
    const { publicKey, name } = await rotated("stale");
    same([name, members.engineKey("stale"), await seatOf(LOST)], ["validator-2", publicKey, publicKey]);
    holds(publicKey !== members.keyOf("whole", "validator-2"), "a key of its own");
  });
});
