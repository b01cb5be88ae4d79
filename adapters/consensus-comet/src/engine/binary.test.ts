import { strictEqual as same } from "node:assert";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { findEngine } from "./binary.ts";
import { needsEngine } from "./trial.conformance.ts";

const folder = mkdtempSync(join(tmpdir(), "meridian-binary-"));
after(() => rmSync(folder, { recursive: true }));

function program(name: string, says: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${says}\n`);
  chmodSync(file, 0o755);
  return file;
}
const outcomeOf = (path: string): string => {
  const found = findEngine({ path });
  return found.ok ? found.value.version : found.error.code;
};

describe("the engine's program", () => {
  for (const [says, outcome] of [
    ["echo 0.38.25", "0.38.25"],
    ["echo v0.38.31", "0.38.31"],
    ["echo 0.38.25+meridian.1", "0.38.25"],
    ["echo 0.38.24", "engine-unsupported"],
    ["echo 0.39.4", "engine-unsupported"],
    ["echo 1.0.1", "engine-unsupported"],
    ["echo hello", "engine-broken"],
    ["exit 1", "engine-broken"],
  ] as const)
    it(`is ${outcome} when its answer is "${says}"`, () => same(outcomeOf(program("engine", says)), outcome));

  it("is missing where somebody named a place without one, though others have it", () => {
    const PATH = folder;
    program("cometbft", "echo 0.38.25");
    const found = findEngine({ environment: { PATH, MERIDIAN_COMETBFT: join(folder, "none") } });
    same(!found.ok && found.error.code, "engine-missing");
  });

  it("is the one given before the one in the environment", () => {
    const environment = { MERIDIAN_COMETBFT: program("newer", "echo 0.38.99") };
    const given = findEngine({ path: program("given", "echo 0.38.26"), environment });
    same(given.ok && given.value.version, "0.38.26");
    const named = findEngine({ environment });
    same(named.ok && named.value.version, "0.38.99");
  });

  it("says whether it is the one with our correction, or the stock one", () => {
    for (const [says, isCorrected] of [
      ["0.38.25+meridian.1", true],
      ["0.38.25", false],
      ["0.38.25+a1b2c3d", false],
    ] as const) {
      const found = findEngine({ path: program("built", `echo ${says}`) });
      same(found.ok && found.value.isCorrected, isCorrected);
    }
  });

  it("is here, in the version that is pinned or a later one", needsEngine(), () => same(findEngine().ok, true));
});
