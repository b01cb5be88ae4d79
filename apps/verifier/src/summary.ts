import { parseJson } from "@meridian/base/json";
import type { Evidence } from "@meridian/proof/evidence";
import type { Facts } from "@meridian/proof/verify";
import type { Known } from "./check.ts";
import { domainIn, happeningIn, momentOf } from "./happenings.ts";
import { type Say, said } from "./words.ts";

/** What was proven, in one sentence: who signed, what, when, in which block. */
export function sentenceOf(facts: Facts, evidence: Evidence, known: Known, say: Say): string {
  const { network, height } = facts;
  const at = momentOf(facts.time);
  const who = authorsOf(facts, known, say).join(say(["、", ", "]));
  const what = whatIn(evidence, say);
  return say([
    `北京时间 ${at}，网络 ${network} 第 ${height} 个区块：${what}。${who && `由 ${who} 签署。`}`,
    `${at} China Standard Time, block ${height} of network ${network}: ${what}.${who && ` Signed by ${who}.`}`,
  ]);
}

/** Names of who signed, where the reader's own document knows them, and the first digits of their keys. */
export const authorsOf = ({ signers }: Facts, known: Known, say: Say): readonly string[] =>
  signers.map(({ key, kind, checked }) => {
    const holder = known.holderOf(key);
    const short = `${say(kind === "ed25519" ? said.key : said.passkey)} ${key.slice(0, 8)}…${checked ? "" : say(said.unchecked)}`;
    return holder === undefined ? short : `${holder} (${short})`;
  });

export function whatIn({ subject, transaction }: Evidence, say: Say): string {
  const about = aboutOf(subject, say);
  if (subject.type === "event")
    return `${about} — ${happeningIn(say, subject.envelope.domain, subject.envelope.event.type)}`;
  if (subject.type === "record") return say([`账本中 ${about} 如下所示`, `the ledger held ${about} as shown below`]);
  if (subject.type === "absence") return say([`账本中没有 ${about}`, `the ledger held no ${about}`]);
  const outcome = transaction?.outcome;
  return outcome?.status === "rejected"
    ? say([`交易被拒绝 (${outcome.rejection.code})`, `a transaction was refused (${outcome.rejection.code})`])
    : say(["交易已生效", "a transaction committed"]);
}

/** The record in question. */
function aboutOf(subject: Evidence["subject"], say: Say): string {
  if (subject.type === "transaction") return "";
  const { domain, record } = subject.type === "event" ? subject.envelope : subject;
  return `${domainIn(say, domain)} ${record}`;
}

/** What the reader may want to read word by word: what the ledger holds, and the command that was signed. */
export function originalsOf({ subject, transaction }: Evidence, say: Say): readonly (readonly [string, string])[] {
  const outcome = transaction?.outcome;
  const held =
    subject.type === "event" ? subject.envelope.event : subject.type === "record" ? subject.state : undefined;
  const values = [
    [said.content, held ?? (outcome?.status === "rejected" ? outcome.rejection : undefined)],
    [said.order, transaction && parseJson(transaction.payload)],
  ] as const;
  return values.flatMap(([title, value]) =>
    value === undefined ? [] : [[say(title), JSON.stringify(value, null, 2)] as const],
  );
}
