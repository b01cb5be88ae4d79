import { asHeight, asSeconds, type Seconds } from "@meridian/base/ids";
import type { Command } from "@meridian/kernel/transaction";
import { Ledger } from "@meridian/ledger/ledger";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import { type GenesisDocument, genesisHashOf, genesisStateOf } from "@meridian/network/genesis";
import { rulesOf } from "@meridian/network/rules";
import { hashOf } from "@meridian/pathway/document";
import { pathways } from "@meridian/pathway/pathways/shipped";
import type { Founders } from "./network-faults.ts";
import type { NetworkFile } from "./network-file.ts";
import type { PeersFile } from "./peers.ts";

/** Voting power of every validator: none counts more than another. */
const POWER = 1;
export const DEFAULT_RULES = { doubleSigning: "suspend", sharedControl: "refused" } as const;

/** The genesis document that the founders' file describes. The same file and time give the same document. */
export function genesisOf(file: NetworkFile, founders: Founders, now: Seconds): GenesisDocument {
  const { network, relyingParty, rules } = file;
  const time = file.time === undefined ? now : asSeconds(Date.parse(file.time) / 1_000);
  const validators = founders.validators.map(({ value }) => value);
  return {
    network,
    time,
    relyingParty,
    validators: validators.map(({ organisation, publicKey }) => ({ organisation, publicKey, power: POWER })),
    consortium: {
      rules: rules ?? DEFAULT_RULES,
      members: validators.map(({ organisation, control = organisation, nodes }) => ({
        organisation,
        control,
        nodes: nodes.map(({ id }) => id),
      })),
    },
    commands: [...admissions(founders), ...thresholds(file), ...pathwayCommands(file)],
  } as GenesisDocument;
}

export const peersOf = (genesis: GenesisDocument, { validators }: Founders): PeersFile => ({
  network: genesis.network,
  genesis: genesisHashOf(genesis),
  peers: validators.flatMap(({ value: { organisation, nodes } }) =>
    nodes.map(({ id, host, port }) => ({ organisation, nodeId: id, host, port })),
  ),
});

const admissions = ({ organisations }: Founders): readonly Command[] =>
  organisations.map(
    ({ value: { id, kind, name, publicKey, api } }) =>
      ({
        domain: "organisation",
        type: "admit",
        id,
        kind,
        name,
        key: { kind: "ed25519", publicKey },
        ...(api !== undefined && { node: api }),
      }) as Command,
  );

const thresholds = ({ thresholds = [] }: NetworkFile): readonly Command[] =>
  thresholds.length === 0 ? [] : [{ domain: "governance", type: "setThresholds", thresholds } as Command];

function pathwayCommands({ pathways: wanted = "shipped" }: NetworkFile): readonly Command[] {
  const chosen = wanted === "shipped" ? pathways : pathways.filter(({ id }) => wanted.includes(id as never));
  return chosen.flatMap((pathway): readonly Command[] => [
    { domain: "pathway", type: "register", pathway } as Command,
    { domain: "pathway", type: "activate", hash: hashOf(pathway), height: asHeight(1) } as Command,
  ]);
}

/**
 * The first command of a genesis document that the rules refuse, with what they say. Whatever passes here begins on
 * every node; whatever does not would stop every node at its first start.
 */
export function refusedIn(genesis: GenesisDocument): { readonly index: number; readonly detail: string } | undefined {
  const faultOf = (count: number): string | undefined => {
    const commands = genesis.commands.slice(0, count);
    try {
      new Ledger(rulesOf(genesis), new MemoryStateStore(), genesisStateOf({ ...genesis, commands }));
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
  if (faultOf(genesis.commands.length) === undefined) return undefined;
  // A prefix that holds a refused command is refused too, so the first one is found by halving.
  let [low, high] = [0, genesis.commands.length];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (faultOf(middle) === undefined) low = middle;
    else high = middle;
  }
  return { index: high - 1, detail: faultOf(high) ?? "" };
}
