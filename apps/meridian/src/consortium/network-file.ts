import type { NetworkId, OrganisationId } from "@meridian/base/ids";
import { CHAIN_ID_BYTES_MAX, VALIDATORS_MAX } from "@meridian/base/limits";
import {
  either,
  hexBytes,
  id,
  integer,
  type JsonSchema,
  list,
  literal,
  object,
  oneOf,
  optional,
  type TypeOf,
  text,
} from "@meridian/base/shape";
import { SUBJECTS } from "@meridian/governance/subjects";
import { ORGANISATION_KINDS } from "@meridian/kernel/vocabulary";
import { pathways } from "@meridian/pathway/pathways/shipped";
import { NODES_MAX, rulesShape } from "@meridian/validator/schema";

/** The file from which a network's genesis document is made: what its founders agree on, in plain JSON. */

const name = (language: string) => text({ max: 160, description: `name in ${language}` });
const organisation = id<OrganisationId>("id of a member, such as hospital-central");
const host = text({
  max: 253,
  pattern: /^[A-Za-z0-9.:_-]+$/,
  description: "name or address at which other members' engines reach it",
});
const port = integer({ min: 1, max: 65_535, description: "TCP port, usually 26656" });
const nodeId = text({
  max: 40,
  min: 40,
  pattern: /^[0-9a-f]{40}$/,
  description: "id of the node's key: 40 hexadecimal digits, as `node init` prints them",
});

export const organisationShape = object({
  id: organisation,
  kind: oneOf(...ORGANISATION_KINDS),
  name: object({ zh: name("Chinese"), en: name("English") }),
  /** Ed25519, with which it signs transactions. */
  publicKey: hexBytes(32),
  /** Address of its API for other members. */
  api: optional(
    text({ max: 200, pattern: /^https:\/\/[a-z0-9.-]+(:[0-9]{1,5})?$/, description: "https address of its node" }),
  ),
});

export const validatorShape = object({
  organisation,
  /** Ed25519, with which its engine signs blocks. */
  publicKey: hexBytes(32),
  nodes: list(object({ id: nodeId, host, port }), { min: 1, max: NODES_MAX }),
  /** Who can make this validator do something: validators with one value here fall together. Default: itself. */
  control: optional(id<string>("who controls it, such as the operator of its machines")),
});

const thresholdShape = object({
  subject: oneOf(...SUBJECTS),
  numerator: integer({ min: 1, max: 99 }),
  denominator: integer({ min: 2, max: 100 }),
  kinds: optional(list(oneOf(...ORGANISATION_KINDS), { min: 1, max: ORGANISATION_KINDS.length, unique: true })),
});

export const networkFileShape = object({
  network: text<NetworkId>({
    max: CHAIN_ID_BYTES_MAX,
    pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
    description: `id of the network, for good: ${CHAIN_ID_BYTES_MAX} characters at most`,
  }),
  /** Block time of genesis; default: now. */
  time: optional(
    text({
      max: 24,
      pattern: /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/,
      description: "such as 2026-11-20T00:00:00Z",
    }),
  ),
  relyingParty: object({
    id: text({ max: 253, description: "host name to which patients' passkeys are bound" }),
    origins: list(text({ max: 300, description: "address of a page that may ask for passkeys" }), { min: 1, max: 16 }),
  }),
  /** Cards that members sent (`node init` writes them), by paths beside this file: an organisation and its validator. */
  cards: optional(list(text({ max: 1_024 }), { max: VALIDATORS_MAX })),
  organisations: optional(list(organisationShape, { max: 1_000 })),
  validators: optional(list(validatorShape, { max: VALIDATORS_MAX })),
  /** In force from the first block: all that are shipped, or these. */
  pathways: optional(
    either(literal("shipped"), list(oneOf(...pathways.map(({ id }) => id)), { max: pathways.length, unique: true })),
  ),
  /** How many must agree, where it is not the default. */
  thresholds: optional(list(thresholdShape, { max: SUBJECTS.length })),
  rules: optional(rulesShape),
});
export type NetworkFile = TypeOf<typeof networkFileShape>;
export type NetworkOrganisation = TypeOf<typeof organisationShape>;
export type NetworkValidator = TypeOf<typeof validatorShape>;

/** What a member gives to whoever writes the network file. Nothing in it is secret. */
export const cardShape = object({ organisation: organisationShape, validator: validatorShape });
export type Card = TypeOf<typeof cardShape>;

/** Names that begin with `//` are remarks for people: JSON has no others. */
export function withoutRemarks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRemarks);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).filter(([member]) => !member.startsWith("//"));
  return Object.fromEntries(members.map(([member, each]) => [member, withoutRemarks(each)]));
}

/** The schema that editors and other programs check the file with; remarks are allowed everywhere. */
export const networkFileSchema = (): JsonSchema => ({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Meridian network file",
  ...(remarkable(networkFileShape.schema) as JsonSchema),
});

function remarkable(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(remarkable);
  if (typeof schema !== "object" || schema === null) return schema;
  const members = Object.entries(schema).map(([keyword, value]) => [keyword, remarkable(value)] as const);
  const changed = Object.fromEntries(members);
  return changed["type"] === "object" ? { ...changed, patternProperties: { "^//": true } } : changed;
}

/** What stands at a place of the file that does not fit, by its schema: one line for people. */
export function expectedAt(place: string): string | undefined {
  let schema: JsonSchema | undefined = networkFileShape.schema;
  for (const [, member, item] of place.matchAll(/\.([^.[\]]+)|(\[\d+\])/g)) {
    const properties = schema?.["properties"] as { readonly [name: string]: JsonSchema } | undefined;
    schema = (item === undefined ? properties?.[member ?? ""] : schema?.["items"]) as JsonSchema | undefined;
  }
  return schema === undefined ? undefined : described(schema);
}

function described(schema: JsonSchema): string {
  const { description, pattern, minimum, maximum, type, required } = schema;
  if (Array.isArray(schema["enum"])) return schema["enum"].join(" | ");
  if (Array.isArray(schema["anyOf"])) return schema["anyOf"].map(described).join(" | ");
  if (schema["const"] !== undefined) return String(schema["const"]);
  if (type === "array") return `[ ${described(schema["items"] as JsonSchema)}, ... ]`;
  if (Array.isArray(required)) return `{ ${required.join(", ")} }`;
  if (typeof description === "string") return description;
  if (type === "integer") return `${minimum} ... ${maximum}`;
  return typeof pattern === "string" ? pattern : String(type);
}
