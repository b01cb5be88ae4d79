#!/usr/bin/env node
import { languageOf, processIo } from "./cli/process.ts";
import { runCli } from "./cli/run.ts";

process.exitCode = await runCli(process.argv.slice(2), processIo(languageOf(process.env)));
