import { ok, deepStrictEqual as same } from "node:assert";
import { after, before, describe, it } from "node:test";
import { asHeight, type Height, type TransactionId } from "@meridian/base/ids";
import { QUEUE_TRANSACTIONS_MAX } from "@meridian/base/limits";
import type { CodedRejection } from "@meridian/kernel/transaction";
import type { Consensus } from "./consensus.ts";
import { decodeTransaction } from "./decode.ts";
import { coded } from "./execute.ts";
import { recheck } from "./recheck.ts";
import { firstBadSignature } from "./signing.ts";
import type { StateStore, StoredBlock } from "./state-store.ts";
import { add, GENESIS_TIME, payloadOf, rules, transaction } from "./toy.conformance.ts";
import { encodeWire } from "./wire.ts";

/** What a suite needs of an adapter: consensus over the toy rules, from a genesis of nothing, that can stop and go on. */
export type ConsensusUnderTest = {
  readonly consensus: Consensus;
  readonly store: StateStore;
  /** Offers without looking at signatures, for a queue that is filled faster than it empties. */
  readonly offer: (bytes: Uint8Array, id: TransactionId) => CodedRejection | undefined;
  /** After `consensus.stop`: the same chain, opened again. */
  readonly reopen: () => Promise<ConsensusUnderTest>;
  /** Lets go of everything, whether or not it was stopped. */
  readonly dispose: () => Promise<void>;
};

/** How a node submits: form and signatures are checked first, then it is offered for ordering, in one turn. */
export function submitTo(
  offer: (bytes: Uint8Array, verified: boolean, id: TransactionId) => CodedRejection | undefined,
): Consensus["submit"] {
  return (bytes) => {
    const decoded = decodeTransaction(bytes);
    if (!decoded.ok) return Promise.resolve(coded(decoded.error));
    const { id, payloadBytes: payload, signatures } = decoded.value;
    const index = firstBadSignature({ payload, signatures }, rules.relyingParty);
    return Promise.resolve(index === undefined ? offer(bytes, true, id) : coded({ code: "bad-signature", index }));
  };
}

const PATIENCE_MILLISECONDS = 30_000;

/** Waits for what engine and timers do by themselves. */
async function until(holds: () => boolean, what: string): Promise<void> {
  const end = performance.now() + PATIENCE_MILLISECONDS;
  while (!holds()) {
    ok(performance.now() < end, `in vain: ${what}`);
    await new Promise((later) => setTimeout(later, 5));
  }
}

/** Listens to a chain and writes down what it is told, and what of it the store has at that moment. */
class Witness {
  readonly blocks: StoredBlock[] = [];
  readonly outcomes = new Map<string, string[]>();
  durable = true;

  constructor({ consensus, store }: ConsensusUnderTest) {
    consensus.onCommitted((block) => {
      this.blocks.push(block);
      this.durable &&= (store.height() ?? -1) >= block.height && store.block(block.height)?.height === block.height;
      for (const [index, { id }] of block.ids.entries()) {
        const outcome = block.outcomes[index];
        const told = outcome?.status === "rejected" ? outcome.rejection.code : (outcome?.status ?? "none");
        this.outcomes.set(id, [...(this.outcomes.get(id) ?? []), told]);
      }
    });
  }
}

const idOf = (bytes: Uint8Array): TransactionId => {
  const decoded = decodeTransaction(bytes);
  ok(decoded.ok);
  return decoded.value.id;
};
const many = (from: number, count: number): readonly Uint8Array[] =>
  Array.from({ length: count }, (_, n) =>
    // Every tenth takes what is not there.
    transaction([add(`p-${n % 7}`, n % 10 === 9 ? -1_000_000 : 1)], { nonce: from + n, validUntil: 900 }),
  );
/** Forms without a valid signature: for what never gets as far as a block of a chain that is looked at. */
const unsigned = (nonce: number): Uint8Array =>
  encodeWire({
    payload: payloadOf([add("p", 1)], { nonce, validUntil: 900 }),
    signatures: [{ kind: "ed25519", publicKey: new Uint8Array(32), signature: new Uint8Array(64) }],
  });

