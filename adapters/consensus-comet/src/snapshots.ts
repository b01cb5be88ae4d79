import {
  ResponseApplySnapshotChunk_Result as Applied,
  ResponseOfferSnapshot_Result as Offered,
  type RequestApplySnapshotChunk,
  type RequestLoadSnapshotChunk,
  type RequestOfferSnapshot,
  type ResponseApplySnapshotChunk,
  type ResponseListSnapshots,
  type ResponseLoadSnapshotChunk,
  type ResponseOfferSnapshot,
} from "cosmjs-types/tendermint/abci/types";
import type { Snapshots } from "./ports.ts";

/** The snapshot questions of ABCI 2.0, asked of the port; a node without snapshots has none and takes none. */
export class SnapshotAnswers {
  readonly #snapshots: Snapshots | undefined;

  constructor(snapshots: Snapshots | undefined) {
    this.#snapshots = snapshots;
  }

  list(): ResponseListSnapshots {
    const offers = this.#snapshots?.list() ?? [];
    return { snapshots: offers.map((offer) => ({ ...offer, height: BigInt(offer.height) })) };
  }

  load({ height, format, chunk }: RequestLoadSnapshotChunk): ResponseLoadSnapshotChunk {
    return { chunk: this.#snapshots?.chunk(Number(height), format, chunk) ?? new Uint8Array() };
  }

  offer({ snapshot, appHash }: RequestOfferSnapshot): ResponseOfferSnapshot {
    if (this.#snapshots === undefined || snapshot === undefined) return { result: Offered.ABORT };
    const verdict = this.#snapshots.offer({ ...snapshot, height: Number(snapshot.height) }, appHash);
    return { result: OFFERED[verdict] };
  }

  apply({ index, chunk, sender }: RequestApplySnapshotChunk): ResponseApplySnapshotChunk {
    const answer = (result: Applied, bad = false): ResponseApplySnapshotChunk => ({
      result,
      refetchChunks: bad ? [index] : [],
      rejectSenders: bad && sender !== "" ? [sender] : [],
    });
    switch (this.#snapshots?.apply(index, chunk)) {
      case "accept":
        return answer(Applied.ACCEPT);
      case "bad":
        return answer(Applied.RETRY, true);
      case "reject":
        return answer(Applied.REJECT_SNAPSHOT);
      default:
        return answer(Applied.ABORT);
    }
  }
}

const OFFERED = {
  accept: Offered.ACCEPT,
  reject: Offered.REJECT,
  "reject-format": Offered.REJECT_FORMAT,
} as const;
