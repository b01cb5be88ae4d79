import { ok as holds, strictEqual as is, deepStrictEqual as same } from "node:assert";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, it } from "node:test";
import { utf8 } from "@meridian/base/bytes";
import { asHeight, type TransactionId } from "@meridian/base/ids";
import { canonicalText } from "@meridian/base/json";
import { sha256 } from "@meridian/crypto/hash";
import { decodeBlock, encodeBlock } from "@meridian/ledger/block-codec";
import {
  claimCommand,
  issueTestPrescription,
  openTestNetwork,
  PATIENT,
  PHARMACY,
  staffTestNetwork,
} from "../node/test-network.conformance.ts";
import { runs } from "./io.conformance.ts";

/** A node ran here, and has stopped: what it left is read, proven and checked without it. */
const folder = mkdtempSync(join(tmpdir(), "meridian-folder-"));
const data = join(folder, "node");
const genesisFile = join(data, "genesis.json");
let issued: TransactionId;
let refused: TransactionId;
let tip = 0;

before(async () => {
  const network = await openTestNetwork({ folder: data });
  writeFileSync(genesisFile, canonicalText(network.node.genesis));
  await staffTestNetwork(network);
  issued = (await issueTestPrescription(network, "rx-1")).id;
  const claimed = await network.client.send([claimCommand("rx-1")], []);
  holds(claimed.status !== "committed");
  const { signerOf } = await import("../node/test-network.conformance.ts");
  const sent = await network.client.send([claimCommand("rx-none")], [signerOf(PHARMACY), signerOf(PATIENT)]);
  holds(sent.status === "rejected" && sent.receipt !== undefined);
  refused = sent.receipt.id;
  await network.node.stop();
  tip = network.node.height;
});
after(() => rmSync(folder, { recursive: true, force: true }));

describe("evidence export, from a folder", () => {
  const file = join(folder, "evidence.json");
  const exported = (...argv: readonly string[]) =>
    runs("evidence", "export", ...argv, "--data", data, "--genesis", genesisFile, "--out", file);
  const verified = async (): Promise<string> => {
    const { exit, out } = await runs("verify", file, "--genesis", genesisFile, "--json");
    is(exit, 0, out);
    const { ok, trusted, facts } = JSON.parse(out);
    same([ok, trusted], [true, true]);
    const { subject } = facts;
    return subject.type === "event" ? subject.envelope.event.type : subject.type;
  };

  it("proves the latest event of a prescription, and an earlier one by its type", async () => {
    is((await exported("rx-1")).exit, 0);
    is(await verified(), "circulated");
    is((await exported("rx-1", "--event", "issued")).exit, 0);
    is(await verified(), "issued");
    is((await exported("review/rx-1.1", "--event", "latest")).exit, 0);
    is(await verified(), "attached");
  });
  it("proves how transactions ended", async () => {
    for (const id of [issued, refused]) {
      is((await exported(id)).exit, 0);
      is(await verified(), "transaction");
    }
  });
  it("proves what a record holds, and that there is none", async () => {
    is((await exported("prescription/rx-1")).exit, 0);
    is(await verified(), "record");
    is((await exported("organisation/court")).exit, 0);
    is(await verified(), "record");
    is((await exported("prescription/rx-2")).exit, 0);
    is(await verified(), "absence");
  });
  it("says why there is nothing to prove", async () => {
    for (const [argv, code] of [
      [["rx-2"], "unknown-event"],
      [["00".repeat(32)], "unknown-transaction"],
      [["organisation/court", "--event", "admitted"], "genesis-event"],
      [["rx-1", "--document", genesisFile], "salt-missing"],
      [["rx-1", "--document", genesisFile, "--salt", "00".repeat(32)], "does-not-verify"],
    ] as const) {
      const { exit, err } = await exported(...argv, "--json");
      is(exit, code === "salt-missing" ? 2 : 1);
      is(JSON.parse(err).error.code, code);
    }
  });
  it("writes the file to the screen where no file is named", async () => {
    const { exit, out } = await runs("evidence", "export", "rx-1", "--data", data);
    is(exit, 0);
    is(JSON.parse(out).format, "meridian-evidence/1");
  });
});

