import { ok, deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { genesisHashOf, genesisShape, genesisStateOf } from "./genesis.ts";
import { genesis } from "./region.conformance.ts";

const validator = genesis.validators[0];
const consortium = { rules: { doubleSigning: "note", sharedControl: "refused" }, members: [] };
describe("a genesis document", () => {
  for (const [says, change, fault] of [
    ["fits", {}, undefined],
    ["names a network", { network: "" }, "v.network"],
    ["has a time", { time: -1 }, "v.time"],
    ["has a validator", { validators: [] }, "v.validators"],
    ["has at most 100 validators", { validators: Array(101).fill(validator) }, "v.validators"],
    ["has validators with power", { validators: [{ ...validator, power: 0 }] }, "v.validators[0].power"],
    ["has keys of 32 bytes", { validators: [{ ...validator, publicKey: "00" }] }, "v.validators[0].publicKey"],
    ["has an origin for passkeys", { relyingParty: { id: "localhost", origins: [] } }, "v.relyingParty.origins"],
    ["has commands with a domain", { commands: [{ type: "admit" }] }, "v.commands[0]"],
    ["has no command that is nothing", { commands: [null] }, "v.commands[0]"],
    ["has no other member", { more: 1 }, "v.more"],
    ["has a name of 64 characters at most", { network: "n".repeat(64) }, undefined],
    ["of 50, where CometBFT orders", { network: "n".repeat(50), consortium }, undefined],
    ["and of no more", { network: "n".repeat(51), consortium }, "v.network"],
  ] as const)
    it(says, () => same(genesisShape.fault({ ...genesis, ...change }, "v"), fault));

  it("is named by a hash that covers all of it, whatever order its members have", () => {
    const hash = genesisHashOf(genesis);
    same(genesisHashOf(Object.fromEntries(Object.entries(genesis).reverse()) as typeof genesis), hash);
    for (const change of [{ time: genesis.time + 1 }, { network: "other" }, { commands: genesis.commands.slice(1) }])
      ok(genesisHashOf({ ...genesis, ...change } as typeof genesis) !== hash);
  });

  it("gives the ledger its time and commands", () =>
    same(genesisStateOf(genesis), { time: genesis.time, commands: genesis.commands }));
});
