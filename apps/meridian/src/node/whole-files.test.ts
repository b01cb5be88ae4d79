import { ok, deepStrictEqual as same } from "node:assert";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { utf8 } from "@meridian/base/bytes";
import type { Height } from "@meridian/base/ids";
import { Secret } from "@meridian/base/secret";
import { Custody } from "../custody/custody.ts";
import { FolderLedger } from "../evidence/folder.ts";
import { httpOf } from "../http/server.ts";
import {
  HOSPITAL,
  issueTestPrescription,
  openTestNetwork,
  PATIENT,
  seedOf,
  signerOf,
  staffTestNetwork,
  testGenesis,
} from "./test-network.conformance.ts";

const genesis = testGenesis();
const place = mkdtempSync(join(tmpdir(), "meridian-whole-"));
const [folder, copy] = [join(place, "node"), join(place, "copy")];
let height: Height;
before(async () => {
  const network = await openTestNetwork({ folder, genesis });
  const { node } = network;
  const masterKeys = new Map([[HOSPITAL, new Secret(seedOf("master key"))]]);
  const custody = await Custody.open({ folder, node, masterKeys, signerOf: () => signerOf(HOSPITAL) });
  const app = await httpOf({ node, port: 0, folder, logLevel: "silent", webFolder: false });
  await staffTestNetwork(network);
  const document = { patient: PATIENT, custodian: HOSPITAL, kind: "order", document: new Secret(utf8("an order")) };
  ok((await custody.putMany([document])).ok);
  await issueTestPrescription(network, "rx-1");
  // Somebody who looks at the ledger while the node stops.
  const beside = new FolderLedger(folder, genesis);
  await app.close();
  await custody.close();
  await node.stop();
  height = node.height;
  beside.close();
});
after(() => rmSync(place, { recursive: true, force: true }));

describe("the files of a node that has stopped", () => {
  it("are whole each by itself: nothing stands in a log beside them", () => {
    const names = readdirSync(folder);
    const logs = names.filter((name) => name.endsWith("-wal") && statSync(join(folder, name)).size > 0);
    same(logs, []);
    for (const name of ["state", "index", "views", "access", "document-keys", "vault", "vault-keys"])
      ok(names.includes(`${name}.db`), name);
  });

  it("hold the last block, and the records of then, in a copy of the ledger's file alone", async () => {
    mkdirSync(copy);
    copyFileSync(join(folder, "state.db"), join(copy, "state.db"));
    const ledger = new FolderLedger(copy, genesis);
    try {
      same(ledger.history.height, height);
      const proof = await ledger.engine.proveRecord("prescription/rx-1");
      same([proof.height, proof.value !== null], [height, true]);
    } finally {
      ledger.close();
    }
  });
});
