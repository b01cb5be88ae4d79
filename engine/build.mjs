#!/usr/bin/env node
// Builds the engine, CometBFT, from the source that go.mod and go.sum pin. Plain JavaScript on purpose: it must run on
// the Node that a fresh machine has (20 or later), before anything of this project is installed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const MODULE = "github.com/cometbft/cometbft";
const here = dirname(fileURLToPath(import.meta.url));
const bin = join(here, "bin");

const HELP = `npm run engine [-- OPTIONS]      (or: node engine/build.mjs [OPTIONS])

Builds engine/bin/cometbft from the pinned source, unless the binary there already has that version.

  --test-clock   build engine/bin/cometbft-test-clock instead: an engine for fault tests whose clock is off by
                 MERIDIAN_TEST_CLOCK_OFFSET seconds. Never for a node that holds records.
  --force        build even when the version is right
  --json         print one object: file, version, sha256, built; or code, message
  --help         print this

Exit codes: 0 ready, 1 the build failed, 2 wrong usage, 3 Go is missing.
`;

class Failure extends Error {
  constructor(exit, code, message) {
    super(message);
    this.exit = exit;
    this.code = code;
  }
}

function pinnedVersion() {
  const line = readFileSync(join(here, "go.mod"), "utf8").match(/github\.com\/cometbft\/cometbft v(\S+)/);
  if (line === null) throw new Failure(1, "no-pin", `engine/go.mod names no version of ${MODULE}`);
  return line[1];
}

/** What the binary says of itself; undefined when it is not there or does not run. */
function versionOf(file) {
  if (!existsSync(file)) return undefined;
  const said = spawnSync(file, ["version"], { encoding: "utf8", timeout: 20_000 });
  return said.status === 0 ? said.stdout.trim().replace(/^v/, "") : undefined;
}

function goCommand(version) {
  for (const command of ["go", "/usr/local/go/bin/go"])
    if (spawnSync(command, ["version"], { encoding: "utf8" }).status === 0) return command;
  throw new Failure(
    3,
    "go-missing",
    [
      `Go 1.24 or later is needed to build CometBFT ${version}, and no 'go' was found on PATH or in /usr/local/go/bin.`,
      "Do one of these, then run 'npm run engine' again:",
      "  - install Go: https://go.dev/dl (or https://golang.google.cn/dl), or your system's package 'golang'",
      `  - put a cometbft binary of version ${version} for ${process.platform}-${process.arch} at engine/bin/cometbft`,
      "  - set MERIDIAN_COMETBFT to such a binary; nothing needs to be built then",
    ].join("\n"),
  );
}

function run(go, args) {
  const env = { ...process.env, CGO_ENABLED: "0" };
  const done = spawnSync(go, args, { cwd: here, env, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  if (done.status === 0) return done.stdout.trim();
  const said = `${done.stderr ?? ""}${done.error?.message ?? ""}`.trim().split("\n").slice(-12).join("\n");
  const fetching = /dial tcp|i\/o timeout|no such host|connection refused|proxy/i.test(said);
  const hint = fetching
    ? "\nModules could not be fetched: set GOPROXY to a module proxy that this machine reaches."
    : "";
  throw new Failure(1, "build-failed", `go ${args[0]} failed:\n${said}${hint}`);
}

/**
 * Has the build take one file of the engine from test-clock/. Go overlays no file of its module cache, so the module is
 * replaced by a link to its own source there.
 */
function withTestClock(go) {
  const { Dir: source } = JSON.parse(run(go, ["mod", "download", "-json", MODULE]));
  const folder = join(bin, "test-clock-build");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const link = join(folder, "source");
  symlinkSync(source, link);
  const replaced = `replace ${MODULE} => ./${relative(here, link)}`;
  writeFileSync(join(folder, "go.mod"), `${readFileSync(join(here, "go.mod"), "utf8")}\n${replaced}\n`);
  writeFileSync(join(folder, "go.sum"), readFileSync(join(here, "go.sum")));
  const overlay = { Replace: { [join(link, "types", "time", "time.go")]: join(here, "test-clock", "time.go") } };
  writeFileSync(join(folder, "overlay.json"), JSON.stringify(overlay));
  return { folder, flags: [`-modfile=${join(folder, "go.mod")}`, `-overlay=${join(folder, "overlay.json")}`] };
}

function build(file, version, testClock) {
  const go = goCommand(version);
  mkdirSync(bin, { recursive: true });
  const clock = testClock ? withTestClock(go) : undefined;
  const fresh = `${file}.new`;
  try {
    // Paths of this machine stay out, so that two members who build with the same Go get the same bytes.
    const flags = ["-trimpath", "-buildvcs=false", "-ldflags=-s -w", ...(clock?.flags ?? [])];
    run(go, ["build", ...flags, "-o", fresh, `${MODULE}/cmd/cometbft`]);
    const built = versionOf(fresh);
    if (built !== version)
      throw new Failure(1, "wrong-version", `the build says ${built ?? "nothing"}, not ${version}`);
    renameSync(fresh, file);
  } finally {
    if (clock !== undefined) rmSync(clock.folder, { recursive: true, force: true });
    rmSync(fresh, { force: true });
  }
}

function isCurrent(file, version, testClock) {
  if (versionOf(file) !== version) return false;
  return !testClock || statSync(file).mtimeMs > statSync(join(here, "test-clock", "time.go")).mtimeMs;
}

function main({ "test-clock": testClock, force, json }) {
  const version = pinnedVersion();
  const file = join(bin, testClock ? "cometbft-test-clock" : "cometbft");
  const built = force || !isCurrent(file, version, testClock);
  if (built && !json) process.stderr.write(`engine: building CometBFT ${version} (about a minute the first time)\n`);
  if (built) build(file, version, testClock);
  const sha256 = createHash("sha256").update(readFileSync(file)).digest("hex");
  if (json) process.stdout.write(`${JSON.stringify({ file, version, sha256, built })}\n`);
  else process.stdout.write(`CometBFT ${version} ${built ? "built" : "ready"}: ${file}\nsha256 ${sha256}\n`);
}

let values;
try {
  const flag = { type: "boolean", default: false };
  ({ values } = parseArgs({ options: { "test-clock": flag, force: flag, json: flag, help: flag } }));
} catch (error) {
  process.stderr.write(`engine: ${error.message}\n\n${HELP}`);
  process.exit(2);
}
if (values.help) process.stdout.write(HELP);
else
  try {
    main(values);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (values.json) process.stdout.write(`${JSON.stringify({ code: error.code, message: error.message })}\n`);
    else process.stderr.write(`engine: ${error.message}\n`);
    process.exitCode = error.exit;
  }
