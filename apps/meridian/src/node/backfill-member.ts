import type { Height } from "@meridian/base/ids";
import { ok, type Result } from "@meridian/base/result";
import type { GenesisDocument } from "@meridian/network/genesis";
import type { BackfillFault, Backfilling } from "../evidence/backfill.ts";
import { readHistory } from "../evidence/history-answer.ts";
import { openOwnBackfill } from "./own-backfill.ts";

/** Blocks asked for at once; a member's node gives fewer where they are large. */
const BLOCKS_AT_ONCE = 100;

/** Asks a member's node for whole blocks below a height, downwards; `E` says why it gives none. */
export type AskBelow<E> = (height: Height, limit: number) => Promise<Result<AsyncIterable<Uint8Array>, E>>;

/**
 * Gives a stopped node's folder the blocks that it lacks, answer by answer from another member's node, which is not
 * believed. Rejects with `FolderInUse` while the own node runs. `reached` is told the height from which blocks are there
 * now; broken off at any moment, the next call goes on from there.
 */
export async function backfillFromMember<E>(
  folder: string,
  genesis: GenesisDocument,
  ask: AskBelow<E>,
  reached: (height: Height) => void,
): Promise<Result<BackfillFault | undefined, E>> {
  const own = openOwnBackfill(folder, genesis);
  try {
    for (;;) {
      const { filling } = own;
      if (filling.next === undefined) return ok(undefined);
      const answered = await ask((filling.next + 1) as Height, BLOCKS_AT_ONCE);
      if (!answered.ok) return answered;
      const fault = await takeAll(filling, answered.value, reached);
      if (fault !== undefined) return ok(fault);
    }
  } finally {
    own.close();
  }
}

/** Takes an answer's blocks as they come. One without any lacks the block that is wanted. */
async function takeAll(
  filling: Backfilling,
  body: AsyncIterable<Uint8Array>,
  reached: (height: Height) => void,
): Promise<BackfillFault | undefined> {
  const { next: from } = filling;
  if (from === undefined) return undefined;
  for await (const older of readHistory(body, from, BLOCKS_AT_ONCE)) {
    const height = filling.next ?? from;
    if (typeof older === "string") return { height, what: older };
    const fault = filling.take(older);
    if (fault !== undefined) return fault;
    if (filling.base === height) reached(height);
    if (filling.next === undefined) return undefined;
  }
  return filling.next === from ? { height: from, what: "missing" } : undefined;
}
