import { ok, deepStrictEqual as same } from "node:assert";
import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";

const ENGINE = join(import.meta.dirname, "../engine");
const CLIENT = "abci/client/socket_client.go";
const TIMER = "\tflushThrottleMS = 20  // Don't wait longer than...\n";
const PUBLISHED = `package abcicli\n\nconst (\n${TIMER})\n`;
const VALIDATION = "state/validation.go";
const IMPORT = '\t"github.com/cometbft/cometbft/types"\n';
const CHECK =
  '\tif !block.Time.Before(time.Now().Add(tol)) {\n\t\treturn fmt.Errorf("%v %v %v", block.Time, time.Now(), tol)\n\t}\n';
const DATED = `package state\n\nimport (\n${IMPORT})\n\nfunc validateBlock() {\n${CHECK}}\n`;
const root = mkdtempSync(join(tmpdir(), "meridian-engine-build-"));
after(() => rmSync(root, { recursive: true }));

/**
 * In place of Go: says where the engine's source lies, and as the engine that it builds leaves a program that tells the
 * version it was told. What it was asked to put in place of which file is kept in `overlaid.json`.
 */
const go = (source: string): string => `#!${process.execPath}
const { readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const [verb, ...args] = process.argv.slice(2);
if (verb === "mod") console.log(JSON.stringify({ Dir: ${JSON.stringify(source)} }));
if (verb === "build") {
  const option = (name) => args.find((arg) => arg.startsWith(name + "="))?.slice(name.length + 1);
  const overlay = option("-overlay");
  const replaced = overlay === undefined ? {} : JSON.parse(readFileSync(overlay, "utf8")).Replace;
  const texts = Object.entries(replaced).map(([file, by]) => [file, readFileSync(by, "utf8")]);
  writeFileSync(join(process.cwd(), "overlaid.json"), JSON.stringify(texts));
  const pinned = readFileSync(join(process.cwd(), "go.mod"), "utf8").match(/cometbft v(\\S+)/)[1];
  const mark = option("-ldflags").match(/TMGitCommitHash=(\\S+)/)?.[1];
  const said = mark === undefined ? pinned : pinned + "+" + mark;
  writeFileSync(args[args.indexOf("-o") + 1], "#!/bin/sh\\necho " + said + "\\n", { mode: 0o755 });
}
`;

/** The engine's folder with a Go whose CometBFT has these texts where the timer is, and where block time is checked. */
function workshop(client: string, validation = DATED) {
  const home = mkdtempSync(join(root, "home-"));
  const [folder, source, path] = [join(home, "engine"), join(home, "source"), join(home, "path")];
  cpSync(ENGINE, folder, { recursive: true, filter: (file) => !file.startsWith(join(ENGINE, "bin")) });
  for (const [file, text] of [
    [CLIENT, client],
    [VALIDATION, validation],
  ] as const) {
    mkdirSync(join(source, file, ".."), { recursive: true });
    writeFileSync(join(source, file), text);
  }
  mkdirSync(path);
  writeFileSync(join(path, "go"), go(source), { mode: 0o755 });
  const buildWith = (environment: Readonly<Record<string, string>>, ...options: readonly string[]) => {
    const { status, stdout } = spawnSync(process.execPath, [join(folder, "build.mjs"), "--json", ...options], {
      encoding: "utf8",
      env: { ...process.env, MERIDIAN_COMETBFT: "", PATH: `${path}:/usr/bin:/bin`, ...environment },
    });
    return { status, said: status === 2 ? {} : JSON.parse(stdout) };
  };
  const build = (...options: readonly string[]) => buildWith({}, ...options);
  const overlaid = (): readonly (readonly [string, string])[] =>
    JSON.parse(readFileSync(join(folder, "overlaid.json"), "utf8"));
  return { folder, path, bin: join(folder, "bin"), build, buildWith, overlaid };
}

