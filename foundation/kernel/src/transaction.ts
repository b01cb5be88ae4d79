import type { Height, NetworkId, TransactionId } from "@meridian/base/ids";
import { asHeight } from "@meridian/base/ids";
import { COMMANDS_MAX, SIGNATURES_MAX, WEBAUTHN_BYTES_MAX } from "@meridian/base/limits";
import {
  hexBytes,
  id,
  integer,
  list,
  literal,
  object,
  optional,
  type Shape,
  type TypeOf,
  text,
  union,
} from "@meridian/base/shape";

/** What someone asks a domain to do. `domain` and `type` choose the contract; that contract's shape does the rest. */
export type Command = { readonly domain: string; readonly type: string };

/** What is signed: exactly these bytes as canonical JSON, under the prefix of `signedBytes`. */
export type Payload = {
  readonly network: NetworkId;
  readonly commands: readonly Command[];
  /** Makes two equal wishes two transactions. Chosen by the author; 16 bytes, hexadecimal. */
  readonly nonce: string;
  /** The last height at which the transaction may commit. */
  readonly validUntil: Height;
  /**
   * `signersDigestOf` the keys that sign, where their author knows all of them beforehand. Nobody else can then use up
   * the id by signing these bytes too, or by changing the order of authors, since that is seen without state (ADR-7).
   */
  readonly signers?: string;
};

const name = text({ max: 64, pattern: /^[a-z][a-zA-Z-]*$/ });
const commandHead: Shape<Command> = {
  fault: (value, path) => {
    if (typeof value !== "object" || value === null) return path;
    const { domain, type } = value as Readonly<Record<string, unknown>>;
    return name.fault(domain, `${path}.domain`) ?? name.fault(type, `${path}.type`);
  },
  schema: {
    type: "object",
    properties: { domain: { type: "string" }, type: { type: "string" } },
    required: ["domain", "type"],
  },
};

export const payloadShape: Shape<Payload> = object({
  network: id<NetworkId>("chain id of the network"),
  commands: list(commandHead, { min: 1, max: COMMANDS_MAX }),
  nonce: hexBytes(16),
  validUntil: integer<Height>({ min: asHeight(1), max: Number.MAX_SAFE_INTEGER }),
  signers: optional(hexBytes(16)),
});

const base64UrlText = text({ max: Math.ceil((WEBAUTHN_BYTES_MAX * 4) / 3), pattern: /^[A-Za-z0-9_-]*$/ });

const ed25519Signature = object({
  kind: literal("ed25519"),
  key: hexBytes(32),
  signature: hexBytes(64),
});
const webauthnSignature = object({
  kind: literal("webauthn-p256"),
  /** Uncompressed point: 04 || x || y. */
  key: hexBytes(65),
  authenticatorData: base64UrlText,
  clientDataJSON: base64UrlText,
  /** r || s with s in the lower half of the order. */
  signature: hexBytes(64),
});

export const signatureShape = union("kind", {
  ed25519: ed25519Signature,
  "webauthn-p256": webauthnSignature,
});
export type Signature = TypeOf<typeof signatureShape>;
export type KeyKind = Signature["kind"];

/** A transaction as a person or a tool sends it: the exact payload text and who signed it. */
export const signedTransactionShape = object({
  payload: text({ max: 16_384 }),
  signatures: list(signatureShape, { min: 1, max: SIGNATURES_MAX }),
});
export type SignedTransaction = TypeOf<typeof signedTransactionShape>;

/** How a transaction ended. Committed or rejected, its id is used up. */
export type Receipt = {
  readonly id: TransactionId;
  readonly height: Height;
  /** Position in its block. */
  readonly index: number;
  readonly outcome: Outcome;
};
export type Outcome =
  | { readonly status: "committed"; readonly events: number }
  | { readonly status: "rejected"; readonly command: number; readonly rejection: CodedRejection };

/** A refusal with the domain in front of its code, such as `prescription/expired`, and the data that explain it. */
export type CodedRejection = { readonly code: string; readonly [datum: string]: unknown };
