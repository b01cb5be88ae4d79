import { randomBytes } from "node:crypto";
import { textOf } from "@meridian/base/bytes";
import { asSeconds, type Seconds } from "@meridian/base/ids";
import { parseJson } from "@meridian/base/json";
import { Client } from "@meridian/client/client";
import { recordKeyOf } from "@meridian/kernel/roots";
import type { Ledger } from "@meridian/region/player/ports";
import { type Stage, stageOf } from "@meridian/region/player/stage";
import type { Custody } from "../custody/custody.ts";
import { localTransport } from "../node/local-transport.ts";
import { MeridianNode } from "../node/node.ts";
import { openCustody, RegionDocuments } from "./documents.ts";
import type { Home } from "./home.ts";

/** A region as it runs in this process: its node, its vaults, and the stage for its players. */
export type Place = {
  readonly node: MeridianNode;
  readonly custody: Custody;
  readonly stage: Stage;
  close(): Promise<void>;
};

/** Seconds of this machine's clock, which is what the embedded sequencer stamps blocks with. */
export const clock = (): Seconds => asSeconds(Math.floor(Date.now() / 1_000));

export async function openPlace(home: Home, onFailure: (error: Error) => void): Promise<Place> {
  const { folder, genesis, validatorSeeds, region, schemes } = home;
  const node = await MeridianNode.open({ folder, genesis, validatorSeeds, onFailure });
  const client = new Client(localTransport(node), (length) => new Uint8Array(randomBytes(length)));
  const custody = await openCustody(folder, region, node);
  const documents = new RegionDocuments(custody, region);
  const stage = stageOf(region, schemes, { client, ledger: ledgerOf(node), documents });
  const close = async (): Promise<void> => {
    await node.stop();
    await custody.close();
  };
  return { node, custody, stage, close };
}

const ledgerOf = (node: MeridianNode): Ledger => ({
  record: async (domain, id) => {
    const { value } = await node.engine.proveRecord(recordKeyOf(domain, id));
    return value === null ? undefined : parseJson(textOf(value) ?? "");
  },
  // A block never has an earlier time than the one before, whatever the clock does.
  now: () => asSeconds(Math.max(node.time, clock())),
  pause: (milliseconds) => new Promise((later) => setTimeout(later, milliseconds)),
});
