import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import { equal, textOf, toHex } from "@meridian/base/bytes";
import type { Hash, Height } from "@meridian/base/ids";
import { canonicalText, parseJson } from "@meridian/base/json";
import { err, ok, type Result } from "@meridian/base/result";
import type { Secret } from "@meridian/base/secret";
import type { EngineGenesis } from "@meridian/consensus-comet/engine/genesis";
import { type GenesisDocument, genesisHashOf } from "@meridian/network/genesis";
import { validatorsOf } from "@meridian/network/trust";
import { type Header, headerHash } from "@meridian/proof/comet/header";
import { setOf, validatorSetHash } from "@meridian/proof/comet/validators";
import type { KeptSeal } from "@meridian/proof/seal";
import { type FolderLedger, genesisFileIn, stateFileIn } from "../evidence/folder.ts";
import { signersFault } from "../evidence/seal-check.ts";
import { blockAt } from "../evidence/source.ts";
import { writeEngineHome } from "./engine-home.ts";
import { type NodeSettings, writeSettings } from "./settings.ts";

/** From a chain that one process ordered to the same chain under CometBFT (ADR-18). */

/** A seat as the record of the domain `validator` has it. */
type Seat = { readonly organisation: string; readonly publicKey: string; readonly power: number };

/** The block with which one process ended, and what the members begin with. The same for everybody who has the chain. */
export type Closing = {
  readonly height: Height;
  readonly header: Header;
  /** Of the header, and of the set that it announces. */
  readonly hash: Hash;
  readonly fingerprint: Hash;
  readonly validators: readonly Seat[];
};

export type MoveFault =
  /** CometBFT orders this chain already. */
  | { readonly code: "moved-already"; readonly height: Height }
  /** The members have not opened a validator set. */
  | { readonly code: "set-not-open" }
  /** They have, but the node that ordered has not made its last block yet. */
  | { readonly code: "no-last-block"; readonly height: Height }
  /** The last block is not signed by the validators of the genesis document. */
  | { readonly code: "other-validators"; readonly height: Height };

/** The last block of a chain that one process ordered, when it is one that hands over. */
export async function closingOf(ledger: FolderLedger): Promise<Result<Closing, MoveFault>> {
  const { height } = ledger.history;
  const block = blockAt(ledger.history, height);
  const seal = ledger.seals.at(height);
  if (height > 0 && block.seal.length === 0) return err({ code: "moved-already", height });
  const { value } = await ledger.engine.proveRecord("validator/set");
  const set = value === null ? undefined : (parseJson(textOf(value) ?? "") as { readonly validators: readonly Seat[] });
  if (set === undefined) return err({ code: "set-not-open" });
  const opened = validatorSetHash(setOf(set.validators));
  if (seal === undefined || block.transactions.length > 0 || !equal(seal.header.nextValidatorsHash, opened))
    return err({ code: "no-last-block", height });
  if (!isByFounders(ledger.genesis, seal)) return err({ code: "other-validators", height });
  const { header } = seal;
  const validators = set.validators.map(({ organisation, publicKey, power }) => ({ organisation, publicKey, power }));
  return ok({ height, header, hash: hashOf(headerHash(header)), fingerprint: hashOf(opened), validators });
}

/** Whether the validators of the genesis document signed it. */
export function isByFounders(genesis: GenesisDocument, seal: KeptSeal): boolean {
  const validators = validatorsOf(genesis);
  return signersFault(seal, validatorSetHash(validators), validators, genesis.network) === undefined;
}

/**
 * What every member's engine starts from. Its first block bears the genesis time (CometBFT state/state.go, MakeBlock), so
 * that is the first whole second after the last block.
 */
export const engineGenesisOf = (genesis: GenesisDocument, { height, header, hash, validators }: Closing) =>
  ({
    chainId: genesis.network,
    genesisTime: { seconds: header.time.seconds + 1, nanos: 0 },
    initialHeight: height + 1,
    validators: validators.map(({ organisation, publicKey, power }) => ({ publicKey, power, name: organisation })),
    appState: { genesis: genesisHashOf(genesis), closing: hash },
  }) satisfies EngineGenesis;

export type MoveOptions = {
  /** The chain as it ended; read only. */
  readonly from: { readonly folder: string; readonly genesis: GenesisDocument; readonly closing: Closing };
  /** Folder of the new node; it may have keys, but no ledger of a network. */
  readonly to: string;
  readonly settings: Omit<NodeSettings, "initialHeight">;
  readonly nodeKeySeed: Secret<Uint8Array>;
  /** Left out: the node follows without a vote. */
  readonly validatorKeySeed?: Secret<Uint8Array>;
};

/**
 * Makes the folder of a node that goes on with a closed chain under CometBFT: the same genesis document, all blocks and
 * records, and an engine that begins at the next height. Broken off at any moment, it can be done again: the genesis
 * document comes last and says that the folder is prepared. Resolves to the settings as written.
 */
export async function prepareMove({ from, to, settings, ...keys }: MoveOptions): Promise<NodeSettings> {
  const { genesis, closing } = from;
  mkdirSync(to, { recursive: true, mode: 0o700 });
  await copyState(from.folder, to);
  const own: NodeSettings = { ...settings, initialHeight: closing.height + 1 };
  writeEngineHome({ folder: to, genesis, settings: own, beginning: engineGenesisOf(genesis, closing), ...keys });
  writeSettings(to, own);
  const file = genesisFileIn(to);
  writeFileSync(`${file}.new`, `${canonicalText(genesis)}\n`);
  renameSync(`${file}.new`, file);
  return own;
}

/** A whole copy, also beside a node that runs: SQLite's own backup reads one moment of the file. */
async function copyState(from: string, to: string): Promise<void> {
  const file = stateFileIn(to);
  const next = `${file}.moving`;
  // What a broken attempt left: a snapshot or a log of other pages would not fit the copy.
  for (const old of [next, file, `${file}-wal`, `${file}-shm`, `${file}-tree`]) if (existsSync(old)) rmSync(old);
  const source = new DatabaseSync(stateFileIn(from), { readOnly: true });
  try {
    await backup(source, next);
  } finally {
    source.close();
  }
  sync(next);
  renameSync(next, file);
  sync(dirname(join(file)));
}

function sync(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

const hashOf = (bytes: Uint8Array): Hash => toHex(bytes) as Hash;
