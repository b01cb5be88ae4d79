import { deepStrictEqual as same } from "node:assert";
import { it } from "node:test";
import { recheck } from "@meridian/ledger/recheck";
import { genesisStateOf } from "@meridian/network/genesis";
import { rulesOf } from "@meridian/network/rules";
import { CORNER, genesis } from "./people.ts";
import { bring, standingOf, WAY } from "./prescriptions.ts";
import { staffedRegion } from "./region.ts";

it("a prescription of the fault region comes to every state of the usual way, and the chain rechecks", () => {
  const region = staffedRegion();
  for (const status of WAY) {
    bring(region, `rx-${status}`, status);
    same(standingOf(region, `rx-${status}`).status, status);
  }
  same(standingOf(region, "rx-CLAIMED").claimedBy, CORNER);
  const checking = recheck(rulesOf(genesis), region.store, genesisStateOf(genesis));
  let step = checking.next();
  while (step.done !== true) step = checking.next();
  same(step.value, undefined);
});
