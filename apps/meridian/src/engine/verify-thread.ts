import { parentPort, workerData } from "node:worker_threads";
import { invariant } from "@meridian/base/invariant";
import { firstBadSignature } from "@meridian/ledger/signing";
import { decodeWire } from "@meridian/ledger/wire";
import type { Offered, Verified, VerifyThreadData } from "./messages.ts";
import { transferOf, unpack } from "./packing.ts";

/** Checks signatures, the dearest part of a transaction, off the threads that serve and execute. */
const { relyingParty, toLedger } = workerData as VerifyThreadData;
invariant(parentPort !== null, "runs as a worker");

parentPort.on("message", ({ first, transactions }: Offered) => {
  const bad: (readonly [number, number])[] = [];
  for (const [index, bytes] of unpack(transactions).entries()) {
    const wire = decodeWire(bytes);
    // What does not decode has no signature to check; the ledger refuses it by its own code.
    const at = wire === undefined ? undefined : firstBadSignature(wire, relyingParty);
    if (at !== undefined) bad.push([index, at]);
  }
  const verified: Verified = { first, transactions, bad };
  toLedger.postMessage(verified, transferOf(transactions));
});
