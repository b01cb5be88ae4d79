import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Height } from "@meridian/base/ids";
import type { GenesisDocument } from "@meridian/network/genesis";
import { validatorsOf } from "@meridian/network/trust";
import { SealStore } from "@meridian/state-sqlite/seal-store";
import { SqliteStateStore } from "@meridian/state-sqlite/state-sqlite";
import { readSettings } from "../consortium/settings.ts";
import { type BackfillFault, backfill } from "../evidence/backfill.ts";
import { FolderLedger, sealsFileIn, stateFileIn } from "../evidence/folder.ts";
import { sealsOf } from "../evidence/seals-of.ts";
import { lockFolder } from "./folder-lock.ts";

/** Files that follow from the blocks: a node makes them anew when they are not there. */
const DERIVED = ["index.db", "views.db"].flatMap((file) => [file, `${file}-wal`, `${file}-shm`]);

/**
 * Gives a node's folder the blocks that it lacks, from another's, and has its index and lists built anew at the next
 * start. Throws `FolderInUse` while the node runs. `reached` is told the height from which blocks are there now.
 */
export function backfillFolder(
  folder: string,
  from: string,
  genesis: GenesisDocument,
  reached: (height: Height) => void,
): BackfillFault | undefined {
  const unlock = lockFolder(folder);
  const store = new SqliteStateStore(stateFileIn(folder));
  const kept = new SealStore(sealsFileIn(folder));
  const other = new FolderLedger(from, genesis);
  try {
    for (const file of DERIVED) rmSync(join(folder, file), { force: true });
    const history = { height: store.height() ?? store.base(), block: (height: Height) => store.block(height) };
    const chain = {
      network: genesis.network,
      initialHeight: readSettings(folder)?.initialHeight ?? 1,
      founders: validatorsOf(genesis),
    };
    const own = {
      store,
      seals: sealsOf({ genesis, history }, kept),
      keepSeal: (...seal: Parameters<SealStore["keep"]>) => kept.keep(...seal),
    };
    const steps = backfill(own, { block: (height) => other.store.block(height), seals: other.seals }, chain);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      reached(step.value);
    }
  } finally {
    other.close();
    kept.close();
    store.close();
    unlock();
  }
}
