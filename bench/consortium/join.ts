import { type ChildProcess, fork } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as later } from "node:timers/promises";
import { textOf } from "@meridian/base/bytes";
import { Secret } from "@meridian/base/secret";
import { findEngine } from "@meridian/consensus-comet/engine/binary";
import { decodeWire, signatureJsonOf } from "@meridian/ledger/wire";
import type { GenesisDocument } from "@meridian/network/genesis";
import { writeEngineHome } from "../../apps/meridian/src/consortium/engine-home.ts";
import { type Closing, closingOf, engineGenesisOf, prepareMove } from "../../apps/meridian/src/consortium/move.ts";
import { type NodeSettings, writeSettings } from "../../apps/meridian/src/consortium/settings.ts";
import { FolderLedger, stateFileIn } from "../../apps/meridian/src/evidence/folder.ts";
import { MeridianNode } from "../../apps/meridian/src/node/node.ts";
import { issueTransaction } from "../network.ts";
import { progress, rounded } from "../report.ts";
import { buildChain, chainGenesis, MEMBERS, memberAt, nodeIdAt, nodeSeed, validatorSeed } from "./long-chain.ts";

const BASE_PORT = 23_100;
const HOST = "127.0.0.1";
/** As `node join` has it. */
const TRUST_PERIOD = "168h0m0s";
const PATIENCE_MILLISECONDS = 600_000;
/** Lines of the log that say how far it is. */
const ACCEPTED = "engine: Snapshot accepted, restoring";
const IN_PLACE = "the state of a snapshot is in place";
/** One more than there are members. */
const JOINER = MEMBERS;

type Standing = {
  readonly height: number;
  readonly engine?: { readonly sealed: number; readonly sealedHash?: string };
};

/**
 * How long a node takes to join a network with a long history: members' nodes with a chain of so many events make a
 * snapshot; a node that has nothing but genesis is timed from its start until it stands where they do.
 */
export async function joinBench({ events = 1_000_000, perBlock = 100 }) {
  const root = mkdtempSync(join(tmpdir(), "meridian-join-"));
  const nodes: ChildProcess[] = [];
  try {
    const genesis = chainGenesis();
    const old = join(root, "old");
    const made = buildChain(old, genesis, events, perBlock);
    progress("the members take over");
    const closing = await prepareMembers(root, old, genesis);
    await shareViews(root);
    for (let n = 0; n < MEMBERS; n++) nodes.push(await started(folderAt(root, n)));
    await passSnapshot(root, closing.height, made);
    return await timed(root, genesis, closing);
  } finally {
    await Promise.all(nodes.map(ended));
    rmSync(root, { recursive: true, force: true });
  }
}

const folderAt = (root: string, n: number): string => join(root, memberAt(n));
const urlAt = (n: number): string => `http://${HOST}:${settingsAt(n).apiPort}`;

function settingsAt(n: number): NodeSettings {
  const at = BASE_PORT + 10 * n;
  const peers = Array.from({ length: MEMBERS }, (_, to) => ({
    nodeId: nodeIdAt(to),
    host: HOST,
    port: BASE_PORT + 10 * to,
  }));
  return {
    organisation: memberAt(n),
    p2p: { host: HOST, port: at },
    rpcPort: at + 1,
    apiPort: at + 2,
    peers: peers.filter((_, to) => to !== n),
  };
}

async function prepareMembers(root: string, old: string, genesis: GenesisDocument): Promise<Closing> {
  const ledger = new FolderLedger(old, genesis);
  const closing = await closingOf(ledger);
  ledger.close();
  if (!closing.ok) throw new Error(JSON.stringify(closing));
  for (let n = 0; n < MEMBERS; n++) {
    const to = folderAt(root, n);
    await prepareMove({
      from: { folder: old, genesis, closing: closing.value },
      to,
      settings: settingsAt(n),
      nodeKeySeed: new Secret(nodeSeed(n)),
      validatorKeySeed: new Secret(validatorSeed(n)),
    });
    // Without it each would read all records once.
    if (existsSync(`${stateFileIn(old)}-tree`)) copyFileSync(`${stateFileIn(old)}-tree`, `${stateFileIn(to)}-tree`);
  }
  return closing.value;
}

/** One member folds a million events into its views; the others have the same. */
async function shareViews(root: string): Promise<void> {
  progress("views");
  await ended(await started(folderAt(root, 0)));
  for (let n = 1; n < MEMBERS; n++)
    for (const name of ["views.db", "index.db"])
      copyFileSync(join(folderAt(root, 0), name), join(folderAt(root, n), name));
}

