import { dirname, resolve } from "node:path";
import { parseJson } from "@meridian/base/json";
import { err, ok, type Result } from "@meridian/base/result";
import { words } from "../cli/call.ts";
import { type Founders, faultsOf, type NetworkFault, type Placed } from "./network-faults.ts";
import {
  type Card,
  cardShape,
  expectedAt,
  type NetworkFile,
  type NetworkOrganisation,
  type NetworkValidator,
  networkFileShape,
  withoutRemarks,
} from "./network-file.ts";

export type ReadNetworkFile = { readonly file: NetworkFile; readonly founders: Founders };
/** Text of a file, or undefined when there is none that can be read. */
type Reader = (path: string) => string | undefined;

/** Takes in a network file with the cards that it names, or says everything that is wrong with them. */
export function readNetworkFile(
  path: string,
  given: unknown,
  read: Reader,
): Result<ReadNetworkFile, readonly NetworkFault[]> {
  const value = withoutRemarks(given);
  const at = networkFileShape.fault(value, "");
  if (at !== undefined) return err([misfit(at, value)]);
  const file = value as NetworkFile;
  const cards = (file.cards ?? []).map((card, i) => cardAt(resolve(dirname(path), card), `cards[${i}]`, read));
  const faults = cards.flatMap((card) => (card.ok ? [] : [card.error]));
  if (faults.length > 0) return err(faults);
  const taken = cards.flatMap((card) => (card.ok ? [card.value] : []));
  const founders = {
    organisations: [...placedIn("organisations", file.organisations), ...taken.map(organisationOn)],
    validators: [...placedIn("validators", file.validators), ...taken.map(validatorOn)],
  };
  const wrong = faultsOf(founders, file);
  return wrong.length > 0 ? err(wrong) : ok({ file, founders });
}

const placedIn = <T>(member: string, values: readonly T[] = []): readonly Placed<T>[] =>
  values.map((value, i) => ({ at: `${member}[${i}]`, value }));

const organisationOn = ({ at, value }: Placed<Card>): Placed<NetworkOrganisation> => ({
  at: `${at}.organisation`,
  value: value.organisation,
});
const validatorOn = ({ at, value }: Placed<Card>): Placed<NetworkValidator> => ({
  at: `${at}.validator`,
  value: value.validator,
});

function cardAt(path: string, at: string, read: Reader): Result<Placed<Card>, NetworkFault> {
  const text = read(path);
  const value = withoutRemarks(parseJson(text ?? ""));
  const fault = cardShape.fault(value, "");
  if (fault === undefined) return ok({ at: `${at} (${path})`, value: value as Card });
  return err({
    at,
    happened:
      text === undefined
        ? words(`There is no card at ${path}.`, `找不到名片文件 ${path}。`)
        : words(`${path} is no card: see ${fault || "the file"}.`, `${path} 不是名片文件:见 ${fault || "该文件"}。`),
    next: words(
      "Cards are the card.json that `meridian node init --organisation` writes.",
      "名片即 `meridian node init --organisation` 写出的 card.json。",
    ),
  });
}

/** Places of shapes begin with a dot, because the file itself has no name there. */
function misfit(place: string, value: unknown): NetworkFault {
  const at = place.replace(/^\./, "") || "the file";
  const expected = expectedAt(place);
  const known = expected !== undefined;
  const missing = known && valueAt(value, place) === undefined;
  return {
    at,
    happened: missing
      ? words(`\`${at}\` is missing.`, `缺少 \`${at}\`。`)
      : known
        ? words(`\`${at}\` is not what belongs there.`, `\`${at}\` 的值不合要求。`)
        : words(`\`${at}\` is not a member that is known here.`, `\`${at}\` 不是已知的成员。`),
    next: known
      ? words(`Write: ${expected}`, `应填写:${expected}`)
      : words("Remove it, or begin its name with `//`.", "请删除,或以 `//` 开头作为注释。"),
  };
}

function valueAt(value: unknown, place: string): unknown {
  let at: unknown = value;
  for (const [, member, index] of place.matchAll(/\.([^.[\]]+)|\[(\d+)\]/g))
    at = (at as { readonly [name: string]: unknown } | undefined)?.[member ?? index ?? ""];
  return at;
}
