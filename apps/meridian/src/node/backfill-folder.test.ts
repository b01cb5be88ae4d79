import { deepStrictEqual as same, throws } from "node:assert";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "node:test";
import { asHeight, type OrganisationId } from "@meridian/base/ids";
import type { StoredBlock } from "@meridian/ledger/state-store";
import { SealStore } from "@meridian/state-sqlite/seal-store";
import { SqliteStateStore } from "@meridian/state-sqlite/state-sqlite";
import { writeSettings } from "../consortium/settings.ts";
import { note, smallChain, smallGenesis, smallTransaction } from "../evidence/small-chain.conformance.ts";
import { backfillFolder } from "./backfill-folder.ts";
import { lockFolder } from "./folder-lock.ts";

it("a stopped node takes older blocks from another's folder, and forgets what follows from blocks", () => {
  const root = mkdtempSync(join(tmpdir(), "meridian-backfill-"));
  try {
    const [own, other] = ["own", "other"].map((name) => {
      const folder = join(root, name);
      mkdirSync(folder);
      return folder;
    }) as [string, string];
    const whole = new SqliteStateStore(join(other, "state.db"));
    const chain = smallChain(whole);
    for (let n = 0; n < 5; n++) chain.block(smallTransaction([note(`n${n}`)], n));
    chain.settle();
    const blockAt = (height: number): StoredBlock => whole.block(asHeight(height)) as StoredBlock;
    const store = new SqliteStateStore(join(own, "state.db"));
    store.commit(blockAt(0), []);
    const refill = store.refill();
    // The window of a chain that was moved to the engine later: these blocks still carry their seals.
    for (let height = 4; height <= 5; height++) refill.putBlock(blockAt(height));
    refill.keep();
    store.close();
    new SealStore(join(own, "seals.db")).close();
    writeSettings(own, {
      organisation: "member-1" as OrganisationId,
      p2p: { host: "127.0.0.1", port: 23_300 },
      rpcPort: 23_301,
      apiPort: 23_302,
      peers: [],
      initialHeight: 1_000,
    });
    writeFileSync(join(own, "views.db"), "old rows");
    const heights: number[] = [];
    const unlock = lockFolder(own);
    throws(() => backfillFolder(own, other, smallGenesis, () => {}), { name: "FolderInUse" });
    unlock();
    same(
      backfillFolder(own, other, smallGenesis, (height) => heights.push(height)),
      undefined,
    );
    same([heights, existsSync(join(own, "views.db"))], [[3, 2, 1], false]);
    const again = new SqliteStateStore(join(own, "state.db"), "reader");
    same([again.base(), again.height(), again.block(asHeight(2))], [1, 5, blockAt(2)]);
    again.close();
    whole.close();
  } finally {
    rmSync(root, { recursive: true });
  }
});
