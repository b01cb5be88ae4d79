import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { smallSocketRoom } from "./socket-room.ts";

const folder = mkdtempSync(join(tmpdir(), "meridian-socket-room-"));
test.after(() => rmSync(folder, { recursive: true }));
const said = (text: string): string => {
  const file = join(folder, text.trim());
  writeFileSync(file, text);
  return file;
};

test("room for less than a block is told, with what would do", () => {
  assert.deepEqual(smallSocketRoom(said("212992\n")), { bytes: 212_992, enough: 4_194_304 });
});

test("of enough room nothing is said", () => {
  assert.equal(smallSocketRoom(said("4194304\n")), undefined);
});

test("on a system without the setting nothing is said", () => {
  assert.equal(smallSocketRoom(join(folder, "nowhere")), undefined);
});