/** The promises of `Consensus`, run by every adapter. */
export function consensusPromises(name: string, open: () => Promise<ConsensusUnderTest>): void {
  describe(`consensus: ${name}`, () => {
    let under: ConsensusUnderTest;
    let witness: Witness;
    before(async () => {
      under = await open();
      witness = new Witness(under);
    });
    after(() => under.dispose());

    it("gives every accepted transaction one outcome, in a block that is durable by then", async () => {
      const transactions = many(1, 300);
      for (const bytes of transactions) same(await under.consensus.submit(bytes), undefined);
      await until(() => transactions.every((bytes) => witness.outcomes.has(idOf(bytes))), "an outcome for each");
      const outcomes = transactions.map((bytes) => witness.outcomes.get(idOf(bytes)));
      same(new Set(outcomes.map((each) => each?.length)), new Set([1]));
      same(outcomes.filter((each) => each?.[0] === "committed").length, 270);
      same(outcomes.filter((each) => each?.[0] === "purse/overdrawn").length, 30);
      same(witness.durable, true);
    });

    it("orders a lone transaction too", async () => {
      const bytes = transaction([add("lone", 1)], { nonce: 5_000, validUntil: 900 });
      same(await under.consensus.submit(bytes), undefined);
      await until(() => witness.outcomes.has(idOf(bytes)), "an outcome");
    });

    it("refuses a second copy while the first waits and after it committed", async () => {
      const bytes = transaction([add("twice", 1)], { nonce: 6_000, validUntil: 900 });
      const [first, second] = await Promise.all([under.consensus.submit(bytes), under.consensus.submit(bytes)]);
      same([first, second?.code], [undefined, "ledger/replayed"]);
      await until(() => witness.outcomes.has(idOf(bytes)), "an outcome");
      same((await under.consensus.submit(bytes))?.code, "ledger/replayed");
    });

    it("refuses at once what could never be in a block", async () => {
      const forged = transaction([add("p", 1)], { nonce: 7_000, validUntil: 900 });
      forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
      same((await under.consensus.submit(forged))?.code, "ledger/bad-signature");
      same((await under.consensus.submit(Uint8Array.of(1, 2, 3)))?.code, "ledger/malformed");
      const late = transaction([add("p", 1)], { nonce: 7_001, validUntil: 1 });
      same((await under.consensus.submit(late))?.code, "ledger/window-over");
    });

    it("tells of blocks gap-free, in order, each once", () => {
      const heights = witness.blocks.map(({ height }) => height as number);
      same(
        heights,
        heights.map((_, at) => (heights[0] ?? 0) + at),
      );
    });

    it("goes on at the next height when it is opened again, and remembers what it ordered", async () => {
      await under.consensus.stop();
      const tip = under.store.height() as Height;
      under = await under.reopen();
      witness = new Witness(under);
      same((await under.consensus.submit(many(1, 1)[0] as Uint8Array))?.code, "ledger/replayed");
      const bytes = transaction([add("again", 1)], { nonce: 8_000, validUntil: 900 });
      same(await under.consensus.submit(bytes), undefined);
      await until(() => witness.outcomes.has(idOf(bytes)), "an outcome");
      same(witness.blocks[0]?.height, tip + 1);
    });

    it("takes nothing more in after it stopped, and a fresh execution of its blocks leads to the same roots", async () => {
      await under.consensus.stop();
      const tip = under.store.height() ?? asHeight(0);
      const bytes = transaction([add("p", 1)], { nonce: 9_000, validUntil: 900 });
      same((await under.consensus.submit(bytes))?.code, "ledger/shutting-down");
      const steps = recheck(rules, under.store, { time: GENESIS_TIME, commands: [] });
      let step = steps.next();
      let heights = 0;
      for (; !step.done; step = steps.next()) heights++;
      same([heights, step.value], [tip, undefined]);
    });
  });

  describe(`consensus under a flood: ${name}`, () => {
    it("refuses with a code when its queue is full, and takes more once it is not", async () => {
      const under = await open();
      try {
        let next = 0;
        const offer = (): CodedRejection | undefined => {
          const bytes = unsigned(++next);
          return under.offer(bytes, idOf(bytes));
        };
        let refusal: CodedRejection | undefined;
        while (refusal === undefined && next <= QUEUE_TRANSACTIONS_MAX) refusal = offer();
        same(refusal, { code: "ledger/queue-full", waiting: QUEUE_TRANSACTIONS_MAX });
        await until(() => offer() === undefined, "room in the queue");
      } finally {
        await under.dispose();
      }
    });
  });
}
