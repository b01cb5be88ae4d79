import { ok, deepStrictEqual as same } from "node:assert";
import { join } from "node:path";
import { toHex } from "@meridian/base/bytes";
import { asHeight, type TransactionId } from "@meridian/base/ids";
import { canonicalText } from "@meridian/base/json";
import type { Outcome } from "@meridian/kernel/transaction";
import { type Divergence, recheck } from "@meridian/ledger/recheck";
import { type GenesisDocument, genesisStateOf } from "@meridian/network/genesis";
import { rulesOf } from "@meridian/network/rules";
import { headerHash } from "@meridian/proof/comet/header";
import { checkFinality } from "@meridian/proof/light";
import { SealStore } from "@meridian/state-sqlite/seal-store";
import { SqliteStateStore } from "@meridian/state-sqlite/state-sqlite";
import type { Consortium } from "./consortium.ts";
import type { MemberNode } from "./member-node.ts";

export type Checked = { readonly height: number; readonly transactions: number; readonly acknowledged: number };

/**
 * What must hold after everything: the nodes stand at one height, their chains are the same block by block, with the
 * same hashes and outcomes; whatever any of them ever acknowledged is there, once, at the place it was told to be; and
 * every node has kept what a stranger needs to check any block offline.
 */
export async function checkAgreement(network: Consortium, nodes = network.running): Promise<Checked> {
  const height = await network.settled(nodes);
  const chains = nodes.map((node) => readChain(node, height));
  const [first] = chains;
  ok(first !== undefined && first.blocks.length === height, "there is a chain");
  for (const [i, { blocks }] of chains.entries())
    for (const [at, block] of blocks.entries())
      same(block, first.blocks[at], `block ${at + 1} at ${nodes[i]?.place.organisation}`);
  for (const [id, words] of network.clients.told) {
    const places: readonly InChain[] = first.places.get(id) ?? [];
    same(places.length, 1, `${id}, which ${words[0]?.by} acknowledged, is in the chain once`);
    for (const { receipt, by } of words) {
      const { height, index, outcome } = receipt;
      const said = { height, index, outcome: canonicalText(outcome) };
      same(places[0], said, `what ${by} said of ${id}`);
    }
  }
  await checkSeals(network, nodes, height);
  const transactions = [...first.places.values()].reduce((sum, { length }) => sum + length, 0);
  return { height, transactions, acknowledged: network.clients.told.size };
}

/** Up to which height the seals of a network have been looked at. */
const sealed = new WeakMap<Consortium, number>();

/** Every node has the same header of every block, with the signatures of more than two thirds. */
async function checkSeals(network: Consortium, nodes: readonly MemberNode[], height: number): Promise<void> {
  const from = sealed.get(network) ?? 0;
  const hashes = await Promise.all(
    nodes.map(async ({ place }) => {
      const store = new SealStore(join(place.folder, "seals.db"), "reader");
      try {
        await network.until(`${place.organisation} has all seals`, () => (store.last() ?? 0) >= height);
        return Array.from({ length: height - from }, (_, i) => {
          const seal = store.at(from + 1 + i);
          const validators = seal && store.validatorsOf(seal.header.validatorsHash);
          ok(seal !== undefined && validators !== undefined, `${place.organisation} has the seal of ${from + 1 + i}`);
          const final = checkFinality(network.genesis.network, { ...seal, validators }, "enough");
          ok(final.ok, `block ${from + 1 + i} at ${place.organisation}: ${JSON.stringify(final)}`);
          return toHex(headerHash(seal.header));
        });
      } finally {
        store.close();
      }
    }),
  );
  for (const each of hashes) same(each, hashes[0]);
  sealed.set(network, height);
}

/** Blocks that several nodes have are the same; for moments when not all stand at one height. */
export function checkNoFork(nodes: readonly MemberNode[]): void {
  const chains = nodes.map((node) => readChain(node));
  const least = Math.min(...chains.map(({ blocks }) => blocks.length));
  for (const { blocks } of chains) same(blocks.slice(0, least), chains[0]?.blocks.slice(0, least));
}

type InChain = { readonly height: number; readonly index: number; readonly outcome: string };
type Chain = { readonly blocks: readonly string[]; readonly places: ReadonlyMap<TransactionId, readonly InChain[]> };

/** Executes a node's stored chain again from genesis; answers the first thing that does not hold. */
export function divergenceIn({ place }: MemberNode, genesis: GenesisDocument): Divergence | undefined {
  const store = new SqliteStateStore(join(place.folder, "state.db"), "reader");
  try {
    const checking = recheck(rulesOf(genesis), store, genesisStateOf(genesis));
    for (;;) {
      const step = checking.next();
      if (step.done === true) return step.value;
    }
  } finally {
    store.close();
  }
}

/** A record as a node's file has it. */
export function recordAt({ place }: MemberNode, key: string): Uint8Array | undefined {
  const store = new SqliteStateStore(join(place.folder, "state.db"), "reader");
  try {
    return store.record(key);
  } finally {
    store.close();
  }
}

/** A node's chain as its file has it, read beside the node that runs. */
function readChain({ place }: MemberNode, until?: number): Chain {
  const store = new SqliteStateStore(join(place.folder, "state.db"), "reader");
  try {
    const blocks: string[] = [];
    const places = new Map<TransactionId, readonly InChain[]>();
    const tip = until ?? store.height() ?? 0;
    for (let height = 1; height <= tip; height++) {
      const block = store.block(asHeight(height));
      ok(block !== undefined, `${place.organisation} has block ${height}`);
      const { appHash, stateRoot, time, ids, outcomes } = block;
      const texts = outcomes.map((outcome: Outcome) => canonicalText(outcome));
      for (const [index, { id }] of ids.entries()) {
        const found = { height, index, outcome: texts[index] ?? "" };
        const before: readonly InChain[] = places.get(id) ?? [];
        places.set(id, [...before, found]);
      }
      blocks.push([toHex(appHash), toHex(stateRoot), time, ...ids.map(({ id }) => id), ...texts].join(" "));
    }
    return { blocks, places };
  } finally {
    store.close();
  }
}
