import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { findEngine } from "@meridian/consensus-comet/engine/binary";

/** Where it must be there, its lack is a failure. */
const isNeeded = process.env["CI"] === "true";
const ENGINE = resolve(import.meta.dirname, "../../engine");
const BUILD_MILLISECONDS = 600_000;

/** Built from the pinned source when there is Go. */
function build(...options: readonly string[]): string | undefined {
  const done = spawnSync(process.execPath, [join(ENGINE, "build.mjs"), ...options], {
    encoding: "utf8",
    timeout: BUILD_MILLISECONDS,
  });
  return done.status === 0 ? undefined : `${done.stderr}${done.error?.message ?? ""}`.trim();
}

type Found = { readonly file: string; readonly skip: false } | { readonly file: ""; readonly skip: string };

function missing(what: string, why: string): Found {
  if (isNeeded) throw new Error(`${what} is needed where CI=true: ${why}`);
  console.error(`\nNOT RUN for want of ${what}. ${why}\n`);
  return { file: "", skip: `without ${what}` };
}

/** The engine, or why the tests of this file are not run. */
export function engineOrSkip(): Found {
  let found = findEngine();
  if (!found.ok && found.error.code === "engine-missing") {
    const fault = build();
    if (fault !== undefined) return missing("the engine (CometBFT)", fault);
    found = findEngine();
  }
  return found.ok ? { file: found.value.file, skip: false } : missing("the engine", JSON.stringify(found.error));
}

/** The engine whose clock can be set off. */
export function testClockOrSkip(): Found {
  const file = join(ENGINE, "bin", "cometbft-test-clock");
  const fault = build("--test-clock");
  if (fault !== undefined || !existsSync(file)) return missing("the engine with a wrong clock", fault ?? file);
  return { file, skip: false };
}
