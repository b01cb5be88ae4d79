import { readFileSync } from "node:fs";
import { transactionRulesOf } from "@meridian/network/trust";
import { readEvidence } from "@meridian/proof/evidence";
import { verifyEvidence } from "@meridian/proof/verify";

/** Run in a process of its own by the proof bench: the first check, and one when everything is warm. */
const [file = ""] = process.argv.slice(2);
const text = readFileSync(file, "utf8");
const transactions = transactionRulesOf();
const check = (): { readonly ok: boolean; readonly ms: number } => {
  const start = performance.now();
  const evidence = readEvidence(text);
  const ok = evidence.ok && verifyEvidence(evidence.value, { transactions }).ok;
  return { ok, ms: performance.now() - start };
};
const cold = check();
for (let i = 0; i < 50; i++) check();
const warm = check();
process.stdout.write(JSON.stringify({ coldMs: cold.ms, warmMs: warm.ms, ok: cold.ok && warm.ok }));
