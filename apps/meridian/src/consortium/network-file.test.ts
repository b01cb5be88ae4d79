import { ok as holds, deepStrictEqual as same } from "node:assert";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { asSeconds } from "@meridian/base/ids";
import { genesisHashOf, genesisShape } from "@meridian/network/genesis";
import { genesisOf, peersOf, refusedIn } from "./genesis-of.ts";
import { exampleOf } from "./network-example.ts";
import { networkFileSchema } from "./network-file.ts";
import { readNetworkFile } from "./read-network-file.ts";

type Json = { [name: string]: unknown };
type Example = Json & { organisations: Json[]; validators: (Json & { nodes: Json[] })[] };
const example = (): Example => structuredClone(exampleOf("en")) as Example;
const noFiles = (): undefined => undefined;
const read = (file: unknown) => readNetworkFile("/network.json", file, noFiles);
const now = asSeconds(1_800_000_000);

/** Places that are wrong after the example was changed. */
function wrongAfter(change: (file: Example) => void): readonly string[] {
  const file = example();
  change(file);
  const found = read(file);
  return found.ok ? [] : found.error.map(({ at }) => at);
}

describe("a network file", () => {
  for (const language of ["en", "zh"] as const)
    it(`in the example's ${language} words becomes a genesis that the rules take`, () => {
      const found = read(exampleOf(language));
      holds(found.ok);
      const { file, founders } = found.value;
      const genesis = genesisOf(file, founders, now);
      same(genesisShape.fault(genesis, "genesis"), undefined);
      same(refusedIn(genesis), undefined);
      same(genesis.consortium?.members.length, 4);
      const peers = peersOf(genesis, founders);
      same([peers.genesis, peers.peers.length], [genesisHashOf(genesis), 4]);
    });
  it("gives the same document again, and another for another time when it names none", () => {
    const { time: _, ...timeless } = example();
    const hashes = [now, now, asSeconds(now + 1)].map((at) => {
      const found = read(timeless);
      holds(found.ok);
      return genesisHashOf(genesisOf(found.value.file, found.value.founders, at));
    });
    same([hashes[0] === hashes[1], hashes[0] === hashes[2]], [true, false]);
  });
  it("has its schema published as it is", () => {
    const published = new URL("../../../../docs/reference/network-file.schema.json", import.meta.url);
    same(JSON.parse(readFileSync(published, "utf8")), networkFileSchema());
  });
  it("is refused by the rules where a kind may not validate, and says which command", () => {
    const file = example();
    const [hospital] = file.organisations;
    holds(hospital !== undefined);
    hospital["kind"] = "carrier";
    const found = read(file);
    holds(found.ok);
    holds(refusedIn(genesisOf(found.value.file, found.value.founders, now)) !== undefined);
  });
});

describe("what is wrong with a network file is named by its place", () => {
  for (const [says, change, places] of [
    ["an unknown member", (file: Example) => Object.assign(file, { colour: 1 }), ["colour"]],
    ["a missing network", (file: Example) => delete file["network"], ["network"]],
    ["a name too long for CometBFT", (file: Example) => Object.assign(file, { network: "n".repeat(51) }), ["network"]],
    [
      "an unknown kind",
      (file: Example) => Object.assign(file.organisations[0] ?? {}, { kind: "bank" }),
      ["organisations[0].kind"],
    ],
    [
      "no organisations",
      (file: Example) => Object.assign(file, { organisations: [], validators: [] }),
      ["organisations", "validators"],
    ],
    [
      "two organisations of one id",
      (file: Example) => Object.assign(file.organisations[4] ?? {}, { id: "court" }),
      ["organisations[4].id"],
    ],
    [
      "one key for two purposes",
      (file: Example) => Object.assign(file.validators[0] ?? {}, { publicKey: file.organisations[0]?.["publicKey"] }),
      ["validators[0].publicKey"],
    ],
    [
      "a validator who is no member",
      (file: Example) => Object.assign(file.validators[1] ?? {}, { organisation: "nobody", control: "nobody" }),
      ["validators[1].organisation"],
    ],
    [
      "two nodes at one address",
      (file: Example) => Object.assign(file.validators[2]?.nodes[0] ?? {}, { host: "10.20.0.1" }),
      ["validators[2].nodes[0]"],
    ],
    [
      "two nodes of one id",
      (file: Example) =>
        Object.assign(file.validators[3]?.nodes[0] ?? {}, { id: file.validators[0]?.nodes[0]?.["id"] }),
      ["validators[3].nodes[0].id"],
    ],
    [
      "one control over a third",
      (file: Example) => Object.assign(file.validators[3] ?? {}, { control: "hospital-central" }),
      ["validators[3].control"],
    ],
    [
      "a threshold below one half",
      (file: Example) => Object.assign(file, { thresholds: [{ subject: "admit", numerator: 1, denominator: 3 }] }),
      ["thresholds[0]"],
    ],
    ["a card that is not there", (file: Example) => Object.assign(file, { cards: ["x.json"] }), ["cards[0]"]],
  ] as const)
    it(says, () => same(wrongAfter(change), places));

  it("and one control over a third is allowed to whoever says so", () =>
    same(
      wrongAfter((file) => {
        Object.assign(file.validators[3] ?? {}, { control: "hospital-central" });
        Object.assign(file, { rules: { doubleSigning: "note", sharedControl: "allowed" } });
      }),
      [],
    ));
});
