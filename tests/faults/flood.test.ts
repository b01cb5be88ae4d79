import { ok, deepStrictEqual as same } from "node:assert";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as later } from "node:timers/promises";
import { textOf } from "@meridian/base/bytes";
import { QUEUE_TRANSACTIONS_MAX } from "@meridian/base/limits";
import { decodeWire, signatureJsonOf } from "@meridian/ledger/wire";
import { startHttp } from "@meridian/meridian-app/http/server";
import { MeridianNode } from "@meridian/meridian-app/node/node";
import { contracts, explanations } from "@meridian/network/domains";
import { SqliteStateStore } from "@meridian/state-sqlite/state-sqlite";
import { blocksOf, divergenceOf } from "./chain-check.ts";
import { bytesOf, chanceFor, isFull } from "./chance.ts";
import { Adversary } from "./hostile.ts";
import { everybody, genesis, PATIENT, validatorSeeds } from "./people.ts";
import { cancelStep } from "./prescriptions.ts";
import { type Signed, signed, staffing } from "./region.ts";
import { schemasOf } from "./schema-instance.ts";

const SECONDS = isFull ? 60 : 4;
const GARBAGE_PER_SECOND = 10_000;
/** Longest that an honest transaction may wait while the flood goes on. */
const PATIENCE_MILLISECONDS = 5_000;

describe("under a flood of garbage", () => {
  const folder = mkdtempSync(join(tmpdir(), "meridian-flood-"));
  let node: MeridianNode;
  let committed = 0;
  before(async () => {
    node = await MeridianNode.open({
      folder,
      genesis,
      validatorSeeds,
      onFailure: (error) => {
        throw error;
      },
    });
    // Whatever the adversary has authorities sign again has happened then, and is refused for that.
    for (const [n, [by, commands]] of staffing.entries()) {
      const transaction = signed(commands, [by], `staffing ${n}`, node.height + 1_000);
      same(await node.engine.submit(transaction.bytes), undefined);
      same((await node.receipt(transaction.id, PATIENCE_MILLISECONDS))?.outcome.status, "committed");
      committed++;
    }
  });
  after(async () => {
    await node.stop();
    // What the threads checked beforehand, a node that checks everything itself finds as they did.
    const store = new SqliteStateStore(join(folder, "state.db"), "reader");
    same(divergenceOf(store), undefined);
    const outcomes = [...blocksOf(store)].flatMap((block) => block.outcomes);
    same(
      outcomes.filter(({ status }) => status === "committed").length,
      committed,
      "only what was honest has committed",
    );
    store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Honest transactions one after another, each waited for, until told to stop: how long each took. */
  async function honest(
    name: string,
    isOver: () => boolean,
    send: (transaction: Signed) => Promise<void>,
  ): Promise<number[]> {
    const waits: number[] = [];
    for (let n = 0; !isOver(); n++) {
      const transaction = signed(cancelStep(`rx-${name}-${n}`)[0], [PATIENT], `${name} ${n}`, node.height + 1_000);
      const begun = performance.now();
      await send(transaction);
      const receipt = await node.receipt(transaction.id, PATIENCE_MILLISECONDS);
      same(receipt?.outcome.status, "committed");
      waits.push(performance.now() - begun);
      committed++;
    }
    return waits;
  }

  const garbage = (test: string): (() => Uint8Array) => {
    const random = chanceFor(test);
    const one = staffing.map(([by, commands], i) => signed(commands, [by], `honest ${i}`));
    const commands = staffing.flatMap(([, each]) => each);
    const replay = one.map(({ bytes }) => bytes.subarray(0, -1));
    const adversary = new Adversary(random, schemasOf(contracts.values(), everybody), one, replay, commands);
    const made = Array.from({ length: 4_000 }, () => adversary.next(1).bytes);
    // The same junk twice is junk twice; but what is well formed must not be known from before.
    return () => (random.chance(50) ? random.pick(made) : bytesOf(random, 64));
  };

  it(`of ${GARBAGE_PER_SECOND} submissions a second honest transactions still commit, and all garbage is answered`, async () => {
    const next = garbage("flood");
    const codes = new Map<string, number>();
    let isOver = false;
    const waiting = honest(
      "engine",
      () => isOver,
      async ({ bytes }) => {
        same(await node.engine.submit(bytes), undefined);
      },
    );
    const answers: Promise<void>[] = [];
    const begun = performance.now();
    let sent = 0;
    while (performance.now() - begun < SECONDS * 1_000) {
      const due = Math.floor(((performance.now() - begun) / 1_000) * GARBAGE_PER_SECOND);
      for (; sent < due; sent++)
        answers.push(
          node.engine.submit(next()).then((rejection) => {
            const code = rejection?.code ?? "accepted";
            codes.set(code, (codes.get(code) ?? 0) + 1);
          }),
        );
      ok(node.engine.waiting <= QUEUE_TRANSACTIONS_MAX);
      await later(5);
    }
    await Promise.all(answers);
    isOver = true;
    const waits = (await waiting).sort((a, b) => a - b);
    console.log(
      `${sent} pieces of garbage, ${waits.length} honest transactions, slowest ${Math.round(waits.at(-1) ?? 0)} ms`,
    );
    same(
      sent,
      [...codes.values()].reduce((sum, count) => sum + count, 0),
      "every submission is answered",
    );
    for (const code of codes.keys()) ok(code === "accepted" || explanations.has(code), code);
    ok(waits.length >= SECONDS, "honest ones go on committing");
  });

  it("over HTTP, honest transactions still commit; every answer is a code, none an internal error", async () => {
    const server = await startHttp({ node, port: 0, logLevel: "error", rateLimits: false });
    const next = garbage("flood over HTTP");
    const url = `${server.url}/v1/transactions`;
    const post = (body: string | Uint8Array) =>
      fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: typeof body === "string" ? body : Buffer.from(body),
      });
    const statuses = new Map<number, number>();
    let isOver = false;
    const waiting = honest(
      "http",
      () => isOver,
      async ({ bytes }) => {
        const { payload, signatures } = decodeWire(bytes) ?? { payload: bytes, signatures: [] };
        const answer = await post(
          JSON.stringify({ payload: textOf(payload), signatures: signatures.map(signatureJsonOf) }),
        );
        same([answer.status < 300, await answer.text()].at(0), true);
      },
    );
    const flood = async (): Promise<void> => {
      while (!isOver) {
        const bytes = next();
        const wire = decodeWire(bytes);
        const payload = wire && textOf(wire.payload);
        const answer = await post(
          payload === undefined
            ? bytes
            : JSON.stringify({ payload, signatures: wire?.signatures.map(signatureJsonOf) }),
        );
        const body = await answer.text();
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        if (answer.status >= 300) ok(JSON.parse(body).rejection.code, body);
      }
    };
    const floods = Array.from({ length: 64 }, flood);
    await later(SECONDS * 1_000);
    isOver = true;
    const waits = await waiting;
    await Promise.all(floods);
    await server.close();
    console.log(`HTTP answers ${JSON.stringify(Object.fromEntries(statuses))}, ${waits.length} honest transactions`);
    same(statuses.get(500), undefined);
    ok(waits.length >= SECONDS);
  });
});
