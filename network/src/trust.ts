import { fromHex, textOf, toHex } from "@meridian/base/bytes";
import type { Hash } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { fits, hashText } from "@meridian/base/shape";
import { keyIdOfPublicKey, publicKeyShape } from "@meridian/crypto/key-id";
import type { RelyingParty } from "@meridian/crypto/webauthn";
import { firstBadSignature } from "@meridian/ledger/signing";
import { decodeWire, signatureJsonOf } from "@meridian/ledger/wire";
import type { TransactionRules } from "@meridian/proof/checks";
import { setOf, type Validator, validatorOf, validatorSetHash } from "@meridian/proof/comet/validators";
import type { Trust } from "@meridian/proof/verify";
import type { GenesisDocument } from "./genesis.ts";

/** What a genesis document tells whoever verifies. Loads no domain, so that verifying starts fast. */

/** The validators with which the network begins, in the order of their set. */
export const validatorsOf = ({ validators }: Pick<GenesisDocument, "validators">): readonly Validator[] =>
  setOf(validators);

export const fingerprintOf = (genesis: Pick<GenesisDocument, "validators">): Hash =>
  hashText<Hash>(validatorSetHash(validatorsOf(genesis)));

/** Characters of a name in an evidence file. */
const NAME_MAX = 128;

/** Names of the organisations behind the validators, Chinese and English, by validator address. */
export function validatorNamesOf(genesis: GenesisDocument): { readonly [address: string]: string } {
  const { names } = namesIn(genesis);
  return Object.fromEntries(
    genesis.validators.map(({ organisation, publicKey }) => {
      const { address } = validatorOf(keyBytes(publicKey), 1);
      return [toHex(address), writtenName(names.get(organisation)) ?? organisation];
    }),
  );
}

/** What kind of organisation is behind each validator of the genesis document, by address. */
export function validatorKindsOf({ validators, commands }: GenesisDocument): { readonly [address: string]: string } {
  const kinds = new Map(
    (commands as readonly Member[])
      .filter(({ domain, type }) => domain === "organisation" && type === "admit")
      .map(({ id, kind }) => [id, kind]),
  );
  return Object.fromEntries(
    validators.flatMap(({ organisation, publicKey }) => {
      const kind = kinds.get(organisation);
      return kind === undefined ? [] : [[toHex(validatorOf(keyBytes(publicKey), 1).address), kind]];
    }),
  );
}

/** Names by organisation, and holders by key id, as the genesis document has them; keys may have changed since. */
export function namesIn({ commands }: GenesisDocument): {
  readonly names: ReadonlyMap<string, Name>;
  readonly holders: ReadonlyMap<string, string>;
} {
  const names = new Map<string, Name>();
  const holders = new Map<string, string>();
  for (const command of commands) {
    const { domain, type, id, name, key } = command as Member;
    if (
      id === undefined ||
      !((domain === "organisation" && type === "admit") || (domain === "person" && type === "register"))
    )
      continue;
    if (name !== undefined) names.set(id, name);
    if (fits(publicKeyShape, key)) holders.set(keyIdOfPublicKey(key), id);
  }
  return { names, holders };
}

type Member = {
  readonly domain: string;
  readonly type: string;
  readonly id?: string;
  readonly kind?: string;
  readonly name?: Name;
  readonly key?: unknown;
};
export type Name = { readonly zh?: string; readonly en?: string };
/** Both languages as one text, as far as an evidence file has room for a name. */
export function writtenName(name: Name | undefined): string | undefined {
  const both = [name?.zh, name?.en].filter((text) => text !== undefined).join(" ");
  if (both.length > 0 && both.length <= NAME_MAX) return both;
  return name?.zh ?? name?.en?.slice(0, NAME_MAX);
}

const NOBODY: RelyingParty = { id: "", origins: [] };

/**
 * How the ledger writes and signs a transaction, for whoever verifies one. Without the relying party only signatures of
 * passkeys stay unchecked: everything else needs nothing but the bytes.
 */
export function transactionRulesOf(relyingParty?: RelyingParty): TransactionRules {
  const unchecked = relyingParty ? undefined : "webauthn-p256";
  return {
    open: (bytes) => {
      const wire = decodeWire(bytes);
      const payload = wire && textOf(wire.payload);
      return payload === undefined ? undefined : { payload, signatures: (wire?.signatures ?? []).map(signatureJsonOf) };
    },
    firstBadSignature: (bytes) => {
      const wire = decodeWire(bytes);
      const at = wire?.signatures.findIndex(
        (one) =>
          one.kind !== unchecked && firstBadSignature({ ...wire, signatures: [one] }, relyingParty ?? NOBODY) === 0,
      );
      return at === undefined ? 0 : at < 0 ? undefined : at;
    },
    unchecked,
  };
}

/** Trust in a network whose genesis document the reader has from a source of their own. */
export const trustOf = (genesis: GenesisDocument): Trust & { readonly transactions: TransactionRules } => ({
  network: genesis.network,
  validatorSetHash: fingerprintOf(genesis),
  organisations: validatorNamesOf(genesis),
  transactions: transactionRulesOf(genesis.relyingParty),
});

function keyBytes(publicKey: string): Uint8Array {
  const bytes = fromHex(publicKey);
  invariant(bytes !== undefined, "a public key in a genesis document is hexadecimal");
  return bytes;
}
