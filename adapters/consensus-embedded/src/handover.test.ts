import { deepStrictEqual as same, throws } from "node:assert";
import { describe, it } from "node:test";
import { equal, toHex, utf8 } from "@meridian/base/bytes";
import { asHeight, asSeconds, type NetworkId } from "@meridian/base/ids";
import { canonicalText } from "@meridian/base/json";
import { ok as accepted } from "@meridian/base/result";
import { Secret } from "@meridian/base/secret";
import { id, integer, literal, object, union } from "@meridian/base/shape";
import { publicKeyOf, sign } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import type { AnyContract } from "@meridian/kernel/contract";
import { signedBytesOf } from "@meridian/kernel/signing";
import type { Command } from "@meridian/kernel/transaction";
import { Ledger } from "@meridian/ledger/ledger";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import type { Rules } from "@meridian/ledger/rules";
import type { StoredBlock } from "@meridian/ledger/state-store";
import { encodeWire } from "@meridian/ledger/wire";
import { headerHash } from "@meridian/proof/comet/header";
import { setOf, validatorSetHash } from "@meridian/proof/comet/validators";
import { checkStep } from "@meridian/proof/light";
import { decodeSeal, type Seal } from "@meridian/proof/seal";
import { OrderedByMembers, Sequencer, type World } from "./sequencer.ts";
import { HostedValidators } from "./validators.ts";

const network = "closing" as NetworkId;
const seedOf = (name: string): Uint8Array => sha256(utf8(name));
const keyOf = (name: string): string => toHex(publicKeyOf(seedOf(name)));
const openedBy = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ publicKey: keyOf(`member ${i}`), power: 1 }));

/** A domain whose one record is how many members' keys make up the set; 0 is none. */
const seats: AnyContract = {
  domain: "seats",
  version: 1,
  initial: { count: 0 },
  command: union("type", {
    open: object({
      domain: literal("seats"),
      type: literal("open"),
      id: id<string>(),
      count: integer({ min: 0, max: 9 }),
    }),
  }),
  key: (command) => (command as unknown as { id: string }).id,
  decide: (_, command) =>
    accepted([{ type: "opened", count: (command as unknown as { count: number }).count } as never]),
  evolve: (_, event) => ({ count: (event as unknown as { count: number }).count }),
};
const rules: Rules = {
  network,
  relyingParty: { id: "localhost", origins: [] },
  contracts: new Map([["seats", seats]]),
  facts: () => new Map(),
  resolve: () => ({ type: "none" }),
  openToSuspended: () => false,
  reactions: () => [],
  membership: {
    validators: (read) => {
      const { count } = read(seats, "set") as { count: number };
      return count === 0 ? undefined : openedBy(count);
    },
    admitsPeer: () => false,
    commandFor: () => open(0),
  },
};
const open = (count: number, record = "set"): Command =>
  ({ domain: "seats", type: "open", id: record, count }) as Command;

function transaction(command: Command, n: number): Uint8Array {
  const nonce = n.toString(16).padStart(32, "0");
  const payload = utf8(canonicalText({ network, commands: [command], nonce, validUntil: 100 }));
  const author = seedOf("author");
  const signature = sign(author, signedBytesOf(payload));
  return encodeWire({ payload, signatures: [{ kind: "ed25519", publicKey: publicKeyOf(author), signature }] });
}
const opening = transaction(open(4), 1);
const other = (n: number): Uint8Array => transaction(open(0, `other-${n}`), n);

function start(store = new MemoryStateStore(), commands: readonly Command[] = [], hosted = ["one", "two"]) {
  let due: (() => void) | undefined;
  let seconds = 1_700_000_000;
  const world: World = {
    now: () => ({ seconds: seconds++, nanos: 0 }),
    after: (_, run) => {
      due = run;
      return () => {
        due = undefined;
      };
    },
  };
  const ledger = new Ledger(rules, store, { time: asSeconds(1_600_000_000), commands });
  const validators = new HostedValidators(hosted.map((name) => ({ seed: new Secret(seedOf(name)), power: 1 })));
  const options = { batchMilliseconds: 2, proofMilliseconds: 50 };
  const sequencer = new Sequencer(network, ledger, store, validators, world, options);
  const blocks: { block: StoredBlock; seal: Seal }[] = [];
  sequencer.onCommitted((block, seal) => blocks.push({ block, seal }));
  const step = (): boolean => {
    const run = due;
    due = undefined;
    run?.();
    return run !== undefined;
  };
  const settle = (): void => {
    while (step());
  };
  return { ledger, sequencer, validators, blocks, store, step, settle };
}

const announced = ({ header }: Seal): string =>
  equal(header.nextValidatorsHash, header.validatorsHash) ? "itself" : toHex(header.nextValidatorsHash);
const openedHash = (count: number): string => toHex(validatorSetHash(setOf(openedBy(count))));

