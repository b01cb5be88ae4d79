import { ok, deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { asHeight } from "@meridian/base/ids";
import { BUNDLE_BYTES_MAX, BUNDLE_TRANSACTIONS_MAX } from "@meridian/base/limits";
import type { TransactionHead } from "@meridian/ledger/decode";
import { decodeBundle } from "./bundle.ts";
import type { Known } from "./pool.ts";
import type { Broadcast } from "./rpc.ts";
import { Submitter } from "./submitter.ts";

const taken: Broadcast = { type: "taken" };
const known = (name: string, { bytes = 4, validUntil = 100 } = {}): Known => ({
  key: name,
  bytes: new TextEncoder().encode(name.padEnd(bytes, ".")),
  head: { id: name, payload: { validUntil } } as unknown as TransactionHead,
});
const named = (from: number, count: number): readonly Known[] =>
  Array.from({ length: count }, (_, n) => known(`t${from + n}`));
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A submitter whose clock, timers and engine the test turns by hand. */
function start() {
  let clock = 0;
  let timers: { at: number; run: () => void }[] = [];
  const requests: { readonly members: readonly string[]; readonly answer: (answer: Broadcast) => Promise<void> }[] = [];
  const put: string[][] = [];
  const room = { most: 512 };
  const submitter = new Submitter({
    world: {
      now: () => clock,
      after: (milliseconds, run) => {
        const timer = { at: clock + milliseconds, run };
        timers.push(timer);
        return () => {
          timers = timers.filter((other) => other !== timer);
        };
      },
      broadcast: (bundle) => {
        ok(bundle.length <= BUNDLE_BYTES_MAX);
        const members = (decodeBundle(bundle) ?? []).map((each) => new TextDecoder().decode(each).replace(/\.+$/, ""));
        const { promise, resolve } = Promise.withResolvers<Broadcast>();
        requests.push({
          members,
          answer: (answer) => {
            resolve(answer);
            return turn();
          },
        });
        return promise;
      },
    },
    onBundle: (_key, members) => put.push(members.map(({ key }) => key)),
    welcome: () => room.most,
    log: () => undefined,
  });
  const pass = async (milliseconds: number): Promise<void> => {
    clock += milliseconds;
    const due = timers.filter(({ at }) => at <= clock);
    timers = timers.filter(({ at }) => at > clock);
    for (const { run } of due) run();
    await turn();
  };
  const add = async (...them: readonly Known[]): Promise<void> => {
    for (const one of them) submitter.add(one);
    await turn();
  };
  const commit = async (height: number, ...ids: readonly string[]): Promise<void> => {
    submitter.committed(asHeight(height), ids.map((id) => ({ id })) as never);
    await turn();
  };
  const next = () => {
    const request = requests.shift();
    ok(request, "a request is under way");
    return request;
  };
  return { submitter, requests, next, put, room, pass, add, commit, timers: () => timers.length };
}

describe("submitter", () => {
  it("offers a lone transaction at once, and what comes meanwhile together with the next", async () => {
    const { add, next, requests, put } = start();
    await add(known("a"));
    same(requests[0]?.members, ["a"]);
    await add(known("b"));
    await add(known("c"), known("d"));
    same(requests.length, 1);
    await next().answer(taken);
    same(next().members, ["b", "c", "d"]);
    same(put, [["a"], ["b", "c", "d"]]);
  });

  it("offers what comes in one turn in one bundle", async () => {
    const { add, next, requests } = start();
    await add(...named(0, 10));
    same([next().members.length, requests.length], [10, 0]);
  });

  it("offers full bundles beside a request under way, but only a few", async () => {
    const { add, requests, room } = start();
    room.most = 2_000;
    await add(known("first"));
    await add(...named(0, 5 * BUNDLE_TRANSACTIONS_MAX + 1));
    same(
      requests.map(({ members }) => members.length),
      [1, BUNDLE_TRANSACTIONS_MAX, BUNDLE_TRANSACTIONS_MAX],
    );
  });

  it("ends a bundle where its bytes end", async () => {
    const { add, next } = start();
    await add(...Array.from({ length: 10 }, (_, n) => known(`l${n}`, { bytes: 32_768 })));
    const first = next();
    same(first.members.length, 7);
    await first.answer(taken);
    same(next().members.length, 3);
  });

  it("forgets what is over when the chain goes on far above, as after a snapshot", async () => {
    const { submitter, add } = start();
    await add(known("a", { validUntil: 7 }), known("b", { validUntil: 900 }), known("c", { validUntil: 901 }));
    submitter.committed(asHeight(900), []);
    same([submitter.waiting, submitter.has("c" as never)], [1, true]);
  });

  it("keeps each until a block holds it or its window has passed", async () => {
    const { add, commit, submitter } = start();
    await add(known("a"), known("b", { validUntil: 7 }), known("c", { validUntil: 8 }));
    same(submitter.waiting, 3);
    await commit(6, "a", "stranger");
    same([submitter.waiting, submitter.has("a" as never), submitter.has("b" as never)], [2, false, true]);
    await commit(7);
    same([submitter.waiting, submitter.has("b" as never)], [1, false]);
    await commit(8);
    same(submitter.waiting, 0);
  });

  it("lets the mempool hold so much of this node and no more, and goes on as blocks come", async () => {
    const { add, next, requests, commit, submitter } = start();
    await add(...named(0, 20 * BUNDLE_TRANSACTIONS_MAX));
    const sent: string[] = [];
    while (requests.length > 0) {
      const request = next();
      sent.push(...request.members);
      await request.answer(taken);
    }
    same([sent.length, submitter.waiting], [512, 20 * BUNDLE_TRANSACTIONS_MAX]);
    await commit(1, ...sent.slice(0, 300));
    same(next().members.length, BUNDLE_TRANSACTIONS_MAX);
  });

  it("fills up what room there is, and waits while there is none", async () => {
    const { add, next, requests, commit, room } = start();
    room.most = 40;
    await add(...named(0, 100));
    same([requests.length, requests[0]?.members.length], [1, 40]);
    await next().answer(taken);
    same(requests.length, 0);
    await commit(1, ...named(0, 10).map(({ key }) => key));
    same(next().members.length, 10);
    room.most = 20;
    await commit(2, ...named(10, 15).map(({ key }) => key));
    same(requests.length, 0, "25 lie there still");
  });

  it("does not put more than so many bundles into the mempool, however small", async () => {
    const { add, next, requests, commit } = start();
    for (let n = 0; n < 70; n++) {
      await add(known(`t${n}`));
      if (requests.length > 0) await next().answer(taken);
    }
    same(requests.length, 0);
    await commit(1, "t0");
    same(next().members, ["t64", "t65", "t66", "t67", "t68", "t69"]);
  });

  it("waits a moment and offers the same bundle when the mempool takes nothing or the engine is gone", async () => {
    for (const answer of [
      { type: "busy", detail: "mempool is full" },
      { type: "unreachable", detail: "" },
    ] as const) {
      const { add, next, requests, pass } = start();
      await add(known("a"));
      await next().answer(answer);
      await add(known("b"));
      same(requests.length, 0);
      await pass(200);
      same(next().members, ["a"]);
    }
  });

  it("offers everything again when the engine has started, without what blocks hold by then", async () => {
    const { add, next, submitter, pass, commit, requests } = start();
    await add(known("a"), known("b"));
    await next().answer(taken);
    await add(known("c"));
    await next().answer({ type: "known" });
    submitter.engineStarted();
    await commit(1, "a", "b");
    await pass(200);
    same([next().members, requests.length], [["c"], 0]);
  });

  it("offers again what no block has taken for long, and rests when nothing is left", async () => {
    const { add, next, pass, requests, commit, timers } = start();
    await add(known("a"));
    await next().answer({ type: "refused", code: 3 });
    for (let n = 0; n < 5; n++) await pass(1_000);
    same(requests.length, 0);
    await pass(1_000);
    await next().answer(taken);
    await commit(1, "a");
    await pass(1_000);
    same([timers(), requests.length], [0, 0]);
  });

  it("makes a new bundle of what is left when engines do not want the old one, ever more rarely", async () => {
    const { add, requests, next, pass, commit, put } = start();
    await add(known("a"), known("b"));
    await next().answer(taken);
    await commit(1, "a");
    const offered: (readonly string[])[] = [];
    for (let n = 0; n < 200; n++) {
      await pass(1_000);
      if (requests.length === 0) continue;
      const request = next();
      offered.push(request.members);
      await request.answer({ type: "known" });
    }
    same(put, [["a", "b"], ["b"], ["b"], ["b"]]);
    same(offered.at(-1), ["b"]);
    ok(offered.length > 30);
  });

  it("offers nothing that a block took by another way", async () => {
    const { add, next, commit, requests } = start();
    await add(known("a"));
    await add(known("b"));
    await commit(1, "b");
    await next().answer(taken);
    same(requests.length, 0);
  });

  it("does nothing any more after it stopped", async () => {
    const { add, next, submitter, requests, timers } = start();
    await add(known("a"));
    await add(known("b"));
    submitter.stop();
    await next().answer({ type: "busy", detail: "" });
    same([requests.length, timers()], [0, 0]);
  });
});
