import { parentPort, workerData } from "node:worker_threads";
import { invariant } from "@meridian/base/invariant";
import { decodeTransaction } from "@meridian/ledger/decode";
import { coded } from "@meridian/ledger/execute";
import type { LedgerRejection } from "@meridian/ledger/rejections";
import { firstBadSignature } from "@meridian/ledger/signing";

import type { Offered, Verified, VerifyThreadData } from "./messages.ts";
import { transferOf, unpack } from "./packing.ts";

/** Checks form and signatures, the dearest part of a transaction, off the threads that serve and execute. */
const { relyingParty, toLedger } = workerData as VerifyThreadData;
invariant(parentPort !== null, "runs as a worker");

parentPort.on("message", ({ first, transactions }: Offered) => {
  const refused = unpack(transactions).flatMap((bytes, place) => {
    const rejection = rejectionOf(bytes);
    return rejection === undefined ? [] : [[place, coded(rejection)] as const];
  });
  const verified: Verified = { first, transactions, refused };
  toLedger.postMessage(verified, transferOf(transactions));
});

function rejectionOf(bytes: Uint8Array): LedgerRejection | undefined {
  const decoded = decodeTransaction(bytes);
  if (!decoded.ok) return decoded.error;
  const { payloadBytes: payload, signatures } = decoded.value;
  const index = firstBadSignature({ payload, signatures }, relyingParty);
  return index === undefined ? undefined : { code: "bad-signature", index };
}
