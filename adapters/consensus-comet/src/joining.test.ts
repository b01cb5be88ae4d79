import { ok, deepStrictEqual as same } from "node:assert";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "node:test";
import { setTimeout as later } from "node:timers/promises";
import { toHex, utf8 } from "@meridian/base/bytes";
import { asHeight } from "@meridian/base/ids";
import { Secret } from "@meridian/base/secret";
import { publicKeyOf } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import { Ledger } from "@meridian/ledger/ledger";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import type { Rules } from "@meridian/ledger/rules";
import { add, GENESIS_TIME, rules, transaction } from "@meridian/ledger/toy.conformance";
import { headerHash } from "@meridian/proof/comet/header";
import { type Validator, validatorSetHash } from "@meridian/proof/comet/validators";
import type { KeptSeal } from "@meridian/proof/seal";
import { CometOrdering } from "./comet-ordering.ts";
import type { Peer, StateSync } from "./engine/config.ts";
import { writeHome } from "./engine/home.ts";
import { EngineProcess } from "./engine/process.ts";
import { engineFile, log, needsEngine, verifier } from "./engine-harness.conformance.ts";
import { EngineRpc } from "./rpc.ts";
import { SnapshotFolder } from "./snapshot-folder.ts";
import type { SignedSeal } from "./snapshot-window.ts";
import { SnapshotWriter } from "./snapshot-writer.ts";
import { StateSnapshots } from "./state-snapshots.ts";

const FIRST_PORT = 23_100;
const EVERY = 5;
const PATIENCE = 120_000;

const votes = new Secret(sha256(utf8("validator that others join")));
const publicKey = toHex(publicKeyOf(votes.reveal()));
const network: Rules = {
  ...rules,
  membership: {
    validators: () => [{ publicKey, power: 1 }],
    admitsPeer: () => true,
    commandFor: () => add("misbehaviour", 1),
  },
};

/** A node of one process: its ledger, its engine, and snapshots made in this thread as soon as seals allow. */
async function openNode(name: string, port: number, file: string, peers: readonly Peer[], stateSync?: StateSync) {
  const folder = mkdtempSync(join(tmpdir(), "meridian-join-"));
  const store = new MemoryStateStore();
  const ledger = new Ledger(network, store, { time: GENESIS_TIME, commands: [] });
  const rpc = new EngineRpc({ host: "127.0.0.1", port: port + 1 });
  const seals = new Map<number, KeptSeal>();
  const sets = new Map<string, readonly Validator[]>();
  const restored: SignedSeal[] = [];
  const snapshotFolder = new SnapshotFolder(join(folder, "snapshots"));
  const writer = new SnapshotWriter(
    store,
    { at: (height) => seals.get(height), validatorsOf: (hash) => sets.get(toHex(hash)) },
    snapshotFolder,
  );
  const snapshots = new StateSnapshots({
    ledger,
    chain: { network: rules.network, initialHeight: 1, founders: [] },
    folder: snapshotFolder,
    maker: { take: (height) => writer.begin(height) },
    every: EVERY,
    log,
    keepSeals: (them) => restored.push(...them),
  });
  const socket = join(folder, "abci.sock");
  const ordering = new CometOrdering({
    network: rules.network,
    ledger,
    verifier,
    socket,
    rpc: { host: "127.0.0.1", port: port + 1 },
    initialHeight: 1,
    snapshots,
    log,
    onFailure: (error) => {
      throw error;
    },
  });
  ordering.onCommitted(({ height }) => snapshots.taken(height));
  await ordering.listen();
  const home = join(folder, "engine");
  const { nodeId } = writeHome(home, {
    genesis: {
      chainId: rules.network,
      genesisTime: { seconds: GENESIS_TIME, nanos: 0 },
      initialHeight: 1,
      validators: [{ publicKey, power: 1, name: "one" }],
      appState: {},
    },
    nodeKeySeed: new Secret(sha256(utf8(`node ${name}`))),
    ...(stateSync === undefined && { validatorKeySeed: votes }),
    abciSocket: socket,
    p2p: { host: "127.0.0.1", port },
    rpcPort: port + 1,
    peers,
    ...(stateSync && { stateSync }),
  });
  const engine = new EngineProcess({ file, home, log, backOff: { first: 50, last: 500, calm: 60_000 } });
  engine.start();
  return {
    store,
    ledger,
    ordering,
    rpc,
    snapshots,
    nodeId,
    restored,
    /** Asks the engine for the seals of all blocks but the last, and finishes the snapshot that waits for them. */
    seal: async () => {
      for (let height = 1; height < ledger.height; height++) {
        if (seals.has(height)) continue;
        const seal = await rpc.commitAt(height);
        const set = await rpc.validatorsAt(height);
        seals.set(height, seal);
        sets.set(toHex(validatorSetHash(set)), set);
      }
      return writer.finish();
    },
    stop: async () => {
      await engine.stop();
      await ordering.stop();
      rpc.close();
      snapshots.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const limit = performance.now() + PATIENCE;
  while (!holds()) {
    if (performance.now() > limit) throw new Error(`waited in vain until ${what}`);
    await later(50);
  }
}

const joinsAndGoesOn = (file: string) => async () => {
  const first = await openNode("first", FIRST_PORT, file, []);
  let second: typeof first | undefined;
  let nonce = 0;
  /** One transaction, in a block of its own. */
  const run = async (): Promise<void> => {
    const { height } = first.ledger;
    const bytes = transaction([add(`purse-${nonce}`, 1)], { nonce: ++nonce, validUntil: height + 200 });
    same(first.ordering.offer(bytes, false), undefined);
    await until("the transaction is in a block", () => first.store.record(`purse/purse-${nonce - 1}`) !== undefined);
  };
  try {
    await until("the chain begins", () => first.ledger.height > 0);
    while (first.ledger.height < 3 * EVERY) await run();
    while (first.snapshots.list().length === 0) {
      await run();
      await first.seal();
    }
    const [offer] = first.snapshots.list();
    const trusted = await first.rpc.commitAt(2);
    second = await openNode(
      "second",
      FIRST_PORT + 2,
      file,
      [{ nodeId: first.nodeId, host: "127.0.0.1", port: FIRST_PORT }],
      {
        // The engine wants two, so that one can't lie alone; here both are the one that there is.
        rpcServers: [`http://127.0.0.1:${FIRST_PORT + 1}`, `http://127.0.0.1:${FIRST_PORT + 1}`],
        trustHeight: 2,
        trustHash: toHex(headerHash(trusted.header)).toUpperCase(),
        trustPeriod: "168h0m0s",
      },
    );
    const { ledger, store, restored } = second;
    await until("the second node has the state", () => ledger.height > 0);
    ok(ledger.height >= (offer?.height ?? 0));
    same(restored.length, offer?.height);
    await until("the second node has caught up", () => ledger.height === first.ledger.height);
    await run();
    await until("a new block is at both", () => ledger.height === first.ledger.height);
    await until("both are at rest", () => ledger.height === first.ledger.height && first.ordering.waiting === 0);
    same(toHex(ledger.stateRoot), toHex(first.ledger.stateRoot));
    same(toHex(ledger.appHash), toHex(first.ledger.appHash));
    same([...store.records()].length, nonce);
    same(store.block(asHeight(1))?.ids, first.store.block(asHeight(1))?.ids);
  } finally {
    await second?.stop();
    await first.stop();
  }
};

if (engineFile === undefined) it("has an engine to try", () => ok(!needsEngine, "there is none; see above"));
else it("joins a chain of CometBFT by state sync, and goes on with it", joinsAndGoesOn(engineFile));
