import { readFileSync, writeFileSync } from "node:fs";
import { parseJson } from "@meridian/base/json";
import { CHAIN_ID_BYTES_MAX } from "@meridian/base/limits";
import { ok, type Result } from "@meridian/base/result";
import type { GenesisDocument } from "@meridian/network/genesis";
import { EXIT, type Problem, problem, words } from "./call.ts";

/** Files as verbs read and write them: what goes wrong is a problem with words, not an exception. */
export function readText(file: string): Result<string, Problem> {
  const bytes = readBytes(file);
  return bytes.ok ? ok(bytes.value.toString("utf8")) : bytes;
}

export function readBytes(file: string): Result<Buffer, Problem> {
  try {
    return ok(readFileSync(file === "-" ? 0 : file));
  } catch (error) {
    return unusable(file, error);
  }
}

export function writeText(file: string, text: string): Result<string, Problem> {
  try {
    writeFileSync(file, text);
    return ok(file);
  } catch (error) {
    return unusable(file, error);
  }
}

/** For what people edit afterwards: a file that is there is left as it is. */
export function writeNewText(file: string, text: string): Result<string, Problem> {
  try {
    writeFileSync(file, text, { flag: "wx" });
    return ok(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") return unusable(file, error);
    return problem(
      EXIT.refused,
      "already-there",
      words(`${file} is there already; nothing was changed.`, `${file} 已存在;未作任何更改。`),
      words("Name another file with --out, or move that one away.", "请用 --out 指定其他文件,或先移走该文件。"),
      { file },
    );
  }
}

export function readJson(file: string): Result<unknown, Problem> {
  const text = readText(file);
  if (!text.ok) return text;
  const value = parseJson(text.value);
  if (value !== undefined) return ok(value);
  return problem(
    EXIT.data,
    "not-json",
    words(`${file} is not JSON.`, `${file} 不是 JSON 文件。`),
    words("Check that this is the right file, and whole.", "请检查文件是否正确、完整。"),
  );
}

export async function readGenesis(file: string): Promise<Result<GenesisDocument, Problem>> {
  const value = readJson(file);
  if (!value.ok) return value;
  const { fitsEngine, genesisShape } = await import("@meridian/network/genesis");
  const fault = genesisShape.fault(value.value, "genesis");
  if (fault === undefined) return ok(value.value as GenesisDocument);
  const { network } = (value.value ?? {}) as { readonly network?: unknown };
  if (fault === "genesis.network" && typeof network === "string" && !fitsEngine(network)) return nameTooLong(network);
  return problem(
    EXIT.data,
    "not-genesis",
    words(`${file} is not a genesis document: see ${fault}.`, `${file} 不是创世文件:见 ${fault}。`),
    words("Ask a member of the network for the genesis document.", "请向网络成员索取创世文件。"),
    { at: fault },
  );
}

/** A name is for good, so it must be refused before anybody signs for it. */
export const nameTooLong = (network: string) =>
  problem(
    EXIT.data,
    "network-name-too-long",
    words(
      `CometBFT orders networks whose id has at most ${CHAIN_ID_BYTES_MAX} characters; ${network} has ${network.length}.`,
      `CometBFT 只支持编号不超过 ${CHAIN_ID_BYTES_MAX} 个字符的网络;${network} 有 ${network.length} 个。`,
    ),
    words("A network's id cannot change: begin one with a shorter id.", "网络编号不可更改,请用更短的编号新建网络。"),
    { network, max: CHAIN_ID_BYTES_MAX },
  );

export function unusable(file: string, error: unknown): Result<never, Problem> {
  const { code = "", message = "" } = error as { code?: string; message?: string };
  const missing = code === "ENOENT";
  return problem(
    EXIT.data,
    missing ? "no-such-file" : "unusable-file",
    missing
      ? words(`There is no ${file}.`, `找不到 ${file}。`)
      : words(`${file} cannot be used: ${message}.`, `无法使用 ${file}:${message}。`),
    words("Check its name and your rights to it.", "请检查名称与访问权限。"),
    { file },
  );
}
