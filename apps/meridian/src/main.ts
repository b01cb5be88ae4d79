#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// Parsing and stripping types of some hundred files is most of what a short command does; the second time it is done.
enableCompileCache();
const { languageOf, processIo } = await import("./cli/process.ts");
const { runCli } = await import("./cli/run.ts");

/** How long what is left over may keep a process that has failed. */
const GRACE_MILLISECONDS = 20_000;

process.exitCode = await runCli(process.argv.slice(2), processIo(languageOf(process.env)));
if (process.exitCode !== 0) setTimeout(() => process.exit(), GRACE_MILLISECONDS).unref();
