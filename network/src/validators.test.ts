import { deepStrictEqual as same, throws } from "node:assert";
import { describe, it } from "node:test";
import { textOf } from "@meridian/base/bytes";
import { asHeight, asSeconds, type OrganisationId } from "@meridian/base/ids";
import { parseJson } from "@meridian/base/json";
import type { Command } from "@meridian/kernel/transaction";
import type { Notice } from "@meridian/ledger/membership";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import { recheck } from "@meridian/ledger/recheck";
import { addressOf } from "@meridian/validator/state";
import { type GenesisDocument, genesisHashOf, genesisShape, genesisStateOf } from "./genesis.ts";
import { command, decideByVote, genesis, names, publicKeyHex, Region } from "./region.conformance.ts";
import { rulesOf } from "./rules.ts";

type Consortium = NonNullable<GenesisDocument["consortium"]>;

const SEATED = ["health", "court", "fund", "drugs"] as const;
const VOTERS = ["health", "court", "drugs", "fund"];
const consensusKey = (name: string) => publicKeyHex(`${name}-consensus`);
const address = (name: string) => addressOf(consensusKey(name));
const node = (n: number) => n.toString(16).padStart(40, "0");

const consortium: Consortium = {
  rules: { doubleSigning: "remove", sharedControl: "refused" },
  members: [...SEATED, "corner"].map((name, i) => ({
    organisation: name as OrganisationId,
    control: name === "drugs" ? "province" : name,
    nodes: [node(i + 1)],
  })),
};
const document: GenesisDocument = {
  ...genesis,
  validators: SEATED.map((name) => ({
    organisation: name as OrganisationId,
    publicKey: consensusKey(name),
    power: 10,
  })),
  consortium,
};
const opened = (doubleSigning: Consortium["rules"]["doubleSigning"] = "remove") =>
  new Region(new MemoryStateStore(), rulesOf(document), {
    ...document,
    consortium: { ...consortium, rules: { ...consortium.rules, doubleSigning } },
  });
const keys = (region: Region) => region.ledger.validators?.map(({ publicKey }) => publicKey);
const validator = (type: string, rest: object): Command => command("validator", type, rest);
const offering = (id: string, n: number): Command =>
  validator("candidate", { organisation: id, publicKey: consensusKey(id), control: id, nodes: [node(n)] });
const admitting = (id: string): Command => validator("admit", { organisation: id, publicKey: consensusKey(id) });
const sortedUpdates = (...updates: readonly (readonly [name: string, power: number])[]) =>
  updates
    .map(([name, power]) => ({ publicKey: consensusKey(name), power }))
    .sort((a, b) => (a.publicKey < b.publicKey ? -1 : 1));
const notice = (name: string, region: Region): Notice => ({
  type: "duplicate-vote",
  validator: address(name),
  height: region.ledger.height,
  time: asSeconds(region.time),
});
/** What a block without transactions says when the engine tells of a double signature. */
const told = (region: Region, ...found: readonly Notice[]) =>
  names(region.blockWith(found).events.map((leaf) => parseJson(textOf(leaf) ?? "") as Parameters<typeof names>[0][0]));

describe("a genesis with a consortium", () => {
  it("fits its shape, and has another hash than without", () => {
    same(genesisShape.fault(document, "v"), undefined);
    const { consortium: _, ...without } = document;
    same(genesisShape.fault(without, "v"), undefined);
    same(genesisHashOf(document) === genesisHashOf(without), false);
    const unruly = { ...document, consortium: { ...consortium, rules: { ...consortium.rules, doubleSigning: "x" } } };
    same(genesisShape.fault(unruly, "v"), "v.consortium.rules.doubleSigning");
  });
  it("opens the set with the validators of the document and who controls them", () => {
    const region = opened();
    same(keys(region), SEATED.map(consensusKey));
    const { validators } = region.state("validator", "set") as { validators: readonly { control: string }[] };
    same(
      validators.map(({ control }) => control),
      ["health", "court", "fund", "province"],
    );
  });
  it("admits the nodes of members, validators or not, and no others", () => {
    const { ledger } = opened();
    same(
      [1, 5, 6].map((n) => ledger.admitsPeer(node(n))),
      [true, true, false],
    );
  });
  it("takes who is not named for its own master, without a node", () => {
    const bare = { ...document, consortium: { ...consortium, members: [] } };
    const region = new Region(new MemoryStateStore(), rulesOf(bare), bare);
    const set = region.state("validator", "set") as { validators: readonly { control: string }[]; nodes: unknown };
    same([set.validators[3]?.control, set.nodes], ["drugs", []]);
  });
  it("does not begin with validators of unequal power, nor with one who is no member", () => {
    for (const change of [
      { power: 9 },
      { organisation: "nobody" as OrganisationId },
      { organisation: "corner" as OrganisationId },
    ]) {
      const validators = document.validators.map((seat, i) => (i === 1 ? { ...seat, ...change } : seat));
      throws(
        () => new Region(new MemoryStateStore(), rulesOf(document), { ...document, validators }),
        /genesis command/,
      );
    }
  });
  it("does not name a member of the consortium twice", () => {
    const members = [...consortium.members, ...consortium.members.slice(0, 1)];
    throws(() => genesisStateOf({ ...document, consortium: { ...consortium, members } }), /each member once/);
  });
  it("without a consortium leaves everything as it was: no set, no updates, no peers", () => {
    const region = new Region();
    same(genesisStateOf(genesis).commands.length, genesis.commands.length);
    region.do("hospital", command("organisation", "rename", { id: "hospital", name: { zh: "医", en: "H" } }));
    same([region.ledger.validators, region.updates, region.ledger.admitsPeer(node(1))], [undefined, [], false]);
    same(told(region, notice("drugs", region)), []);
    same(region.try("hospital hospital-consensus", offering("hospital", 6))?.code, "validator/not-open");
  });
});

