/**
 * ABCI over a socket (CometBFT libs/protoio): each message is its length as an unsigned varint, then so many bytes of
 * protobuf. There is no other envelope.
 */

/** The stream is not ABCI, or announces more than is taken in. Nothing after it can be made sense of. */
export class FramingError extends Error {
  override readonly name = "FramingError";
}

/** Bytes of a varint below 2^35. */
const VARINT_BYTES_MAX = 5;

const varintLength = (value: number): number => {
  let length = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) length++;
  return length;
};

/** Any number of messages as one buffer, so that one write carries them all. */
export function framed(messages: readonly Uint8Array[]): Buffer {
  let total = 0;
  for (const { length } of messages) total += varintLength(length) + length;
  const whole = Buffer.allocUnsafe(total);
  let at = 0;
  for (const message of messages) {
    let rest = message.length;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) whole[at++] = (rest % 0x80) | 0x80;
    whole[at++] = rest;
    whole.set(message, at);
    at += message.length;
  }
  return whole;
}

/**
 * Turns a stream of chunks into messages, wherever the chunks end. A message inside one chunk is a view of it; one that
 * spans several is copied once.
 */
export class FrameReader {
  readonly #most: number;
  #head = 0;
  #headBytes = 0;
  /** The message under way, once its length is known, and how much of it is there. */
  #body: Buffer | undefined;
  #filled = 0;

  /** @param most - bytes of one message */
  constructor(most: number) {
    this.#most = most;
  }

  /** The messages that this chunk completes. Throws `FramingError`. */
  *read(chunk: Buffer): Generator<Uint8Array> {
    let at = 0;
    while (at < chunk.length) {
      if (this.#body === undefined) {
        const length = this.#readHead(chunk[at++] as number);
        if (length === undefined) continue;
        if (length <= chunk.length - at) {
          yield chunk.subarray(at, at + length);
          at += length;
          continue;
        }
        this.#body = Buffer.allocUnsafeSlow(length);
        this.#filled = 0;
      }
      const body = this.#body;
      const copied = chunk.copy(body, this.#filled, at);
      this.#filled += copied;
      at += copied;
      if (this.#filled < body.length) return;
      this.#body = undefined;
      yield body;
    }
  }

  /** The length that this byte completes. */
  #readHead(byte: number): number | undefined {
    this.#head += (byte & 0x7f) * 2 ** (7 * this.#headBytes++);
    if (byte >= 0x80 && this.#headBytes < VARINT_BYTES_MAX) return undefined;
    const length = this.#head;
    if (byte >= 0x80 || length > this.#most) throw new FramingError(`a message of more than ${this.#most} bytes`);
    this.#head = 0;
    this.#headBytes = 0;
    return length;
  }
}
