import { deepStrictEqual as same } from "node:assert";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { HEAP_ARGUMENTS } from "./heaps.ts";

const SCRIPT = `
import { withSmallHeaps } from ${JSON.stringify(import.meta.resolve("./heaps.ts"))};
withSmallHeaps();
const { pid, env, argv, execArgv } = process;
console.log(JSON.stringify({ pid, arenas: env["MALLOC_ARENA_MAX"], said: argv.slice(2), execArgv }));
`;

/** What a process sees of itself behind `withSmallHeaps`, and the id that it was started with. */
function begun(arenas: string | undefined, more: readonly string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), "meridian-heaps-"));
  try {
    const file = join(folder, "begun.mjs");
    writeFileSync(file, SCRIPT);
    const { MALLOC_ARENA_MAX: _, ...env } = process.env;
    const options = ["--disable-warning=ExperimentalWarning", ...more, file, "node", "start", "--json"];
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

describe("a process with small heaps", () => {
  it("is the same process with the same words, begun anew", { skip: !isLinux && "glibc is Linux's" }, () => {
    const { started, pid, arenas, said, execArgv } = begun(undefined);
    same([pid, arenas], [started, "2"]);
    same(
      [said, execArgv],
      [
        ["node", "start", "--json"],
        ["--disable-warning=ExperimentalWarning", ...HEAP_ARGUMENTS],
      ],
    );
  });

  it("keeps the numbers that somebody has set", () => {
    const { started, pid, arenas, execArgv } = begun("5", ["--max-semi-space-size=32"]);
    same([pid, arenas], [started, "5"]);
    same(execArgv, ["--disable-warning=ExperimentalWarning", "--max-semi-space-size=32"]);
  });
});
