import type { MessagePort } from "node:worker_threads";
import type { TransactionId } from "@meridian/base/ids";
import type { Verifier } from "@meridian/consensus-comet/ports";
import { idAt } from "./ids.ts";
import type { Gossip, GossipVerified } from "./messages.ts";
import { pack, transferOf } from "./packing.ts";

/** Has the verifying thread check what other nodes sent. */
export class GossipVerifier implements Verifier {
  readonly #toVerify: MessagePort;
  readonly #waiting = new Map<number, (ids: string) => void>();
  #request = 0;

  constructor(toVerify: MessagePort) {
    this.#toVerify = toVerify;
  }

  async verify(transactions: readonly Uint8Array[]): Promise<readonly (TransactionId | undefined)[]> {
    const request = this.#request++;
    const packed = pack(transactions);
    const ids = await new Promise<string>((resolve) => {
      this.#waiting.set(request, resolve);
      this.#toVerify.postMessage({ request, transactions: packed } satisfies Gossip, transferOf(packed));
    });
    return transactions.map((_, place) => idAt(ids, place));
  }

  /** Takes the verifying thread's answer. */
  hear({ request, ids }: GossipVerified): void {
    this.#waiting.get(request)?.(ids);
    this.#waiting.delete(request);
  }
}
