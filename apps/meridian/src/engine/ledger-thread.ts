import { parentPort, workerData } from "node:worker_threads";
import { invariant } from "@meridian/base/invariant";
import { keyHashOf } from "@meridian/kernel/roots";
import type { CodedRejection } from "@meridian/kernel/transaction";
import { Ledger } from "@meridian/ledger/ledger";
import { releaseNotice } from "@meridian/ledger/release-notice";
import type { StoredBlock } from "@meridian/ledger/state-store";
import { genesisStateOf } from "@meridian/network/genesis";
import { rulesOf } from "@meridian/network/rules";
import { SqliteStateStore } from "@meridian/state-sqlite/state-sqlite";
import { GossipVerifier } from "./gossip-verifier.ts";
import { idAt } from "./ids.ts";
import type { GossipVerified, LedgerNotice, LedgerRequest, LedgerThreadData, Verified } from "./messages.ts";
import { orderingOf } from "./ordering.ts";
import { pack, transferOf, unpack } from "./packing.ts";

/** Orders, executes and stores. Commits block this thread for milliseconds, which is why it is one of its own. */
const data = workerData as LedgerThreadData;
const main = parentPort;
invariant(main !== null, "runs as a worker");
const tell = (notice: LedgerNotice, transfer: ArrayBuffer[] = []): void => main.postMessage(notice, transfer);

const store = new SqliteStateStore(data.stateFile, "writer", data.cacheMiB);
const { rulesOf: rules } =
  data.rulesModule === undefined ? { rulesOf } : ((await import(data.rulesModule)) as { rulesOf: typeof rulesOf });
const ledger = new Ledger(rules(data.genesis), store, genesisStateOf(data.genesis));
/** The release of the rules that the next block needs, or that is to come: told once. */
let releaseTold = "";
function tellOfRelease(): void {
  const notice = releaseNotice(ledger.releaseStatus());
  const news = notice === undefined ? "" : `${notice.type} ${notice.release.release} ${notice.release.height}`;
  if (notice !== undefined && news !== releaseTold) tell({ type: "release", notice });
  releaseTold = news;
}

tellOfRelease();

const verifier = new GossipVerifier(data.fromVerify);
const ordering = await orderingOf({
  data,
  ledger,
  store,
  verifier,
  onRestored: tellOfRelease,
  log: (level, message, details) => tell({ type: "log", level, message, ...(details && { data: details }) }),
  // Thrown where nobody catches it: the thread dies, and with it the node.
  onFailure: (error) =>
    queueMicrotask(() => {
      throw error;
    }),
});

ordering.onCommitted(({ height, time, ids, outcomes, appHash, events }: StoredBlock, headerHash?: string) => {
  tellOfRelease();
  const packed = pack(events);
  const decided = JSON.stringify({ ids, outcomes });
  const block = { height, time, appHash, events: packed, ...(headerHash !== undefined && { headerHash }) };
  tell({ type: "committed", block, decided, waiting: ordering.waiting }, transferOf(packed));
});

data.fromVerify.on("message", (message: Verified | GossipVerified) => {
  if ("request" in message) verifier.hear(message);
  else offer(message);
});

function offer({ first, transactions, refused, ids }: Verified): void {
  const refusedAt = new Map(refused);
  const answers: [number, CodedRejection][] = [];
  let at = 0;
  for (const [place, bytes] of unpack(transactions).entries()) {
    const rejection = refusedAt.get(place) ?? ordering.offer(bytes, true, idAt(ids, at));
    if (!refusedAt.has(place)) at++;
    if (rejection !== undefined) answers.push([place, rejection]);
  }
  tell({ type: "answered", first, refused: answers, waiting: ordering.waiting });
}

main.on("message", (request: LedgerRequest) => {
  switch (request.type) {
    case "stop":
      void stop();
      break;
    case "prove":
      ordering.betweenBlocks(() => prove(request.request, request.key));
      break;
  }
});

async function stop(): Promise<void> {
  await ordering.stop();
  // An engine may end between deciding a block and its Commit: then the next start reads from the last snapshot on.
  if (ledger.isBetweenBlocks) ledger.keepSnapshot();
  store.close();
  data.fromVerify.close();
  tell({ type: "stopped" });
  main?.close();
}

function prove(request: number, key: string): void {
  const { bucket, siblings } = ledger.proveRecord(key);
  invariant(keyHashOf(key).length === 32, "a key hash has 32 bytes");
  const value = ledger.record(key) ?? null;
  tell({ type: "proved", request, proof: { height: ledger.height, value, bucket, siblings } });
}

tell({ type: "ready", height: ledger.height, time: ledger.time });
