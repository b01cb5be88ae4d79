import { ok, type Result } from "@meridian/base/result";
import type { Receipt } from "@meridian/kernel/transaction";
import type { KeyEntry } from "../keystore/keystore.ts";
import {
  type Answer,
  answer,
  type Call,
  EXIT,
  type Outcome,
  type Problem,
  type Verb,
  type Words,
  words,
} from "./call.ts";
import { giveToEngine, type Handed } from "./engine-key.ts";
import { type Actor, acting, actorOptions } from "./network-actor.ts";
import { isRefused, namingKey } from "./network-key.ts";
import { changeOf, namedAfter, namingOf } from "./network-naming.ts";
import { Remote } from "./remote.ts";
import { validatorKeys } from "./validator-keys.ts";

/** More seats than one organisation gives up in a lifetime. */
const DEPARTURES_MAX = 500;

export const candidate: Verb = {
  usage: "network candidate --data DIR",
  says: words("offers this node as a validator; the members vote on it", "申请本节点成为验证者,由成员表决"),
  options: {
    ...actorOptions,
    control: {
      type: "string",
      value: "ID",
      says: words("who controls its machines (default: itself)", "机器的实际控制方(默认为自身)"),
    },
  },
  positionals: [0, 0],
  notes: words(
    "A key is somebody's once: whoever had a seat before offers a new one, which is made here and given to the engine. Restart the node before the members vote.\nBroken off, or with no word of a block, run it again: an offer that stands is not made twice, and its key is given to the engine.",
    "密钥只能使用一次:曾任验证者的机构须提供新密钥,本命令会生成并交给引擎。请在成员表决前重启节点。\n若中断或未得知结果,请重新运行:已提交的申请不会重复提交,其密钥会交给引擎。",
  ),
  run: (call) => acting(call, (actor) => offered(call, actor)),
};

async function offered(call: Call, actor: Actor): Promise<Outcome> {
  const { organisation } = actor;
  const remote = await Remote.of(call);
  if (!remote.ok) return remote;
  const before = await keyOffered(call, remote.value, organisation);
  if (!before.ok) return before;
  if (before.value !== undefined) return handed(call, before.value);
  const departures = await remote.value.rows("departures", { organisation }, DEPARTURES_MAX);
  if (!departures.ok) return departures;
  const used = departures.value.map((row) => String(row["public_key"]));
  const naming = await namingOf(remote.value, actor, changeOf(call, actor));
  if (!naming.ok) return naming;
  const { nodes } = naming.value;
  const control = call.text("control") ?? organisation;
  const named = await namingKey(call, actor, used, (publicKey) => {
    return { domain: "validator", type: "candidate", organisation, publicKey, control, nodes };
  });
  if (!named.ok) return named;
  const { key, outcome } = named.value;
  // Lists are a moment behind the blocks: an earlier try may have been taken since.
  if (isRefused(outcome, "validator/already-candidate")) {
    const since = await keyOffered(call, remote.value, organisation);
    if (since.ok && since.value !== undefined) return handed(call, since.value);
  }
  if (!outcome.ok || outcome.value.exit !== EXIT.ok) return outcome;
  const given = handed(call, key, outcome.value);
  if (!given.ok) return given;
  const receipt = outcome.value.json as Receipt;
  const after = await namedAfter(call, remote.value, actor, { naming: naming.value, receipt });
  if (!after.ok) return after;
  return "ended" in after.value ? after.value.ended : given;
}

/** The key with which the organisation stands as a candidate, if it is one of this folder. */
async function keyOffered(
  call: Call,
  remote: Remote,
  organisation: string,
): Promise<Result<KeyEntry | undefined, Problem>> {
  const rows = await remote.rows("candidates", { organisation }, 1);
  if (!rows.ok) return rows;
  const offered = rows.value[0]?.["public_key"];
  return ok(validatorKeys(call).find(({ publicKey }) => publicKey === offered));
}

/** The engine has the key that the members vote on, whenever this was broken off before. */
function handed(call: Call, key: KeyEntry, sent?: Pick<Answer, "text" | "json">): Outcome {
  const given = giveToEngine(call, key);
  if (!given.ok) return given;
  const { name, publicKey } = key;
  const { language } = call.io;
  const before = sent?.text ?? already(publicKey, name)[language];
  const lines = [before, ...SAID[given.value].map((said) => said(publicKey, name)[language])];
  return answer(lines.join("\n"), { ...(sent?.json as object | undefined), key: { name, publicKey } });
}

const already = (publicKey: string, name: string): Words =>
  words(
    `The key ${publicKey} (${name}) stands as a candidate already; nothing was sent.`,
    `密钥 ${publicKey}(${name})已在候选名单中,未发送任何内容。`,
  );

const SAID: { readonly [what in Handed]: readonly ((publicKey: string, name: string) => Words)[] } = {
  had: [],
  given: [
    (publicKey, name) =>
      words(
        `The engine's key is now ${publicKey} (${name}). Restart the node before the members vote.`,
        `引擎密钥现为 ${publicKey}(${name})。请在成员表决前重启节点。`,
      ),
  ],
  "no-engine": [
    (_, name) =>
      words(
        `This folder has no engine yet: \`meridian node join\` gives it the key ${name}. Have it run before the members vote.`,
        `本目录尚无引擎:\`meridian node join\` 会将密钥 ${name} 交给引擎。请在成员表决前使其运行。`,
      ),
  ],
};
