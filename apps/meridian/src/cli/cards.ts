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

/** Who votes with which key, as a genesis document or a set that was voted on has it. */
type Seat = { readonly organisation: string; readonly publicKey: string };

/** Whether a member with this key has a seat. With another key than its seat has, its engine could not sign. */
export function seatOf(own: Seat, seats: readonly Seat[]): Result<boolean, Problem> {
  const seat = seats.find(({ organisation }) => organisation === own.organisation);
  if (seat === undefined || seat.publicKey === own.publicKey) return ok(seat !== undefined);
  return otherKey(own, seat);
}

/**
 * The cards of all others that have a seat, each with its seat's key: a stranger's node would be dialled in place of a
 * member's, or too few would find each other. `given` may name others too, and the own one.
 */
export function seatedCards(
  own: string,
  given: readonly Card[],
  seats: readonly Seat[],
): Result<readonly Card[], Problem> {
  for (const card of given) {
    const seated = seatOf(card.validator, seats);
    if (!seated.ok) return seated;
  }
  const others = seats.filter(({ organisation }) => organisation !== own);
  const absent = others.filter((seat) => !given.some(({ validator }) => validator.organisation === seat.organisation));
  if (absent.length === 0) return ok(given.filter(({ validator }) => validator.organisation !== own));
  const names = absent.map(({ organisation }) => organisation);
  return problem(
    EXIT.refused,
    "card-missing",
    words(
      `These members have a seat, and their cards were not given: ${names.join(", ")}. Nothing was written.`,
      `以下成员拥有席位,但未提供其名片:${names.join("、")}。未写出任何文件。`,
    ),
    words("Give the card.json of each with --card.", "请用 --card 给出每个成员的 card.json。"),
    { missing: names },
  );
}

const otherKey = ({ organisation, publicKey }: Seat, seat: Seat) =>
  problem(
    EXIT.refused,
    "other-key",
    words(
      `The seat of ${organisation} has another key than its card.json, or the newest one in its folder: ${seat.publicKey} there, ${publicKey} here. Nothing was written.`,
      `${organisation} 席位的公钥与其 card.json 或目录中最新的密钥不同:席位为 ${seat.publicKey},此处为 ${publicKey}。未写出任何文件。`,
    ),
    words(
      "Use the folder and the card.json that the members agreed on. If its keys are gone, the members must agree on the new ones.",
      "请使用成员一致同意的目录与 card.json。若其密钥已丢失,须由成员就新密钥重新达成一致。",
    ),
    { organisation, seat: seat.publicKey, here: publicKey },
  );
