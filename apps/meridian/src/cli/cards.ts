import { ok, type Result } from "@meridian/base/result";
import { type Card, cardShape } from "../consortium/network-file.ts";
import { EXIT, type Problem, problem, words } from "./call.ts";
import { readJson } from "./files.ts";

export function readCard(file: string): Result<Card, Problem> {
  const value = readJson(file);
  if (!value.ok) return value;
  const fault = cardShape.fault(value.value, "card");
  if (fault === undefined) return ok(value.value as Card);
  return problem(
    EXIT.data,
    "not-a-card",
    words(`${file} is not a member's card: see ${fault}.`, `${file} 不是成员名片:见 ${fault}。`),
    words("`meridian node init --organisation` writes card.json.", "由 `meridian node init --organisation` 生成。"),
    { file },
  );
}

/** In the order given, up to the first that is none. */
export function readCards(files: readonly string[]): Result<readonly Card[], Problem> {
  const cards: Card[] = [];
  for (const file of files) {
    const card = readCard(file);
    if (!card.ok) return card;
    cards.push(card.value);
  }
  return ok(cards);
}
