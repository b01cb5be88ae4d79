import { textOf, toHex } from "@meridian/base/bytes";
import { parseJson } from "@meridian/base/json";
import { type Name, validatorKindsOf, validatorNamesOf, writtenName } from "@meridian/network/trust";
import type { Validator } from "@meridian/proof/comet/validators";
import type { EvidenceSource } from "./source.ts";

/** What this reads of the record `validator/set`: whose each key is or was. */
type SetRecord = { readonly [part in "validators" | "former"]?: readonly Held[] };
type Held = { readonly organisation: string; readonly publicKey: string };
type OrganisationRecord = { readonly name?: Name; readonly kind?: string };

/** An organisation behind a validator: how an evidence file names it, and of what kind it is (`court`), if known. */
export type Institution = { readonly name: string; readonly kind?: string };

/**
 * The organisations behind validators, by address: those in the genesis document as it has them, those who came later as
 * the ledger's records have them now. A key that nobody remembers has no name.
 */
export async function institutionsOf(
  source: EvidenceSource,
  validators: readonly Validator[],
): Promise<ReadonlyMap<string, Institution>> {
  const [names, kinds] = [validatorNamesOf(source.genesis), validatorKindsOf(source.genesis)];
  const found = new Map<string, Institution>();
  const unknown: Validator[] = [];
  for (const validator of validators) {
    const address = toHex(validator.address);
    const [name, kind] = [names[address], kinds[address]];
    if (name === undefined) unknown.push(validator);
    else found.set(address, { name, ...(kind !== undefined && { kind }) });
  }
  if (unknown.length > 0) for (const [address, one] of await inRecords(source, unknown)) found.set(address, one);
  return found;
}

/** The names alone, as an evidence file has them. */
export async function namesOf(
  source: EvidenceSource,
  validators: readonly Validator[],
): Promise<{ readonly [address: string]: string }> {
  const found = await institutionsOf(source, validators);
  return Object.fromEntries([...found].map(([address, { name }]) => [address, name]));
}

async function inRecords(
  source: EvidenceSource,
  validators: readonly Validator[],
): Promise<readonly (readonly [address: string, Institution])[]> {
  const set = (await recordOf(source, "validator/set")) as SetRecord | undefined;
  const holders = new Map(
    [...(set?.former ?? []), ...(set?.validators ?? [])].map((held) => [held.publicKey, held.organisation]),
  );
  const found: (readonly [string, Institution])[] = [];
  for (const { address, publicKey } of validators) {
    const organisation = holders.get(toHex(publicKey));
    if (organisation === undefined) continue;
    const record = (await recordOf(source, `organisation/${organisation}`)) as OrganisationRecord | undefined;
    const kind = record?.kind;
    const name = writtenName(record?.name) ?? organisation;
    found.push([toHex(address), { name, ...(kind !== undefined && { kind }) }]);
  }
  return found;
}

/** Only for names, which no proof covers, so the record's own proof is not looked at. */
async function recordOf({ engine }: EvidenceSource, key: string): Promise<unknown> {
  const { value } = await engine.proveRecord(key);
  return value === null ? undefined : parseJson(textOf(value) ?? "");
}
