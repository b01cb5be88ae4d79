import { readFileSync } from "node:fs";
import { join } from "node:path";
import { equal, fromBase64, textOf, toHex } from "@meridian/base/bytes";
import { asHeight, type Hash, type OrganisationId } from "@meridian/base/ids";
import { parseJson } from "@meridian/base/json";
import { VALIDATORS_MAX } from "@meridian/base/limits";
import { hexBytes, id, integer, list, object, type TypeOf } from "@meridian/base/shape";
import { type GenesisDocument, genesisHashOf } from "@meridian/network/genesis";
import { headerHash } from "@meridian/proof/comet/header";
import { commitShape, headerShape, readCommit, readHeader, writeCommit, writeHeader } from "@meridian/proof/comet/json";
import { setOf, validatorSetHash } from "@meridian/proof/comet/validators";
import { decodeSeal } from "@meridian/proof/seal";
import type { ValidatorSet } from "@meridian/validator/state";
import type { FolderLedger } from "../evidence/folder.ts";
import { type Closing, isByFounders } from "./move.ts";
import type { PeersFile } from "./peers.ts";
import { engineHomeIn, type NodeSettings } from "./settings.ts";

/**
 * The block with which one process handed its chain over (ADR-18), for a member that joins afterwards with a snapshot and
 * has no copy of what was before: header and signatures of it, and the set that it announces, with names for people.
 */
export const handoverShape = object({
  header: headerShape,
  commit: commitShape,
  validators: list(
    object({
      organisation: id<OrganisationId>(),
      publicKey: hexBytes(32),
      power: integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    }),
    { min: 1, max: VALIDATORS_MAX },
  ),
});
export type Handover = TypeOf<typeof handoverShape>;

/** What the block says, when the validators of the genesis document signed it and it announces that set. */
export function closingIn(
  genesis: GenesisDocument,
  { header: json, commit, validators }: Handover,
): Closing | undefined {
  const header = readHeader(json);
  const announced = validatorSetHash(setOf(validators));
  if (!equal(header.nextValidatorsHash, announced)) return undefined;
  if (!isByFounders(genesis, { header, commit: readCommit(commit), canonical: true })) return undefined;
  const hash = toHex(headerHash(header)) as Hash;
  return { height: asHeight(header.height), header, hash, fingerprint: toHex(announced) as Hash, validators };
}

type EngineValidators = {
  readonly validators: readonly {
    readonly name: string;
    readonly power: string;
    readonly pub_key: { readonly value: string };
  }[];
};

/**
 * What a member tells one that joins: where the nodes are that it dials and that the ledger knows, its own among them, and
 * of a chain that was moved the block that handed it over. `no-block`: the member joined with a snapshot and lacks it.
 */
export function peersIn(
  folder: string,
  ledger: FolderLedger,
  settings: NodeSettings,
  ownId: string | undefined,
): PeersFile | "no-block" {
  const { initialHeight = 1, p2p, peers } = settings;
  const handover = initialHeight === 1 ? undefined : handoverIn(folder, ledger, initialHeight);
  if (handover === "no-block") return handover;
  const owners = ownersIn(ledger);
  const dialled = [...(ownId === undefined ? [] : [{ nodeId: ownId, ...p2p }]), ...peers];
  return {
    network: ledger.genesis.network,
    genesis: genesisHashOf(ledger.genesis),
    peers: dialled.flatMap(({ nodeId, host, port }) => {
      const organisation = owners.get(nodeId);
      return organisation === undefined ? [] : [{ organisation, nodeId, host, port }];
    }),
    ...(handover && { handover }),
  };
}

function handoverIn(folder: string, { store }: FolderLedger, initialHeight: number): Handover | "no-block" {
  const seal = decodeSeal(store.block(asHeight(initialHeight - 1))?.seal ?? new Uint8Array());
  if (seal === undefined) return "no-block";
  const file = join(engineHomeIn(folder), "config", "genesis.json");
  const { validators } = JSON.parse(readFileSync(file, "utf8")) as EngineValidators;
  return {
    header: writeHeader(seal.header),
    commit: writeCommit(seal.commit),
    validators: validators.map(({ name, power, pub_key }) => ({
      organisation: name as OrganisationId,
      publicKey: toHex(fromBase64(pub_key.value) ?? new Uint8Array()),
      power: Number(power),
    })),
  };
}

/** Whose each node is, by what the members said on the ledger. */
function ownersIn({ store }: FolderLedger): ReadonlyMap<string, OrganisationId> {
  const record = store.record("validator/set");
  const { nodes = [] } = (record === undefined ? {} : parseJson(textOf(record) ?? "")) as Pick<
    Partial<ValidatorSet>,
    "nodes"
  >;
  return new Map(nodes.flatMap(({ organisation, nodes: own }) => own.map((node) => [node, organisation] as const)));
}
