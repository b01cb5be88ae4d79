import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { OrganisationId } from "@meridian/base/ids";
import { canonicalText } from "@meridian/base/json";
import { ok, type Result } from "@meridian/base/result";
import { ORGANISATION_KINDS, type OrganisationKind } from "@meridian/kernel/vocabulary";
import type { Card } from "../consortium/network-file.ts";
import { addressOf } from "../consortium/peers.ts";
import type { KeyEntry } from "../keystore/keystore.ts";
import { answer, type Call, EXIT, OPTIONS, type Outcome, type Problem, problem, type Verb, words } from "./call.ts";
import { readGenesis, unusable, writeText } from "./files.ts";
import { dataFolderOf, keyProblem, keystoreOf, passphraseOf } from "./keys.ts";
import { validatorKeyName } from "./validator-keys.ts";
import { spaced } from "./verify.ts";

const P2P = "127.0.0.1:26656";

export const init: Verb = {
  usage: "node init --data DIR (--organisation ID --kind KIND | --genesis FILE)",
  says: words(
    "prepares a folder: makes a member's keys and its card, or takes in a genesis document",
    "准备数据目录:生成成员密钥与名片,或载入创世文件",
  ),
  options: {
    data: OPTIONS.data,
    genesis: OPTIONS.genesis,
    organisation: {
      type: "string",
      value: "ID",
      says: words("whose node this will be; makes keys and card.json", "节点所属机构;生成密钥与 card.json"),
    },
    kind: {
      type: "string",
      value: "KIND",
      says: words("kind of the institution, such as hospital", "机构类别,如 hospital"),
    },
    "name-zh": { type: "string", value: "NAME", says: words("its name in Chinese", "中文名称") },
    "name-en": { type: "string", value: "NAME", says: words("its name in English", "英文名称") },
    p2p: {
      type: "string",
      value: "HOST:PORT",
      says: words(`where other members' engines reach it (default ${P2P})`, `其他成员引擎访问的地址(默认 ${P2P})`),
    },
    api: {
      type: "string",
      value: "URL",
      says: words("https address of its API for other members", "供其他成员访问的 https 接口地址"),
    },
    control: {
      type: "string",
      value: "ID",
      says: words("who controls its machines (default: itself)", "机器的实际控制方(默认为自身)"),
    },
    "passphrase-file": OPTIONS.passphrase,
  },
  positionals: [0, 0],
  notes: words(
    "A member of a consortium names itself: keys stay in the folder, card.json goes to whoever writes the network file, then `node join`.\nWith --genesis it is a node that orders alone: keys of validators go into the folder with `key new`.\nCompare the hash of the genesis document with other members before you start.",
    "联盟成员使用 --organisation:密钥留在目录中,card.json 交给网络文件的编写者,随后运行 `node join`。\n使用 --genesis 则为单机排序节点:验证者密钥用 `key new` 放入该目录。\n启动前请与其他成员核对创世文件的哈希。",
  ),
  run: async (call) => {
    if (call.text("organisation") !== undefined) return initMember(call);
    const given = call.text("genesis");
    if (given === undefined) return missing("--organisation / --genesis");
    const genesis = await readGenesis(given);
    if (!genesis.ok) return genesis;
    const folder = dataFolderOf(call);
    const { genesisFileIn } = await import("../evidence/folder.ts");
    const file = genesisFileIn(folder);
    if (existsSync(file)) return alreadyPrepared(folder);
    const made = madeFolder(folder);
    if (!made.ok) return made;
    const written = writeText(file, `${canonicalText(genesis.value)}\n`);
    if (!written.ok) return written;
    const { genesisHashOf } = await import("@meridian/network/genesis");
    const { fingerprintOf } = await import("@meridian/network/trust");
    const hash = genesisHashOf(genesis.value);
    const fingerprint = fingerprintOf(genesis.value);
    const { network, validators } = genesis.value;
    const said = words(
      `${folder} is ready for the network ${network} with ${validators.length} validators.\n  genesis hash: ${hash}\n  validators:   ${spaced(fingerprint)}`,
      `${folder} 已就绪:网络 ${network},${validators.length} 个验证者。\n  创世哈希: ${hash}\n  验证者指纹:${spaced(fingerprint)}`,
    );
    return answer(said[call.io.language], { folder, network, genesisHash: hash, validatorSetHash: fingerprint });
  },
};

export const cardFileIn = (folder: string): string => join(folder, "card.json");

