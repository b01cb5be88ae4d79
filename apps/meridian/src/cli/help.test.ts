import { ok as holds, strictEqual as is, deepStrictEqual as same } from "node:assert";
import { spawnSync } from "node:child_process";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { runs } from "./io.conformance.ts";
import { languageOf } from "./process.ts";
import { groups } from "./verbs.ts";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));
const child = (env: Record<string, string>, ...argv: readonly string[]) =>
  spawnSync(process.execPath, ["--disable-warning=ExperimentalWarning", MAIN, ...argv], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"] ?? "", ...env },
  });

describe("meridian --help", () => {
  it("lists every command and the exit codes, in both languages", async () => {
    for (const language of ["en", "zh"]) {
      const { exit, out } = await runs("--help", "--lang", language);
      is(exit, 0);
      for (const [name, { verbs }] of groups)
        for (const verb of Object.keys(verbs)) holds(out.includes(`  ${name} ${verb}`.trimEnd()), `${name} ${verb}`);
    }
  });
  it("explains every command and each of its options, in both languages", async () => {
    for (const [name, group] of groups) {
      const { verbs } = await group.load();
      same([...verbs.keys()], Object.keys(group.verbs), name);
      for (const [verb, { options, usage }] of verbs)
        for (const language of ["en", "zh"]) {
          const { exit, out } = await runs(...`${name} ${verb}`.trim().split(" "), "--help", "--lang", language);
          is(exit, 0);
          holds(out.startsWith(`meridian ${usage}`));
          for (const option of Object.keys(options)) holds(out.includes(`--${option}`), `${usage} --${option}`);
          if (language === "zh") holds(/[\u4e00-\u9fff]/.test(out));
        }
    }
  });
  it("says what is wrong with a command line, and ends with 2", async () => {
    for (const argv of [
      [],
      ["fly"],
      ["key", "fly"],
      ["key"],
      ["key", "list", "--fly"],
      ["verify", "a", "b"],
      ["key", "list", "--lang", "fr"],
    ]) {
      const { exit, out, err } = await runs(...argv);
      same([exit, out], [2, ""], argv.join(" "));
      holds(err.length > 0);
    }
  });
  it("ends with 3 where no node answers", async () => {
    for (const argv of [
      ["node", "status"],
      ["rx", "list"],
      ["evidence", "export", "rx-1"],
    ]) {
      const { exit, err } = await runs(...argv, "--node", "http://127.0.0.1:9");
      is(exit, 3);
      holds(/^[^\n]*http:\/\/127\.0\.0\.1:9[^\n]* \(unreachable\)\n/.test(err), err);
    }
  });
});

describe("the meridian process", () => {
  it("helps in the language of its environment", () => {
    const { status, stdout, stderr } = child({ LANG: "zh_CN.UTF-8" }, "--help");
    same([status, stderr], [0, ""]);
    holds(stdout.includes("用法"));
  });
  it("refuses on stderr, as JSON when asked, with its exit code", () => {
    const { status, stdout, stderr } = child({}, "verify", "no-such-file", "--json");
    same([status, stdout], [4, ""]);
    is(JSON.parse(stderr).error.code, "no-such-file");
  });
  it("takes LC_ALL before LANG", () => {
    is(languageOf({ LC_ALL: "zh_CN.UTF-8", LANG: "en_US.UTF-8" }), "zh");
    is(languageOf({ LC_ALL: "", LANG: "C" }), "en");
    is(languageOf({}), "en");
  });
});
