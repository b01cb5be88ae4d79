import type { Result } from "@meridian/base/result";
import { ok } from "@meridian/base/result";
import type { KeyEntry } from "../keystore/keystore.ts";
import { answer, type Call, EXIT, type Outcome, type Problem, problem, type Verb, words } from "./call.ts";
import { engineKey, giveToEngine, noEngineHere, signedHeight } from "./engine-key.ts";
import { dataFolderOf } from "./keys.ts";
import { type Actor, acting, actorOptions } from "./network-actor.ts";
import { namingKey } from "./network-key.ts";
import { Remote } from "./remote.ts";
import { validatorKeys } from "./validator-keys.ts";

export const rotateKey: Verb = {
  usage: "network rotate-key --data DIR",
  says: words(
    "makes a new validator key, has the ledger put it in the place of the old one, and gives it to the engine",
    "生成新的验证者密钥,经账本替换旧密钥,并交给引擎",
  ),
  options: actorOptions,
  positionals: [0, 0],
  notes: words(
    "Then restart the node: the new key counts two blocks after the change. The old key's file stays; delete it once nobody needs to prove what it signed.\nThe engine gets the new key only after the change stands in a block. Broken off in between, run it again: it goes on where it was.\nIn a new folder of a member that has a seat, run it before the first start: it makes a key that has signed nothing.\nWhat was signed last (engine/data/priv_validator_state.json) is left alone.",
    "随后请重启节点:新密钥在变更两个区块后生效。旧密钥文件仍保留,确认无需再证明其签名后可删除。\n变更写入区块后,引擎才会得到新密钥。若中途中断,重新运行即可继续。\n已有席位的成员启用新目录时,请在首次启动前运行:本命令会生成从未签署过的密钥。\n最后签名状态(engine/data/priv_validator_state.json)保持不变。",
  ),
  run: (call) => acting(call, (actor) => rotated(call, actor)),
};

async function rotated(call: Call, actor: Actor): Promise<Outcome> {
  const { organisation } = actor;
  const engine = engineKey(call);
  if (engine === undefined) return noEngineHere(call);
  const current = await currentKey(call, organisation);
  if (!current.ok) return current;
  const keys = validatorKeys(call);
  const seated = keys.findIndex(({ publicKey }) => publicKey === current.value);
  const [former, key] = [keys[seated - 1], keys[seated]];
  // An earlier run was broken off between the block and the engine's file. An engine that has signed nothing is not that
  // of the former key: the folder is a new one, and what the seated key signed elsewhere nobody knows here.
  if (key !== undefined && former?.publicKey === engine && signedHeight(call) > 0)
    return given(call, key, { former: engine });
  const used = keys.slice(0, seated + 1).map(({ publicKey }) => publicKey);
  const named = await namingKey(call, actor, used, (publicKey) => {
    return { domain: "validator", type: "rotateKey", organisation, publicKey };
  });
  if (!named.ok) return named;
  const { outcome } = named.value;
  if (!outcome.ok || outcome.value.exit !== EXIT.ok) return outcome;
  const { text, json } = outcome.value;
  return given(call, named.value.key, { former: current.value, receipt: json }, `${text}\n`);
}

function given(call: Call, key: KeyEntry, more: object, before = ""): Outcome {
  const { name, publicKey } = key;
  const handed = giveToEngine(call, key);
  if (!handed.ok) return handed;
  if (handed.value === "no-engine") return noEngineHere(call);
  const folder = dataFolderOf(call);
  const said = words(
    `The engine's key is now ${publicKey} (${name}). Restart the node: meridian node stop --data ${folder}, then meridian node start --data ${folder}.`,
    `引擎密钥现为 ${publicKey}(${name})。请重启节点:meridian node stop --data ${folder},再 meridian node start --data ${folder}。`,
  );
  return answer(`${before}${said[call.io.language]}`, { name, publicKey, ...more });
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
