import type { Hash, NetworkId, OrganisationId, Seconds } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { canonicalBytes } from "@meridian/base/json";
import { CHAIN_ID_BYTES_MAX, VALIDATORS_MAX } from "@meridian/base/limits";
import {
  hashText,
  hexBytes,
  id,
  integer,
  list,
  object,
  optional,
  type Shape,
  type TypeOf,
  text,
} from "@meridian/base/shape";
import { sha256 } from "@meridian/crypto/hash";
import type { Command } from "@meridian/kernel/transaction";
import type { GenesisState } from "@meridian/ledger/ledger";
import {
  controlShape,
  NODE_OWNERS_MAX,
  nodesShape,
  rulesShape,
  type Command as ValidatorCommand,
} from "@meridian/validator/schema";

/** Commands that a genesis document may hold: members, registers, pathways and schemes of a region. */
const GENESIS_COMMANDS_MAX = 10_000;

const command: Shape<Command> = {
  fault: (value, path) => {
    const { domain, type } = (value ?? {}) as Readonly<Record<string, unknown>>;
    return typeof domain === "string" && typeof type === "string" ? undefined : path;
  },
  schema: { type: "object", required: ["domain", "type"] },
};

const documentShape = object({
  network: id<NetworkId>(),
  /** Block time of genesis. */
  time: integer<Seconds>({ min: 0 as Seconds, max: Number.MAX_SAFE_INTEGER }),
  relyingParty: object({
    id: text({ max: 253 }),
    origins: list(text({ max: 300 }), { min: 1, max: 16 }),
  }),
  validators: list(
    object({
      organisation: id<OrganisationId>(),
      publicKey: hexBytes(32),
      power: integer({ min: 1, max: 1_000_000 }),
    }),
    { min: 1, max: VALIDATORS_MAX },
  ),
  commands: list(command, { max: GENESIS_COMMANDS_MAX }),
  /**
   * Its presence means that members run the engine together, each with a node of its own, from the first block on. Who
   * controls a member that is not named here is taken to be itself, and it has no node yet.
   */
  consortium: optional(
    object({
      rules: rulesShape,
      members: list(object({ organisation: id<OrganisationId>(), control: controlShape, nodes: nodesShape }), {
        max: NODE_OWNERS_MAX,
      }),
    }),
  ),
});
export type GenesisDocument = TypeOf<typeof documentShape>;

/** Whether CometBFT can order a network of this name. The characters of an id are of one byte each. */
export const fitsEngine = (network: string): boolean => network.length <= CHAIN_ID_BYTES_MAX;

/** What a network begins with. Its hash names the network for good; everything later is decided by its members. */
export const genesisShape: Shape<GenesisDocument> = {
  schema: documentShape.schema,
  fault: (value, path) => {
    const fault = documentShape.fault(value, path);
    if (fault !== undefined) return fault;
    const { network, consortium } = value as GenesisDocument;
    return consortium === undefined || fitsEngine(network) ? undefined : `${path}.network`;
  },
};

export const genesisStateOf = (genesis: GenesisDocument): GenesisState => ({
  time: genesis.time,
  commands: [...genesis.commands, ...consortiumCommands(genesis)],
});

/** After all others, which admit the members: the set of those that validate, and the nodes of the rest. */
function consortiumCommands({ validators, consortium }: GenesisDocument): readonly ValidatorCommand[] {
  if (consortium === undefined) return [];
  const { rules, members } = consortium;
  const of = new Map(members.map((member) => [member.organisation, member]));
  invariant(of.size === members.length, "the consortium of a genesis document names each member once");
  const seats = validators.map(({ organisation, publicKey, power }) => {
    const { control = organisation, nodes = [] } = of.get(organisation) ?? {};
    return { organisation, publicKey, power, control, nodes };
  });
  const seated = new Set(seats.map(({ organisation }) => organisation));
  const others = members.filter(({ organisation, nodes }) => !seated.has(organisation) && nodes.length > 0);
  return [
    { domain: "validator", type: "open", validators: seats, rules },
    ...others.map(
      ({ organisation, nodes }): ValidatorCommand => ({ domain: "validator", type: "setNodes", organisation, nodes }),
    ),
  ];
}

/** SHA-256 of the document's canonical JSON: what members compare before they join. */
export const genesisHashOf = (genesis: GenesisDocument): Hash => hashText<Hash>(sha256(canonicalBytes(genesis)));