describe("a seat", () => {
  it("is offered, voted on and told to the engine", () => {
    const region = opened();
    same(region.try("hospital", offering("hospital", 6))?.code, "validator/key-not-proven");
    region.do("hospital hospital-consensus", offering("hospital", 6));
    same([keys(region)?.length, region.ledger.admitsPeer(node(6))], [4, true]);
    const events = decideByVote(region, "v1", "validator", admitting("hospital"), VOTERS);
    same(names(events), ["governance/v1 voted", "governance/v1 passed", "validator/set admitted"]);
    same(region.updates, sortedUpdates(["hospital", 10]));
    region.block();
    same(region.updates, []);
  });
  it("needs more than two thirds of all members", () => {
    const region = opened();
    region.do("hospital hospital-consensus", offering("hospital", 6));
    const three = decideByVote(region, "v1", "validator", admitting("hospital"), VOTERS.slice(0, 3));
    same(names(three), ["governance/v1 voted"]);
  });
  it("is taken by a vote in which its holder has none", () => {
    const region = opened();
    const action = validator("dismiss", { organisation: "drugs" });
    decideByVote(region, "v1", "validator", action, ["health", "court"]);
    const yes = command("governance", "vote", { id: "v1", choice: "yes" });
    same(region.try("drugs", yes)?.code, "governance/target-has-no-vote");
    same(names(region.do("fund", yes)).at(-1), "validator/set dismissed");
    same(region.updates, sortedUpdates(["drugs", 0]));
    same(region.ledger.admitsPeer(node(4)), true);
  });
  it("changes its key by two updates in one block", () => {
    const region = opened();
    const rotating = validator("rotateKey", { organisation: "drugs", publicKey: consensusKey("spare") });
    region.do("drugs spare-consensus", rotating);
    same(region.updates, sortedUpdates(["drugs", 0], ["spare", 10]));
  });
  it("that another change waits for keeps the vote open", () => {
    const region = opened();
    region.do("hospital hospital-consensus", offering("hospital", 6));
    const deadline = region.time + 1_000;
    for (const [id, action] of [
      ["v1", admitting("hospital")],
      ["v2", validator("dismiss", { organisation: "drugs" })],
    ] as const)
      region.do("health", command("governance", "propose", { id, subject: "validator", action, deadline }));
    const yes = (id: string) => command("governance", "vote", { id, choice: "yes" });
    region.do("health court fund", yes("v1"));
    region.do("health court", yes("v2"));
    region.do("drugs", yes("v1"));
    same(region.try("fund", yes("v2"))?.code, "validator/change-under-way");
    region.block();
    same(names(region.do("fund", yes("v2"))).at(-1), "validator/set dismissed");
  });
});

