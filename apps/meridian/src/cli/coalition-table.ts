import type { GenesisDocument } from "@meridian/network/genesis";
import {
  CAPABILITY_WORDS,
  type Capability,
  type Coalitions,
  coalitionsOf,
  type Minimal,
  TOLERANCE_WORDS,
} from "@meridian/validator/coalitions";
import type { Seat } from "@meridian/validator/schema";
import { type Language, type Words, words } from "./call.ts";

/** Who together could do what to a network, for people. */

type Seated = Pick<Seat, "organisation" | "control">;

export function seatsIn({ validators, consortium }: GenesisDocument): readonly Seated[] {
  const controls = new Map(consortium?.members.map(({ organisation, control }) => [organisation, control]));
  return validators.map(({ organisation }) => ({ organisation, control: controls.get(organisation) ?? organisation }));
}

export const tableOf = (genesis: GenesisDocument): Coalitions => coalitionsOf(seatsIn(genesis));

const NAME: { readonly [C in Capability]: Words } = {
  halt: words("halt", "停止出块"),
  censor: words("censor", "排除交易"),
  fork: words("fork", "制造分叉"),
  rewrite: words("rewrite", "改写历史"),
};

export function told(table: Coalitions, language: Language): string {
  const say = (en: string, zh: string): string => words(en, zh)[language];
  const { validators, quorum, tolerated, tolerance, fewest, next } = table;
  const lines = [
    say(
      `${validators} validators; ${quorum} decide, ${tolerated} may fail or lie.`,
      `${validators} 个验证者;${quorum} 个即可决定,可容忍 ${tolerated} 个失效或作恶。`,
    ),
    TOLERANCE_WORDS[tolerance][language],
    say(
      `n = 3f+1: ${fewest} suffice for this, ${next} would bear ${tolerated + 1}.`,
      `n = 3f+1:当前容错只需 ${fewest} 个,${next} 个可容忍 ${tolerated + 1} 个。`,
    ),
  ];
  for (const { capability, seats, organisations, controls } of table.capabilities) {
    lines.push("", `${NAME[capability][language]} (${seats}/${validators}): ${CAPABILITY_WORDS[capability][language]}`);
    lines.push(...sets(say("members", "成员"), organisations, say));
    // Where everybody controls itself, the second list is the first.
    if (JSON.stringify(controls) !== JSON.stringify(organisations))
      lines.push(...sets(say("controls", "控制方"), controls, say));
  }
  return lines.join("\n");
}

function sets(title: string, { count, first }: Minimal, say: (en: string, zh: string) => string): readonly string[] {
  if (first.length === 0) return [`  ${title}: ${say("not even all of them", "全部联合亦不足")}`];
  const more = Number(count) - first.length;
  return [
    `  ${title}: ${say(`${count} smallest sets`, `${count} 个最小组合`)}`,
    ...first.map((members) => `    ${members.join(" + ")}`),
    ...(more > 0 ? [`    ${say(`and ${more} more`, `另有 ${more} 个`)}`] : []),
  ];
}
