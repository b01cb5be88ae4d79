import { concat, equal, fromHex, toHex, utf8 } from "@meridian/base/bytes";
import { asHeight, asSeconds, type Height, type TransactionId } from "@meridian/base/ids";
import { canonicalText, parseCanonical } from "@meridian/base/json";
import {
  BLOCK_BYTES_MAX,
  BLOCK_TRANSACTIONS_MAX,
  COMMANDS_MAX,
  EVENTS_PER_TRANSACTION_MAX,
} from "@meridian/base/limits";
import { fits, integer, literal, object, type Shape, text, union } from "@meridian/base/shape";
import { sha256 } from "@meridian/crypto/hash";
import type { CodedRejection, Outcome } from "@meridian/kernel/transaction";
import type { Notice } from "./membership.ts";
import type { StoredBlock } from "./state-store.ts";

/**
 * A block as one blob: SHA-256 of the rest (32) | frames. A frame is length (4, big-endian) | bytes; the first holds the
 * small things as JSON, then come the roots, the seal, the transactions and the events.
 */
const DIGEST = 32;

type Head = {
  readonly time: number;
  readonly transactions: number;
  readonly outcomes: readonly Outcome[];
  readonly notices?: readonly Notice[];
};

export function encodeBlock(block: StoredBlock): Uint8Array {
  const { time, outcomes, notices } = block;
  const head: Head = { time, transactions: block.transactions.length, outcomes, ...(notices && { notices }) };
  const body = concat(
    ...[
      utf8(canonicalText(head)),
      block.eventsRoot,
      block.stateRoot,
      block.previousAppHash,
      block.appHash,
      block.seal,
      ...block.transactions,
      ...block.events,
    ].flatMap((bytes) => [lengthOf(bytes), bytes]),
  );
  return concat(sha256(body), body);
}

/** Undefined when the bytes are not what was written. */
export function decodeBlock(height: Height, bytes: Uint8Array, ids: Uint8Array): StoredBlock | undefined {
  const block = decodeWithoutIds(height, bytes);
  const decodedIds = block && decodeIds(ids);
  return block && decodedIds && { ...block, ids: decodedIds };
}

/**
 * The block without its ids, or undefined when the bytes are not what was written. Where they come from a stranger, who
 * can write a digest as well, all that is certain are the types of what comes back.
 */
export function decodeWithoutIds(height: Height, bytes: Uint8Array): Omit<StoredBlock, "ids"> | undefined {
  const body = bytes.subarray(DIGEST);
  if (!equal(bytes.subarray(0, DIGEST), sha256(body))) return undefined;
  const { value: first } = framesIn(body).next();
  if (first === undefined || first.length > HEAD_BYTES_MAX) return undefined;
  const head = parseCanonical(first);
  if (!isHead(head)) return undefined;
  const frames = framesOf(body, HEAD_FRAMES + framesAfter(height, head));
  const [, eventsRoot, stateRoot, previousAppHash, appHash, seal, ...rest] = frames ?? [];
  if (!eventsRoot || !stateRoot || !previousAppHash || !appHash || !seal) return undefined;
  const { time, transactions, outcomes, notices } = head;
  return {
    height,
    time: asSeconds(time),
    transactions: rest.slice(0, transactions),
    ...(notices && { notices }),
    outcomes,
    events: rest.slice(transactions),
    eventsRoot,
    stateRoot,
    previousAppHash,
    appHash,
    seal,
  };
}

const outcomeShape = union("status", {
  committed: object({ status: literal("committed"), events: integer({ min: 0, max: EVENTS_PER_TRANSACTION_MAX }) }),
  rejected: object({
    status: literal("rejected"),
    command: integer({ min: 0, max: COMMANDS_MAX }),
    rejection: rejectionShape(),
  }),
});

