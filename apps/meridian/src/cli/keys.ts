import { ok, type Result } from "@meridian/base/result";
import { Secret } from "@meridian/base/secret";
import { Keystore, type KeystoreFault } from "../keystore/keystore.ts";
import { type Call, EXIT, type Problem, problem, type Words, words } from "./call.ts";
import { readText } from "./files.ts";

/** Where a node keeps its data when nobody says otherwise. */
export const DATA_FOLDER = ".meridian";
export const dataFolderOf = (call: Call): string => call.text("data") ?? DATA_FOLDER;

/** Keys may lie elsewhere than the ledger that is read. */
export const keystoreOf = (call: Call): Keystore => new Keystore(call.text("keys") ?? dataFolderOf(call));

export function passphraseOf(call: Call): Result<Secret<string> | undefined, Problem> {
  const file = call.text("passphrase-file");
  if (file === undefined) {
    const given = call.io.env["MERIDIAN_PASSPHRASE"];
    return ok(given === undefined || given === "" ? undefined : new Secret(given));
  }
  const text = readText(file);
  return text.ok ? ok(new Secret(text.value.replace(/\r?\n$/, ""))) : text;
}

const SAID: { readonly [code in KeystoreFault["code"]]: readonly [happened: Words, next: Words] } = {
  "bad-name": [
    words("A key cannot have that name.", "密钥名称无效。"),
    words("Use letters, digits, `.`, `_` and `-`.", "请使用字母、数字、`.`、`_`、`-`。"),
  ],
  "key-exists": [
    words("There is a key of that name already; nothing was changed.", "已有同名密钥,未作任何更改。"),
    words("Choose another name.", "请换一个名称。"),
  ],
  "unknown-key": [
    words("There is no key of that name.", "没有该名称的密钥。"),
    words(
      "`meridian key list --data DIR` shows what a folder has; a command that asks a node takes the folder as --keys DIR.",
      "用 `meridian key list --data DIR` 查看目录中的密钥;向节点查询的命令用 --keys DIR 指定该目录。",
    ),
  ],
  "passphrase-missing": [
    words("The key is sealed and no passphrase was given.", "密钥已加密,但未提供口令。"),
    words(
      "Give --passphrase-file, or set MERIDIAN_PASSPHRASE.",
      "请使用 --passphrase-file 或设置 MERIDIAN_PASSPHRASE。",
    ),
  ],
  "wrong-passphrase": [
    words("The passphrase does not open the key, or its file was changed.", "口令无法打开密钥,或密钥文件已被改动。"),
    words("Try the right passphrase, or restore the file from a backup.", "请使用正确口令,或从备份恢复文件。"),
  ],
  "damaged-key": [
    words("The key's file is not one that this program wrote.", "密钥文件已损坏或并非本程序所写。"),
    words("Restore it from a backup.", "请从备份恢复。"),
  ],
  "open-to-others": [
    words(
      "Others on this machine can read the key's file, so it is not used.",
      "本机其他用户可读取密钥文件,故不予使用。",
    ),
    words("Run `chmod 600` on it; consider a new key.", "请对该文件执行 `chmod 600`,并考虑更换密钥。"),
  ],
};

export function keyProblem(fault: KeystoreFault): Result<never, Problem> {
  const [happened, next] = SAID[fault.code];
  const named = (text: string): string => `${fault.name}: ${text}`;
  return problem(EXIT.data, fault.code, words(named(happened.en), named(happened.zh)), next, fault);
}