describe("handing over to the members", () => {
  it("makes one last, empty block that announces the set, and refuses everything from the opening on", () => {
    const { sequencer, blocks, step, settle, ledger } = start();
    settle();
    same(sequencer.offer(opening, false), undefined);
    step();
    same(ledger.validators?.length, 4);
    same(sequencer.offer(other(2), false), { code: "ledger/handed-over" });
    settle();
    same(
      blocks.map(({ block, seal }) => [block.transactions.length, announced(seal)]),
      [
        [0, "itself"],
        [0, "itself"],
        [1, "itself"],
        [0, openedHash(4)],
      ],
    );
    same(sequencer.offer(other(2), false), { code: "ledger/handed-over" });
    same([step(), ledger.height], [false, 4]);
    sequencer.stop();
    same(ledger.height, 4);
  });

  it("still orders what it accepted before, and announces only behind it what the set is then", () => {
    const { sequencer, blocks, settle, step } = start();
    settle();
    for (let n = 10; n < 1_010; n++) sequencer.offer(other(n), true);
    sequencer.offer(opening, true);
    for (let n = 2_000; n < 2_002; n++) sequencer.offer(other(n), true);
    sequencer.offer(transaction(open(5), 3_000), true);
    step();
    settle();
    const transactions = blocks.reduce((sum, { block }) => sum + block.transactions.length, 0);
    same(transactions, 1_004);
    same(
      blocks.map(({ seal }) => announced(seal)).filter((what) => what !== "itself"),
      [openedHash(5)],
    );
    same(blocks.at(-1)?.block.transactions.length, 0);
  });

  it("makes the last block after a restart between the two, and none after a restart behind it", () => {
    const first = start();
    first.settle();
    first.sequencer.offer(opening, false);
    first.step();
    // Killed here: the set is open, nobody has announced it.
    const second = start(first.store);
    same(second.sequencer.offer(other(2), false), { code: "ledger/handed-over" });
    second.settle();
    same(
      second.blocks.map(({ seal }) => announced(seal)),
      [openedHash(4)],
    );
    const third = start(first.store);
    same([third.step(), third.ledger.height], [false, 4]);
    same(third.sequencer.offer(other(2), false)?.code, "ledger/handed-over");
    third.sequencer.stop();
    same(third.ledger.height, 4);
  });

  it("makes the last block before it stops", () => {
    const { sequencer, settle, blocks } = start();
    settle();
    sequencer.offer(opening, false);
    sequencer.stop();
    same(
      blocks.slice(-2).map(({ seal }) => announced(seal)),
      ["itself", openedHash(4)],
    );
  });

  it("knows its last block when the members open the very set that it hosts", () => {
    const hosted = ["member 0", "member 1", "member 2", "member 3"];
    const { sequencer, settle, store } = start(undefined, [], hosted);
    settle();
    sequencer.offer(opening, false);
    settle();
    const again = start(store, [], hosted);
    same([again.step(), again.ledger.height], [false, 4]);
  });

  it("lets a light client cross to a block that the members sign next", () => {
    const { sequencer, settle, blocks } = start();
    settle();
    sequencer.offer(opening, false);
    settle();
    const last = blocks.at(-1)?.seal.header;
    if (last === undefined) throw new Error("there is a last block");
    const members = new HostedValidators(
      [0, 1, 2, 3].map((i) => ({ seed: new Secret(seedOf(`member ${i}`)), power: 1 })),
    );
    const hash = validatorSetHash(members.set);
    const header = { ...last, height: 5, validatorsHash: hash, nextValidatorsHash: hash, time: later(last.time) };
    const blockId = { hash: headerHash(header), parts: { total: 1, hash: new Uint8Array(32) } };
    const commit = members.sign(network, 5, blockId, header.time);
    const policy = { now: later(header.time), trustingPeriod: 3_600, clockDrift: 10 };
    const step = checkStep(
      { header: last, nextValidators: members.set },
      { header, commit, validators: members.set },
      policy,
    );
    same(step.ok, true);
  });

  it("does not order a chain whose genesis opens the set, nor one that CometBFT has gone on with", () => {
    throws(() => start(undefined, [open(4)]), OrderedByMembers);
    const { sequencer, settle, store } = start();
    settle();
    sequencer.offer(opening, false);
    settle();
    const ledger = new Ledger(rules, store, { time: asSeconds(1_600_000_000), commands: [] });
    ledger.finalize({ height: asHeight(5), time: asSeconds(1_700_001_000), transactions: [] });
    ledger.commit(new Uint8Array());
    same(decodeSeal(store.block(asHeight(5))?.seal ?? new Uint8Array(1)), undefined);
    throws(() => start(store), OrderedByMembers);
  });
});

const later = ({ seconds, nanos }: { seconds: number; nanos: number }) => ({ seconds: seconds + 1, nanos });
