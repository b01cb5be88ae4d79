import { randomBytes } from "node:crypto";
import { toHex } from "@meridian/base/bytes";
import { asSeconds } from "@meridian/base/ids";
import { ok, type Result } from "@meridian/base/result";
import type { Command } from "@meridian/kernel/transaction";
import {
  answer,
  type Call,
  EXIT,
  OPTIONS,
  type OptionSpec,
  type Outcome,
  type Problem,
  problem,
  type Verb,
  words,
} from "./call.ts";
import { readJson } from "./files.ts";
import { type Actor, acting, actorOptions, sent } from "./network-actor.ts";
import { candidate } from "./network-candidate.ts";
import { nodes } from "./network-nodes.ts";
import { rotateKey } from "./network-rotate.ts";
import { numberOf } from "./numbers.ts";
import { Remote } from "./remote.ts";

/** What a member does about who runs the network, in one verb each: build, sign, send, receipt. */

const DAYS = 7;
const DAYS_MAX = 90;
const DAY = 86_400;

const resign: Verb = {
  usage: "network resign --data DIR",
  says: words("gives up this member's seat or candidacy", "放弃本成员的验证者席位或申请"),
  options: actorOptions,
  positionals: [0, 0],
  notes: words(
    "Keep the node running until the change is in force, two blocks later.",
    "变更在两个区块后生效,此前请保持节点运行。",
  ),
  run: (call) =>
    acting(call, ({ organisation, signer }) =>
      sent(call, [{ domain: "validator", type: "resign", organisation } as Command], [signer]),
    ),
};

const reason: OptionSpec = { type: "string", value: "CODE", says: words("coded reason", "原因代码") };

/** What a proposal may be given beside what it is about. */
export const proposalOptions: { readonly [name: string]: OptionSpec } = {
  id: { type: "string", value: "ID", says: words("id of the proposal (default: made up)", "提案编号(默认自动生成)") },
  days: { type: "string", value: "N", says: words("how long it is open (default 7)", "表决天数(默认 7)") },
};

const propose: Verb = {
  usage: "network propose admit|validator|dismiss|suspend|reinstate|withdraw ORGANISATION --data DIR",
  says: words("asks the members to decide; they vote with `network vote`", "提请成员表决,成员用 `network vote` 投票"),
  options: {
    ...actorOptions,
    card: { type: "string", value: "FILE", says: words("card of whom `admit` is about", "`admit` 所涉成员的名片") },
    reason,
    ...proposalOptions,
  },
  positionals: [2, 2],
  notes: words(
    "admit: an institution becomes a member. validator: a candidate gets a seat. dismiss: a validator loses it.\nsuspend, reinstate, withdraw: a member's standing; whoever is suspended has no seat either.",
    "admit:接纳机构为成员。validator:候选者成为验证者。dismiss:撤销验证者席位。\nsuspend、reinstate、withdraw:中止、恢复、终止成员资格;被中止者同时失去席位。",
  ),
  run: (call) => acting(call, (actor) => proposed(call, actor)),
};

async function proposed(call: Call, actor: Actor): Promise<Outcome> {
  const remote = await Remote.of(call);
  if (!remote.ok) return remote;
  const action = await actionOf(call, remote.value);
  if (!action.ok) return action;
  const [kind = "", about = ""] = call.positionals;
  return proposing(call, actor, `${kind}-${about}`, action.value);
}

export async function proposing(
  call: Call,
  { signer }: Actor,
  name: string,
  { subject, command }: Action,
): Promise<Outcome> {
  const days = numberOf(call, "days", DAYS, DAYS_MAX);
  if (!days.ok) return days;
  const remote = await Remote.of(call);
  if (!remote.ok) return remote;
  const standing = await remote.value.get("/v1/standing");
  if (!standing.ok) return standing;
  const id = call.text("id") ?? `${name}-${toHex(new Uint8Array(randomBytes(3)))}`;
  const deadline = asSeconds(Number(standing.value["time"]) + Math.max(1, days.value) * DAY);
  const proposal = { domain: "governance", type: "propose", id, subject, action: command, deadline };
  const outcome = await sent(call, [proposal as unknown as Command], [signer]);
  if (!outcome.ok || outcome.value.exit !== EXIT.ok) return outcome;
  const { language } = call.io;
  const next = words(
    `Proposal ${id}. Each member votes: meridian network vote ${id} yes --data DIR`,
    `提案 ${id}。各成员投票:meridian network vote ${id} yes --data DIR`,
  );
  return answer(`${outcome.value.text}\n${next[language]}`, { proposal: id, receipt: outcome.value.json });
}

type Action = { readonly subject: string; readonly command: object };

