import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { textOf } from "@meridian/base/bytes";
import { decodeWire, signatureJsonOf } from "@meridian/ledger/wire";
import { writeEvidence } from "@meridian/proof/evidence";
import { evidenceOfEvent } from "../apps/meridian/src/evidence/evidence.ts";
import { MeridianNode } from "../apps/meridian/src/node/node.ts";
import { benchGenesis, issueTransaction, setUp, validatorSeeds } from "./network.ts";
import { median, progress, rounded } from "./report.ts";

const VALIDATORS = 7;
const ROUNDS = 9;

/** One event under seven validators: size of the file, and the first check of a fresh process. */
export async function proofBench() {
  const folder = mkdtempSync(join(tmpdir(), "meridian-bench-"));
  try {
    const file = join(folder, "evidence.json");
    writeFileSync(file, await evidenceFile(folder));
    const script = new URL("./check-proof.ts", import.meta.url).pathname;
    const checks = Array.from(
      { length: ROUNDS },
      () =>
        JSON.parse(
          execFileSync(process.execPath, ["--disable-warning=ExperimentalWarning", script, file], { encoding: "utf8" }),
        ) as { readonly coldMs: number; readonly warmMs: number; readonly ok: boolean },
    );
    if (checks.some(({ ok }) => !ok)) throw new Error("the evidence does not verify");
    return {
      coldMs: rounded(median(checks.map(({ coldMs }) => coldMs)), 2),
      warmMs: rounded(median(checks.map(({ warmMs }) => warmMs)), 2),
      bytes: statSync(file).size,
      validators: VALIDATORS,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function evidenceFile(folder: string): Promise<string> {
  const node = await MeridianNode.open({
    folder: join(folder, "node"),
    genesis: benchGenesis(VALIDATORS),
    validatorSeeds: validatorSeeds(VALIDATORS),
    onFailure: (error) => {
      throw error;
    },
  });
  const send = async (bytes: Uint8Array): Promise<void> => {
    const wire = decodeWire(bytes);
    if (wire === undefined) throw new Error("bench makes valid transactions");
    const payload = textOf(wire.payload) ?? "";
    const sent = await node.submit({ payload, signatures: wire.signatures.map(signatureJsonOf) });
    if (!sent.ok) throw new Error(sent.error.code);
    await node.receipt(sent.value, 5_000);
  };
  for (const bytes of setUp()) await send(bytes);
  // A block as full as under load, so that the path has the length it would have.
  await Promise.all(Array.from({ length: 500 }, (_, n) => send(issueTransaction(n, node.height + 500))));
  progress(`height ${node.height}`);
  const evidence = await evidenceOfEvent(node, { domain: "prescription", record: `rx-0193${"0".repeat(20)}` });
  await node.stop();
  if (!evidence.ok) throw new Error(evidence.error.code);
  return writeEvidence(evidence.value);
}
