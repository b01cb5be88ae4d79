import { ok, deepStrictEqual as same } from "node:assert";
import { execFileSync } from "node:child_process";
import { lstatSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";

const root = dirname(import.meta.dirname);

/** Text files that git keeps, as they stand in the working tree. */
const files: readonly { readonly path: string; readonly text: string }[] = execFileSync("git", ["ls-files", "-z"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\0")
  .filter((path) => path !== "" && path !== "package-lock.json")
  .filter((path) => lstatSync(join(root, path), { throwIfNoEntry: false })?.isFile() === true)
  .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }))
  .filter(({ text }) => !text.includes("\0"));

/** Spelt in two halves, so that this file keeps its own rules. */
const word = (head: string, tail: string): string => head + tail;

const MACHINE = new RegExp(
  `(?<![\\w.:/-])/(${word("ho", "me")}|${word("Us", "ers")}|${word("ro", "ot")}|${word("t", "mp")}|${word("wo", "rk")}(?:space)?)/[\\w.-]|\\b[A-Z]:\\\\+${word("Us", "ers")}\\\\`,
);
const UNFINISHED = new RegExp(
  `\\b(${word("TO", "DO")}|${word("FIX", "ME")}|${word("HA", "CK")}:|${word("X", "XX")})\\b`,
);
const PRIVATE_KEY = new RegExp(`-----BEGIN [A-Z ]*${word("PRIVATE", " KEY")}-----`);

/** Golden vectors and other recorded data: what a careless recording would have put there. */
const isRecorded = (path: string): boolean => /(vector|golden|fixture|example|demo)/i.test(path);
const PHONE = /(?<![\w.])(?:\+?86[- ]?)?1[3-9]\d{9}(?![\w.])/;
const MAIL = /[\w.+-]+@(?!example\.)[\w-]+\.(com|cn|net|org)\b/i;

/** GB 11643-1999: region, date of birth, serial number, check digit by ISO 7064 MOD 11-2. */
function identityNumberIn(text: string): string | undefined {
  for (const [number] of text.matchAll(
    /(?<!\w)[1-9]\d{5}(19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])\d{3}[\dXx](?!\w)/g,
  )) {
    const sum = [...number.slice(0, 17)].reduce((total, digit, i) => total + Number(digit) * (2 ** (17 - i) % 11), 0);
    if ("10X98765432".charAt(sum % 11) === number.slice(17).toUpperCase()) return number;
  }
  return undefined;
}

type Finding = (path: string, text: string) => string | undefined;
const rules: Readonly<Record<string, Finding>> = {
  "no path of somebody's machine": (_, text) => MACHINE.exec(text)?.[0],
  "nothing unfinished": (_, text) => UNFINISHED.exec(text)?.[0],
  "no private key": (_, text) => PRIVATE_KEY.exec(text)?.[0],
  "no identity number of a person": (_, text) => identityNumberIn(text),
  "no telephone number in recorded data": (path, text) => (isRecorded(path) ? PHONE.exec(text)?.[0] : undefined),
  "no mail address in recorded data": (path, text) => (isRecorded(path) ? MAIL.exec(text)?.[0] : undefined),
};

describe("the files in git", () => {
  it("are seen, so that passing means something", () => {
    ok(files.length > 100, `${files.length} files`);
    for (const path of ["package.json", "foundation/base/src/ids.ts"]) ok(files.some((file) => file.path === path));
  });

  for (const [rule, find] of Object.entries(rules))
    it(`contain ${rule}`, () => {
      const found = files.map(({ path, text }) => ({ path, found: find(path, text) }));
      same(
        found.filter((one) => one.found !== undefined),
        [],
      );
    });
});

describe("the rules for files in git", () => {
  const planted: readonly [rule: string, path: string, text: string][] = [
    ["no path of somebody's machine", "a.md", `see /${word("ho", "me")}/ann/notes`],
    ["no path of somebody's machine", "a.ts", `"/${word("t", "mp")}/store"`],
    ["no path of somebody's machine", "a.ts", `C:\\${word("Us", "ers")}\\ann`],
    ["nothing unfinished", "a.ts", `// ${word("TO", "DO")}: later`],
    ["nothing unfinished", "a.ts", `// ${word("FIX", "ME")}`],
    ["no private key", "a.pem", `-----BEGIN EC ${word("PRIVATE", " KEY")}-----`],
    ["no identity number of a person", "a.ts", `"${word("11010519491231", "002X")}"`],
    ["no telephone number in recorded data", "vectors.json", `{"phone":"${word("138", "12345678")}"}`],
    ["no mail address in recorded data", "golden/a.json", `"ann@${word("hospital", ".cn")}"`],
  ];
  for (const [rule, path, text] of planted)
    it(`find a breach of "${rule}" in ${path}`, () => ok(rules[rule]?.(path, text) !== undefined));

  const innocent: readonly string[] = [
    "https://example.org/a/home and apps/home/page.ts and docs/Users/a",
    "an identity number with a wrong check digit: 110105194912310021",
    `a hash: ${"11010519491231002".repeat(4)}`,
    "a todo list in a sentence",
  ];
  for (const text of innocent)
    it(`find nothing in ${JSON.stringify(text).slice(0, 40)}`, () => {
      for (const find of Object.values(rules)) same(find("vectors.json", text), undefined);
    });
});
