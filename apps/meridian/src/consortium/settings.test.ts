import assert from "node:assert/strict";
import { lstatSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { SOCKET_PATH_BYTES_MAX } from "@meridian/consensus-comet/engine/socket-path";
import { abciSocketIn, readSettings } from "./settings.ts";

/** A folder in which the socket's path has so many bytes. */
const folderFor = (bytes: number): string => `/${"x".repeat(bytes - "//abci.sock".length)}`;
const made: string[] = [];
test.after(() => {
  for (const folder of made) rmSync(folder, { recursive: true });
});

test("the socket is in the node's folder as long as its path fits every system", () => {
  const folder = folderFor(SOCKET_PATH_BYTES_MAX);
  assert.equal(abciSocketIn(folder), join(folder, "abci.sock"));
});

for (const bytes of [104, 105, 106, 107, 108, 200])
  test(`a socket whose path would have ${bytes} bytes is in a folder of the owner's own, always the same`, () => {
    const socket = abciSocketIn(folderFor(bytes));
    made.push(dirname(socket));
    assert.equal(dirname(dirname(socket)), tmpdir());
    assert.ok(Buffer.byteLength(socket) <= SOCKET_PATH_BYTES_MAX);
    assert.equal(lstatSync(dirname(socket)).mode & 0o777, 0o700);
    assert.equal(abciSocketIn(folderFor(bytes)), socket);
  });

test("two folders never share a socket", () => {
  const sockets = ["a", "b"].map((name) => abciSocketIn(join(folderFor(200), name)));
  made.push(...sockets.map(dirname));
  assert.notEqual(sockets[0], sockets[1]);
});

test("settings that are absent are told from those that do not fit, and the first fault is named", () => {
  const folder = mkdtempSync(join(tmpdir(), "meridian-settings-"));
  made.push(folder);
  assert.deepEqual(readSettings(folder), { ok: true, value: undefined });
  const file = join(folder, "node.json");
  const whole = { organisation: "court", p2p: { host: "a", port: 1 }, rpcPort: 2, apiPort: 3, peers: [] };
  const read = (text: string) => {
    writeFileSync(file, text);
    return readSettings(folder);
  };
  assert.deepEqual(read(JSON.stringify(whole)), { ok: true, value: whole });
  for (const [text, at] of [
    [JSON.stringify({ ...whole, apiPort: 70_000 }), /^node\.json\.apiPort$/],
    [JSON.stringify({ ...whole, peers: [{ nodeId: "ab", host: "a", port: 1 }] }), /^node\.json\.peers\[0\]\.nodeId$/],
    ['{\n  "rpcPort": 2,\n}', /line 3 column 1/],
    ['{ "peers": [\n  1,\n] }', /^Unexpected token '\]', .*1, \]/],
    ["", /^Unexpected end/],
  ] as const) {
    const settings = read(text);
    assert.ok(!settings.ok && settings.error.code === "node-json-unreadable" && settings.error.file === file);
    assert.match(settings.error.at, at);
  }
  rmSync(file);
  mkdirSync(file);
  assert.equal(readSettings(folder).ok, false);
});