async function initMember(call: Call): Promise<Outcome> {
  const folder = dataFolderOf(call);
  if (existsSync(cardFileIn(folder))) return alreadyPrepared(folder);
  const passphrase = passphraseOf(call);
  if (!passphrase.ok) return passphrase;
  const described = describedBy(call);
  if (!described.ok) return described;
  const { organisation, p2p, control } = described.value;
  const { cardShape } = await import("../consortium/network-file.ts");
  const draft: Card = cardOf(described.value, "0".repeat(64), "0".repeat(64), "0".repeat(40));
  const fault = cardShape.fault(draft, "");
  if (fault !== undefined) return badOption(fault);
  const made = madeFolder(folder);
  if (!made.ok) return made;
  const keystore = keystoreOf(call);
  const keys: KeyEntry[] = [];
  const signing = validatorKeyName(keystore);
  const isOld = keystore.names().includes(signing);
  for (const name of [organisation.id, signing]) {
    // A key that is there already is the member's own; another one would be another member.
    const known = keystore.show(name);
    const key = known.ok || known.error.code !== "unknown-key" ? known : keystore.add(name, passphrase.value);
    if (!key.ok) return keyProblem(key.error);
    keys.push(key.value);
  }
  const { ensureNodeKey, nodeIdOfSeed } = await import("../consortium/node-key.ts");
  const nodeKey = ensureNodeKey(folder);
  if (nodeKey === undefined) return unusable(folder, new Error("engine/config/node_key.json"));
  const nodeId = nodeIdOfSeed(nodeKey);
  const [own, validator] = keys;
  const card = cardOf({ organisation, p2p, control }, own?.publicKey ?? "", validator?.publicKey ?? "", nodeId);
  const written = writeText(cardFileIn(folder), `${JSON.stringify(card, undefined, 2)}\n`);
  if (!written.ok) return written;
  if (passphrase.value === undefined)
    call.io.err(
      `${words("The keys are not sealed: give a passphrase for real use.", "密钥未加密:正式使用请提供口令。")[call.io.language]}\n`,
    );
  if (isOld) call.io.err(`${keyWasHere(signing)[call.io.language]}\n`);
  const said = words(
    `Keys of ${organisation.id} are in ${keystore.folder}; they never leave this folder.\n  signs transactions: ${own?.publicKey}\n  signs blocks:       ${validator?.publicKey}\n  node id:            ${nodeId}\nGive ${cardFileIn(folder)} to whoever writes the network file, and read the three lines out by telephone.`,
    `${organisation.id} 的密钥位于 ${keystore.folder},不得离开该目录。\n  交易签名公钥:${own?.publicKey}\n  区块签名公钥:${validator?.publicKey}\n  节点编号:    ${nodeId}\n请将 ${cardFileIn(folder)} 交给网络文件的编写者,并通过电话核对以上三行。`,
  );
  return answer(said[call.io.language], { folder, card });
}

/** Keys that were restored: the file with what they signed last is not restored with them, and must not be. */
const keyWasHere = (name: string) =>
  words(
    `The key ${name} was in the folder before. What it has signed is not known here: where the member has a seat, run \`meridian network rotate-key\` before you start the node.`,
    `密钥 ${name} 原已在目录中,此处无从得知它曾签署过什么:若该成员已有席位,请在启动节点前运行 \`meridian network rotate-key\`。`,
  );

type Described = {
  readonly organisation: Omit<Card["organisation"], "publicKey">;
  readonly p2p: { readonly host: string; readonly port: number };
  readonly control: string;
};

function describedBy(call: Call): Result<Described, Problem> {
  const id = (call.text("organisation") ?? "") as OrganisationId;
  const kind = call.text("kind") as OrganisationKind | undefined;
  if (kind === undefined || !ORGANISATION_KINDS.includes(kind))
    return problem(
      EXIT.usage,
      "kind-missing",
      words(`--kind is missing or unknown.`, "缺少 --kind,或类别未知。"),
      words(`It is one of: ${ORGANISATION_KINDS.join(", ")}.`, `可选:${ORGANISATION_KINDS.join("、")}。`),
    );
  const p2p = addressOf(call.text("p2p") ?? P2P);
  if (p2p === undefined) return badOption(".validator.nodes[0].host");
  const api = call.text("api");
  const name = { zh: call.text("name-zh") ?? id, en: call.text("name-en") ?? id };
  return ok({
    organisation: { id, kind, name, ...(api !== undefined && { api }) },
    p2p,
    control: call.text("control") ?? id,
  });
}

const cardOf = (
  { organisation, p2p, control }: Described,
  publicKey: string,
  validatorKey: string,
  nodeId: string,
): Card => {
  const { id, kind, name, api } = organisation;
  return {
    organisation: { id, kind, name, publicKey, ...(api !== undefined && { api }) },
    validator: { organisation: id, publicKey: validatorKey, nodes: [{ id: nodeId, ...p2p }], control },
  };
};

const OPTION: { readonly [member: string]: string } = {
  id: "--organisation",
  zh: "--name-zh",
  en: "--name-en",
  api: "--api",
  control: "--control",
  host: "--p2p",
  port: "--p2p",
};

function badOption(place: string) {
  const option = OPTION[place.slice(place.lastIndexOf(".") + 1)] ?? place;
  return problem(
    EXIT.usage,
    "bad-option",
    words(`${option} is not of the form that a card takes.`, `${option} 的格式不合要求。`),
    words("`--help` shows what it takes.", "用 `--help` 查看要求。"),
    { option },
  );
}

export function madeFolder(folder: string): Result<string, Problem> {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return ok(folder);
  } catch (error) {
    return unusable(folder, error);
  }
}

export const alreadyPrepared = (folder: string) =>
  problem(
    EXIT.refused,
    "already-prepared",
    words(`${folder} belongs to a network already; nothing was changed.`, `${folder} 已属于某个网络,未作任何更改。`),
    words("Choose another folder.", "请选择其他目录。"),
    { folder },
  );

export const missing = (option: string) =>
  problem(
    EXIT.usage,
    "option-missing",
    words(`${option} is missing.`, `缺少 ${option}。`),
    words("`--help` shows the options.", "用 `--help` 查看选项。"),
  );
