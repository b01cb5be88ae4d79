import { parentPort, workerData } from "node:worker_threads";
import type { TransactionId } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { err, ok, type Result } from "@meridian/base/result";
import type { CodedRejection } from "@meridian/kernel/transaction";
import { decodeTransaction } from "@meridian/ledger/decode";
import { coded } from "@meridian/ledger/execute";
import type { LedgerRejection } from "@meridian/ledger/rejections";
import { firstBadSignature } from "@meridian/ledger/signing";

import { NO_ID } from "./ids.ts";
import type { Gossip, GossipVerified, Offered, Verified, VerifyThreadData } from "./messages.ts";
import { transferOf, unpack } from "./packing.ts";

/** Checks form and signatures, the dearest part of a transaction, off the threads that serve and execute. */
const { relyingParty, toLedger } = workerData as VerifyThreadData;
const through = parentPort;
invariant(through !== null, "runs as a worker");

through.on("message", ({ first, transactions }: Offered) => {
  const refused: [number, CodedRejection][] = [];
  let ids = "";
  for (const [place, bytes] of unpack(transactions).entries()) {
    const checked = check(bytes);
    if (checked.ok) ids += checked.value;
    else refused.push([place, coded(checked.error)]);
  }
  const verified: Verified = { first, transactions, refused, ids };
  toLedger.postMessage(verified, transferOf(transactions));
  through.postMessage(null);
});

toLedger.on("message", ({ request, transactions }: Gossip) => {
  let ids = "";
  for (const bytes of unpack(transactions)) {
    const checked = check(bytes);
    ids += checked.ok ? checked.value : NO_ID;
  }
  toLedger.postMessage({ request, ids } satisfies GossipVerified);
});

function check(bytes: Uint8Array): Result<TransactionId, LedgerRejection> {
  const decoded = decodeTransaction(bytes);
  if (!decoded.ok) return decoded;
  const { id, payloadBytes: payload, signatures } = decoded.value;
  const index = firstBadSignature({ payload, signatures }, relyingParty);
  return index === undefined ? ok(id) : err({ code: "bad-signature", index });
}
