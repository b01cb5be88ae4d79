import { ok, strictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { equal, textOf, toHex, utf8 } from "@meridian/base/bytes";
import { asSeconds, type NetworkId } from "@meridian/base/ids";
import { canonicalBytes } from "@meridian/base/json";
import { ok as accepted } from "@meridian/base/result";
import { Secret } from "@meridian/base/secret";
import { integer, literal, object, union } from "@meridian/base/shape";
import { publicKeyOf, sign } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import { merklePath, pathLeadsTo } from "@meridian/crypto/merkle";
import type { AnyContract } from "@meridian/kernel/contract";
import { signedBytesOf } from "@meridian/kernel/signing";
import { Ledger } from "@meridian/ledger/ledger";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import type { StoredBlock } from "@meridian/ledger/state-store";
import { encodeWire } from "@meridian/ledger/wire";
import { headerHash } from "@meridian/proof/comet/header";
import { encodeSeal, type Seal } from "@meridian/proof/seal";
import { golden } from "./golden.vectors.ts";
import { Sequencer, type World } from "./sequencer.ts";
import { HostedValidators } from "./validators.ts";

const network = "golden" as NetworkId;
const contract: AnyContract = {
  domain: "note",
  version: 1,
  initial: { sum: 0 },
  command: union("type", {
    add: object({ domain: literal("note"), type: literal("add"), n: integer({ min: 0, max: 9 }) }),
  }),
  key: () => "n-1",
  decide: (_, command) => accepted([{ type: "added", n: (command as unknown as { n: number }).n } as { type: string }]),
  evolve: (state, event) => ({ sum: (state as { sum: number }).sum + (event as unknown as { n: number }).n }),
};

function transaction(n: number): Uint8Array {
  const seed = sha256(utf8("author"));
  const commands = [{ domain: "note", type: "add", n }];
  const payload = canonicalBytes({ network, commands, nonce: n.toString(16).padStart(32, "0"), validUntil: 9 });
  const signature = sign(seed, signedBytesOf(payload));
  return encodeWire({ payload, signatures: [{ kind: "ed25519", publicKey: publicKeyOf(seed), signature }] });
}

/** Two transactions in one block, told by four validators at a fixed time; then the block that proves them. */
function tell(): readonly { readonly block: StoredBlock; readonly seal: Seal }[] {
  const timers: (() => void)[] = [];
  const world: World = {
    now: () => ({ seconds: 1_800_000_000, nanos: 250_000_000 }),
    after: (_, run) => {
      timers.push(run);
      return () => timers.splice(timers.indexOf(run), 1);
    },
  };
  const store = new MemoryStateStore();
  const rules = {
    network,
    relyingParty: { id: "localhost", origins: [] },
    contracts: new Map([["note", contract]]),
    facts: () => new Map(),
    resolve: () => ({ type: "none" }) as const,
    openToSuspended: () => false,
    reactions: () => [],
  };
  const ledger = new Ledger(rules, store, { time: asSeconds(1_700_000_000), commands: [] });
  const seeds = [1, 2, 3, 4].map((n) => new Secret(sha256(utf8(`golden validator ${n}`))));
  const validators = new HostedValidators(seeds.map((seed, i) => ({ seed, power: 10 + i })));
  const options = { batchMilliseconds: 2, proofMilliseconds: 50 };
  const sequencer = new Sequencer(network, ledger, store, validators, world, options);
  const told: { block: StoredBlock; seal: Seal }[] = [];
  sequencer.onCommitted((block, seal) => told.push({ block, seal }));
  for (const n of [3, 4]) sequencer.offer(transaction(n), false);
  while (timers.length > 0) timers.shift()?.();
  return told;
}

const [first, second] = tell();
ok(first && second);
const path = merklePath(first.block.events, 1);
const yields: { readonly [vector: string]: string } = {
  transactions: first.block.transactions.map(toHex).join("\n"),
  headerHash: toHex(headerHash(first.seal.header)),
  seal: textOf(encodeSeal(first.seal)) ?? "",
  nextHeaderHash: toHex(headerHash(second.seal.header)),
  nextSeal: textOf(encodeSeal(second.seal)) ?? "",
  eventLeaf: textOf(first.block.events[1] ?? new Uint8Array()) ?? "",
  eventAunts: path.aunts.map(toHex).join("\n"),
  eventsRoot: toHex(first.block.eventsRoot),
  stateRoot: toHex(first.block.stateRoot),
  appHash: toHex(first.block.appHash),
};
const CONSENSUS = "this is consensus: a new value splits every running network (see golden.vectors.ts)";

describe("golden blocks", () => {
  for (const [vector, value] of Object.entries(yields))
    it(`${vector} is what it always was`, () =>
      same(value, (golden as { readonly [vector: string]: string })[vector], `${vector} has changed; ${CONSENSUS}`));

  it("leave none out", () => same(Object.keys(golden).sort().join(), Object.keys(yields).sort().join(), CONSENSUS));

  it("the event's path leads to the root that the next header's app hash covers", () => {
    same(pathLeadsTo(path, utf8(golden.eventLeaf), first.block.eventsRoot), true);
    same(equal(second.seal.header.appHash, first.block.appHash), true);
  });
});