function started(folder: string): Promise<ChildProcess> {
  const script = new URL("./member.ts", import.meta.url).pathname;
  const node = fork(script, [folder], { execArgv: ["--disable-warning=ExperimentalWarning"] });
  return new Promise((resolve, reject) => {
    node.once("message", () => resolve(node));
    node.once("exit", (...how) => reject(new Error(`${folder} ended: ${how.join(" ")}`)));
  });
}

async function ended(node: ChildProcess): Promise<void> {
  if (node.exitCode !== null || node.signalCode !== null) return;
  const gone = new Promise((resolve) => node.once("exit", resolve));
  node.kill("SIGTERM");
  await gone;
}

/** Has blocks made one by one until every member can offer a snapshot. */
async function passSnapshot(root: string, height: number, first: number): Promise<void> {
  const made = (n: number): boolean => {
    const folder = join(folderAt(root, n), "snapshots");
    return existsSync(folder) && readdirSync(folder).some((name) => /^\d+$/.test(name));
  };
  const until = performance.now() + PATIENCE_MILLISECONDS;
  for (let n = 0; !Array.from({ length: MEMBERS }, (_, member) => made(member)).every(Boolean); n++) {
    if (performance.now() > until) throw new Error("no snapshot is made");
    const wire = decodeWire(issueTransaction(first + n, height + 1_000));
    if (wire === undefined) throw new Error("no transaction");
    const body = JSON.stringify({ payload: textOf(wire.payload), signatures: wire.signatures.map(signatureJsonOf) });
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${urlAt(n % MEMBERS)}/v1/transactions?wait=30000`, { method: "POST", headers, body });
    const { receipt } = (await answer.json()) as { receipt?: { height: number; outcome: { status: string } } };
    if (receipt?.outcome.status !== "committed") throw new Error(`not committed: ${answer.status}`);
    progress(`block ${receipt.height}`);
    if (receipt.height % 1_000 > 2 && receipt.height % 1_000 < 900) await later(1_000);
  }
}

const standingAt = async (n: number) => (await (await fetch(`${urlAt(n)}/v1/standing`)).json()) as Standing;

async function timed(root: string, genesis: GenesisDocument, closing: Closing) {
  const { engine } = await standingAt(0);
  const file = findEngine();
  if (engine?.sealedHash === undefined || !file.ok) throw new Error("there is no header to trust");
  const folder = folderAt(root, JOINER);
  const stateSync = {
    rpcServers: [0, 1].map((n) => `${urlAt(n)}/v1/engine`),
    ...{ trustHeight: engine.sealed, trustHash: engine.sealedHash, trustPeriod: TRUST_PERIOD },
  };
  const settings: NodeSettings = { ...settingsAt(JOINER), initialHeight: closing.height + 1, stateSync };
  mkdirSync(folder, { recursive: true });
  writeSettings(folder, settings);
  const beginning = engineGenesisOf(genesis, closing);
  writeEngineHome({ folder, genesis, settings, nodeKeySeed: new Secret(nodeSeed(JOINER)), beginning });
  const { height: tip } = await standingAt(0);
  const marks = new Map<string, number>();
  const begun = performance.now();
  const node = await MeridianNode.open({
    folder,
    genesis,
    consortium: { settings, engineFile: file.value.file },
    log: (level, message, data) => {
      const at = (performance.now() - begun) / 1_000;
      if (!marks.has(message))
        progress(`${at.toFixed(1)} s  ${level} ${message} ${JSON.stringify(data ?? {}).slice(0, 160)}`);
      if (!marks.has(message)) marks.set(message, at);
    },
    onFailure: (error) => progress(String(error)),
  });
  try {
    while (node.height < tip) {
      if (performance.now() - begun > PATIENCE_MILLISECONDS) throw new Error(`at ${node.height} of ${tip}`);
      await later(20);
    }
    const joinSeconds = (performance.now() - begun) / 1_000;
    const place = marks.get(IN_PLACE) ?? 0;
    const accepted = marks.get(ACCEPTED) ?? 0;
    return {
      ...{ height: node.height, historyFrom: node.history.base },
      joinSeconds: rounded(joinSeconds),
      snapshotMb: Math.round(snapshotBytes(folderAt(root, 0)) / 1e6),
      restoreSeconds: rounded(place - accepted),
    };
  } finally {
    await node.stop();
  }
}

/** Of the newest one. */
function snapshotBytes(folder: string): number {
  const snapshots = join(folder, "snapshots");
  const [newest = ""] = readdirSync(snapshots).sort((a, b) => Number(b) - Number(a));
  return readdirSync(join(snapshots, newest)).reduce(
    (sum, name) => sum + statSync(join(snapshots, newest, name)).size,
    0,
  );
}
