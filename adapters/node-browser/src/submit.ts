import type { TransactionId } from "@meridian/base/ids";
import { err, ok, type Result } from "@meridian/base/result";
import { NodeRefusal } from "@meridian/client/desk";
import type { CodedRejection, Receipt, SignedTransaction } from "@meridian/kernel/transaction";
import { isOffline, jsonOf, type Wire } from "./answers.ts";

type Taken = { readonly id: TransactionId; readonly receipt?: Receipt };

/** Sends what was signed, once; rejects where there was no answer. */
export async function submitted(
  wire: Wire,
  transaction: SignedTransaction,
  waitMilliseconds = 0,
): Promise<Result<Taken, CodedRejection>> {
  try {
    const path = `/v1/transactions${waitMilliseconds === 0 ? "" : `?wait=${waitMilliseconds}`}`;
    return ok(await jsonOf<Taken>(wire, "POST", path, transaction));
  } catch (error) {
    if (!(error instanceof NodeRefusal) || isOffline(error)) throw error;
    return err(error.refusal);
  }
}
