import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Height } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import type { GenesisDocument } from "@meridian/network/genesis";
import { validatorsOf } from "@meridian/network/trust";
import { SealStore } from "@meridian/state-sqlite/seal-store";
import { SqliteStateStore } from "@meridian/state-sqlite/state-sqlite";
import { readSettings } from "../consortium/settings.ts";
import { Backfilling } from "../evidence/backfill.ts";
import { sealsFileIn, stateFileIn } from "../evidence/folder.ts";
import { sealsOf } from "../evidence/seals-of.ts";
import { lockFolder } from "./folder-lock.ts";

/** Files that follow from the blocks: a node makes them anew when they are not there. */
const DERIVED = ["index.db", "views.db"].flatMap((file) => [file, `${file}-wal`, `${file}-shm`]);

/**
 * Opens a stopped node's folder for the blocks that it lacks; with the first that goes in, its index and lists are to be
 * built anew at the next start. Throws `FolderInUse` while the node runs.
 */
export function openOwnBackfill(
  folder: string,
  genesis: GenesisDocument,
): { readonly filling: Backfilling; close(): void } {
  const settings = readSettings(folder);
  invariant(settings.ok, "whoever asks has read node.json before");
  const unlock = lockFolder(folder);
  const store = new SqliteStateStore(stateFileIn(folder));
  const kept = new SealStore(sealsFileIn(folder));
  const history = { height: store.height() ?? store.base(), block: (height: Height) => store.block(height) };
  const own = {
    store,
    seals: sealsOf({ genesis, history }, kept),
    keepSeal: (...seal: Parameters<SealStore["keep"]>) => kept.keep(...seal),
    begins: () => {
      for (const file of DERIVED) rmSync(join(folder, file), { force: true });
    },
  };
  const chain = {
    network: genesis.network,
    initialHeight: settings.value?.initialHeight ?? 1,
    founders: validatorsOf(genesis),
  };
  return {
    filling: new Backfilling(own, chain),
    close: () => {
      kept.close();
      store.close();
      unlock();
    },
  };
}
