import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { toHex, utf8 } from "@meridian/base/bytes";
import { asHeight, type TransactionId } from "@meridian/base/ids";
import { err, ok } from "@meridian/base/result";
import { NodeRefusal } from "@meridian/client/desk";
import { sha256 } from "@meridian/crypto/hash";
import type { CodedRejection, Receipt, SignedTransaction } from "@meridian/kernel/transaction";
import { BrowserOutbox, type Kept, type OutboxStore, type Send } from "./outbox.ts";

const transaction = (payload: string): SignedTransaction => ({ payload, signatures: [] });
const idOf = (payload: string): TransactionId => toHex(sha256(utf8(payload))) as TransactionId;

const receipt = (payload: string, rejection?: CodedRejection): Receipt => ({
  id: idOf(payload),
  height: asHeight(9),
  index: 0,
  outcome: rejection === undefined ? { status: "committed", events: 1 } : { status: "rejected", command: 0, rejection },
});
const commits: Send = async ({ payload }) => ok(receipt(payload));

function memoryStore(kept = new Map<string, Kept>()): OutboxStore & { readonly kept: Map<string, Kept> } {
  return {
    kept,
    all: async () => [...kept.values()],
    put: async (entry) => void kept.set(entry.id, entry),
    drop: async (id) => void kept.delete(id),
  };
}

const offline: Send = async () => {
  throw new NodeRefusal({ code: "offline" });
};

/** An outbox, what it sent, and what the node does next. */
function opened(store: OutboxStore = memoryStore()) {
  let now = 100_000;
  const sent: string[] = [];
  const node = { answer: offline };
  const outbox = new BrowserOutbox(
    store,
    (given) => {
      sent.push(given.payload);
      return node.answer(given);
    },
    () => now++,
  );
  const states = async () => (await outbox.list()).map(({ payload, state }) => `${payload} ${state}`);
  return { outbox, sent, node, states };
}

describe("the outbox", () => {
  it("keeps what found no node, under the id that it has on the ledger", async () => {
    const { outbox } = opened();
    same(await outbox.keep(transaction("a")), true);
    same(await outbox.list(), [{ id: idOf("a"), payload: "a", since: 100, state: "waiting" }]);
    outbox.close();
  });

  it("sends the same bytes in the order in which they were signed, and is empty then", async () => {
    const { outbox, sent, node, states } = opened();
    for (const payload of ["c", "a", "b"]) await outbox.keep(transaction(payload));
    node.answer = commits;
    await outbox.send();
    same(sent, ["c", "a", "b"]);
    same(await states(), []);
    outbox.close();
  });

  it("stops at the first that finds no node, or no room, and keeps all from there", async () => {
    for (const refusal of [undefined, "ledger/queue-full", "ledger/shutting-down", "gateway/rate-limited"]) {
      const { outbox, sent, node, states } = opened();
      for (const payload of ["a", "b", "c"]) await outbox.keep(transaction(payload));
      node.answer = async (given) => {
        if (given.payload === "a") return commits(given);
        return refusal === undefined ? offline(given) : err({ code: refusal });
      };
      await outbox.send();
      same(sent, ["a", "b"]);
      same(await states(), ["b waiting", "c waiting"]);
      outbox.close();
    }
  });

  it("keeps what the node took in until it says how it ended", async () => {
    const { outbox, sent, node, states } = opened();
    await outbox.keep(transaction("a"));
    node.answer = async () => ok(undefined);
    await outbox.send();
    same(await states(), ["a waiting"]);
    node.answer = commits;
    await outbox.send();
    same(sent, ["a", "a"]);
    same(await states(), []);
    outbox.close();
  });

  it("says which is over and which was refused, sends those no more, and lets them be forgotten", async () => {
    const { outbox, sent, node, states } = opened();
    for (const payload of ["late", "wrong", "good", "void"]) await outbox.keep(transaction(payload));
    node.answer = async ({ payload }) => {
      if (payload === "good") return ok(receipt(payload));
      if (payload === "void") return ok(receipt(payload, { code: "prescription/expired" }));
      return err({ code: payload === "late" ? "ledger/window-over" : "ledger/bad-signature", datum: 7 });
    };
    await outbox.send();
    await outbox.send();
    same(sent, ["late", "wrong", "good", "void"]);
    same(await states(), ["late expired", "wrong refused", "void refused"]);
    same(
      (await outbox.list()).map(({ refusal }) => refusal),
      [
        { code: "ledger/window-over", datum: 7 },
        { code: "ledger/bad-signature", datum: 7 },
        { code: "prescription/expired" },
      ],
    );
    await outbox.forget(idOf("late"));
    same(await states(), ["wrong refused", "void refused"]);
    outbox.close();
  });

  it("is there after a reload", async () => {
    const store = memoryStore();
    const before = opened(store);
    await before.outbox.keep(transaction("a"));
    before.outbox.close();
    const after = opened(store);
    same(await after.states(), ["a waiting"]);
    after.node.answer = commits;
    await after.outbox.send();
    same(after.sent, ["a"]);
    same(store.kept.size, 0);
    after.outbox.close();
  });

  it("sends each once, however often it is told to send at a time", async () => {
    const { outbox, sent, node } = opened();
    await outbox.keep(transaction("a"));
    node.answer = commits;
    await Promise.all([outbox.send(), outbox.send(), outbox.send()]);
    same(sent, ["a"]);
    outbox.close();
  });

  it("tells of every change until one no longer listens", async () => {
    const { outbox, node } = opened();
    let told = 0;
    const stop = outbox.onChange(() => told++);
    await outbox.keep(transaction("a"));
    same(told, 1);
    node.answer = commits;
    await outbox.send();
    same(told, 2);
    stop();
    await outbox.keep(transaction("b"));
    same(told, 2);
    outbox.close();
  });

  it("says where a browser keeps nothing", async () => {
    const { outbox } = opened({
      ...memoryStore(),
      put: async () => {
        throw new Error("no room");
      },
    });
    same(await outbox.keep(transaction("a")), false);
    outbox.close();
  });
});
