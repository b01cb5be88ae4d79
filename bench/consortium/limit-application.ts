import type { Handlers } from "@meridian/consensus-comet/abci/handlers";
import { AbciServer } from "@meridian/consensus-comet/abci/server";
import { answerTo, checkAnswer } from "@meridian/consensus-comet/answers";
import { decodeBundle } from "@meridian/consensus-comet/bundle";
import { keyOf } from "@meridian/consensus-comet/pool";
import { firstBadSignature } from "@meridian/ledger/signing";
import { decodeWire } from "@meridian/ledger/wire";
import { benchGenesis } from "../network.ts";

/**
 * An application that does nothing: bundles in the mempool, single transactions in blocks, as ours (ADR-14), and no state,
 * no rule, no store, no API. With `signatures` it verifies each transaction's once. What a network of these reaches no
 * application of ours can pass, whatever it does well.
 *
 * Arguments: path of the socket; `engine` or `signatures`.
 */
const [path = "", what = "engine"] = process.argv.slice(2);
const verifies = what === "signatures";
const BLOCK_TRANSACTIONS = 1_000;
const { relyingParty } = benchGenesis(1);
const APP_HASH = new Uint8Array(32);
const NOTHING = new Uint8Array();
const RESULT = { code: 0, data: NOTHING, log: "", info: "", gasWanted: 0n, gasUsed: 0n, events: [], codespace: "" };
/** `ACCEPT` of a ProcessProposal. */
const ACCEPT = 1;
type Asked<K extends keyof Handlers> = Parameters<Handlers[K]>[0];
const refused = (): never => {
  throw new Error("not asked of this application");
};

/** The last bytes of a transaction are its signature's: nothing is hashed to tell one from another. */
const nameOf = (tx: Uint8Array): string =>
  Buffer.from(tx.buffer, tx.byteOffset + tx.length - 32, 32).toString("latin1");

type Bundle = { readonly members: readonly Uint8Array[]; next: number };
const bundles = new Map<string, Bundle>();
const ordered = new Set<string>();
let height = 0n;

const isLeft = (bundle: Bundle): boolean => {
  while (bundle.next < bundle.members.length && ordered.has(nameOf(bundle.members[bundle.next] as Uint8Array)))
    bundle.next++;
  return bundle.next < bundle.members.length;
};

const isGood = (tx: Uint8Array): boolean => {
  const wire = decodeWire(tx);
  return wire !== undefined && firstBadSignature(wire, relyingParty) === undefined;
};

function checkTx({ tx }: Asked<"checkTx">) {
  const key = keyOf(tx);
  const known = bundles.get(key);
  if (known !== undefined) {
    const left = isLeft(known);
    if (!left) bundles.delete(key);
    return checkAnswer(left ? "ok" : "over");
  }
  const members = decodeBundle(tx);
  if (members === undefined || (verifies && !members.every(isGood))) return checkAnswer("malformed");
  // What was read lies in the buffer of the connection.
  bundles.set(key, { members: decodeBundle(Uint8Array.from(tx)) ?? [], next: 0 });
  return checkAnswer("ok");
}

function prepareProposal({ txs }: Asked<"prepareProposal">) {
  const taken: Uint8Array[] = [];
  for (const tx of txs) {
    const bundle = bundles.get(keyOf(tx));
    if (bundle === undefined || !isLeft(bundle)) continue;
    for (const member of bundle.members.slice(bundle.next)) {
      if (taken.length === BLOCK_TRANSACTIONS) return { txs: taken };
      taken.push(member);
    }
  }
  return { txs: taken };
}

function finalizeBlock(request: Asked<"finalizeBlock">) {
  for (const tx of request.txs) ordered.add(nameOf(tx));
  height = request.height;
  return { events: [], txResults: request.txs.map(() => RESULT), validatorUpdates: [], appHash: APP_HASH };
}

const handlers: Handlers = {
  info: () => ({ data: what, version: "1", appVersion: 1n, lastBlockHeight: height, lastBlockAppHash: APP_HASH }),
  query: () => answerTo(true),
  initChain: () => ({ validators: [], appHash: APP_HASH }),
  checkTx,
  prepareProposal,
  processProposal: () => ({ status: ACCEPT }),
  finalizeBlock,
  commit: () => ({ retainHeight: 0n }),
  extendVote: refused,
  verifyVoteExtension: refused,
  listSnapshots: () => ({ snapshots: [] }),
  offerSnapshot: refused,
  loadSnapshotChunk: refused,
  applySnapshotChunk: refused,
};

const server = new AbciServer({
  handlers,
  log: () => undefined,
  onFailure: (error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
});
await server.listen(path);
process.once("disconnect", () => process.exit(0));
process.send?.({ type: "listening" });
