import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fromHex, toHex } from "@meridian/base/bytes";
import { asHeight, asSeconds } from "@meridian/base/ids";
import { SnapshotFolder } from "@meridian/consensus-comet/snapshot-folder";
import { SnapshotWriter } from "@meridian/consensus-comet/snapshot-writer";
import { StateSnapshots } from "@meridian/consensus-comet/state-snapshots";
import { publicKeyOf, sign } from "@meridian/crypto/ed25519";
import { merkleRoot } from "@meridian/crypto/merkle";
import { resultLeafOf } from "@meridian/kernel/roots";
import { decodeTransaction } from "@meridian/ledger/decode";
import { Ledger } from "@meridian/ledger/ledger";
import { windowStart } from "@meridian/ledger/restoring";
import type { Rules } from "@meridian/ledger/rules";
import type { StoredBlock } from "@meridian/ledger/state-store";
import { encodeWire } from "@meridian/ledger/wire";
import { genesisStateOf } from "@meridian/network/genesis";
import { rulesOf } from "@meridian/network/rules";
import { dataHash, NO_EVIDENCE_HASH } from "@meridian/proof/comet/block";
import { type Commit, commitHash, FOR_BLOCK, precommitSignBytes } from "@meridian/proof/comet/commit";
import { BLOCK_PROTOCOL, type Header, headerHash, NO_BLOCK } from "@meridian/proof/comet/header";
import { inSetOrder, validatorOf, validatorSetHash } from "@meridian/proof/comet/validators";
import type { Seal } from "@meridian/proof/seal";
import { SealStore } from "@meridian/state-sqlite/seal-store";
import { SqliteStateStore } from "@meridian/state-sqlite/state-sqlite";
import { benchGenesis, issuePayload, physicianKey, setUp, validatorSeeds } from "./network.ts";

/**
 * Joining from a snapshot, without the engine between: `node bench/snapshots.ts [events] [per block]`. A chain of so many
 * prescriptions is built; its snapshot is made; a node at genesis restores it. Each step is a process of its own, so its
 * memory is its own.
 */

const VALIDATORS = 4;
/** The same time of genesis in every step. */
const genesis = { ...benchGenesis(VALIDATORS), time: asSeconds(1_750_000_000) };
const seeds = new Map(validatorSeeds(VALIDATORS).map(({ seed }) => [toHex(publicKeyOf(seed)), seed]));
const set = inSetOrder([...seeds.keys()].map((key) => validatorOf(fromHex(key) ?? new Uint8Array(), 10)));
const rules: Rules = {
  ...rulesOf(genesis),
  membership: {
    validators: () => [...seeds.keys()].map((publicKey) => ({ publicKey, power: 10 })),
    admitsPeer: () => true,
    commandFor: () => ({ domain: "none", type: "none" }),
  },
};
const openStore = (folder: string): SqliteStateStore => new SqliteStateStore(join(folder, "state.db"));

function build(folder: string, events: number, perBlock: number): void {
  mkdirSync(folder, { recursive: true });
  const store = openStore(folder);
  const seals = new SealStore(join(folder, "seals.db"));
  const ledger = new Ledger(rules, store, genesisStateOf(genesis));
  const last = Math.ceil(events / perBlock) + 1;
  let before: { readonly seal: Seal; readonly block: StoredBlock } | undefined;
  const commit = (transactions: readonly Uint8Array[]): void => {
    const height = asHeight(ledger.height + 1);
    const { appHash } = ledger;
    const decoded = transactions.map((bytes) => {
      const result = decodeTransaction(bytes);
      return { bytes, verified: true, ...(result.ok && { decoded: result.value }) };
    });
    ledger.finalize({ height, time: asSeconds(Math.floor(Date.now() / 1_000)), transactions: decoded });
    const block = ledger.commit(new Uint8Array());
    if (height < windowStart(asHeight(last)) - 10) return;
    const seal = sealOf(block, appHash, before);
    seals.keep({ ...seal, canonical: true }, set);
    before = { seal, block };
  };
  commit(setUp());
  for (let n = 0; n < events; ) {
    const many = Math.min(perBlock, events - n);
    const validUntil = ledger.height + 1_000;
    commit(Array.from({ length: many }, () => unsigned(n++, validUntil)));
  }
  const { height } = ledger;
  say({ step: "build", height });
  const writer = new SnapshotWriter(store, seals, new SnapshotFolder(join(folder, "snapshots")));
  const begun = performance.now();
  writer.begin(height);
  const records = performance.now() - begun;
  commit([]);
  commit([]);
  const resumed = performance.now();
  writer.finish();
  say({ step: "make", height, recordsMs: Math.round(records), windowMs: Math.round(performance.now() - resumed) });
  ledger.keepSnapshot();
  store.close();
}

