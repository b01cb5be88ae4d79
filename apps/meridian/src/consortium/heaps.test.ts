import { deepStrictEqual as same } from "node:assert";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";

const SCRIPT = `
import { withFewArenas } from ${JSON.stringify(import.meta.resolve("./heaps.ts"))};
withFewArenas();
const { pid, env, argv, execArgv } = process;
console.log(JSON.stringify({ pid, arenas: env["MALLOC_ARENA_MAX"], said: argv.slice(2), execArgv }));
`;

/** What a process sees of itself behind `withFewArenas`, and the id that it was started with. */
function begun(arenas: string | undefined) {
  const folder = mkdtempSync(join(tmpdir(), "meridian-heaps-"));
  try {
    const file = join(folder, "begun.mjs");
    writeFileSync(file, SCRIPT);
    const { MALLOC_ARENA_MAX: _, ...env } = process.env;
    const options = ["--disable-warning=ExperimentalWarning", file, "node", "start", "--json"];
    const { pid, stdout, status } = spawnSync(process.execPath, options, {
      encoding: "utf8",
      env: { ...env, ...(arenas === undefined ? {} : { MALLOC_ARENA_MAX: arenas }) },
    });
    same(status, 0);
    return { started: pid, ...JSON.parse(stdout) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const isLinux = process.platform === "linux";

describe("a process with few heaps of the C library", () => {
  it("is the same process with the same words, begun anew", { skip: !isLinux && "glibc is Linux's" }, () => {
    const { started, pid, arenas, said, execArgv } = begun(undefined);
    same([pid, arenas], [started, "2"]);
    same([said, execArgv], [["node", "start", "--json"], ["--disable-warning=ExperimentalWarning"]]);
  });

  it("keeps the number that somebody has set", () => {
    const { started, pid, arenas } = begun("5");
    same([pid, arenas], [started, "5"]);
  });
});
