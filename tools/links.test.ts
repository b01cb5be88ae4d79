import { ok, deepStrictEqual as same } from "node:assert";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { type BrokenLink, citedIn, linksOf } from "./links.ts";

const root = dirname(import.meta.dirname);

const inGit = execFileSync("git", ["ls-files", "-z", "*.md", "*.ts"], { cwd: root, encoding: "utf8" })
  .split("\0")
  .filter((path) => path !== "" && existsSync(join(root, path)));
const read = (path: string): string => readFileSync(join(root, path), "utf8");

describe("the pages", () => {
  const pages = inGit.filter((path) => path.endsWith(".md"));
  const links = pages.map((page) => linksOf(root, page, read(page)));

  it("are seen, so that passing means something", () => {
    ok(pages.includes("README.md") && pages.length > 20, `${pages.length} pages`);
    const seen = links.reduce((sum, one) => sum + one.seen, 0);
    ok(seen > 100, `${seen} links`);
  });

  it("name only what is there", () =>
    same(
      links.flatMap(({ broken }) => broken),
      [],
    ));
});

describe("the sources", () => {
  // This test and its fixtures cite decisions that do not exist.
  const sources = inGit.filter((path) => path.endsWith(".ts") && !path.startsWith("tools/links"));
  it("cite only decisions that are written down", () =>
    same(
      sources.flatMap((path) => citedIn(root, path, read(path)).broken),
      [],
    ));
});

describe("a page", () => {
  const namesBroken = (text: string): readonly BrokenLink["names"][] =>
    linksOf(root, "docs/made-up.md", text).broken.map(({ names }) => names);

  const wrong: readonly [text: string, names: string][] = [
    ["see [it](nowhere.md)", "nowhere.md"],
    ["see [it](../CONTRIBUTING.md#no-such-heading)", "../CONTRIBUTING.md#no-such-heading"],
    ["in `core/ledger/src/nowhere.ts`", "core/ledger/src/nowhere.ts"],
    ["in `core/*/nowhere`", "core/*/nowhere"],
    ["from `@meridian/base/nowhere`", "@meridian/base/nowhere"],
    ["run `npm run nowhere`", "npm run nowhere"],
    ["```sh\nnpm run nowhere\n```", "npm run nowhere"],
    ["as ADR-9999 says", "ADR-9999"],
  ];
  for (const [text, names] of wrong)
    it(`that says ${JSON.stringify(text)} is found out`, () => same(namesBroken(text), [names]));

  const right: readonly string[] = [
    "[rules](../CONTRIBUTING.md#rules-of-the-house), [web](https://example.org/nowhere.md)",
    "`core/ledger/src/ledger.ts`, `core/*/src`, `@meridian/base/ids`, `@meridian/crypto/hash`, `npm run check`",
    "`claim` and `a + b` and `prescription/issue`",
  ];
  for (const text of right) it(`that says ${text} is not`, () => same(namesBroken(text), []));
});
