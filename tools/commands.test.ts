import { ok, deepStrictEqual as same } from "node:assert";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { groups } from "../apps/meridian/src/cli/verbs.ts";

const root = dirname(import.meta.dirname);
/** Options that every command has. */
const COMMON: readonly string[] = ["help", "json", "lang"];

type Line = { readonly page: string; readonly line: string };

/** Command lines of `meridian` as pages show them. */
const lines: readonly Line[] = execFileSync("git", ["ls-files", "-z", "*.md"], { cwd: root, encoding: "utf8" })
  .split("\0")
  .filter((page) => page !== "" && existsSync(join(root, page)))
  .flatMap((page) =>
    [...readFileSync(join(root, page), "utf8").matchAll(/\bnpm run -s meridian -- ([^`\n#|]+)/g)].map(
      ([, line = ""]) => ({ page, line: line.trim() }),
    ),
  );

/** What is wrong with a command line, if anything is. */
async function faultOf(line: string): Promise<string | undefined> {
  const words = line.split(/\s+/);
  const options = words.filter((word) => word.startsWith("--")).map((word) => word.slice(2));
  const [first = "", second = ""] = words;
  if (first.startsWith("--")) return options.every((name) => COMMON.includes(name)) ? undefined : "options";
  const group = groups.get(first);
  if (group === undefined) return "command";
  const { verbs } = await group.load();
  const verb = verbs.get("") ?? verbs.get(second);
  if (verb === undefined) return "command";
  return options.every((name) => COMMON.includes(name) || Object.hasOwn(verb.options, name)) ? undefined : "options";
}

describe("command lines in pages", () => {
  it("are seen, so that passing means something", () => ok(lines.length > 5, `${lines.length} lines`));
  for (const { page, line } of lines)
    it(`${page}: meridian ${line} is one that the command line knows`, async () =>
      same(await faultOf(line), undefined));

  for (const [line, fault] of [
    ["rx nowhere", "command"],
    ["nowhere", "command"],
    ["rx list --nowhere x", "options"],
    ["--nowhere", "options"],
  ] as const)
    it(`finds meridian ${line} out`, async () => same(await faultOf(line), fault));
});
