import type { Result } from "@meridian/base/result";
import type { NodeSettings, SettingsFault } from "../consortium/settings.ts";
import { EXIT, type Problem, problem, words } from "./call.ts";

/** What a folder's `node.json` says; undefined where there is none. */
export async function settingsIn(folder: string): Promise<Result<NodeSettings | undefined, Problem>> {
  const { readSettings } = await import("../consortium/settings.ts");
  const settings = readSettings(folder);
  return settings.ok ? settings : nodeJsonUnreadable(settings.error);
}

/** It is edited by hand: one comma too many must be told as that. */
export const nodeJsonUnreadable = ({ code, file, at }: SettingsFault) =>
  problem(
    EXIT.data,
    code,
    words(
      `${file} is not as a node's settings must be: ${at}. Nothing was started or changed.`,
      `${file} 不符合节点设置的格式:${at}。未启动任何程序,也未作任何更改。`,
    ),
    words(
      "Correct that place, or restore the file from its backup, then do the same again.",
      "请更正该处,或从备份恢复该文件,然后重新执行。",
    ),
    { file, at },
  );

export const notJoined = (folder: string) =>
  problem(
    EXIT.data,
    "not-joined",
    words(`${folder} has no node.json.`, `${folder} 中没有 node.json。`),
    words(
      "Where it had one, restore it from its backup; otherwise prepare the folder with `meridian node join`.",
      "若曾有该文件,请从备份恢复;否则请先执行 `meridian node join`。",
    ),
    { folder },
  );
