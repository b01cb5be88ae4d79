import { deepStrictEqual as same, ok as yes } from "node:assert";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { asHeight } from "@meridian/base/ids";
import {
  issueTestPrescription,
  openTestNetwork,
  staffTestNetwork,
  type TestNetwork,
  testGenesis,
} from "../node/test-network.conformance.ts";
import type { EventOfRecord } from "./event-places.ts";
import { FolderLedger } from "./folder.ts";
import { blockAt, type EvidenceSource, envelopeOf, findEvent } from "./source.ts";

const genesis = testGenesis();
let network: TestNetwork;
let folder: FolderLedger;
before(async () => {
  network = await openTestNetwork({ genesis });
  await staffTestNetwork(network);
  for (const id of ["rx-1", "rx-2"]) await issueTestPrescription(network, id);
  folder = new FolderLedger(network.folder, genesis);
});
after(async () => {
  folder?.close();
  await network?.close();
});

/** Every record of the ledger that an event is of, without a type and with each, and once with one that never was. */
function asked(): EventOfRecord[] {
  const all = new Map<string, EventOfRecord>();
  for (let at = 0; at <= folder.history.height; at++)
    for (const { domain, record, event } of blockAt(folder.history, asHeight(at)).events.map(envelopeOf))
      for (const type of [undefined, event.type, "never"]) {
        const wanted = { domain, record, ...(type !== undefined && { type }) };
        all.set(JSON.stringify(wanted), wanted);
      }
  return [...all.values()];
}

/** A node that says how many of its blocks were read. */
function counted({ node }: TestNetwork): { readonly source: EvidenceSource; read: number } {
  const count = { read: 0 };
  const block = (height: number) => {
    count.read++;
    return node.history.block(asHeight(height));
  };
  const { height } = node.history;
  const source = {
    genesis,
    engine: node.engine,
    places: node.places,
    history: { height, block, receipt: () => undefined },
  };
  return Object.assign(count, { source });
}

async function agrees(): Promise<void> {
  const on = counted(network);
  const wanted = asked();
  const domains = new Set(wanted.map(({ domain }) => domain));
  yes(domains.size >= 5 && domains.has("prescription"), [...domains].join());
  for (const each of wanted) same([each, await findEvent(on.source, each)], [each, await findEvent(folder, each)]);
  same(on.read, 0);
}

describe("where the events of records stand", () => {
  it("a node answers without reading a block what a walk through all of them finds", agrees);

  it("follows from the blocks when its file is lost", async () => {
    await network.node.stop();
    rmSync(join(network.folder, "views.db"));
    network = await openTestNetwork({ genesis, folder: network.folder });
    await agrees();
  });

  it("what came since the rows were read is found in the blocks", async () => {
    const wanted = { domain: "prescription", record: "rx-2" };
    const place = await findEvent(folder, wanted);
    const places = { last: async () => ({ place: undefined, through: asHeight((place?.height ?? 0) - 1) }) };
    same(await findEvent({ ...counted(network).source, places: places as never }, wanted), place);
  });
});