async function actionOf(call: Call, remote: Remote): Promise<Result<Action, Problem>> {
  const [kind = "", organisation = ""] = call.positionals;
  switch (kind) {
    case "admit":
      return admission(call, organisation);
    case "validator":
      return seat(remote, organisation);
    case "dismiss":
      return ok({ subject: "validator", command: { domain: "validator", type: "dismiss", organisation } });
    case "reinstate":
      return ok({ subject: kind, command: { domain: "organisation", type: kind, id: organisation } });
    case "suspend":
    case "withdraw": {
      const reason = call.text("reason") ?? "decided-by-members";
      return ok({ subject: kind, command: { domain: "organisation", type: kind, id: organisation, reason } });
    }
    default:
      return problem(
        EXIT.usage,
        "unknown-proposal-kind",
        words(`Members do not decide on "${kind}" by this verb.`, `此命令不支持 "${kind}"。`),
        words(
          "It is admit, validator, dismiss, suspend, reinstate or withdraw; others go by `meridian tx build`.",
          "可选 admit、validator、dismiss、suspend、reinstate、withdraw;其他提案请用 `meridian tx build`。",
        ),
      );
  }
}

async function admission(call: Call, organisation: string): Promise<Result<Action, Problem>> {
  const file = call.text("card");
  const { cardShape } = await import("../consortium/network-file.ts");
  const card = readJson(file ?? "card.json");
  if (!card.ok) return card;
  const fault = cardShape.fault(card.value, "card");
  const { organisation: member } = card.value as { readonly organisation?: { readonly id: string } };
  if (fault !== undefined || member?.id !== organisation)
    return problem(
      EXIT.data,
      "not-the-card",
      fault === undefined
        ? words(
            `The card is of ${member?.id}, not of ${organisation}.`,
            `该名片属于 ${member?.id},而非 ${organisation}。`,
          )
        : words(`${file} is no card: see ${fault}.`, `${file} 不是名片文件:见 ${fault}。`),
      words("Name the newcomer's card.json with --card.", "请用 --card 指定新成员的 card.json。"),
    );
  const { id, kind, name, publicKey, api } = member as unknown as { readonly [name: string]: unknown };
  const key = { kind: "ed25519", publicKey };
  const command = {
    domain: "organisation",
    type: "admit",
    id,
    kind,
    name,
    key,
    ...(api !== undefined && { node: api }),
  };
  return ok({ subject: "admit", command });
}

/** The members vote on the key that the candidate offered, and on no other. */
async function seat(remote: Remote, organisation: string): Promise<Result<Action, Problem>> {
  const rows = await remote.rows("candidates", { organisation }, 1);
  if (!rows.ok) return rows;
  const publicKey = rows.value[0]?.["public_key"];
  if (publicKey !== undefined)
    return ok({ subject: "validator", command: { domain: "validator", type: "admit", organisation, publicKey } });
  return problem(
    EXIT.refused,
    "not-a-candidate",
    words(`${organisation} has not offered to validate.`, `${organisation} 尚未申请成为验证者。`),
    words("It does so with `meridian network candidate`.", "请由其运行 `meridian network candidate`。"),
  );
}

const vote: Verb = {
  usage: "network vote PROPOSAL yes|no --data DIR",
  says: words("votes on a proposal; the deciding vote carries it out", "对提案投票;达到多数时即刻执行"),
  options: actorOptions,
  positionals: [2, 2],
  run: (call) =>
    acting(call, ({ signer }) => {
      const [id, choice] = call.positionals;
      return sent(call, [{ domain: "governance", type: "vote", id, choice } as unknown as Command], [signer]);
    }),
};

const proposals: Verb = {
  usage: "network proposals",
  says: words("lists what the members decide and decided", "列出成员的提案与表决结果"),
  options: { node: OPTIONS.node },
  positionals: [0, 0],
  run: async (call) => {
    const remote = await Remote.of(call);
    if (!remote.ok) return remote;
    const rows = await remote.value.rows("proposals", {}, 200);
    if (!rows.ok) return rows;
    const lines = rows.value.map((row) => {
      const votes = row["yes"] === null ? "" : `  ${row["yes"]}/${row["eligible"]}`;
      return `${row["proposal"]}  ${row["subject"]}  ${row["status"]}${votes}`;
    });
    const none = words("There are no proposals.", "没有提案。")[call.io.language];
    return answer(lines.length === 0 ? none : lines.join("\n"), rows.value);
  },
};

export const acts: readonly (readonly [string, Verb])[] = [
  ["candidate", candidate],
  ["propose", propose],
  ["vote", vote],
  ["proposals", proposals],
  ["nodes", nodes],
  ["rotate-key", rotateKey],
  ["resign", resign],
];
