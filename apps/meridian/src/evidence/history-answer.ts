import { asHeight, type Height } from "@meridian/base/ids";
import { decodeWithoutIds } from "@meridian/ledger/block-codec";
import { BLOCK_FRAME_MAX, blockFrame } from "@meridian/ledger/snapshot";
import type { StoredBlock } from "@meridian/ledger/state-store";
import type { Validator } from "@meridian/proof/comet/validators";
import { decodeSeal, decodeValidators, encodeSeal, encodeValidators, type Seals } from "@meridian/proof/seal";
import type { BackfillFault, OlderBlock } from "./backfill.ts";

/**
 * Whole blocks as one member's node gives them to another's (`GET /v1/history`). Integers are big-endian.
 *
 *     answer = entry, for falling heights without a gap
 *     entry  = bytes (4) | block as in a snapshot, its seal in it | bytes (4) | the validator set that signed it
 *
 * The set is left out (0 bytes) where it is that of the entry before.
 */

/** A node gives no further block once it has given so much. */
const ANSWER_BYTES = 4 * 1_024 * 1_024;
/** Ten thousand validators. */
const SET_BYTES_MAX = 4 * 1_024 * 1_024;
const LENGTH_BYTES = 4;

type History = { block(height: Height): StoredBlock | undefined };

/** Entries from a height down to `lowest`, or as many of them as fit; at least one, if its block and seal are here. */
export function* historyAnswer(history: History, seals: Seals, from: Height, lowest: number): Generator<Uint8Array> {
  let lastSet = "";
  let sent = 0;
  for (let at: number = from; at >= lowest && sent < ANSWER_BYTES; at--) {
    const block = history.block(asHeight(at));
    const seal = seals.at(at);
    if (block === undefined || seal === undefined) return;
    const frame = blockFrame({ ...block, seal: encodeSeal(seal) });
    const hash = Buffer.from(seal.header.validatorsHash).toString("hex");
    const validators = hash === lastSet ? undefined : seals.validatorsOf(seal.header.validatorsHash);
    lastSet = hash;
    const set = validators === undefined ? new Uint8Array() : encodeValidators(validators);
    const length = new Uint8Array(LENGTH_BYTES);
    new DataView(length.buffer).setUint32(0, set.length);
    sent += frame.length + length.length + set.length;
    yield Buffer.concat([frame, length, set]);
  }
}

type Trouble = Extract<BackfillFault["what"], "malformed" | "too-long" | "broken-off">;

/**
 * Reads an answer as it comes, for heights from `from` down, and holds one block of it at a time. What a stranger sent may
 * be anything: the last thing that comes out says what is wrong with it, if something is.
 */
export async function* readHistory(
  body: AsyncIterable<Uint8Array>,
  from: Height,
  most: number,
): AsyncGenerator<OlderBlock | Trouble> {
  const incoming = new Incoming(body);
  let validators: readonly Validator[] | undefined;
  try {
    for (let at: number = from; ; at--) {
      const isEnough = at <= from - most || at < 1;
      const frame = await incoming.frame(isEnough ? 0 : BLOCK_FRAME_MAX);
      if (frame === "end") return;
      if (isEnough) return yield "too-long";
      if (typeof frame === "string") return yield frame;
      const set = await incoming.frame(SET_BYTES_MAX);
      if (typeof set === "string") return yield set === "end" ? "broken-off" : set;
      if (set.length > 0) validators = decodeValidators(set);
      const block = decodeWithoutIds(asHeight(at), frame);
      const seal = block && decodeSeal(block.seal);
      if (block === undefined || seal === undefined) return yield "malformed";
      yield { block, seal, validators };
    }
  } finally {
    await incoming.close();
  }
}

/** Bytes as they come over a connection that may break at any of them. */
class Incoming {
  readonly #body: AsyncIterator<Uint8Array>;
  #chunks: Uint8Array[] = [];
  #held = 0;

  constructor(body: AsyncIterable<Uint8Array>) {
    this.#body = body[Symbol.asyncIterator]();
  }

  async frame(most: number): Promise<Uint8Array | Trouble | "end"> {
    try {
      const head = await this.#take(LENGTH_BYTES);
      if (head.length === 0) return "end";
      if (head.length < LENGTH_BYTES) return "broken-off";
      const length = new DataView(head.buffer, head.byteOffset).getUint32(0);
      if (length > most) return "too-long";
      const frame = await this.#take(length);
      return frame.length < length ? "broken-off" : frame;
    } catch {
      return "broken-off";
    }
  }

  /** Reads no more, whatever is still to come. */
  async close(): Promise<void> {
    try {
      await this.#body.return?.();
    } catch {
      // It is broken already.
    }
  }

  /** So many bytes, or what there is when no more come. */
  async #take(count: number): Promise<Uint8Array> {
    while (this.#held < count) {
      const { done, value } = await this.#body.next();
      if (done === true) break;
      this.#chunks.push(value);
      this.#held += value.length;
    }
    const all = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
    const taken = new Uint8Array(all?.subarray(0, count) ?? []);
    const rest = all?.subarray(count) ?? new Uint8Array();
    this.#chunks = rest.length === 0 ? [] : [rest];
    this.#held = rest.length;
    return taken;
  }
}
