import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { err, ok, type Result } from "@meridian/base/result";

/** Where the engine is built (`npm run engine`), seen from this file. */
const CHECKOUT = resolve(import.meta.dirname, "../../../../engine/bin/cometbft");
/** The line we run (ADR-15), and its oldest release with every security fix that we know of. */
const LINE = "0.38";
const OLDEST = 25;
const VERSION_MILLISECONDS = 20_000;

export type EngineBinary = {
  readonly file: string;
  readonly version: string;
  /** Built here, with the line corrected that makes a stock engine dear while its socket is full (ADR-21). */
  readonly isCorrected: boolean;
};

export type EngineFault =
  /** None of the places has a program. `looked` lists them. */
  | { readonly code: "engine-missing"; readonly looked: readonly string[]; readonly build: "npm run engine" }
  /** It is there, but does not say its version. */
  | { readonly code: "engine-broken"; readonly file: string; readonly said: string }
  /** A release that we do not run: another line, or one with known flaws. */
  | { readonly code: "engine-unsupported"; readonly file: string; readonly version: string; readonly needed: string };

/**
 * Finds the engine: the path given, `MERIDIAN_COMETBFT`, `engine/bin/cometbft` of the checkout, `PATH`, in this order.
 * A place that somebody named counts even when what is there cannot be used: then it is a fault, not a reason to look on.
 */
export function findEngine(
  options: { readonly path?: string; readonly environment?: Readonly<Record<string, string | undefined>> } = {},
): Result<EngineBinary, EngineFault> {
  const environment = options.environment ?? process.env;
  const named = options.path ?? environment["MERIDIAN_COMETBFT"];
  const onPath = (environment["PATH"] ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, "cometbft"));
  const places = named === undefined || named === "" ? [CHECKOUT, ...onPath] : [resolve(named)];
  const file = places.find(isProgram);
  if (file === undefined) return err({ code: "engine-missing", looked: places, build: "npm run engine" });
  return checked(file);
}

function checked(file: string): Result<EngineBinary, EngineFault> {
  let said: string;
  try {
    said = execFileSync(file, ["version"], { encoding: "utf8", timeout: VERSION_MILLISECONDS, stdio: "pipe" }).trim();
  } catch (fault) {
    return err({ code: "engine-broken", file, said: fault instanceof Error ? fault.message : String(fault) });
  }
  const [, version, line, patch] = /^v?((\d+\.\d+)\.(\d+))\b/.exec(said) ?? [];
  if (version === undefined) return err({ code: "engine-broken", file, said });
  if (line === LINE && Number(patch) >= OLDEST) return ok({ file, version, isCorrected: said.includes("+meridian.") });
  return err({ code: "engine-unsupported", file, version, needed: `${LINE}.${OLDEST} or a later ${LINE}` });
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