describe("who is suspended", () => {
  const suspending = (id: string): Command => command("organisation", "suspend", { id, reason: "fraud" });
  it("leaves set and candidacy, and its nodes are strangers", () => {
    const region = opened();
    decideByVote(region, "s1", "suspend", suspending("drugs"), ["health", "court", "fund"]);
    same(region.updates, sortedUpdates(["drugs", 0]));
    same(region.ledger.admitsPeer(node(4)), false);
  });
  it("does not come back by being reinstated", () => {
    const region = opened();
    decideByVote(region, "s1", "suspend", suspending("drugs"), ["health", "court", "fund"]);
    const reinstating = command("organisation", "reinstate", { id: "drugs" });
    decideByVote(region, "s2", "reinstate", reinstating, ["health", "court", "fund"]);
    same([keys(region)?.length, region.ledger.admitsPeer(node(4))], [3, false]);
    const again = validator("candidate", {
      organisation: "drugs",
      publicKey: consensusKey("drugs"),
      control: "drugs",
      nodes: [],
    });
    same(region.try("drugs drugs-consensus", again)?.code, "validator/key-in-use");
  });
  it("keeps the seat when it is the last, and the chain goes on", () => {
    const alone = { ...document, validators: document.validators.slice(3) };
    const region = new Region(new MemoryStateStore(), rulesOf(alone), alone);
    const events = decideByVote(region, "s1", "suspend", suspending("drugs"), ["health", "court", "fund"]);
    same(names(events).slice(-3), ["organisation/drugs suspended", "governance/roll struck", "validator/set kept"]);
    same([region.updates, keys(region), region.ledger.admitsPeer(node(4))], [[], [consensusKey("drugs")], true]);
  });
  it("or withdraws, leaves it too", () => {
    const region = opened();
    const withdrawing = command("organisation", "withdraw", { id: "drugs", reason: "closed" });
    decideByVote(region, "w1", "withdraw", withdrawing, ["health", "court", "fund"]);
    same(region.updates, sortedUpdates(["drugs", 0]));
  });
});

describe("a double signature", () => {
  it("is noted", () => {
    const region = opened("note");
    same(told(region, notice("drugs", region)), ["validator/set misbehaved"]);
    same(region.updates, []);
  });
  it("removes", () => {
    const region = opened("remove");
    const found = notice("drugs", region);
    same(told(region, found, found), ["validator/set misbehaved", "validator/set removed"]);
    same(region.updates, sortedUpdates(["drugs", 0]));
    same(told(region, found), []);
  });
  it("suspends, and all that follows from a suspension", () => {
    const region = opened("suspend");
    same(told(region, notice("drugs", region)), [
      "validator/set misbehaved",
      "organisation/drugs suspended",
      "governance/roll struck",
      "validator/set removed",
    ]);
    same(region.updates, sortedUpdates(["drugs", 0]));
    same(region.state("organisation", "drugs")["status"], "suspended");
    const later = { ...notice("drugs", region), height: asHeight(1) };
    same(told(region, later), ["validator/set misbehaved"]);
    same(region.try("drugs", offering("drugs", 4))?.code, "ledger/author-suspended");
  });
  it("with a key that was rotated is still its holder's", () => {
    const region = opened("suspend");
    const rotating = validator("rotateKey", { organisation: "drugs", publicKey: consensusKey("spare") });
    region.do("drugs spare-consensus", rotating);
    told(region, notice("drugs", region));
    same(region.updates, sortedUpdates(["spare", 0]));
  });
  it("of a key that nobody had is nothing", () => {
    const region = opened();
    same(told(region, notice("hospital", region)), []);
  });
  it("is told by no transaction, and suspends by none", () => {
    const region = opened();
    const { type: kind, ...rest } = notice("drugs", region);
    same(region.try("health", validator("misbehaved", { kind, ...rest }))?.code, "validator/only-by-engine");
    const suspend = command("organisation", "suspend", { id: "drugs", reason: "double-signing" });
    same(region.try("health", suspend)?.code, "organisation/only-by-governance");
  });
});

describe("a network that leaves embedded mode", () => {
  const validators = document.validators.map((seat, i) => ({
    ...seat,
    control: seat.organisation,
    nodes: [node(i + 1)],
  }));
  const opening = validator("open", { validators, rules: consortium.rules });
  it("opens its set by vote, once", () => {
    const region = new Region();
    same(region.try("health", opening)?.code, "validator/only-by-governance");
    const events = decideByVote(region, "c1", "consortium", opening, VOTERS);
    same(names(events).at(-1), "validator/set opened");
    same(keys(region), SEATED.map(consensusKey));
    // The engine learns the first set from its own genesis, which names the same.
    same(region.updates, []);
    const again = region.try(
      "health court drugs fund",
      command("governance", "propose", { id: "c2", subject: "consortium", action: opening, deadline: region.time + 9 }),
      command("governance", "vote", { id: "c2", choice: "yes" }),
    );
    same(again?.code, "validator/already-open");
  });
});

it("executing such a chain again from genesis leads to the same roots, notices included", () => {
  const store = new MemoryStateStore();
  const region = new Region(store, rulesOf(document), document);
  region.do("hospital hospital-consensus", offering("hospital", 6));
  told(region, notice("drugs", region));
  region.block();
  region.block();
  decideByVote(region, "v1", "validator", admitting("hospital"), VOTERS);
  const walk = recheck(rulesOf(document), store, genesisStateOf(document));
  let step = walk.next();
  while (!step.done) step = walk.next();
  same(step.value, undefined);
});
