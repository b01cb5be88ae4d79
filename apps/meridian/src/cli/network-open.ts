import { type Call, EXIT, type Outcome, problem, type Verb, words } from "./call.ts";
import { readCards } from "./cards.ts";
import { nameTooLong } from "./files.ts";
import { type Actor, acting, actorOptions } from "./network-actor.ts";
import { proposalOptions, proposing } from "./network-acts.ts";
import { Remote } from "./remote.ts";

/** Voting power of every validator: none counts more than another. */
const POWER = 1;

/** Registered as `network open`. */
export const openVerb: Verb = {
  usage: "network open --card FILE --data DIR",
  says: words(
    "proposes that the members whose cards these are order together, instead of one process",
    "提议由所列名片的成员共同排序,取代单一进程",
  ),
  options: {
    ...actorOptions,
    card: {
      type: "string",
      multiple: true,
      value: "FILE",
      says: words("card.json of a member that will validate, once for each", "将任验证者的成员名片,每个成员一次"),
    },
    ...proposalOptions,
  },
  positionals: [0, 0],
  notes: words(
    "The vote that decides it ends the ordering by one process: a last block announces the set, and nothing more is taken in there.\nEvery member then goes on with `network move`. There is no way back.",
    "表决通过即结束单一进程排序:最后一个区块宣布该集合,此后原节点不再接收交易。\n各成员随后用 `network move` 继续。此举不可撤回。",
  ),
  run: (call) => acting(call, (actor) => opening(call, actor)),
};

async function opening(call: Call, actor: Actor): Promise<Outcome> {
  const cards = readCards(call.texts("card"));
  if (!cards.ok) return cards;
  if (cards.value.length === 0)
    return problem(
      EXIT.usage,
      "option-missing",
      words("--card is missing.", "缺少 --card。"),
      words("Give the card of every member that will validate.", "请给出每个将任验证者的成员名片。"),
    );
  const remote = await Remote.of(call);
  if (!remote.ok) return remote;
  const standing = await remote.value.get("/v1/standing");
  if (!standing.ok) return standing;
  const { fitsEngine } = await import("@meridian/network/genesis");
  const network = String(standing.value["network"]);
  if (!fitsEngine(network)) return nameTooLong(network);
  const { DEFAULT_RULES } = await import("../consortium/genesis-of.ts");
  const validators = cards.value.map(({ validator: { organisation, publicKey, control = organisation, nodes } }) => ({
    ...{ organisation, publicKey, power: POWER, control },
    nodes: nodes.map(({ id }) => id),
  }));
  const command = { domain: "validator", type: "open", validators, rules: DEFAULT_RULES };
  return proposing(call, actor, "open", { subject: "consortium", command });
}