describe("building the engine", () => {
  it("corrects the one line and nothing else, says so in the version, and builds it once", () => {
    const { bin, build, overlaid } = workshop(PUBLISHED);
    const { status, said } = build();
    same([status, said.built, said.file], [0, true, join(bin, "cometbft")]);
    ok(/^0\.38\.\d+\+meridian\.1$/.test(said.version), said.version);
    const [[file, text] = [], ...more] = overlaid();
    same(more, []);
    ok(file?.endsWith(CLIENT));
    same(text, PUBLISHED.replace(TIMER, "\tflushThrottleMS = 1_000_000  // nanoseconds\n"));
    same(readdirSync(bin), ["cometbft"]);
    same(build().said, { ...said, built: false });
    same(build("--force").said, said);
  });

  it("without Go takes an engine that a node would take, from where a node looks, and no other", () => {
    const { bin, path, buildWith } = workshop(PUBLISHED);
    const noGo = { MERIDIAN_GO: join(path, "no-go") };
    const engine = (file: string, version: string): string => {
      writeFileSync(file, `#!/bin/sh\necho ${version}\n`, { mode: 0o755 });
      return file;
    };
    same([buildWith(noGo).status, buildWith(noGo).said.code], [3, "go-missing"]);
    mkdirSync(bin);
    for (const version of ["0.38.2", "0.39.40", "1.38.25", "nothing"]) {
      engine(join(bin, "cometbft"), version);
      same(buildWith(noGo).status, 3, version);
    }
    const here = engine(join(bin, "cometbft"), "0.38.90");
    const { sha256: _, ...said } = buildWith(noGo).said;
    same(said, { file: here, version: "0.38.90", built: false });
    rmSync(here);
    const onPath = engine(join(path, "cometbft"), "0.38.91");
    same(buildWith(noGo).said.file, onPath);
    const named = engine(join(path, "mine"), "0.38.92+meridian.1");
    same(buildWith({ ...noGo, MERIDIAN_COMETBFT: named }).said.file, named);
    same(buildWith({ ...noGo, MERIDIAN_COMETBFT: join(path, "none") }).status, 3, "what somebody named counts");
    for (const asked of ["--stock", "--test-clock", "--force"]) same(buildWith(noGo, asked).status, 3, asked);
  });

  it("builds it as its authors publish it when asked to, beside the other", () => {
    const { bin, build, overlaid } = workshop(PUBLISHED);
    const { status, said } = build("--stock");
    same([status, said.file, overlaid()], [0, join(bin, "cometbft-stock"), []]);
    ok(/^0\.38\.\d+$/.test(said.version), said.version);
  });

  it("refuses a release that lacks the line or has it twice, names it, and leaves what was there", () => {
    for (const client of ["package abcicli\n", PUBLISHED + TIMER]) {
      const { bin, build } = workshop(client);
      mkdirSync(bin);
      writeFileSync(join(bin, "cometbft"), "older");
      const { status, said } = build();
      same([status, said.code], [1, "not-correctable"]);
      ok(said.message.includes(CLIENT) && said.message.includes(TIMER.trim()) && said.message.includes("--stock"));
      same([readdirSync(bin), readFileSync(join(bin, "cometbft"), "utf8")], [["cometbft"], "older"]);
      same(build("--stock").status, 0, "as published it can be had");
    }
  });

  it("builds the one with the test clock with it wherever block time is made or checked, and says so in the version", () => {
    const { bin, build, overlaid } = workshop(PUBLISHED);
    const { status, said } = build("--test-clock");
    same([status, said.file], [0, join(bin, "cometbft-test-clock")]);
    ok(/^0\.38\.\d+\+meridian\.1\.clock\.[0-9a-f]{8}$/.test(said.version), said.version);
    const texts = overlaid();
    const textOf = (name: string) => texts.find(([file]) => file.endsWith(name))?.[1] ?? "";
    same(texts.length, 3);
    ok(textOf("types/time/time.go").includes("MERIDIAN_TEST_CLOCK_OFFSET"));
    ok(textOf(CLIENT).includes("1_000_000"), "and is corrected as the other");
    const own = `${IMPORT}\tcmttime "github.com/cometbft/cometbft/types/time"\n`;
    same(
      textOf(VALIDATION),
      DATED.replace(IMPORT, own)
        .replaceAll(" time.Now()", " cmttime.Now()")
        .replaceAll("(time.Now()", "(cmttime.Now()"),
    );
  });

  it("builds the one with the test clock anew when what it is made of has changed", () => {
    const { folder, build } = workshop(PUBLISHED);
    const { said } = build("--test-clock");
    same(build("--test-clock").said, { ...said, built: false });
    appendFileSync(join(folder, "test-clock", "time.go"), "// changed\n");
    const clock = build("--test-clock").said;
    same([clock.built, clock.version === said.version], [true, false]);
    const program = join(folder, "build.mjs");
    writeFileSync(program, readFileSync(program, "utf8").replace("cmttime.Now()", "(cmttime.Now())"));
    const reach = build("--test-clock").said;
    same([reach.built, reach.version === clock.version], [true, false]);
  });

  it("refuses to build it from a release that checks block time otherwise, and has the others still", () => {
    const { build } = workshop(PUBLISHED, DATED.replaceAll("time.Now()", "now"));
    const { status, said } = build("--test-clock");
    same([status, said.code], [1, "not-correctable"]);
    ok(said.message.includes(VALIDATION) && said.message.includes("CLOCK"), said.message);
    same([build().status, build("--stock").status], [0, 0]);
  });

  it("does not build two engines at once, nor with options it does not know", () => {
    const { bin, build } = workshop(PUBLISHED);
    same([build("--stock", "--test-clock").status, build("--stok").status], [2, 2]);
    same(existsSync(bin), false);
  });
});
