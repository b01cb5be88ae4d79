import assert from "node:assert/strict";
import { test } from "node:test";
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
