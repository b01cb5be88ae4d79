import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { EngineFailure } from "@meridian/consensus-comet/engine/engine-log";
import { EngineFailed } from "./engine-failed.ts";

test("a clock that is behind is told with the engine's sentence, and that it must be set", () => {
  const said = "Error in validation: block time 2 is too far in the future (wall clock 1 + tolerance 1m0s)";
  const { message, words } = new EngineFailed({ code: "clock-behind", said });
  assert.equal(message, `clock-behind: ${said}`);
  assert.ok(words.en.happened.includes(said) && words.zh.happened.includes(said));
  assert.match(words.en.next, /NTP.*start the node again/);
  assert.match(words.zh.next, /NTP.*重新启动/);
});

test("a snapshot that cannot be had is told with its reason, and whom to ask", () => {
  const said = "State sync failed: no witnesses connected. please reset light client";
  const { words } = new EngineFailed({ code: "snapshot-failed", said });
  assert.ok(words.en.happened.includes(said) && words.zh.happened.includes(said));
  assert.match(words.en.next, /APIs answer.*three or more/);
  assert.match(words.zh.next, /接口可用.*三个以上/);
});

const CODES: Record<EngineFailure["code"], true> = {
  "state-differs": true,
  "software-outdated": true,
  "key-used-elsewhere": true,
  "folders-disagree": true,
  "disk-refuses": true,
  "clock-behind": true,
  "snapshot-failed": true,
  "consensus-failure": true,
  "keeps-ending": true,
  "not-started": true,
};

test("the operators' page has a row for every code with which an engine's end is told", () => {
  const page = readFileSync(new URL("../../../../docs/operating-a-consortium.md", import.meta.url), "utf8");
  const rows = page.slice(page.indexOf("## When something is wrong")).split("\n");
  for (const code of [...Object.keys(CODES), "seal-mismatch", "data-damaged", "release-missing", "disk-full"])
    assert.ok(
      rows.some((row) => /^\| it (ends|does not start)/.test(row) && (row.split("|")[1] ?? "").includes(`\`${code}\``)),
      code,
    );
});
