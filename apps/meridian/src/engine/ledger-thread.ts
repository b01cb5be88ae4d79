import { parentPort, workerData } from "node:worker_threads";
import type { TransactionId } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { Secret } from "@meridian/base/secret";
import { Sequencer, type World } from "@meridian/consensus-embedded/sequencer";
import { HostedValidators } from "@meridian/consensus-embedded/validators";
import { keyHashOf } from "@meridian/kernel/roots";
import type { CodedRejection } from "@meridian/kernel/transaction";
import { Ledger } from "@meridian/ledger/ledger";
import type { StoredBlock } from "@meridian/ledger/state-store";
import { genesisStateOf } from "@meridian/network/genesis";
import { rulesOf } from "@meridian/network/rules";
import { SqliteStateStore } from "@meridian/state-sqlite/state-sqlite";
import type { LedgerNotice, LedgerRequest, LedgerThreadData, Verified } from "./messages.ts";
import { pack, transferOf, unpack } from "./packing.ts";

/** Orders, executes and stores. Commits block this thread for milliseconds, which is why it is one of its own. */
const data = workerData as LedgerThreadData;
const main = parentPort;
invariant(main !== null, "runs as a worker");
const tell = (notice: LedgerNotice, transfer: ArrayBuffer[] = []): void => main.postMessage(notice, transfer);

const world: World = {
  now: () => {
    const now = Date.now();
    return { seconds: Math.floor(now / 1_000), nanos: (now % 1_000) * 1_000_000 };
  },
  after: (milliseconds, run) => {
    if (milliseconds === 0) {
      const immediate = setImmediate(run);
      return () => clearImmediate(immediate);
    }
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};

const ID_LENGTH = 64;
const idAt = (ids: string, at: number): TransactionId => ids.slice(at, at + ID_LENGTH) as TransactionId;

const store = new SqliteStateStore(data.stateFile);
const ledger = new Ledger(rulesOf(data.genesis), store, genesisStateOf(data.genesis));
const validators = new HostedValidators(
  data.validatorSeeds.map(({ seed, power }) => ({ seed: new Secret(seed), power })),
);
const sequencer = new Sequencer(data.genesis.network, ledger, store, validators, world, data);

sequencer.onCommitted(({ height, time, ids, outcomes, appHash, events }: StoredBlock) => {
  const packed = pack(events);
  const decided = JSON.stringify({ ids, outcomes });
  tell({ type: "committed", block: { height, time, appHash, events: packed }, decided }, transferOf(packed));
});

data.fromVerify.on("message", ({ first, transactions, refused, ids }: Verified) => {
  const refusedAt = new Map(refused);
  const answers: [number, CodedRejection][] = [];
  let at = 0;
  for (const [place, bytes] of unpack(transactions).entries()) {
    const rejection = refusedAt.get(place) ?? sequencer.offer(bytes, true, idAt(ids, at));
    if (!refusedAt.has(place)) at += ID_LENGTH;
    if (rejection !== undefined) answers.push([place, rejection]);
  }
  tell({ type: "answered", first, refused: answers });
});

main.on("message", (request: LedgerRequest) => {
  if (request.type === "stop") {
    sequencer.stop();
    ledger.keepSnapshot();
    store.close();
    data.fromVerify.close();
    tell({ type: "stopped" });
    main.close();
    return;
  }
  const { bucket, siblings } = ledger.proveRecord(request.key);
  const keyHash = keyHashOf(request.key);
  invariant(keyHash.length === 32, "a key hash has 32 bytes");
  const value = ledger.record(request.key) ?? null;
  tell({
    type: "proved",
    request: request.request,
    proof: { height: ledger.height, value, bucket, siblings },
  });
});

tell({ type: "ready", height: ledger.height, time: ledger.time });
