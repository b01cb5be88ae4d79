import { Worker } from "node:worker_threads";
import { assertNever } from "@meridian/base/invariant";
import { Request, Response } from "cosmjs-types/tendermint/abci/types";
import type { Log } from "../ports.ts";
import { FrameReader, FramingError, framed } from "./framing.ts";
import { type Handlers, KINDS } from "./handlers.ts";
import type { Heard, RelayData, Told } from "./relay-messages.ts";

/** A block of the greatest size with its commit, or a chunk of a snapshot (at most 16 MB), with room to spare. */
const MESSAGE_BYTES_MAX = 33_554_432;
/** Of questions that were not looked at or not answered yet, per connection; then reading waits, and the engine with it. */
const UNANSWERED_BYTES_MAX = 16_777_216;
const UNREAD_BYTES_MAX = MESSAGE_BYTES_MAX + UNANSWERED_BYTES_MAX;
/** As many again as fill a mempool, in small ones: what a question takes here is many times its bytes. */
const UNANSWERED_MAX = 4_096;

export type AbciServerOptions = {
  readonly handlers: Handlers;
  readonly log: Log;
  /** A handler threw. Nothing is answered any more; the node must stop. */
  readonly onFailure: (error: Error) => void;
  /** The engine has connected, or its last connection has ended. */
  readonly onEngine?: (connected: boolean) => void;
};

/** A question's place in the row of answers. */
type Place = { answer: Uint8Array | undefined; readonly bytes: number };

/**
 * The application's side of an ABCI socket. The engine opens four connections and asks on each without waiting;
 * answers go back in the order of the questions, per connection, and what is answered in one turn goes in one write.
 */
export class AbciServer {
  readonly #options: AbciServerOptions;
  readonly #connections = new Map<number, Connection>();
  #relay: Worker | undefined;
  #failed = false;

  constructor(options: AbciServerOptions) {
    this.#options = options;
  }

  /** Listens on a unix socket, in a thread of its own that reads whatever this one is busy with. */
  async listen(path: string): Promise<void> {
    const relay = new Worker(new URL("./relay-thread.ts", import.meta.url), {
      workerData: { path, unreadBytesMax: UNREAD_BYTES_MAX } satisfies RelayData,
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
    });
    this.#relay = relay;
    await new Promise<void>((resolve, reject) => {
      relay.on("error", (error) => {
        reject(error);
        this.#fail(errorOf(error));
      });
      relay.on("message", (heard: Heard) => {
        if (heard.type === "listening") resolve();
        else if (heard.type === "deaf") reject(new Error(heard.error));
        else this.#hear(heard);
      });
    });
  }

  async close(): Promise<void> {
    const relay = this.#relay;
    if (relay === undefined) return;
    this.#relay = undefined;
    for (const connection of this.#connections.values()) connection.end();
    const gone = new Promise((resolve) => relay.once("exit", resolve));
    relay.postMessage({ type: "stop" } satisfies Told);
    await gone;
  }

  #hear(heard: Exclude<Heard, { readonly type: "listening" | "deaf" }>): void {
    const { connection: id } = heard;
    switch (heard.type) {
      case "opened":
        this.#accept(id);
        break;
      case "data":
        this.#connections.get(id)?.hear(heard.bytes);
        break;
      case "closed":
        if (heard.error !== undefined)
          this.#options.log("warn", "a connection of the engine broke", { error: heard.error });
        this.#connections.get(id)?.closed();
        this.#connections.delete(id);
        if (this.#connections.size === 0) this.#options.onEngine?.(false);
        break;
      default:
        assertNever(heard);
    }
  }

  #accept(id: number): void {
    const relay = this.#relay;
    const tell = (told: Told, transfer: ArrayBuffer[] = []): void => relay?.postMessage(told, transfer);
    if (this.#failed) {
      tell({ type: "destroy", connection: id });
      return;
    }
    const wire: Wire = {
      write: (bytes) => tell({ type: "write", connection: id, bytes }, [bytes.buffer]),
      taken: (bytes) => tell({ type: "taken", connection: id, bytes }),
      end: () => tell({ type: "end", connection: id }),
      destroy: () => tell({ type: "destroy", connection: id }),
    };
    this.#connections.set(id, new Connection(wire, this.#options, (error) => this.#fail(error)));
    if (this.#connections.size === 1) this.#options.onEngine?.(true);
  }

  #fail(error: Error): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#options.log("error", "the application failed; engine and node stop", { error: error.message });
    for (const connection of this.#connections.values()) connection.end(error);
    this.#options.onFailure(error);
  }
}

/** A connection of the engine's, as far as who answers drives it. `taken`: so many bytes need no more room. */
type Wire = {
  readonly write: (bytes: Uint8Array<ArrayBuffer>) => void;
  readonly taken: (bytes: number) => void;
  readonly end: () => void;
  readonly destroy: () => void;
};

class Connection {
  readonly #wire: Wire;
  readonly #options: AbciServerOptions;
  readonly #fail: (error: Error) => void;
  readonly #reader = new FrameReader(MESSAGE_BYTES_MAX);
  readonly #places: Place[] = [];
  /** Chunks that came and were not taken apart yet, and the messages of the one that is. */
  readonly #heard: Buffer[] = [];
  #messages: Iterator<Uint8Array> | undefined;
  /** Bytes of the questions in `#places`. */
  #unanswered = 0;
  /** Bytes that were heard and whose room was not given back yet. */
  #held = 0;
  #writing = false;
  #ended = false;

