import { ok } from "node:assert";
import { after, before, describe, it } from "node:test";
import { setTimeout as later } from "node:timers/promises";
import { contracts } from "@meridian/network/domains";
import { bytesOf } from "../faults/chance.ts";
import { Adversary } from "../faults/hostile.ts";
import { everybody, FUND, HOSPITAL } from "../faults/people.ts";
import { signed, staffing } from "../faults/region.ts";
import { schemasOf } from "../faults/schema-instance.ts";
import { checkAgreement } from "./checks.ts";
import { jsonOf } from "./clients.ts";
import { Consortium, isLong } from "./consortium.ts";
import { engineOrSkip } from "./engine.ts";

const { file: engineFile, skip } = engineOrSkip();
const SECONDS = isLong ? 60 : 4;
const PER_SECOND = 10_000;
/** Longest that an honest transaction may wait at another node, on a machine that does all the work of all nodes. */
const PATIENCE = 60_000;
const API_BATCH = 500;
const RPC_BATCH = 100;

describe("garbage, as fast as it can be sent", { skip }, () => {
  let network: Consortium;
  let garbage: readonly Uint8Array[] = [];
  before(async () => {
    network = await Consortium.open({ name: "flood", port: 31_450, engineFile });
    // What the adversary has authorities sign again has happened then, and is refused for that.
    for (const [by, commands] of staffing) await network.clients.commit(commands, [by], network.node(HOSPITAL));
    const honest = staffing.map(([by, commands], i) => signed(commands, [by], `honest ${i}`));
    const replays = honest.map(({ bytes }) => bytes.subarray(0, -1));
    const commands = staffing.flatMap(([, each]) => each);
    const adversary = new Adversary(
      network.random,
      schemasOf(contracts.values(), everybody),
      honest,
      replays,
      commands,
    );
    garbage = Array.from({ length: 4_000 }, () => adversary.next(1).bytes);
  });
  after(() => network?.close());

  /** Sends a batch as often as the rate asks for, a few at a time; answers how many pieces went out. */
  async function flood(size: number, send: () => Promise<unknown>): Promise<number> {
    const under = new Set<Promise<unknown>>();
    const begun = performance.now();
    let sent = 0;
    while (performance.now() - begun < SECONDS * 1_000) {
      const due = ((performance.now() - begun) / 1_000) * PER_SECOND;
      if (sent > due || under.size >= 8) {
        await later(2);
        continue;
      }
      const one: Promise<unknown> = send()
        .catch(() => undefined)
        .finally(() => under.delete(one));
      under.add(one);
      sent += size;
    }
    await Promise.all(under);
    return sent;
  }
  const piece = (): Uint8Array =>
    network.random.chance(50) ? network.random.pick(garbage) : bytesOf(network.random, network.random.between(1, 300));
  const post = (url: string, body: string): Promise<string> =>
    fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      signal: AbortSignal.timeout(30_000),
    }).then((answer) => answer.text());

  async function others(name: string, attacked: string, size: number, send: () => Promise<unknown>): Promise<void> {
    const rest = network.nodes.filter(({ place }) => place.organisation !== attacked);
    const load = network.clients.load(() => rest, 10, PATIENCE);
    network.note(`flood of ${name} at ${attacked}`);
    const sent = await flood(size, send);
    await load.stop();
    await network.probe();
    const checked = await checkAgreement(network);
    const slowest = Math.round(Math.max(...load.waits));
    console.log(
      `${name}: ${sent} pieces in ${SECONDS} s; ${load.decided} honest ones, slowest ${slowest} ms, ${JSON.stringify(checked)}`,
    );
    ok(load.decided > SECONDS, "honest traffic goes on");
  }

  it(`at one node's API, up to ${PER_SECOND} pieces a second: honest traffic at the others commits`, () =>
    network.told(() => {
      const url = `${network.node(FUND).url}/v1/transactions/batch`;
      const ready = garbage.flatMap((bytes) => {
        try {
          return [jsonOf(bytes)];
        } catch {
          return [];
        }
      });
      const batches = Array.from({ length: 8 }, () => {
        const pieces = Array.from({ length: API_BATCH }, () =>
          ready.length > 0 && network.random.chance(50)
            ? network.random.pick(ready)
            : JSON.stringify({ payload: Buffer.from(bytesOf(network.random, 90)).toString("base64"), signatures: [] }),
        );
        return `{"transactions":[${pieces.join(",")}]}`;
      });
      return others("API", FUND, API_BATCH, () => post(url, network.random.pick(batches)));
    }));

  it(`at one node's RPC, up to ${PER_SECOND} pieces a second: honest traffic at the others commits`, () =>
    network.told(() => {
      const url = `http://127.0.0.1:${network.node(FUND).place.rpcPort}`;
      const call = () => ({
        jsonrpc: "2.0",
        id: 1,
        method: "broadcast_tx_async",
        params: { tx: Buffer.from(piece()).toString("base64") },
      });
      const batches = Array.from({ length: 32 }, () => JSON.stringify(Array.from({ length: RPC_BATCH }, call)));
      return others("RPC", FUND, RPC_BATCH, () => post(url, network.random.pick(batches)));
    }));
});
