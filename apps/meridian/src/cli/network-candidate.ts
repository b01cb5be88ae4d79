import { ed25519Signer } from "@meridian/client/signer";
import type { Command } from "@meridian/kernel/transaction";
import { answer, type Call, EXIT, type Outcome, type Verb, words } from "./call.ts";
import { giveToEngine } from "./engine-key.ts";
import { type Actor, acting, actorOptions, nodesIn, sent } from "./network-actor.ts";
import { Remote } from "./remote.ts";
import { seedOfKey, unusedKey } from "./validator-keys.ts";

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
    "A key is somebody's once: whoever had a seat before offers a new one, which is made here and given to the engine. Restart the node before the members vote.",
    "密钥只能使用一次:曾任验证者的机构须提供新密钥,本命令会生成并交给引擎。请在成员表决前重启节点。",
  ),
  run: (call) => acting(call, (actor) => offered(call, actor)),
};

async function offered(call: Call, actor: Actor): Promise<Outcome> {
  const { organisation } = actor;
  const remote = await Remote.of(call);
  if (!remote.ok) return remote;
  const departures = await remote.value.rows("departures", { organisation }, DEPARTURES_MAX);
  if (!departures.ok) return departures;
  const used = departures.value.map((row) => String(row["public_key"]));
  const key = unusedKey(call, used);
  if (!key.ok) return key;
  const { name, publicKey } = key.value;
  const seed = seedOfKey(call, name);
  if (!seed.ok) return seed;
  const control = call.text("control") ?? organisation;
  const command = { domain: "validator", type: "candidate", organisation, publicKey, control, nodes: nodesIn(actor) };
  const outcome = await sent(call, [command as Command], [actor.signer, ed25519Signer(seed.value)]);
  if (!outcome.ok || outcome.value.exit !== EXIT.ok || used.length === 0) return outcome;
  const handed = giveToEngine(call, key.value);
  if (!handed.ok || handed.value !== "given") return handed.ok ? outcome : handed;
  const said = words(
    `The engine's key is now ${publicKey} (${name}). Restart the node before the members vote.`,
    `引擎密钥现为 ${publicKey}(${name})。请在成员表决前重启节点。`,
  );
  const { text, json } = outcome.value;
  return answer(`${text}\n${said[call.io.language]}`, { ...(json as object), key: { name, publicKey } });
}