  constructor(wire: Wire, options: AbciServerOptions, fail: (error: Error) => void) {
    this.#wire = wire;
    this.#options = options;
    this.#fail = fail;
  }

  closed(): void {
    this.#ended = true;
  }

  /** With an error: tells it to the engine, which then stops itself. */
  end(error?: Error): void {
    const already = this.#ended;
    this.#ended = true;
    if (error === undefined) this.#wire.destroy();
    else if (!already) {
      this.#wire.write(owned(framed([Response.encode({ exception: { error: error.message } }).finish()])));
      this.#wire.end();
    }
  }

  hear({ buffer, byteOffset, length }: Uint8Array<ArrayBuffer>): void {
    this.#held += length;
    this.#heard.push(Buffer.from(buffer, byteOffset, length));
    this.#goOn();
  }

  /** Takes what was heard as long as there is room for more questions; answers make room. */
  #goOn(): void {
    try {
      for (let more = true; more && !this.#ended; ) {
        more = false;
        while (!this.#ended && this.#places.length < UNANSWERED_MAX && this.#unanswered <= UNANSWERED_BYTES_MAX) {
          const message = this.#next();
          if (message === undefined) break;
          this.#take(message);
          more = true;
        }
        this.#write();
      }
    } catch (error) {
      this.#drop(error);
    }
    this.#breathe();
  }

  #next(): Uint8Array | undefined {
    for (;;) {
      const message = this.#messages?.next();
      if (message !== undefined && !message.done) return message.value;
      const chunk = this.#heard.shift();
      this.#messages = chunk && this.#reader.read(chunk);
      if (chunk === undefined) return undefined;
    }
  }

  #take(message: Uint8Array): void {
    const place: Place = { answer: undefined, bytes: message.length };
    this.#places.push(place);
    this.#unanswered += message.length;
    const request = decode(message);
    if (request.flush !== undefined) place.answer = FLUSHED;
    else if (request.echo !== undefined)
      place.answer = Response.encode({ echo: { message: request.echo.message } }).finish();
    else this.#ask(request, place);
  }

  #ask(request: Request, place: Place): void {
    const kind = KINDS.find((name) => request[name] !== undefined);
    if (kind === undefined) throw new FramingError("a question that ABCI 2.0 does not have");
    try {
      // One question in, one answer of the same kind out: what TypeScript can't follow across the union.
      const handle = this.#options.handlers[kind] as (asked: unknown) => unknown;
      const answered = handle.call(this.#options.handlers, request[kind]);
      if (answered instanceof Promise)
        answered.then(
          (answer) => this.#answerLater(place, kind, answer),
          (error: unknown) => this.#fail(errorOf(error)),
        );
      else place.answer = encode(kind, answered);
    } catch (error) {
      this.#fail(errorOf(error));
    }
  }

  /** Answers that become known in one turn go in one write. */
  #answerLater(place: Place, kind: keyof Handlers, answer: unknown): void {
    place.answer = encode(kind, answer);
    if (this.#writing || this.#ended) return;
    this.#writing = true;
    setImmediate(() => {
      this.#writing = false;
      this.#write();
      this.#goOn();
    });
  }

  #write(): void {
    if (this.#ended) return;
    const ready: Uint8Array[] = [];
    for (const { answer, bytes } of this.#places) {
      if (answer === undefined) break;
      ready.push(answer);
      this.#unanswered -= bytes;
    }
    if (ready.length === 0) return;
    this.#places.splice(0, ready.length);
    this.#wire.write(owned(framed(ready)));
  }

  /** Gives room back once all that was heard is taken, or waits until the application has given some answers. */
  #breathe(): void {
    if (this.#ended || this.#heard.length > 0 || this.#messages !== undefined || this.#held === 0) return;
    if (this.#unanswered > UNANSWERED_BYTES_MAX) return;
    this.#wire.taken(this.#held);
    this.#held = 0;
  }

  #drop(error: unknown): void {
    this.#options.log("error", "a connection is closed: it does not speak ABCI", { error: errorOf(error).message });
    this.#ended = true;
    this.#wire.destroy();
  }
}

/** What leaves this thread is given away, so it must be a buffer of its own. */
const owned = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  bytes.byteLength === bytes.buffer.byteLength && bytes.buffer instanceof ArrayBuffer
    ? (bytes as Uint8Array<ArrayBuffer>)
    : new Uint8Array(bytes);

const FLUSHED = Response.encode({ flush: {} }).finish();

function decode(message: Uint8Array): Request {
  try {
    return Request.decode(message);
  } catch (error) {
    throw new FramingError(`not a request: ${errorOf(error).message}`);
  }
}

/** Of CheckTx there are five answers (`checkAnswer`), and an engine that is flooded asks for nothing else. */
const encodedChecks = new WeakMap<object, Uint8Array>();

function encode(kind: keyof Handlers, answer: unknown): Uint8Array {
  if (kind !== "checkTx") return Response.encode({ [kind]: answer } as unknown as Response).finish();
  const known = encodedChecks.get(answer as object);
  if (known !== undefined) return known;
  // A copy, because what was encoded is a view of a pool.
  const encoded = new Uint8Array(Response.encode({ [kind]: answer } as unknown as Response).finish());
  encodedChecks.set(answer as object, encoded);
  return encoded;
}

const errorOf = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
