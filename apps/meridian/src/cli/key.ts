import type { KeyEntry } from "../keystore/keystore.ts";
import { answer, type Io, OPTIONS, type OptionSpec, type Verb, words } from "./call.ts";
import { keyProblem, keystoreOf, passphraseOf } from "./keys.ts";

const data: OptionSpec = {
  ...OPTIONS.data,
  says: words("folder whose `keys` holds them (default .meridian)", "存放密钥的数据目录(默认 .meridian)"),
};

const make: Verb = {
  usage: "key new --name NAME",
  says: words("makes an Ed25519 key; its secret stays in the folder", "生成 Ed25519 密钥,私钥只保存在目录中"),
  options: {
    name: { type: "string", value: "NAME", says: words("what to call it", "密钥名称") },
    data,
    "passphrase-file": OPTIONS.passphrase,
  },
  positionals: [0, 0],
  run: async (call) => {
    const passphrase = passphraseOf(call);
    if (!passphrase.ok) return passphrase;
    const made = keystoreOf(call).add(call.text("name") ?? "", passphrase.value);
    if (!made.ok) return keyProblem(made.error);
    if (passphrase.value === undefined)
      call.io.err(
        `${words("The key is not sealed: give a passphrase for real use.", "密钥未加密:正式使用请提供口令。")[call.io.language]}\n`,
      );
    return answer(lineOf(made.value, call.io), made.value);
  },
};

const list: Verb = {
  usage: "key list",
  says: words("lists keys by their public parts", "列出密钥的公开部分"),
  options: { data },
  positionals: [0, 0],
  run: async (call) => {
    const keys = keystoreOf(call).list();
    const none = words("There are no keys here.", "此处没有密钥。")[call.io.language];
    return answer(keys.length === 0 ? none : keys.map((key) => lineOf(key, call.io)).join("\n"), keys);
  },
};

const show: Verb = {
  usage: "key show NAME",
  says: words("shows a key's public part", "显示密钥的公开部分"),
  options: { data },
  positionals: [1, 1],
  run: async (call) => {
    const found = keystoreOf(call).show(call.positionals[0] ?? "");
    return found.ok ? answer(lineOf(found.value, call.io), found.value) : keyProblem(found.error);
  },
};

const lineOf = ({ name, publicKey, key, sealed }: KeyEntry, { language }: Io): string =>
  [
    `${name} (ed25519, ${(sealed ? words("sealed", "已加密") : words("not sealed", "未加密"))[language]})`,
    `  ${words("public key:", "公钥:")[language]} ${publicKey}`,
    `  ${words("key id:", "密钥编号:")[language]} ${key}`,
  ].join("\n");

export const verbs: ReadonlyMap<string, Verb> = new Map([
  ["new", make],
  ["list", list],
  ["show", show],
]);
