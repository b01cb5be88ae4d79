#!/usr/bin/env node
// Builds the engine, CometBFT, from the source that go.mod and go.sum pin. Plain JavaScript on purpose: it must run on
// the Node that a fresh machine has (20 or later), before anything of this project is installed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const MODULE = "github.com/cometbft/cometbft";
/** What the engine says behind its version when CORRECTIONS are in it, as in 0.38.25+meridian.1. */
const MARK = "meridian.1";
/** Lines of CometBFT that are built otherwise than its authors wrote them, and only these (docs/adr/0021). */
const CORRECTIONS = [
  {
    file: "abci/client/socket_client.go",
    // Without a unit it is 20 ns, and a core is spent on the timer while the socket is full. 20 ms would be in the way of
    // every lone transaction at every node.
    from: "\tflushThrottleMS = 20  // Don't wait longer than...\n",
    to: "\tflushThrottleMS = 1_000_000  // nanoseconds\n",
  },
];
const VALIDATION = "state/validation.go";
/** In the engine of fault tests: what else takes the time from test-clock/time.go, whatever the machine's clock says. */
const CLOCK = [
  {
    file: VALIDATION,
    from: '\t"github.com/cometbft/cometbft/types"\n',
    to: '\t"github.com/cometbft/cometbft/types"\n\tcmttime "github.com/cometbft/cometbft/types/time"\n',
  },
  { file: VALIDATION, from: "block.Time.Before(time.Now()", to: "block.Time.Before(cmttime.Now()" },
  { file: VALIDATION, from: "block.Time, time.Now(), tol", to: "block.Time, cmttime.Now(), tol" },
];
const here = dirname(fileURLToPath(import.meta.url));
const bin = join(here, "bin");
const testTime = join(here, "test-clock", "time.go");

