import type {
  Commitment,
  Fen,
  Hash,
  OrganisationId,
  PersonId,
  PrescriptionId,
  Seconds,
  SettlementId,
  UnitCode,
} from "@meridian/base/ids";
import type { Shape, TypeOf } from "@meridian/base/shape";
import {
  boolean,
  hash,
  hexBytes,
  id,
  integer,
  list,
  literal,
  object,
  oneOf,
  optional,
  text,
  union,
} from "@meridian/base/shape";
import { DRUG_CLASSES } from "@meridian/kernel/vocabulary";
import {
  CANCEL_REASONS,
  CHANGE_KINDS,
  HOLD_REASONS,
  HOLD_SECONDS_MAX,
  NOT_DISPENSED_REASONS,
  RELEASE_REASONS,
  RETURN_REASONS,
  REVERSE_REASONS,
  REVOKE_REASONS,
} from "./vocabulary.ts";

const verb = <const T extends string>(type: T) => ({
  domain: literal("prescription"),
  type: literal(type),
  id: id<PrescriptionId>("the issue: one fill instance of a prescription"),
});
/** For which of the signers' affiliations they act. That they have it is checked by a fact. */
const organisation = id<OrganisationId>("on whose behalf the signers act");
const seconds = integer<Seconds>({ min: 0, max: 253_402_300_799, description: "seconds since 1970-01-01T00:00:00Z" });
const fen = integer<Fen>({ min: 0, max: 100_000_000_000, description: "1/100 CNY" });
const line = integer({ min: 1, max: 99 });
const publicKey = hexBytes(32);
const content = hash<Commitment>();

const itemShape = object({
  line,
  class: oneOf(...DRUG_CLASSES),
  quantity: integer({ min: 1, max: 1_000_000, description: "in smallest units" }),
});
const itemsShape = list(itemShape, { min: 1, max: 20 });
export type PrescribedItem = TypeOf<typeof itemShape>;

const suppliedShape = object({
  line,
  /** Handed over now, in smallest units. */
  quantity: integer({ min: 0, max: 1_000_000 }),
  codes: list(id<UnitCode>("trace code of a unit"), { max: 50, unique: true }),
  /** What becomes of the rest: owed (when absent), or closed for a coded reason. */
  rest: optional(oneOf("owed", ...NOT_DISPENSED_REASONS)),
});
export type Supplied = TypeOf<typeof suppliedShape>;

const shapes = {
  issue: object({
    ...verb("issue"),
    patient: id<PersonId>(),
    organisation,
    content,
    custodian: id<OrganisationId>("keeps the document"),
    pathway: hash<Hash>(),
    items: itemsShape,
    /** When the document was signed, by its own date. */
    authoredOn: seconds,
    series: optional(object({ id: id(), number: integer({ min: 1, max: 99 }), of: integer({ min: 2, max: 99 }) })),
    notBefore: optional(seconds),
    expiresAt: optional(seconds),
    /** ed25519 public key whose private key is in the patient's QR code. */
    accessKey: optional(publicKey),
    nominated: optional(id<OrganisationId>()),
    assigned: optional(id<OrganisationId>()),
    selfPay: boolean,
    delivery: boolean,
  }),
  takeReview: object({ ...verb("takeReview"), organisation }),
  releaseReview: object({ ...verb("releaseReview") }),
  approve: object({ ...verb("approve") }),
  return: object({ ...verb("return"), reasons: list(oneOf(...RETURN_REASONS), { min: 1, max: 8, unique: true }) }),
  /** A new version, or, with the same content, the prescriber's confirmation by a second signature (双签字). */
  amend: object({ ...verb("amend"), previous: content, content, items: itemsShape }),
  schedule: object({ ...verb("schedule") }),
  circulate: object({ ...verb("circulate"), organisation: optional(organisation) }),
  claim: object({
    ...verb("claim"),
    organisation,
    /** The one institution that may settle. Absent where nobody has to: the patient pays, or the pathway settles nothing. */
    payer: optional(id<OrganisationId>("insurer that is asked to pay")),
  }),
  release: object({ ...verb("release"), organisation: optional(organisation), reason: oneOf(...RELEASE_REASONS) }),
  requestChange: object({ ...verb("requestChange"), kind: oneOf(...CHANGE_KINDS), line: optional(line) }),
  answerChange: object({ ...verb("answerChange"), accepted: boolean, content: optional(content) }),
  settle: object({
    ...verb("settle"),
    settlement: id<SettlementId>(),
    insurer: id<OrganisationId>(),
    total: fen,
    fund: fen,
    account: fen,
    cash: fen,
    /** The cash leg is paid already. */
    cashPaid: optional(boolean),
  }),
  /** Only by reaction to `settlement/cashPaid`. */
  cashReceived: object({ ...verb("cashReceived"), settlement: id<SettlementId>() }),
  lapseSettlement: object({ ...verb("lapseSettlement") }),
  dispense: object({
    ...verb("dispense"),
    lines: list(suppliedShape, { min: 1, max: 20 }),
    /** The pharmacy has received the cash leg. */
    cashPaid: optional(boolean),
    /** Given to the patient at the counter: completes the issue when nothing is owed. */
    handedOver: optional(boolean),
  }),
  closeOwing: object({ ...verb("closeOwing") }),
  ship: object({ ...verb("ship"), carrier: id<OrganisationId>(), pickupKey: optional(publicKey) }),
  deliver: object({ ...verb("deliver"), organisation, temperatureLog: optional(content) }),
  returnDelivery: object({ ...verb("returnDelivery"), organisation: optional(organisation) }),
  cancel: object({ ...verb("cancel"), reason: oneOf(...CANCEL_REASONS) }),
  acknowledgeCancel: object({ ...verb("acknowledgeCancel") }),
  expire: object({ ...verb("expire") }),
  refuse: object({ ...verb("refuse"), reason: oneOf(...NOT_DISPENSED_REASONS) }),
  reverse: object({ ...verb("reverse"), reason: oneOf(...REVERSE_REASONS) }),
  reconcile: object({ ...verb("reconcile"), organisation: optional(organisation), batch: optional(hash<Hash>()) }),
  hold: object({
    ...verb("hold"),
    organisation,
    reason: oneOf(...HOLD_REASONS),
    basis: text({ max: 120, description: "legal basis, by instrument and article" }),
    seconds: integer({ min: 1, max: HOLD_SECONDS_MAX }),
  }),
  lift: object({ ...verb("lift"), organisation, scope: oneOf("health", "insurance", "drug", "court") }),
  revoke: object({
    ...verb("revoke"),
    organisations: list(id<OrganisationId>(), { min: 1, max: 4, unique: true }),
    reason: oneOf(...REVOKE_REASONS),
    basis: text({ max: 120, description: "legal basis, by instrument and article" }),
  }),
};

export const commandShape = union("type", shapes);
export type Command = TypeOf<typeof commandShape>;
export type CommandType = Command["type"];
export type CommandOf<T extends CommandType> = Extract<Command, { readonly type: T }>;
export const COMMANDS = Object.keys(shapes) as readonly CommandType[];
/** Each command's shape by its type, as the API publishes them. */
export const commandShapes: { readonly [T in CommandType]: Shape<unknown> } = shapes;
