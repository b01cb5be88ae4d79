import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";
import { invariant } from "@meridian/base/invariant";
import { sha256 } from "@meridian/crypto/hash";
import { rulesOf } from "@meridian/network/rules";
import { checkLedger } from "../evidence/chain.ts";
import { FolderLedger, sealsFileIn, stateFileIn } from "../evidence/folder.ts";
import { otherDigit, type Refusal, type TamperThreadData } from "./tampering.ts";

/** Copies a node's ledger, alters one byte of the copy's history, and checks the copy until something does not hold. */
const { folder, copy, genesis, place } = workerData as TamperThreadData;
const DIGEST = 32;
const NEEDLE = Buffer.from('"quantity":');

invariant(parentPort !== null, "runs as a worker");
copied(stateFileIn(folder), stateFileIn(copy));
if (existsSync(sealsFileIn(folder))) copied(sealsFileIn(folder), sealsFileIn(copy));
alter();
parentPort.postMessage(checked());

/** As it is at one moment, while the node goes on. */
function copied(from: string, to: string): void {
  const database = new DatabaseSync(from, { readOnly: true });
  try {
    database.prepare("VACUUM INTO ?").run(to);
  } finally {
    database.close();
  }
}

/** Whoever can write to the disk writes the checksum anew as well, so that it is not what notices. */
function alter(): void {
  const leaf = leafOf();
  const database = new DatabaseSync(stateFileIn(copy));
  try {
    const row = database.prepare("SELECT body FROM blocks WHERE height = ?").get(place.height);
    const body = Buffer.from(row?.["body"] as Uint8Array);
    const at = body.indexOf(leaf) + leaf.indexOf(NEEDLE) + NEEDLE.length;
    body.write(otherDigit(String.fromCharCode(body[at] ?? 0)), at);
    body.set(sha256(body.subarray(DIGEST)), 0);
    database.prepare("UPDATE blocks SET body = ? WHERE height = ?").run(body, place.height);
  } finally {
    database.close();
  }
}

function leafOf(): Buffer {
  const ledger = new FolderLedger(copy, genesis);
  try {
    const leaf = ledger.store.block(place.height)?.events[place.position];
    invariant(leaf !== undefined, "the event is in the copy");
    return Buffer.from(leaf);
  } finally {
    ledger.close();
  }
}

/** No further than where it was altered: what holds up to there and there too would not be noticed at all. */
function checked(): Refusal {
  const ledger = new FolderLedger(copy, genesis);
  try {
    const checking = checkLedger(rulesOf(genesis), ledger.store, genesis, ledger.seals);
    for (;;) {
      const step = checking.next();
      if (step.done === true) return step.value && { what: step.value.what, height: step.value.height };
      if (step.value >= place.height) return undefined;
    }
  } finally {
    ledger.close();
  }
}
