import { strictEqual as is, ok, deepStrictEqual as same } from "node:assert";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { runs } from "../../apps/meridian/src/cli/io.conformance.ts";
import { engineOrSkip } from "./engine.ts";

const { file: engineFile, skip } = engineOrSkip();
const MAIN = fileURLToPath(new URL("../../apps/meridian/src/main.ts", import.meta.url));
const PORT = 26_700;

describe("the demonstration of a consortium", { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), "meridian-demo-"));
  const data = join(folder, "region");
  after(async () => {
    await runs("region", "down", "--data", data);
    rmSync(folder, { recursive: true, force: true });
  });

  async function demo(...options: readonly string[]) {
    const argv = ["--disable-warning=ExperimentalWarning", MAIN, "region", "demo", "--data", data, ...options];
    const env = { ...process.env, MERIDIAN_COMETBFT: engineFile, LANG: "en" };
    const child = spawn(process.execPath, argv, { env, stdio: ["ignore", "pipe", "pipe"] });
    const [out, err, [exit]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
    return { exit, out, err };
  }

  it("kills a node, goes on, has it back, agrees and proves; nothing is left running", async () => {
    const { exit, out, err } = await demo("--nodes", "4", "--port", String(PORT), "--prescriptions", "4");
    is(exit, 0, out + err);
    for (const said of ["one killed", "the others went on", "it came back", "all 4 nodes", "holds without any node"])
      ok(out.includes(said), said);
    same(processesOn(data), []);
    const commands = [...out.matchAll(/^ {2}npm run -s meridian -- ((?:verify|rx|ledger) .*)$/gm)];
    is(commands.length, 3);
    for (const [, command = ""] of commands) is((await runs(...command.split(" "))).exit, 0, command);
  });

  it("does it again on the same folder, as JSON and nothing else", async () => {
    const { exit, out, err } = await demo("--prescriptions", "2", "--json");
    is(exit, 0, out + err);
    const { nodes, failures, agreement, evidence, heights } = JSON.parse(out);
    same([nodes, failures, agreement.equal, evidence.holds], [4, [], true, true]);
    ok(heights.begun > 1 && heights.goneOn > heights.atKill && heights.caughtUp >= heights.goneOn);
    same(processesOn(data), []);
  });
});

/** Processes that name the folder (Linux; elsewhere nobody is asked). */
function processesOn(data: string): readonly string[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc").filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(data);
    } catch {
      return false;
    }
  });
}