/** Nobody looks at the signature here, so nobody makes one; its bytes are as random as one's. */
function unsigned(n: number, validUntil: number): Uint8Array {
  return encodeWire({
    payload: issuePayload(n, validUntil),
    signatures: [{ kind: "ed25519", publicKey: physicianKey, signature: randomBytes(64) }],
  });
}

function sealOf(
  block: StoredBlock,
  appHash: Uint8Array,
  before: { readonly seal: Seal; readonly block: StoredBlock } | undefined,
): Seal {
  const validatorsHash = validatorSetHash(set);
  const header: Header = {
    version: { block: BLOCK_PROTOCOL, app: 1 },
    chainId: genesis.network,
    height: block.height,
    time: { seconds: block.time, nanos: 0 },
    lastBlockId: before?.seal.commit.blockId ?? NO_BLOCK,
    lastCommitHash: before === undefined ? merkleRoot([]) : commitHash(before.seal.commit),
    dataHash: dataHash(block.transactions),
    validatorsHash,
    nextValidatorsHash: validatorsHash,
    consensusHash: new Uint8Array(32),
    appHash,
    lastResultsHash: merkleRoot((before?.block.outcomes ?? []).map(resultLeafOf)),
    evidenceHash: NO_EVIDENCE_HASH,
    proposerAddress: new Uint8Array(20),
  };
  const hash = headerHash(header);
  const blockId = { hash, parts: { total: 1, hash } };
  const { height, time } = header;
  const bytes = precommitSignBytes(genesis.network, { height, round: 0, blockId, time });
  const signatures: Commit["signatures"] = set.map(({ address, publicKey }) => ({
    flag: FOR_BLOCK,
    address,
    time,
    signature: sign(seeds.get(toHex(publicKey)) ?? new Uint8Array(32), bytes),
  }));
  return { header, commit: { height, round: 0, blockId, signatures } };
}

function join_(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  const source = new SnapshotFolder(join(from, "snapshots"));
  const original = openStore(from);
  const store = openStore(to);
  const ledger = new Ledger(rules, store, genesisStateOf(genesis));
  const snapshots = new StateSnapshots({
    ledger,
    chain: { network: genesis.network, initialHeight: 1, founders: set },
    folder: new SnapshotFolder(join(to, "snapshots")),
    maker: { take: () => {} },
    every: 1_000,
    log: (level, message, data) => process.stderr.write(`${level} ${message} ${JSON.stringify(data)}\n`),
    keepSeals: (seals) => {
      const kept = new SealStore(join(to, "seals.db"));
      for (const { seal, validators } of seals) kept.keep({ ...seal, canonical: true }, validators);
      kept.close();
    },
  });
  cpu = process.cpuUsage();
  const begun = performance.now();
  const [offer] = source.list();
  if (offer === undefined) throw new Error("there is no snapshot");
  const appHash = original.block(asHeight(offer.height))?.appHash ?? new Uint8Array();
  original.close();
  const times: number[] = [];
  let bytes = 0;
  let verdict: string = snapshots.offer(offer, appHash);
  for (let index = 0; index < offer.chunks && verdict === "accept"; index++) {
    const chunk = source.chunk(offer.height, index) ?? new Uint8Array();
    bytes += chunk.length;
    const started = performance.now();
    verdict = snapshots.apply(index, chunk);
    times.push(performance.now() - started);
  }
  const seconds = (performance.now() - begun) / 1_000;
  say({
    step: "join",
    verdict,
    height: ledger.height,
    base: store.base(),
    chunks: offer.chunks,
    megabytes: Math.round(bytes / 1e6),
    seconds: Number(seconds.toFixed(1)),
    longestChunkMs: Math.round(Math.max(...times)),
    lastChunkMs: Math.round(times.at(-1) ?? 0),
  });
  store.close();
}

let cpu = process.cpuUsage();
function say(what: object): void {
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1_024);
  const { user, system } = process.cpuUsage(cpu);
  // On a machine that others use too the clock says less than this.
  console.log(JSON.stringify({ ...what, cpuSeconds: Math.round((user + system) / 1e5) / 10, peakMegabytes }));
  cpu = process.cpuUsage();
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

const [step, one = "", two = "", three = ""] = process.argv.slice(2);
if (step === "build") build(one, Number(two), Number(three));
else if (step === "join") join_(one, two);
else {
  const root = mkdtempSync(join(tmpdir(), "meridian-snapshots-"));
  const run = (...args: readonly string[]): void => {
    execFileSync(process.execPath, [fileURLToPath(import.meta.url), ...args], { stdio: "inherit" });
  };
  try {
    run("build", join(root, "first"), step ?? "1000000", one === "" ? "100" : one);
    console.log(JSON.stringify({ stateMegabytes: Math.round(sizeOf(join(root, "first")) / 1e6) }));
    run("join", join(root, "first"), join(root, "second"));
  } finally {
    rmSync(root, { recursive: true });
  }
}