const HELP = `npm run engine [-- OPTIONS]      (or: node engine/build.mjs [OPTIONS])

Builds engine/bin/cometbft from the pinned source, unless the binary there already has that version. Without Go it looks
where a node does, in MERIDIAN_COMETBFT, engine/bin and PATH, for an engine that will do. MERIDIAN_GO names a Go that is
not on PATH.

  --test-clock   build engine/bin/cometbft-test-clock instead: an engine for fault tests whose clock is off by
                 MERIDIAN_TEST_CLOCK_OFFSET seconds. Never for a node that holds records.
  --stock        build engine/bin/cometbft-stock instead: without the corrected line, as CometBFT's authors publish it
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

const goCommand = ({ MERIDIAN_GO: named } = process.env) =>
  (named ? [named] : ["go", "/usr/local/go/bin/go"]).find(
    (command) => spawnSync(command, ["version"], { encoding: "utf8" }).status === 0,
  );

function goMissing(version) {
  const said = [
    `Go 1.24 or later is needed to build CometBFT ${version}, and no 'go' was found on PATH or in /usr/local/go/bin.`,
    "Do one of these, then run 'npm run engine' again:",
    "  - install Go: https://go.dev/dl (or https://golang.google.cn/dl), or your system's package 'golang'",
    `  - put a cometbft binary of version ${version} for ${process.platform}-${process.arch} at engine/bin/cometbft, or on PATH`,
    "  - set MERIDIAN_COMETBFT to such a binary",
  ];
  return new Failure(3, "go-missing", said.join("\n"));
}

/**
 * Where a node looks (adapters/consensus-comet/src/engine/binary.ts), for an engine that it takes: of the pinned line, and
 * no older release. Undefined when there is none; a place that somebody named is the only one.
 */
function engineAtHand(version, environment = process.env) {
  const named = environment["MERIDIAN_COMETBFT"];
  const onPath = (environment["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const places = named ? [named] : [join(bin, "cometbft"), ...onPath.map((folder) => join(folder, "cometbft"))];
  const file = places.find((place) => existsSync(place));
  const said = file && versionOf(file);
  const [, line, patch] = /^(\d+\.\d+)\.(\d+)\b/.exec(said ?? "") ?? [];
  const [, ours, oldest] = /^(\d+\.\d+)\.(\d+)$/.exec(version) ?? [];
  return line !== undefined && line === ours && Number(patch) >= Number(oldest) ? { file, version: said } : undefined;
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

/** Another text for a file of the engine, with its places changed; fails where one is not there exactly once. */
function changed(source, file, changes) {
  let text = readFileSync(join(source, file), "utf8");
  for (const change of changes.filter((each) => each.file === file)) {
    const parts = text.split(change.from);
    if (parts.length !== 2) throw unknownText(change);
    text = parts.join(change.to);
  }
  return text;
}

function unknownText(change) {
  const advice = CLOCK.includes(change)
    ? "Look how it tells the time now and change CLOCK in engine/build.mjs."
    : "Look whether it still needs to be (docs/adr/0021) and change CORRECTIONS in engine/build.mjs, or build with --stock.";
  const said = `${change.file} of this CometBFT has not, exactly once, the line to correct: ${change.from.trim()}`;
  return new Failure(1, "not-correctable", `${said}\n${advice}`);
}

/**
 * What has the build take files in place of the engine's own. Go overlays no file of its module cache, so the module is
 * replaced by a link to its own source there.
 */
function withOverlay(go, folder, { testClock }) {
  const { Dir: source } = JSON.parse(run(go, ["mod", "download", "-json", MODULE]));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const link = join(folder, "source");
  symlinkSync(source, link);
  const replaced = `replace ${MODULE} => ./${relative(here, link)}`;
  writeFileSync(join(folder, "go.mod"), `${readFileSync(join(here, "go.mod"), "utf8")}\n${replaced}\n`);
  writeFileSync(join(folder, "go.sum"), readFileSync(join(here, "go.sum")));
  const Replace = {};
  if (testClock) Replace[join(link, "types", "time", "time.go")] = testTime;
  const changes = testClock ? [...CORRECTIONS, ...CLOCK] : CORRECTIONS;
  for (const [at, file] of [...new Set(changes.map((change) => change.file))].entries()) {
    const instead = join(folder, `changed-${at}.go`);
    writeFileSync(instead, changed(source, file, changes));
    Replace[join(link, file)] = instead;
  }
  writeFileSync(join(folder, "overlay.json"), JSON.stringify({ Replace }));
  return [`-modfile=${join(folder, "go.mod")}`, `-overlay=${join(folder, "overlay.json")}`];
}

function build(go, file, said, { mark, testClock }) {
  mkdirSync(bin, { recursive: true });
  const folder = join(bin, "build");
  const fresh = `${file}.new`;
  try {
    const marked = mark === undefined ? "" : ` -X ${MODULE}/version.TMGitCommitHash=${mark}`;
    // Paths of this machine stay out, so that two members who build with the same Go get the same bytes.
    const flags = ["-trimpath", "-buildvcs=false", `-ldflags=-s -w${marked}`];
    if (mark !== undefined) flags.push(...withOverlay(go, folder, { testClock }));
    run(go, ["build", ...flags, "-o", fresh, `${MODULE}/cmd/cometbft`]);
    const built = versionOf(fresh);
    if (built !== said) throw new Failure(1, "wrong-version", `the build says ${built ?? "nothing"}, not ${said}`);
    renameSync(fresh, file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(fresh, { force: true });
  }
}

/** The one with the test clock says what it is made of, so that it is built anew when that changes. */
function testClockMark() {
  const parts = JSON.stringify([CORRECTIONS, CLOCK, readFileSync(testTime, "utf8")]);
  return `${MARK}.clock.${createHash("sha256").update(parts).digest("hex").slice(0, 8)}`;
}

function main({ "test-clock": testClock, stock, force, json }) {
  if (testClock && stock) throw new Failure(2, "usage", "--test-clock and --stock are two engines: ask for one");
  const mark = stock ? undefined : testClock ? testClockMark() : MARK;
  const version = [pinnedVersion(), mark].filter((part) => part !== undefined).join("+");
  const file = join(bin, `cometbft${testClock ? "-test-clock" : stock ? "-stock" : ""}`);
  const built = force || versionOf(file) !== version;
  const go = built ? goCommand() : undefined;
  if (built && go === undefined) {
    const atHand = testClock || stock || force ? undefined : engineAtHand(pinnedVersion());
    if (atHand === undefined) throw goMissing(pinnedVersion());
    return told(atHand, false, json);
  }
  if (built && !json) process.stderr.write(`engine: building CometBFT ${version} (about a minute the first time)\n`);
  if (built) build(go, file, version, { mark, testClock });
  told({ file, version }, built, json);
}

function told({ file, version }, built, json) {
  const sha256 = createHash("sha256").update(readFileSync(file)).digest("hex");
  if (json) process.stdout.write(`${JSON.stringify({ file, version, sha256, built })}\n`);
  else process.stdout.write(`CometBFT ${version} ${built ? "built" : "ready"}: ${file}\nsha256 ${sha256}\n`);
}

let values;
try {
  const flag = { type: "boolean", default: false };
  ({ values } = parseArgs({ options: { "test-clock": flag, stock: flag, force: flag, json: flag, help: flag } }));
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
