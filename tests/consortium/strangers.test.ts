import { deepStrictEqual as same } from "node:assert";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as later } from "node:timers/promises";
import { Secret } from "@meridian/base/secret";
import { writeHome } from "@meridian/consensus-comet/engine/home";
import { EngineProcess } from "@meridian/consensus-comet/engine/process";
import { abciSocketIn } from "@meridian/meridian-app/consortium/settings";
import { bytesOf } from "../faults/chance.ts";
import { FUND, HOSPITAL, seedOf } from "../faults/people.ts";
import { checkAgreement } from "./checks.ts";
import { Consortium } from "./consortium.ts";
import { engineOrSkip } from "./engine.ts";
import { FOLLOWING, nodeIdOfMember, nodeSeedOf } from "./members.ts";

const { file: engineFile, skip } = engineOrSkip();
const PORT = 31_000;

describe("strangers", { skip }, () => {
  let network: Consortium;
  before(async () => {
    network = await Consortium.open({ name: "strangers", port: PORT, engineFile });
  });
  after(() => network?.close());

  /** A real engine of the same network whose node key is made of this seed, which dials every member; with its own application. */
  async function engineWith(seed: Uint8Array, during: (nodeId: string) => Promise<void>): Promise<void> {
    const home = mkdtempSync(join(tmpdir(), "meridian-stranger-"));
    const { nodeId } = writeHome(home, {
      genesis: {
        chainId: network.genesis.network,
        genesisTime: { seconds: network.genesis.time, nanos: 0 },
        initialHeight: 1,
        validators: network.genesis.validators.map(({ publicKey, power }) => ({ publicKey, power, name: "" })),
        appState: {},
      },
      nodeKeySeed: new Secret(seed),
      abciSocket: "noop",
      p2p: { host: "127.0.0.1", port: PORT + 100 },
      rpcPort: PORT + 101,
      peers: network.nodes.map(({ place }) => ({
        nodeId: nodeIdOfMember(place.organisation),
        host: "127.0.0.1",
        port: place.p2pPort,
      })),
    });
    const engine = new EngineProcess({ file: engineFile, home, log: () => undefined });
    try {
      engine.start();
      await during(nodeId);
    } finally {
      await engine.stop();
      rmSync(home, { recursive: true, force: true });
    }
  }

  const isConnected = async (id: string): Promise<boolean> =>
    (await Promise.all(network.nodes.map((node) => node.peers()))).some((peers) => peers.includes(id));

  it("with a key that is not on the ledger are let in by nobody; a member's second node is", () =>
    network.told(async () => {
      await engineWith(nodeSeedOf(FOLLOWING), (id) =>
        network.until("the listed node is let in", () => isConnected(id)),
      );
      await engineWith(seedOf("node of a stranger"), async (id) => {
        for (let n = 0; n < 20; n++) {
          await later(200);
          same(await isConnected(id), false);
        }
      });
      await network.probe();
    }));

  it("who speak no ABCI, or too much of it, lose their connection; engine and node do not notice", () =>
    network.told(async () => {
      const node = network.node(FUND);
      const before = await node.engine();
      const messages: Buffer[] = [
        Buffer.from("GET / HTTP/1.1\r\n\r\n"),
        // Lengths: beyond the limit, beyond 2^32, without end, and of a message that never comes.
        Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f]),
        Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]),
        Buffer.alloc(64, 0xff),
        Buffer.from([0x80, 0x08]),
        // An empty question, one that does not exist, and one that is cut off inside.
        Buffer.from([0x00]),
        Buffer.from([0x03, 0xfa, 0x7f, 0x00]),
        Buffer.from([0x04, 0x12, 0x7f, 0x01, 0x02]),
        ...Array.from({ length: 20 }, () => Buffer.from(bytesOf(network.random, network.random.between(1, 4_000)))),
      ];
      await Promise.all(messages.map((message) => saidTo(abciSocketIn(node.place.folder), message)));
      await network.probe();
      same(await node.engine(), before, "the engine runs on");
    }));

  it("at the engine's RPC get errors; the network goes on", () =>
    network.told(async () => {
      const node = network.node(HOSPITAL);
      const url = `http://127.0.0.1:${node.place.rpcPort}`;
      const before = await node.engine();
      const { random } = network;
      const bodies: (string | Buffer)[] = [
        "",
        "{",
        "[]",
        "[".repeat(100_000),
        JSON.stringify({ jsonrpc: "2.0", id: 1, method: "no_such", params: {} }),
        JSON.stringify({ jsonrpc: "2.0", id: 1, method: "block", params: { height: "-1" } }),
        JSON.stringify({ jsonrpc: "2.0", id: 1, method: "validators", params: { page: "99999999", per_page: "-5" } }),
        JSON.stringify({ jsonrpc: "2.0", id: 1, method: "broadcast_evidence", params: { evidence: null } }),
        Buffer.alloc(6_000_000, 0x61),
        Buffer.from(bytesOf(random, 5_000)),
        ...Array.from({ length: 50 }, () => broadcastOf(bytesOf(random, random.between(0, 2_000)))),
        broadcastOf(new Uint8Array(600_000)),
        // The marks of bundles and of transactions, and then nonsense.
        ...Array.from({ length: 20 }, (_, i) => broadcastOf(Uint8Array.from([i % 4, 0, 0, ...bytesOf(random, 60)]))),
      ];
      await Promise.all(bodies.map((body) => posted(url, body)));
      await network.probe();
      same(await node.engine(), before, "the engine runs on");
      await checkAgreement(network);
    }));
});

const broadcastOf = (bytes: Uint8Array): string =>
  JSON.stringify({
    jsonrpc: "2.0",
    id: 1,
    method: "broadcast_tx_sync",
    params: { tx: Buffer.from(bytes).toString("base64") },
  });

/** What the other side does with it is its affair; that it is still there afterwards is ours. */
async function posted(url: string, body: string | Buffer): Promise<void> {
  await fetch(url, { method: "POST", body: new Uint8Array(Buffer.from(body)), signal: AbortSignal.timeout(10_000) })
    .then((answer) => answer.text())
    .catch(() => undefined);
}

/** Sends, and waits until the other side ends the connection or has been silent for a while. */
function saidTo(socket: string, message: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const connection = connect(socket);
    const give = setTimeout(() => connection.destroy(), 1_000);
    connection
      .on("error", () => undefined)
      .on("close", () => {
        clearTimeout(give);
        resolve();
      });
    connection.write(message);
  });
}
