import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toHex, utf8 } from "@meridian/base/bytes";
import type { OrganisationId } from "@meridian/base/ids";
import { Secret } from "@meridian/base/secret";
import { nodeIdOf } from "@meridian/consensus-comet/engine/keys";
import { publicKeyOf } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import type { GenesisDocument } from "@meridian/network/genesis";
import { writeEngineHome } from "../../apps/meridian/src/consortium/engine-home.ts";
import { type NodeSettings, writeSettings } from "../../apps/meridian/src/consortium/settings.ts";
import { genesisFileIn } from "../../apps/meridian/src/evidence/folder.ts";
import { admit, benchGenesis } from "../network.ts";

/** A consortium on this machine: members' folders, ready to be started. */

const POWER = 10;
const HOST = "127.0.0.1";
const seedOf = (what: string, n: number): Uint8Array => sha256(utf8(`bench consortium ${what} ${n}`));
const validatorSeed = (n: number): Uint8Array => seedOf("validator", n);
const nodeSeed = (n: number): Uint8Array => seedOf("node", n);
const nodeIdAt = (n: number): string => nodeIdOf(publicKeyOf(nodeSeed(n)));
const memberAt = (n: number): OrganisationId => `court-${n}` as OrganisationId;

/** The bench network, run by so many courts together; `extra` commands stand behind those of the bench. */
export function consortiumGenesis(nodes: number, base = benchGenesis(1)): GenesisDocument {
  const members = Array.from({ length: nodes }, (_, n) => memberAt(n));
  return {
    ...base,
    validators: members.map((organisation, n) => ({
      organisation,
      publicKey: toHex(publicKeyOf(validatorSeed(n))),
      power: POWER,
    })),
    commands: [...base.commands, ...members.map((id) => admit(id, "court"))],
    consortium: {
      rules: { doubleSigning: "suspend", sharedControl: "refused" },
      members: members.map((organisation, n) => ({ organisation, control: organisation, nodes: [nodeIdAt(n)] })),
    },
  };
}

export type MemberPlace = { readonly folder: string; readonly settings: NodeSettings };

/**
 * Writes a folder for each. Ports from `basePort` on, ten a node: p2p, RPC, API. `dial` says where a node finds another,
 * for whoever puts something in between.
 */
export function prepareMembers(
  root: string,
  genesis: GenesisDocument,
  basePort: number,
  dial = (_from: number, to: number): number => basePort + 10 * to,
): readonly MemberPlace[] {
  return genesis.validators.map(({ organisation }, n) => {
    const folder = join(root, organisation);
    mkdirSync(folder, { recursive: true });
    const at = basePort + 10 * n;
    const peers = genesis.validators.flatMap((_, to) =>
      to === n ? [] : [{ nodeId: nodeIdAt(to), host: HOST, port: dial(n, to) }],
    );
    const settings: NodeSettings = {
      organisation,
      p2p: { host: HOST, port: at },
      rpcPort: at + 1,
      apiPort: at + 2,
      peers,
    };
    writeFileSync(genesisFileIn(folder), JSON.stringify(genesis));
    writeSettings(folder, settings);
    writeEngineHome({
      folder,
      genesis,
      settings,
      nodeKeySeed: new Secret(nodeSeed(n)),
      validatorKeySeed: new Secret(validatorSeed(n)),
    });
    return { folder, settings };
  });
}
