import { ok, deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { toHex, utf8 } from "@meridian/base/bytes";
import { asHeight, asSeconds, type NetworkId } from "@meridian/base/ids";
import { canonicalText } from "@meridian/base/json";
import { ok as accepted } from "@meridian/base/result";
import { Secret } from "@meridian/base/secret";
import { hash as hashShape, literal, object, union } from "@meridian/base/shape";
import { publicKeyOf, sign } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import type { AnyContract } from "@meridian/kernel/contract";
import { signedBytesOf } from "@meridian/kernel/signing";
import { Ledger } from "@meridian/ledger/ledger";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import type { Rules } from "@meridian/ledger/rules";
import type { StoredBlock } from "@meridian/ledger/state-store";
import { encodeWire } from "@meridian/ledger/wire";
import { checkFinality } from "@meridian/proof/light";
import type { Seal } from "@meridian/proof/seal";
import { Sequencer, type World } from "./sequencer.ts";
import { HostedValidators } from "./validators.ts";

const network = "test-region" as NetworkId;
const note = object({ domain: literal("note"), type: literal("write"), id: hashShape<string>() });
const contract: AnyContract = {
  domain: "note",
  version: 1,
  initial: {},
  command: union("type", { write: note }),
  key: (command) => (command as unknown as { id: string }).id,
  decide: () => accepted([{ type: "written" }]),
  evolve: (state) => ({ written: ((state as { written?: number }).written ?? 0) + 1 }),
};
const rules: Rules = {
  network,
  relyingParty: { id: "localhost", origins: [] },
  contracts: new Map([["note", contract]]),
  facts: () => new Map(),
  resolve: () => ({ type: "none" }),
  openToSuspended: () => false,
  reactions: () => [],
};
const author = sha256(utf8("author"));

function transaction(n: number, validUntil = 100): Uint8Array {
  const nonce = n.toString(16).padStart(32, "0");
  const id = toHex(sha256(utf8(String(n))));
  const payload = utf8(
    canonicalText({ network, commands: [{ domain: "note", type: "write", id }], nonce, validUntil }),
  );
  const signature = sign(author, signedBytesOf(payload));
  return encodeWire({ payload, signatures: [{ kind: "ed25519", publicKey: publicKeyOf(author), signature }] });
}

/** A world whose clock and timers the test turns by hand. */
function handTurned() {
  let timers: { run: () => void; wait: number }[] = [];
  const state = { seconds: 1_700_000_000 };
  const world: World = {
    now: () => ({ seconds: state.seconds, nanos: 5 }),
    after: (wait, run) => {
      const timer = { run, wait };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
  };
  const turn = (): void => {
    const due = timers;
    timers = [];
    for (const { run } of due) run();
  };
  const settle = (): void => {
    while (timers.length > 0) turn();
  };
  return { world, state, turn, settle, waits: () => timers.map(({ wait }) => wait) };
}

function start(store = new MemoryStateStore(), executedBy = rules) {
  const hand = handTurned();
  const ledger = new Ledger(executedBy, store, { time: asSeconds(1_600_000_000), commands: [] });
  const seeds = [1, 2, 3, 4].map((n) => new Secret(sha256(utf8(`validator ${n}`))));
  const validators = new HostedValidators(seeds.map((seed) => ({ seed, power: 10 })));
  const options = { batchMilliseconds: 2, proofMilliseconds: 50 };
  const sequencer = new Sequencer(network, ledger, store, validators, hand.world, options);
  const blocks: { block: StoredBlock; seal: Seal }[] = [];
  sequencer.onCommitted((block, seal) => blocks.push({ block, seal }));
  return { ...hand, ledger, sequencer, validators, blocks, store };
}

describe("embedded sequencer", () => {
  it("makes a block of what waits, an empty one to prove it, and then rests", () => {
    const { sequencer, blocks, settle } = start();
    settle();
    same(blocks.length, 2, "the first has what genesis made, the second proves it");
    same(sequencer.offer(transaction(1), false), undefined);
    same(sequencer.offer(transaction(2), false), undefined);
    settle();
    same(
      blocks.map(({ block }) => block.transactions.length),
      [0, 0, 2, 0],
    );
    settle();
    same(blocks.length, 4);
  });

  it("signs every block so that the light client accepts it, each linked to the one before", () => {
    const { sequencer, blocks, settle, validators } = start();
    for (let n = 0; n < 3; n++) {
      sequencer.offer(transaction(n), false);
      settle();
    }
    for (const [i, { block, seal }] of blocks.entries()) {
      const light = { header: seal.header, commit: seal.commit, validators: validators.set };
      ok(checkFinality(network, light).ok, `height ${block.height}`);
      const before = blocks[i - 1];
      if (before === undefined) continue;
      same(seal.header.lastBlockId, before.seal.commit.blockId);
      same(toHex(seal.header.appHash), toHex(before.block.appHash));
    }
  });

  it("keeps block time going forward when the host's clock goes back", () => {
    const { sequencer, blocks, settle, state } = start();
    settle();
    state.seconds -= 3_600;
    sequencer.offer(transaction(1), false);
    settle();
    const times = blocks.map(({ seal }) => seal.header.time);
    ok(times.every(({ seconds }) => seconds === 1_700_000_000));
    same(
      times.map(({ nanos }) => nanos),
      [5, 6, 7, 8],
    );
  });

  it("refuses a second copy while the first waits and after it committed", () => {
    const { sequencer, settle } = start();
    same(sequencer.offer(transaction(1), false), undefined);
    same(sequencer.offer(transaction(1), false)?.code, "ledger/replayed");
    settle();
    same(sequencer.offer(transaction(1), false)?.code, "ledger/replayed");
  });

  it("refuses with a code when the queue is full, and takes more once it is not", () => {
    const { sequencer, settle } = start();
    let accepted = 0;
    let refusal: string | undefined;
    for (let n = 0; refusal === undefined; n++) {
      refusal = sequencer.offer(transaction(n), true)?.code;
      if (refusal === undefined) accepted++;
    }
    same([accepted, refusal], [20_000, "ledger/queue-full"]);
    settle();
    same(sequencer.offer(transaction(1_000_000), true), undefined);
  });

  it("commits what it accepted before it stops, and takes nothing afterwards", () => {
    const { sequencer, blocks } = start();
    sequencer.offer(transaction(1), false);
    sequencer.stop();
    same(
      blocks.reduce((sum, { block }) => sum + block.transactions.length, 0),
      1,
    );
    same(sequencer.offer(transaction(2), false)?.code, "ledger/shutting-down");
  });

  it("rejects a transaction with a false signature without using up its id", () => {
    const { sequencer, blocks, settle } = start();
    const forged = transaction(1);
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
    sequencer.offer(forged, false);
    settle();
    const outcome = blocks.flatMap(({ block }) => block.outcomes)[0];
    same(outcome?.status === "rejected" && outcome.rejection.code, "ledger/bad-signature");
    same(sequencer.offer(transaction(1), false), undefined);
  });

  it("goes on after a restart with the chain it had", () => {
    const { sequencer, store, settle } = start();
    sequencer.offer(transaction(1), false);
    settle();
    const again = start(store);
    same(again.ledger.height, store.height());
    same(again.sequencer.offer(transaction(1), false)?.code, "ledger/replayed");
    again.sequencer.offer(transaction(2), false);
    again.settle();
    same(again.blocks[0]?.block.height, asHeight(3));
    same(again.blocks[0]?.seal.header.lastBlockId.hash.length, 32);
  });
});

describe("a release of the rules that this software lacks", () => {
  const two = { release: 2, height: asHeight(4), scheduledIn: asHeight(0), scheduledAt: asSeconds(0) };
  const rulesWith = (...has: readonly number[]): Rules => ({
    ...rules,
    releases: { plan: () => [two], of: (release) => (has.includes(release) ? rules : undefined) },
  });

  it("ends the making of blocks before its height, and stopping waits for none", () => {
    const { sequencer, blocks, ledger, settle, store } = start(undefined, rulesWith());
    settle();
    same(sequencer.offer(transaction(1), false), undefined);
    settle();
    same(
      blocks.map(({ block }) => block.height),
      [1, 2, 3],
    );
    same(ledger.nextNeeds(), two);
    same(sequencer.offer(transaction(2), false)?.code, "ledger/shutting-down");
    settle();
    sequencer.stop();
    same(store.height(), 3);
  });

  it("keeps a node that starts without it from making any, until it is installed", () => {
    const store = new MemoryStateStore();
    const first = start(store, rulesWith());
    first.settle();
    first.sequencer.offer(transaction(1), false);
    first.settle();
    const again = start(store, rulesWith());
    again.settle();
    same([again.blocks.length, again.sequencer.offer(transaction(2), false)?.code], [0, "ledger/shutting-down"]);
    const installed = start(store, rulesWith(2));
    same(installed.sequencer.offer(transaction(2), false), undefined);
    installed.settle();
    same(
      installed.blocks.map(({ block }) => [block.height, block.transactions.length]),
      [
        [4, 1],
        [5, 0],
      ],
    );
  });
});
