import assert from "node:assert/strict";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { makeOwnFolder, SocketFolderForeign } from "./own-folder.ts";

const root = mkdtempSync(join(tmpdir(), "meridian-own-folder-"));
test.after(() => rmSync(root, { recursive: true }));
const noUsers = { skip: process.getuid === undefined ? "there are no user ids here" : false };
const isRoot = process.getuid?.() === 0;

test("a folder that is not there is made for its owner alone, and is the same folder the next time", noUsers, () => {
  const folder = join(root, "new");
  makeOwnFolder(folder);
  makeOwnFolder(folder);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
});

const foreign: readonly (readonly [what: string, make: (path: string) => void])[] = [
  ["a file", (path) => writeFileSync(path, "")],
  ["a link to a folder of one's own", (path) => symlinkSync(mkdtempSync(join(root, "own-")), path)],
  ["a link to nowhere", (path) => symlinkSync(join(root, "nowhere"), path)],
  [
    "a folder that others may enter",
    (path) => {
      mkdirSync(path);
      chmodSync(path, 0o755);
    },
  ],
];
for (const [what, make] of foreign)
  test(`${what} in its place is refused, with its path and what to do`, noUsers, () => {
    const folder = join(root, what);
    make(folder);
    assert.throws(
      () => makeOwnFolder(folder),
      (error) => {
        assert.ok(error instanceof SocketFolderForeign);
        assert.ok(error.words.en.happened.includes(folder) && error.words.zh.happened.includes(folder));
        return /remove it/.test(error.words.en.next);
      },
    );
  });

test("a folder of another user is refused", { skip: isRoot ? false : "only root gives a folder away" }, () => {
  const folder = join(root, "given");
  mkdirSync(folder, { mode: 0o700 });
  chownSync(folder, 65_534, 65_534);
  assert.throws(() => makeOwnFolder(folder), SocketFolderForeign);
});
