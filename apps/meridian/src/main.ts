#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// Parsing and stripping types of some hundred files is most of what a short command does; the second time it is done.
enableCompileCache();
const argv = process.argv.slice(2);
if (argv[0] === "node" && argv[1] === "start") (await import("./consortium/heaps.ts")).withSmallHeaps();
const { languageOf, processIo } = await import("./cli/process.ts");
const { runCli } = await import("./cli/run.ts");

/** How long what is left over may keep a process that has failed. */
const GRACE_MILLISECONDS = 20_000;

process.exitCode = await runCli(argv, processIo(languageOf(process.env)));
if (process.exitCode !== 0) setTimeout(() => process.exit(), GRACE_MILLISECONDS).unref();