/** Any data, as far as they are canonical, beside the code. */
function rejectionShape(): Shape<CodedRejection> {
  const code = text({ max: 128 });
  return {
    fault: (value, path) =>
      typeof value === "object" && value !== null
        ? code.fault((value as { readonly code?: unknown }).code, `${path}.code`)
        : path,
    schema: { type: "object", properties: { code: code.schema }, required: ["code"] },
  };
}

/** Its JSON, four roots and the seal. */
const HEAD_FRAMES = 6;
/** Twice what a refusal of everything in a full block takes, were each to name what it refuses. */
const HEAD_BYTES_MAX = 2 * BLOCK_BYTES_MAX;
/** Many times the validators that a network has. */
const NOTICES_MAX = 1_000;
const GENESIS_EVENTS_MAX = 1_000_000;

/**
 * Frames of nothing take four bytes each and many times that in memory, so not many more are made than a block can have:
 * enough that whoever compares can say what is wrong.
 */
function framesAfter(height: Height, { transactions, notices = [] }: Head): number {
  const causes = 1 + transactions + notices.length;
  return transactions + (height === 0 ? GENESIS_EVENTS_MAX : causes * EVENTS_PER_TRANSACTION_MAX);
}

function isHead(json: unknown): json is Head {
  if (typeof json !== "object" || json === null) return false;
  const { time, transactions, outcomes, notices } = json as Partial<Head>;
  return (
    Number.isSafeInteger(time) &&
    Number.isSafeInteger(transactions) &&
    Number(transactions) >= 0 &&
    Number(transactions) <= BLOCK_TRANSACTIONS_MAX &&
    Array.isArray(outcomes) &&
    outcomes.every((outcome) => fits(outcomeShape, outcome)) &&
    (notices === undefined || (Array.isArray(notices) && notices.length <= NOTICES_MAX))
  );
}

const ID_ENTRY = 40;

/** Ids in a blob of their own, so that a restart reads the replay window without reading transactions. */
export function encodeIds(ids: StoredBlock["ids"]): Uint8Array {
  const bytes = new Uint8Array(DIGEST + ids.length * ID_ENTRY);
  const view = new DataView(bytes.buffer);
  for (const [i, { id, validUntil }] of ids.entries()) {
    const at = DIGEST + i * ID_ENTRY;
    bytes.set(fromHex(id) ?? new Uint8Array(), at);
    view.setBigUint64(at + 32, BigInt(validUntil));
  }
  bytes.set(sha256(bytes.subarray(DIGEST)));
  return bytes;
}

/** Those whose window reaches beyond `validAfter`; undefined when the bytes are not what was written. */
export function decodeIds(bytes: Uint8Array, validAfter = -1): StoredBlock["ids"] | undefined {
  if (!equal(bytes.subarray(0, DIGEST), sha256(bytes.subarray(DIGEST)))) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ids: StoredBlock["ids"][number][] = [];
  for (let at = DIGEST; at < bytes.length; at += ID_ENTRY) {
    const validUntil = Number(view.getBigUint64(at + 32));
    if (validUntil <= validAfter) continue;
    ids.push({ id: toHex(bytes.subarray(at, at + 32)) as TransactionId, validUntil: asHeight(validUntil) });
  }
  return ids;
}

function lengthOf(bytes: Uint8Array): Uint8Array {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, bytes.length);
  return length;
}

/** Undefined when there are more, or they do not end where the body ends. */
function framesOf(body: Uint8Array, most: number): Uint8Array[] | undefined {
  const frames: Uint8Array[] = [];
  let bytes = 0;
  for (const frame of framesIn(body)) {
    if (frames.length === most) return undefined;
    frames.push(frame);
    bytes += 4 + frame.length;
  }
  return bytes === body.length ? frames : undefined;
}

function* framesIn(body: Uint8Array): Generator<Uint8Array, undefined> {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  for (let at = 0; at + 4 <= body.length; ) {
    const length = view.getUint32(at);
    if (at + 4 + length > body.length) return undefined;
    yield body.slice(at + 4, at + 4 + length);
    at += 4 + length;
  }
  return undefined;
}
