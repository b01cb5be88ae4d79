import { existsSync } from "node:fs";
import { join } from "node:path";
import { textOf } from "@meridian/base/bytes";
import type { OrganisationId } from "@meridian/base/ids";
import { parseJson } from "@meridian/base/json";
import { err, ok, type Result } from "@meridian/base/result";
import type { Secret } from "@meridian/base/secret";
import { ed25519Signer, type Signer } from "@meridian/client/signer";
import { recordKeyOf } from "@meridian/kernel/roots";
import { type State as KeyState, contract as keys } from "@meridian/key/contract";
import { SqliteVaultStore } from "@meridian/vault-sqlite/sqlite-vault-store";
import type { Keystore, KeystoreFault } from "../keystore/keystore.ts";
import type { MasterKeyFiles } from "../keystore/master-keys.ts";
import type { MeridianNode } from "../node/node.ts";
import { Custody } from "./custody.ts";

type HostedOptions = {
  readonly folder: string;
  readonly node: MeridianNode;
  readonly keystore: Keystore;
  readonly masterKeys: MasterKeyFiles;
  readonly passphrase: Secret<string> | undefined;
};

export type HostedFault =
  | KeystoreFault
  /** Documents are here that nothing opens without this key; a new one would hide that. */
  | { readonly code: "master-key-missing"; readonly name: string };

export type Hosted = { readonly custodians: readonly OrganisationId[]; readonly custody: Custody };

/**
 * Custody for every organisation of which the keystore has a key that is live on the ledger, and for those whose master
 * key is here already. A custodian's master key is made when it is first needed. Undefined when the node hosts nobody.
 */
export async function openHosted(options: HostedOptions): Promise<Result<Hosted | undefined, HostedFault>> {
  const { folder, node, masterKeys: files, passphrase } = options;
  const signers = await signersIn(options);
  if (!signers.ok) return signers;
  const known = files.organisations();
  const stored = await custodiansIn(folder);
  const custodians = [...new Set([...known, ...stored, ...signers.value.keys()])].sort();
  if (custodians.length === 0) return ok(undefined);
  const lost = stored.find((custodian) => !known.includes(custodian));
  if (lost !== undefined) return err({ code: "master-key-missing", name: lost });
  const masterKeys = new Map<OrganisationId, Secret<Uint8Array>>();
  for (const custodian of custodians) {
    const key = known.includes(custodian) ? files.open(custodian, passphrase) : ok(files.make(custodian, passphrase));
    if (!key.ok) return key;
    masterKeys.set(custodian, key.value);
  }
  const signerOf = (organisation: OrganisationId) => signers.value.get(organisation);
  return ok({ custodians, custody: await Custody.open({ folder, node, masterKeys, signerOf }) });
}

/** A signer for each organisation that has a live key in the keystore; keys of others stay closed. */
async function signersIn({
  node,
  keystore,
  passphrase,
}: HostedOptions): Promise<Result<ReadonlyMap<OrganisationId, Signer>, KeystoreFault>> {
  const signers = new Map<OrganisationId, Signer>();
  for (const { name, key } of keystore.list()) {
    const { value } = await node.engine.proveRecord(recordKeyOf(keys.domain, key));
    const state = value === null ? keys.initial : (parseJson(textOf(value) ?? "") as KeyState);
    if (state.status !== "live" || state.holder.type !== "organisation") continue;
    const { organisation } = state.holder;
    if (signers.has(organisation)) continue;
    const seed = keystore.open(name, passphrase);
    if (!seed.ok) return seed;
    signers.set(organisation, ed25519Signer(seed.value));
  }
  return ok(signers);
}

/** Whose documents lie in the folder's vault. */
async function custodiansIn(folder: string): Promise<readonly OrganisationId[]> {
  const files = { content: join(folder, "vault.db"), keys: join(folder, "vault-keys.db") };
  if (!existsSync(files.keys)) return [];
  const store = new SqliteVaultStore(files);
  const custodians = store.custodians();
  await store.close();
  return custodians;
}
