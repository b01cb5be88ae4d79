import { deepStrictEqual, ok, strictEqual as same } from "node:assert";
import { after, describe, it } from "node:test";
import { publicKeyOf } from "@meridian/crypto/ed25519";
import { EngineRpc } from "../rpc.ts";
import { nodeIdOf } from "./keys.ts";
import { refusedOf } from "./peer-filter.ts";
import { PeerKeeper } from "./peer-keeper.ts";
import { EngineProcess } from "./process.ts";
import { comesTrue, engineFile, heightAt, homesOf, needsEngine, seedOf } from "./trial.conformance.ts";

const cleaning: (() => unknown)[] = [];
after(async () => {
  for (const clean of cleaning.reverse()) await clean();
});

const peer = (nodeId: string) => ({ nodeId, host: "127.0.0.1", port: 1 });

describe("the keeper of peers", () => {
  it("has those dialled who are missing, and tells it once", async () => {
    let there: readonly string[] = ["a"];
    const dialled: string[][] = [];
    const told: string[] = [];
    const keeper = new PeerKeeper({
      peers: ["a", "b", "c"].map(peer),
      connected: async () => there,
      dial: async (peers) => void dialled.push(peers.map(({ nodeId }) => nodeId)),
      log: (level, message) => told.push(`${level} ${message}`),
    });
    await keeper.look();
    await keeper.look();
    there = ["c", "b", "a"];
    await keeper.look();
    deepStrictEqual(dialled, [
      ["b", "c"],
      ["b", "c"],
    ]);
    deepStrictEqual(told, ["warn peers are missing", "info all peers are there"]);
  });

  it("tells of those whom the ledger does not name, when it changes, and has them dialled all the same", async () => {
    let named: readonly string[] = [];
    const told: unknown[] = [];
    const dialled: string[] = [];
    const keeper = new PeerKeeper({
      peers: ["a", "b", "c"].map(peer),
      connected: async () => ["a"],
      dial: async (peers) => void dialled.push(...peers.map(({ nodeId }) => nodeId)),
      refused: async (peers) => peers.filter(({ nodeId }) => !named.includes(nodeId)),
      log: (_, message, data) => void (message.startsWith("peers are refused") && told.push(data?.["refused"])),
    });
    await keeper.look();
    await keeper.look();
    named = ["b"];
    await keeper.look();
    named = ["b", "c"];
    await keeper.look();
    deepStrictEqual(told, ["b,c", "c"]);
    same(dialled.length, 8);
  });

  it("takes for refused whom the engine's application refuses, and nobody for want of an answer", async () => {
    const said: Readonly<Record<string, string>> = {
      "/p2p/filter/id/a": '{"result":{"response":{"code":0}}}',
      "/p2p/filter/id/b": '{"result":{"response":{"code":1}}}',
      "/p2p/filter/id/c": '{"error":{"code":-32603}}',
    };
    const rpc = {
      relay: async (_: number, __: string, params: Readonly<Record<string, string>>) =>
        said[params["path"] ?? ""] ?? "{}",
    };
    deepStrictEqual(await refusedOf(rpc, ["a", "b", "c", "d"].map(peer)), [peer("b")]);
  });

  it("bears an engine that does not answer", async () => {
    const rpc = new EngineRpc({ host: "127.0.0.1", port: 1 });
    const keeper = new PeerKeeper({
      peers: [peer("a")],
      connected: async () => (await rpc.netInfo()).map(({ nodeId }) => nodeId),
      dial: (peers) => rpc.dial(peers),
      log: () => undefined,
    });
    await keeper.look();
  });

  it("brings two engines together that do not dial each other themselves", needsEngine(), async () => {
    const strangers = { peers: [], tuning: { filter_peers: false } };
    const { places, remove } = await homesOf(["one", "two"], () => "kvstore", strangers);
    cleaning.push(remove);
    for (const { home } of places) {
      const engine = new EngineProcess({ file: engineFile, home, log: () => undefined });
      cleaning.push(() => engine.stop());
      engine.start();
    }
    const [one, two] = places;
    ok(one && two);
    const rpc = new EngineRpc({ host: "127.0.0.1", port: one.rpcPort });
    const nodeId = nodeIdOf(publicKeyOf(seedOf("two").reveal()));
    const keeper = new PeerKeeper({
      peers: [{ nodeId, host: "127.0.0.1", port: two.p2pPort }],
      connected: async () => (await rpc.netInfo()).map((each) => each.nodeId),
      dial: (peers) => rpc.dial(peers),
      log: () => undefined,
      everyMilliseconds: 200,
    });
    cleaning.push(() => rpc.close());
    same(await heightAt(one.rpcPort), 0);
    keeper.start();
    ok(await comesTrue(async () => (await heightAt(one.rpcPort)) >= 1), "no block: they have not met");
    keeper.stop();
  });
});
