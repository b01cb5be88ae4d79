import { concat, equal, fromHex, textOf, toHex, utf8 } from "@meridian/base/bytes";
import { asHeight, asSeconds, type Height, type TransactionId } from "@meridian/base/ids";
import { canonicalText, parseJson } from "@meridian/base/json";
import { sha256 } from "@meridian/crypto/hash";
import type { Outcome } from "@meridian/kernel/transaction";
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
  const frames = framesOf(body);
  const [first, eventsRoot, stateRoot, previousAppHash, appHash, seal, ...rest] = frames ?? [];
  if (!first || !eventsRoot || !stateRoot || !previousAppHash || !appHash || !seal) return undefined;
  const head = parseJson(textOf(first) ?? "");
  if (!isHead(head)) return undefined;
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

function isHead(json: unknown): json is Head {
  if (typeof json !== "object" || json === null) return false;
  const { time, transactions, outcomes, notices } = json as Partial<Head>;
  return (
    Number.isSafeInteger(time) &&
    Number.isSafeInteger(transactions) &&
    Number(transactions) >= 0 &&
    Array.isArray(outcomes) &&
    outcomes.every((outcome) => typeof outcome === "object" && outcome !== null) &&
    (notices === undefined || Array.isArray(notices))
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

/** Undefined when they do not end where the body ends. */
function framesOf(body: Uint8Array): Uint8Array[] | undefined {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const frames: Uint8Array[] = [];
  let at = 0;
  while (at + 4 <= body.length) {
    const length = view.getUint32(at);
    frames.push(body.slice(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return at === body.length ? frames : undefined;
}
