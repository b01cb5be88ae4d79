import type { Height, OrganisationId, ProposalId, Seconds } from "@meridian/base/ids";
import { VALIDATORS_MAX } from "@meridian/base/limits";
import { hexBytes, id, integer, list, literal, object, oneOf, type TypeOf, union } from "@meridian/base/shape";

/** The only record. */
export const SET = "set";
/** Node ids of one organisation: its validator, full nodes beside it, and spares. */
export const NODES_MAX = 4;
/** Organisations that may name nodes; those that hold or seek a seat find room when others do not. */
export const NODE_OWNERS_MAX = 400;
export const OTHER_NODE_OWNERS_MAX = 250;
export const CANDIDATES_MAX = 50;
/** Keys out of use that are remembered, so that what they did is still somebody's. The oldest go first. */
export const FORMER_MAX = 400;
/** Keys that one organisation may take out of use within `ROTATION_WINDOW` seconds: it must not flush its own past. */
export const ROTATIONS_MAX = 4;
export const ROTATION_WINDOW = 2_592_000;
/** Reports of misbehaviour that are remembered, so that one told again is not counted again. */
export const REPORTS_MAX = 128;
/** A change of block H is in force in H+2, and the commit in H+3 is the first that shows it works (CometBFT). */
export const HEIGHTS_BETWEEN_CHANGES = 3;

const domain = literal("validator");
const organisation = id<OrganisationId>("organisation");
const publicKey = hexBytes(32);
export const controlShape = id<string>("authority or owner that controls the organisation; often itself");
/** Address of a node key: the first 20 bytes of SHA-256 of its public key (CometBFT `p2p.ID`). */
export const nodesShape = list(hexBytes(20), { max: NODES_MAX, unique: true });
export const rulesShape = object({
  /** What follows when the engine proves that a validator signed two blocks of one height. */
  doubleSigning: oneOf("note", "remove", "suspend"),
  /** Whether one control may hold one third or more of the power. */
  sharedControl: oneOf("refused", "allowed"),
});
const kind = oneOf("duplicate-vote", "light-client-attack");
const height = integer<Height>({ min: 0 as Height, max: Number.MAX_SAFE_INTEGER });
const time = integer<Seconds>({ min: 0 as Seconds, max: Number.MAX_SAFE_INTEGER });

export const commandShape = union("type", {
  open: object({
    domain,
    type: literal("open"),
    validators: list(
      object({
        organisation,
        publicKey,
        power: integer({ min: 1, max: 1_000_000 }),
        control: controlShape,
        nodes: nodesShape,
      }),
      { min: 1, max: VALIDATORS_MAX },
    ),
    rules: rulesShape,
  }),
  candidate: object({
    domain,
    type: literal("candidate"),
    organisation,
    publicKey,
    control: controlShape,
    nodes: nodesShape,
  }),
  /** The key is named, because it is what the members vote on: no key is ever offered twice. */
  admit: object({ domain, type: literal("admit"), organisation, publicKey }),
  dismiss: object({ domain, type: literal("dismiss"), organisation }),
  resign: object({ domain, type: literal("resign"), organisation }),
  rotateKey: object({ domain, type: literal("rotateKey"), organisation, publicKey }),
  setNodes: object({ domain, type: literal("setNodes"), organisation, nodes: nodesShape }),
  setRules: object({ domain, type: literal("setRules"), rules: rulesShape }),
  /** `validator` is the address of its key, `height` and `time` are those of what it did. */
  misbehaved: object({ domain, type: literal("misbehaved"), validator: hexBytes(20), kind, height, time }),
  remove: object({ domain, type: literal("remove"), organisation }),
});
export type Command = TypeOf<typeof commandShape>;
export type CommandOf<Type extends Command["type"]> = Extract<Command, { readonly type: Type }>;

export type Rules = TypeOf<typeof rulesShape>;
export type Misbehaviour = TypeOf<typeof kind>;

/** A consensus key (Ed25519, hexadecimal), whose it is, and who controls that organisation. */
export type Seat = { readonly organisation: OrganisationId; readonly publicKey: string; readonly control: string };
export type NodesOf = { readonly organisation: OrganisationId; readonly nodes: readonly string[] };

