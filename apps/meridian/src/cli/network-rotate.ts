import { existsSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ok, type Result } from "@meridian/base/result";
import { ed25519Signer } from "@meridian/client/signer";
import { validatorKeyFile } from "@meridian/consensus-comet/engine/keys";
import type { Command } from "@meridian/kernel/transaction";
import { engineHomeIn } from "../consortium/settings.ts";
import type { KeyEntry } from "../keystore/keystore.ts";
import { answer, type Call, EXIT, type Outcome, type Problem, problem, type Verb, words } from "./call.ts";
import { unusable } from "./files.ts";
import { dataFolderOf, keyProblem, keystoreOf, passphraseOf } from "./keys.ts";
import { type Actor, acting, actorOptions, sent } from "./network-actor.ts";
import { VALIDATOR_KEY } from "./node-init.ts";
import { Remote } from "./remote.ts";

export const rotateKey: Verb = {
  usage: "network rotate-key --data DIR",
  says: words(
    "makes a new validator key, has the ledger put it in the place of the old one, and gives it to the engine",
    "生成新的验证者密钥,经账本替换旧密钥,并交给引擎",
  ),
  options: actorOptions,
  positionals: [0, 0],
  notes: words(
    "Then restart the node: the new key counts two blocks after the change. The old key's file stays; delete it once nobody needs to prove what it signed.",
    "随后请重启节点:新密钥在变更两个区块后生效。旧密钥文件仍保留,确认无需再证明其签名后可删除。",
  ),
  run: (call) => acting(call, (actor) => rotated(call, actor)),
};

async function rotated(call: Call, { organisation, signer }: Actor): Promise<Outcome> {
  const folder = dataFolderOf(call);
  const current = await currentKey(call, organisation);
  if (!current.ok) return current;
  const next = nextKey(call, current.value);
  if (!next.ok) return next;
  const passphrase = passphraseOf(call);
  if (!passphrase.ok) return passphrase;
  const seed = keystoreOf(call).open(next.value.name, passphrase.value);
  if (!seed.ok) return keyProblem(seed.error);
  const { publicKey, name } = next.value;
  const command = { domain: "validator", type: "rotateKey", organisation, publicKey } as Command;
  const outcome = await sent(call, [command], [signer, ed25519Signer(seed.value)]);
  if (!outcome.ok || outcome.value.exit !== EXIT.ok) return outcome;
  const file = join(engineHomeIn(folder), "config", "priv_validator_key.json");
  if (existsSync(file))
    try {
      writeFileSync(`${file}.new`, validatorKeyFile(seed.value), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    } catch (error) {
      return unusable(file, error);
    }
  const said = words(
    `The engine's key is now ${publicKey} (${name}). Restart the node: meridian node stop --data ${folder}, then meridian node start --data ${folder}.`,
    `引擎密钥现为 ${publicKey}(${name})。请重启节点:meridian node stop --data ${folder},再 meridian node start --data ${folder}。`,
  );
  return answer(`${outcome.value.text}\n${said[call.io.language]}`, {
    ...{ name, publicKey, former: current.value },
    receipt: outcome.value.json,
  });
}

/** The key with which the organisation has its seat, by the ledger's word. */
async function currentKey(call: Call, organisation: string): Promise<Result<string, Problem>> {
  const remote = await Remote.of(call);
  if (!remote.ok) return remote;
  const rows = await remote.value.rows("validators", { organisation }, 1);
  if (!rows.ok) return rows;
  const publicKey = rows.value[0]?.["public_key"];
  if (typeof publicKey === "string") return ok(publicKey);
  return problem(
    EXIT.refused,
    "not-a-validator",
    words(`${organisation} has no seat.`, `${organisation} 不是验证者。`),
    words("Only a validator has a key to rotate.", "只有验证者才有可更换的密钥。"),
  );
}

/** A key that an earlier try left behind, or a new one: `validator-2` and so on. */
function nextKey(call: Call, current: string): Result<KeyEntry, Problem> {
  const keystore = keystoreOf(call);
  const numberOf = ({ name }: KeyEntry): number => Number(/^validator(?:-([0-9]+))?$/.exec(name)?.[1] ?? 1);
  const keys = keystore
    .list()
    .filter(({ name }) => name === VALIDATOR_KEY || /^validator-[0-9]+$/.test(name))
    .sort((a, b) => numberOf(a) - numberOf(b));
  const at = keys.findIndex(({ publicKey }) => publicKey === current);
  const left = at < 0 ? undefined : keys[at + 1];
  if (left !== undefined) return ok(left);
  const passphrase = passphraseOf(call);
  if (!passphrase.ok) return passphrase;
  const last = keys.at(-1);
  const added = keystore.add(`${VALIDATOR_KEY}-${(last === undefined ? 1 : numberOf(last)) + 1}`, passphrase.value);
  return added.ok ? added : keyProblem(added.error);
}
