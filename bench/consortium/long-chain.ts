import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toHex, utf8 } from "@meridian/base/bytes";
import type { OrganisationId } from "@meridian/base/ids";
import { Secret } from "@meridian/base/secret";
import { nodeIdOf } from "@meridian/consensus-comet/engine/keys";
import { Sequencer, type World } from "@meridian/consensus-embedded/sequencer";
import { HostedValidators } from "@meridian/consensus-embedded/validators";
import { publicKeyOf } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import type { Command } from "@meridian/kernel/transaction";
import { Ledger } from "@meridian/ledger/ledger";
import { encodeWire } from "@meridian/ledger/wire";
import { type GenesisDocument, genesisStateOf } from "@meridian/network/genesis";
import { rulesOf } from "@meridian/network/rules";
import { SqliteStateStore } from "@meridian/state-sqlite/state-sqlite";
import { genesisFileIn } from "../../apps/meridian/src/evidence/folder.ts";
import { admit, benchGenesis, issuePayload, physicianKey, setUp, signedOf, validatorSeeds } from "../network.ts";
import { progress } from "../report.ts";

/** A chain that one process ordered for long, and that its members then took over: the quickest way to a long history. */

export const MEMBERS = 4;
const seedOf = (what: string, n: number): Uint8Array => sha256(utf8(`bench join ${what} ${n}`));
export const validatorSeed = (n: number): Uint8Array => seedOf("validator", n);
export const nodeSeed = (n: number): Uint8Array => seedOf("node", n);
export const nodeIdAt = (n: number): string => nodeIdOf(publicKeyOf(nodeSeed(n)));
export const memberAt = (n: number): OrganisationId => `court-${n}` as OrganisationId;

/** A second node of a member's is the one that joins. */
const nodesOf = (n: number): readonly string[] => (n === 0 ? [nodeIdAt(0), nodeIdAt(MEMBERS)] : [nodeIdAt(n)]);
const members = Array.from({ length: MEMBERS }, (_, n) => memberAt(n));
/** Below the height of a snapshot by so much, the members take over. */
const BEFORE_SNAPSHOT = 10;
const SNAPSHOT_EVERY = 1_000;
/** Blocks beside those of prescriptions: the set-up, proposal, votes, and the one that announces the members. */
const OTHER_BLOCKS = 4;

export function chainGenesis(): GenesisDocument {
  const base = benchGenesis(1);
  return { ...base, commands: [...base.commands, ...members.map((id) => admit(id, "court"))] };
}

/**
 * So many prescriptions, and a few more; nobody looks at their signatures here, so nobody makes them. Ends with the
 * members' set open; answers how many there are.
 */
export function buildChain(folder: string, genesis: GenesisDocument, events: number, perBlock: number): number {
  mkdirSync(folder, { recursive: true });
  writeFileSync(genesisFileIn(folder), JSON.stringify(genesis));
  const store = new SqliteStateStore(join(folder, "state.db"));
  const ledger = new Ledger(rulesOf(genesis), store, genesisStateOf(genesis));
  const block = blocksBy(genesis, ledger, store);
  block(setUp());
  const full = Math.ceil(events / perBlock);
  const blocks =
    full + ((2 * SNAPSHOT_EVERY - BEFORE_SNAPSHOT - OTHER_BLOCKS - (full % SNAPSHOT_EVERY)) % SNAPSHOT_EVERY);
  let n = 0;
  for (let at = 0; at < blocks; at++) {
    // The first ones small, so that the window of the snapshot is full.
    const many = at < blocks - full ? 1 : perBlock;
    const validUntil = ledger.height + 1_000;
    block(Array.from({ length: many }, () => unsigned(n++, validUntil)));
    if (at % 1_000 === 0) progress(`${n} events in ${ledger.height} blocks`);
  }
  openMembers(ledger, genesis, block);
  progress(`${n} events; one process ends at ${ledger.height}`);
  ledger.keepSnapshot();
  store.close();
  return n;
}

/** A function that makes one block of what it is given. */
function blocksBy(genesis: GenesisDocument, ledger: Ledger, store: SqliteStateStore) {
  let due: (() => void) | undefined;
  const world: World = {
    now: () => ({ seconds: Math.floor(Date.now() / 1_000), nanos: (Date.now() % 1_000) * 1_000_000 }),
    after: (_milliseconds, run) => {
      due = run;
      return () => {
        due = undefined;
      };
    },
  };
  const hosted = validatorSeeds(1).map(({ seed, power }) => ({ seed: new Secret(seed), power }));
  const options = { batchMilliseconds: 1, proofMilliseconds: 1 };
  const sequencer = new Sequencer(genesis.network, ledger, store, new HostedValidators(hosted), world, options);
  return (transactions: readonly Uint8Array[]): void => {
    for (const bytes of transactions) {
      const refused = sequencer.offer(bytes, true);
      if (refused !== undefined) throw new Error(JSON.stringify(refused));
    }
    const run = due;
    due = undefined;
    run?.();
  };
}

function openMembers(ledger: Ledger, genesis: GenesisDocument, block: ReturnType<typeof blocksBy>): void {
  const validators = members.map((organisation, n) => ({
    ...{ organisation, publicKey: toHex(publicKeyOf(validatorSeed(n))), power: 1 },
    ...{ control: organisation, nodes: nodesOf(n) },
  }));
  const rules = { doubleSigning: "suspend", sharedControl: "refused" };
  const action = { domain: "validator", type: "open", validators, rules };
  const proposal = { id: "move", subject: "consortium", action, deadline: ledger.time + 7 * 86_400 };
  const sign = (command: object, by: string, nonce: number): Uint8Array =>
    encodeWire(signedOf([command as Command], [by], 0xf1000000 + nonce, ledger.height + 1_000));
  block([sign({ domain: "governance", type: "propose", ...proposal }, memberAt(0), 0)]);
  const voters = [...members, "commission", "hospital"];
  block(voters.map((by, n) => sign({ domain: "governance", type: "vote", id: "move", choice: "yes" }, by, n + 1)));
  block([]);
  if (ledger.validators?.length !== MEMBERS) throw new Error(`the members of ${genesis.network} have not taken over`);
}

const unsigned = (n: number, validUntil: number): Uint8Array =>
  encodeWire({
    payload: issuePayload(n, validUntil),
    signatures: [{ kind: "ed25519", publicKey: physicianKey, signature: randomBytes(64) }],
  });