/** How it was decided: by a passed proposal, or by the genesis document when there is none. */
type Basis = { readonly proposal?: ProposalId };
/** When a seat changed: block height and time. */
type When = { readonly height: Height; readonly time: Seconds };
type Leaving = When & {
  readonly organisation: OrganisationId;
  /** The key that ends; absent when the organisation had named nodes only. */
  readonly publicKey?: string;
};

export type Event =
  | (When &
      Basis & {
        readonly type: "opened";
        readonly validators: readonly (Seat & { readonly nodes: readonly string[] })[];
        /** Voting power of each validator, now and later. */
        readonly power: number;
        readonly rules: Rules;
      })
  | (When & Seat & { readonly type: "offered"; readonly nodes: readonly string[] })
  | (When & Seat & Basis & { readonly type: "admitted"; readonly power: number })
  | (Leaving & Basis & { readonly type: "dismissed" })
  /** It gave its seat up, or its candidacy. */
  | (Leaving & { readonly type: "resigned"; readonly from: "seat" | "candidacy" })
  | (When & {
      readonly type: "keyRotated";
      readonly organisation: OrganisationId;
      readonly former: string;
      readonly publicKey: string;
    })
  | (NodesOf & { readonly type: "nodesSet" })
  | (Basis & { readonly type: "rulesSet"; readonly rules: Rules })
  | {
      readonly type: "misbehaved";
      readonly organisation: OrganisationId;
      /** Its key then; it may have another now, or none. */
      readonly publicKey: string;
      readonly validator: string;
      readonly kind: Misbehaviour;
      readonly height: Height;
      readonly time: Seconds;
      /** What follows at once. `noted` also where the rule asks for more and there is nothing left to take. */
      readonly measure: "noted" | "removed" | "suspended";
    }
  | (Leaving & {
      readonly type: "removed";
      readonly reason: "suspended" | "withdrawn" | "double-signing";
      /** Controls that now reach a third because of it. */
      readonly reaching?: readonly string[];
    })
  /** It should leave, but is the last validator: an empty set would stop every node for good. */
  | {
      readonly type: "kept";
      readonly organisation: OrganisationId;
      readonly reason: "suspended" | "withdrawn" | "double-signing";
    };

export type Rejection =
  | { readonly code: "only-by-governance" }
  | { readonly code: "only-by-engine" }
  | { readonly code: "only-by-reaction" }
  | { readonly code: "already-open" }
  | { readonly code: "not-open" }
  | { readonly code: "not-signed-by-organisation"; readonly organisation: OrganisationId }
  | { readonly code: "key-not-proven"; readonly publicKey: string }
  | { readonly code: "key-not-acceptable"; readonly publicKey: string }
  | { readonly code: "key-in-use"; readonly publicKey: string }
  | { readonly code: "node-taken"; readonly node: string; readonly organisation: OrganisationId }
  | { readonly code: "too-many-nodes"; readonly max: number }
  | { readonly code: "not-an-active-member"; readonly organisation: OrganisationId }
  | { readonly code: "kind-may-not-validate"; readonly organisation: OrganisationId }
  | { readonly code: "unequal-power"; readonly organisation: OrganisationId; readonly expected: number }
  | { readonly code: "organisation-twice"; readonly organisation: OrganisationId }
  | { readonly code: "already-validator" }
  | { readonly code: "already-candidate" }
  | { readonly code: "too-many-candidates"; readonly max: number }
  | { readonly code: "not-a-candidate" }
  | { readonly code: "another-key-offered"; readonly publicKey: string }
  | { readonly code: "not-a-validator" }
  | { readonly code: "set-full"; readonly max: number }
  | { readonly code: "last-validator" }
  | { readonly code: "change-under-way"; readonly from: Height }
  | { readonly code: "rotated-too-often"; readonly from: Seconds }
  | {
      readonly code: "control-reaches-third";
      readonly control: string;
      readonly seats: number;
      readonly validators: number;
    }
  | { readonly code: "unknown-validator"; readonly validator: string };

/** What the network answers from the committed state of other records. */
export type Facts = {
  /** Whether it is a member that may act today, and of a kind that may run a validator at all. */
  organisation(id: OrganisationId): { readonly active: boolean; readonly mayValidate: boolean };
};