describe("reading a folder", () => {
  it("tells what happened to a prescription, in both languages", async () => {
    const { exit, out } = await runs("rx", "show", "rx-1", "--data", data);
    is(exit, 0);
    for (const part of ["rx-1: in circulation", "issued it for p-patient", "approved by s-pharmacist", "valid until:"])
      holds(out.includes(part), `${part}\n${out}`);
    const zh = await runs("rx", "show", "rx-1", "--data", data, "--lang", "zh");
    holds(zh.out.includes("流转中") && zh.out.includes("开具处方"));
    same((await runs("rx", "show", "rx-2", "--data", data)).exit, 1);
  });
  it("lists prescriptions", async () => {
    const { out } = await runs("rx", "list", "--data", data, "--json");
    same(
      JSON.parse(out).map(({ id, status }: { id: string; status: string }) => [id, status]),
      [["rx-1", "ACTIVE"]],
    );
    same(JSON.parse((await runs("rx", "list", "--data", data, "--status", "CLAIMED", "--json")).out), []);
  });
  it("says how a transaction ended, and explains a refusal", async () => {
    const committed = await runs("tx", "show", issued, "--data", data);
    same([committed.exit, committed.out.includes("Committed in block")], [0, true]);
    const explained = await runs("tx", "show", refused, "--data", data);
    is(explained.exit, 1);
    holds(explained.out.includes("Refused in block") && explained.out.split("\n").length > 3);
  });
  it("needs a ledger and its genesis document", async () => {
    is((await runs("rx", "list", "--data", folder)).exit, 4);
    is((await runs("ledger", "check", "--data", data, "--genesis", join(folder, "none.json"))).exit, 4);
  });
});

/** What `ledger check` says of a copy of the folder that somebody changed. */
async function checkAfter(
  harm: (database: DatabaseSync) => void,
): Promise<{ exit: number; ok: boolean; fault?: Fault }> {
  const copy = mkdtempSync(join(folder, "copy-"));
  cpSync(data, copy, { recursive: true });
  const database = new DatabaseSync(join(copy, "state.db"));
  harm(database);
  database.close();
  const { exit, out } = await runs("ledger", "check", "--data", copy, "--json");
  rmSync(copy, { recursive: true });
  return { exit, ...JSON.parse(out) };
}
type Fault = { readonly height: number; readonly what: string; readonly detail?: string };

const bodyOf = (database: DatabaseSync, height: number) =>
  database.prepare("SELECT body, ids FROM blocks WHERE height = ?").get(height) as {
    body: Uint8Array;
    ids: Uint8Array;
  };

describe("ledger check", () => {
  it("confirms a ledger that nobody touched", async () => {
    same(await checkAfter(() => {}), { exit: 0, ok: true, height: tip });
    const { out } = await runs("ledger", "check", "--data", data, "--lang", "zh");
    holds(out.includes(`全部 ${tip} 个区块`));
  });
  it("names the block of which any byte has changed", async () => {
    for (const [height, place] of [
      [0, 0.5],
      [4, 0.3],
      [tip, 1],
    ] as const) {
      const { exit, fault } = await checkAfter((database) => {
        const { body } = bodyOf(database, height);
        const at = Math.min(body.length - 1, Math.floor(body.length * place));
        body[at] = (body[at] ?? 0) ^ 1;
        database.prepare("UPDATE blocks SET body = ? WHERE height = ?").run(body, height);
      });
      same([exit, fault?.height, fault?.what], [1, height, "damaged"]);
      holds(fault?.detail?.includes(`block ${height} `));
    }
  });
  it("names the record of which a byte has changed", async () => {
    const { exit, fault } = await checkAfter((database) => {
      const { value } = database.prepare("SELECT value FROM records WHERE key = 'prescription/rx-1'").get() as {
        value: Uint8Array;
      };
      value[10] = (value[10] ?? 0) ^ 1;
      database.prepare("UPDATE records SET value = ? WHERE key = 'prescription/rx-1'").run(value);
    });
    same([exit, fault?.what], [1, "damaged"]);
    holds(fault?.detail?.includes("prescription/rx-1"));
  });
  it("notices a record that was rewritten with its digest, left out, or slipped in", async () => {
    const digest = (value: Uint8Array) => sha256(value).subarray(0, 8);
    const key = "prescription/rx-1";
    const forged = utf8('{"status":"COMPLETED"}');
    for (const harm of [
      (database: DatabaseSync) =>
        database.prepare("UPDATE records SET value = ?, digest = ? WHERE key = ?").run(forged, digest(forged), key),
      (database: DatabaseSync) => database.prepare("DELETE FROM records WHERE key = ?").run(key),
      (database: DatabaseSync) =>
        database.prepare("INSERT INTO records VALUES (?, ?, ?)").run("key/x", forged, digest(forged)),
    ]) {
      const { exit, fault } = await checkAfter(harm);
      same([exit, fault?.height, fault?.what], [1, tip, "records"]);
    }
  });
  it("names the block that was rewritten with its digest", async () => {
    const { exit, fault } = await checkAfter((database) => {
      const { body, ids } = bodyOf(database, 4);
      const block = decodeBlock(asHeight(4), body, ids);
      holds(block !== undefined);
      const forged = encodeBlock({ ...block, events: [utf8("{}")] });
      database.prepare("UPDATE blocks SET body = ? WHERE height = 4").run(forged);
    });
    same([exit, fault], [1, { height: 4, what: "events" }]);
  });
  it("notices blocks that were cut out", async () => {
    const { exit, fault } = await checkAfter((database) => database.exec("DELETE FROM blocks WHERE height = 3"));
    same([exit, fault], [1, { height: 3, what: "missing" }]);
  });
});
