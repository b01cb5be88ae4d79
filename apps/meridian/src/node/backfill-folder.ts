import type { Height } from "@meridian/base/ids";
import type { GenesisDocument } from "@meridian/network/genesis";
import { type BackfillFault, backfill } from "../evidence/backfill.ts";
import { FolderLedger } from "../evidence/folder.ts";
import { openOwnBackfill } from "./own-backfill.ts";

/**
 * Gives a stopped node's folder the blocks that it lacks, from another's. Throws `FolderInUse` while the node runs.
 * `reached` is told the height from which blocks are there now.
 */
export function backfillFolder(
  folder: string,
  from: string,
  genesis: GenesisDocument,
  reached: (height: Height) => void,
): BackfillFault | undefined {
  const own = openOwnBackfill(folder, genesis);
  const other = new FolderLedger(from, genesis);
  try {
    const steps = backfill(own.filling, { block: (height) => other.store.block(height), seals: other.seals });
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      reached(step.value);
    }
  } finally {
    other.close();
    own.close();
  }
}
