import { existsSync } from "node:fs";
import { ok, type Result } from "@meridian/base/result";
import type { FolderLedger } from "../evidence/folder.ts";
import { type Call, EXIT, type Problem, problem, words } from "./call.ts";
import { readGenesis, unusable } from "./files.ts";

/** Opens the ledger of a data folder for reading, beside its node or without one. */
export async function openFolder(call: Call, folder: string): Promise<Result<FolderLedger, Problem>> {
  const { FolderLedger, genesisFileIn, hasLedger } = await import("../evidence/folder.ts");
  const given = call.text("genesis");
  if (!hasLedger(folder))
    return problem(
      EXIT.data,
      "no-ledger",
      words(`There is no ledger in ${folder}.`, `${folder} 中没有账本。`),
      words("Name the folder of a node with --data.", "请用 --data 指定节点的数据目录。"),
      { folder },
    );
  const file = given ?? genesisFileIn(folder);
  if (!existsSync(file))
    return problem(
      EXIT.data,
      "no-genesis",
      words(`There is no genesis document at ${file}.`, `找不到创世文件 ${file}。`),
      words("Name it with --genesis.", "请用 --genesis 指定。"),
      { file },
    );
  const genesis = await readGenesis(file);
  if (!genesis.ok) return genesis;
  try {
    return ok(new FolderLedger(folder, genesis.value));
  } catch (error) {
    return unusable(folder, error);
  }
}
