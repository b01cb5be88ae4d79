import { textOf, toHex } from "@meridian/base/bytes";
import { parseJson } from "@meridian/base/json";
import type { Validator } from "@meridian/proof/comet/validators";
import type { EvidenceSource } from "./source.ts";
import { type Name, namesIn, validatorNamesOf, writtenName } from "./trust.ts";

/** What this reads of the record `validator/set`: whose each key is or was. */
type SetRecord = { readonly [part in "validators" | "former"]?: readonly Held[] };
type Held = { readonly organisation: string; readonly publicKey: string };
type OrganisationRecord = { readonly name?: Name };

/**
 * Names of the organisations behind validators, by address: of those in the genesis document as it has them, of those who
 * came later as the ledger's records have them now. A key that nobody remembers has no name.
 */
export async function namesOf(
  source: EvidenceSource,
  validators: readonly Validator[],
): Promise<{ readonly [address: string]: string }> {
  const known = validatorNamesOf(source.genesis);
  const names = new Map<string, string>();
  const unknown: Validator[] = [];
  for (const validator of validators) {
    const address = toHex(validator.address);
    const name = known[address];
    if (name === undefined) unknown.push(validator);
    else names.set(address, name);
  }
  if (unknown.length > 0) for (const [address, name] of await currentNames(source, unknown)) names.set(address, name);
  return Object.fromEntries(names);
}

async function currentNames(
  source: EvidenceSource,
  validators: readonly Validator[],
): Promise<readonly (readonly [address: string, name: string])[]> {
  const set = (await recordOf(source, "validator/set")) as SetRecord | undefined;
  const holders = new Map(
    [...(set?.former ?? []), ...(set?.validators ?? [])].map((held) => [held.publicKey, held.organisation]),
  );
  const inGenesis = namesIn(source.genesis).names;
  const found: (readonly [string, string])[] = [];
  for (const { address, publicKey } of validators) {
    const organisation = holders.get(toHex(publicKey));
    if (organisation === undefined) continue;
    const record = (await recordOf(source, `organisation/${organisation}`)) as OrganisationRecord | undefined;
    const name = writtenName(record?.name ?? inGenesis.get(organisation));
    found.push([toHex(address), name ?? organisation]);
  }
  return found;
}

/** Only for names, which no proof covers, so the record's own proof is not looked at. */
async function recordOf({ engine }: EvidenceSource, key: string): Promise<unknown> {
  const { value } = await engine.proveRecord(key);
  return value === null ? undefined : parseJson(textOf(value) ?? "");
}
