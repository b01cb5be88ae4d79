import { ok as holds, strictEqual as is, deepStrictEqual as same } from "node:assert";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { after, before, beforeEach, describe, it } from "node:test";
import { type Ran, runs } from "./io.conformance.ts";
import { foundMembers, type Members } from "./members.conformance.ts";

const ONE = "court";
let members: Members;
before(async () => {
  members = await foundMembers(24_500);
});
after(() => members.close());
beforeEach(() => members.pass(3));

const codeOf = ({ err }: Ran): string => JSON.parse(err).error.code;
const seatOf = async (organisation: string) => (await members.rows("validators", organisation))[0]?.["public_key"];
const keyFileOf = (name: string) => members.at(name, "engine", "config", "priv_validator_key.json");
const engineKeyOf = (name: string): string => {
  const { pub_key } = JSON.parse(readFileSync(keyFileOf(name), "utf8"));
  return Buffer.from(pub_key.value, "base64").toString("hex");
};
const keyOf = (name: string, key: string): string =>
  JSON.parse(readFileSync(members.at(name, "keys", `${key}.json`), "utf8")).publicKey;
const signedAt = (name: string, height: number): void =>
  writeFileSync(
    members.at(name, "engine", "data", "priv_validator_state.json"),
    JSON.stringify({ height: String(height), round: 0, step: 3 }),
  );
const rotated = (name: string) => members.done("network", "rotate-key", "--data", members.at(name), ...node());
const node = () => ["--node", members.url];

/** A folder of a member that has some of its keys, and nothing else. */
function restored(organisation: string, name: string, ...keys: readonly string[]): void {
  mkdirSync(members.at(name, "keys"), { recursive: true });
  for (const key of keys)
    cpSync(members.at(organisation, "keys", `${key}.json`), members.at(name, "keys", `${key}.json`));
}
async function joinAnew(organisation: string, name: string): Promise<Ran> {
  const who = ["--organisation", organisation, "--kind", organisation, "--p2p", "127.0.0.1:24509"];
  const made = await runs("node", "init", ...who, "--data", members.at(name));
  is(made.exit, 0, made.err);
  const documents = ["--genesis", members.at("made", "genesis.json"), "--peers", members.at("made", "peers.json")];
  await members.done("node", "join", ...documents, "--data", members.at(name));
  return made;
}

describe("network rotate-key", () => {
  it("gives the engine the key that the ledger has taken", async () => {
    const { publicKey, name } = await rotated(ONE);
    same([name, engineKeyOf(ONE), await seatOf(ONE)], ["validator-2", publicKey, publicKey]);
  });

  it("goes on where it was broken off between the block and the engine's file", async () => {
    signedAt(ONE, 12);
    const before = readFileSync(keyFileOf(ONE));
    const { publicKey } = await rotated(ONE);
    writeFileSync(keyFileOf(ONE), before);
    const again = await rotated(ONE);
    same([again["publicKey"], engineKeyOf(ONE), await seatOf(ONE)], [publicKey, publicKey, publicKey]);
  });

  it("goes on where it was not heard of", async () => {
    const id = "hospital";
    const [before] = [engineKeyOf(id), signedAt(id, 12)];
    members.telling = false;
    const ran = await members.act(id, "rotate-key", "--json");
    members.telling = true;
    same([ran.exit, codeOf(ran), engineKeyOf(id)], [1, "not-yet", before]);
    holds(JSON.parse(ran.err).error.next.en.includes("same command again"), ran.err);
    const { publicKey } = await rotated(id);
    same([engineKeyOf(id), await seatOf(id)], [publicKey, keyOf(id, "validator-2")]);
  });

  it("gives an engine that has signed nothing no key that has had the seat", async () => {
    signedAt(ONE, 0);
    const seat = await seatOf(ONE);
    writeFileSync(keyFileOf(ONE), readFileSync(keyFileOf(ONE), "utf8").replace(/"value": "[^"]+"/, base64Of(ONE)));
    is(engineKeyOf(ONE), keyOf(ONE, "validator-2"), "the former key");
    const { publicKey, former } = await rotated(ONE);
    same([former, publicKey === seat, engineKeyOf(ONE)], [seat, false, publicKey]);
  });

  it("sends nothing from a folder that has no engine to give the key to", async () => {
    const before = await seatOf(ONE);
    restored(ONE, "laptop", ONE, "validator");
    cpSync(members.at(ONE, "card.json"), members.at("laptop", "card.json"));
    const ran = await members.act("laptop", "rotate-key", "--json");
    same([ran.exit, codeOf(ran), await seatOf(ONE)], [4, "no-engine-here", before]);
    const { err } = await members.act("laptop", "rotate-key", "--lang", "zh");
    holds(err.includes("没有引擎"), err);
  });
});

describe("a new folder for a member that has a seat", () => {
  const LOST = "insurance-authority";

  it("has a key of its own that takes the seat, where only the member's own key was restored", async () => {
    const lost = await seatOf(LOST);
    restored(LOST, "anew", LOST);
    const made = await joinAnew(LOST, "anew");
    is(made.err.includes("was in the folder before"), false);
    const { publicKey } = await rotated("anew");
    same([publicKey === lost, engineKeyOf("anew"), await seatOf(LOST)], [false, publicKey, publicKey]);
    is(keyOf("anew", "validator"), publicKey, "the key that was made for the folder");
  });

  it("is told that its key was there before, and gets another one for the seat", async () => {
    const seat = (await rotated("anew"))["publicKey"];
    members.pass(3);
    restored("anew", "whole", LOST, "validator", "validator-2");
    const made = await joinAnew(LOST, "whole");
    holds(made.err.includes("The key validator-2 was in the folder before"), made.err);
    const { validator } = JSON.parse(readFileSync(members.at("whole", "card.json"), "utf8"));
    same([validator.publicKey, engineKeyOf("whole")], [seat, seat], "the newest key");
    const { publicKey, name } = await rotated("whole");
    same([name, engineKeyOf("whole"), await seatOf(LOST)], ["validator-3", publicKey, publicKey]);
    holds(publicKey !== seat);
  });

  it("gets another key where the restored one is spent, which no list says", async () => {
    restored("whole", "stale", LOST, "validator");
    await joinAnew(LOST, "stale");
    const { publicKey, name } = await rotated("stale");
    same([name, engineKeyOf("stale"), await seatOf(LOST)], ["validator-2", publicKey, publicKey]);
    holds(publicKey !== keyOf("whole", "validator-2"), "a key of its own");
  });
});

/** The public key of the second one, as the engine's file has it. */
const base64Of = (name: string): string =>
  `"value": "${Buffer.from(keyOf(name, "validator-2"), "hex").toString("base64")}"`;
