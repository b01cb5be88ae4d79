import { chmodSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { Request, Response } from "cosmjs-types/tendermint/abci/types";
import type { Log } from "../ports.ts";
import { FrameReader, FramingError, framed } from "./framing.ts";
import { type Handlers, KINDS } from "./handlers.ts";

/** A block of the greatest size with its commit, or a chunk of a snapshot (at most 16 MB), with room to spare. */
const MESSAGE_BYTES_MAX = 33_554_432;
/** Of questions that are not answered yet, per connection; then reading waits, and the engine with it. */
const UNANSWERED_BYTES_MAX = 16_777_216;

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
  readonly #server: Server;
  readonly #connections = new Set<Connection>();
  #path: string | undefined;
  #failed = false;

  constructor(options: AbciServerOptions) {
    this.#options = options;
    this.#server = createServer((socket) => this.#accept(socket));
  }

  /** Listens on a unix socket: the protocol knows no authentication but the rights to this file. */
  async listen(path: string): Promise<void> {
    rmSync(path, { force: true });
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(path, () => {
        this.#server.off("error", reject);
        resolve();
      });
    });
    this.#path = path;
    chmodSync(path, 0o600);
  }

  async close(): Promise<void> {
    for (const connection of this.#connections) connection.end();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
    if (this.#path !== undefined) rmSync(this.#path, { force: true });
  }

  #accept(socket: Socket): void {
    if (this.#failed) {
      socket.destroy();
      return;
    }
    const connection = new Connection(socket, this.#options, (error) => this.#fail(error));
    this.#connections.add(connection);
    if (this.#connections.size === 1) this.#options.onEngine?.(true);
    socket.once("close", () => {
      this.#connections.delete(connection);
      if (this.#connections.size === 0) this.#options.onEngine?.(false);
    });
  }

  #fail(error: Error): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#options.log("error", "the application failed; engine and node stop", { error: error.message });
    for (const connection of this.#connections) connection.end(error);
    this.#options.onFailure(error);
  }
}

class Connection {
  readonly #socket: Socket;
  readonly #options: AbciServerOptions;
  readonly #fail: (error: Error) => void;
  readonly #reader = new FrameReader(MESSAGE_BYTES_MAX);
  readonly #places: Place[] = [];
  #unanswered = 0;
  #writing = false;
  #ended = false;

  constructor(socket: Socket, options: AbciServerOptions, fail: (error: Error) => void) {
    this.#socket = socket;
    this.#options = options;
    this.#fail = fail;
    socket.on("data", (chunk: Buffer) => this.#hear(chunk));
    socket.on("drain", () => this.#breathe());
    socket.on("error", (error) => options.log("warn", "a connection of the engine broke", { error: error.message }));
    socket.on("close", () => {
      this.#ended = true;
    });
  }

  /** With an error: tells it to the engine, which then stops itself. */
  end(error?: Error): void {
    const already = this.#ended;
    this.#ended = true;
    if (error === undefined) this.#socket.destroy();
    else if (!already) this.#socket.end(framed([Response.encode({ exception: { error: error.message } }).finish()]));
  }

  #hear(chunk: Buffer): void {
    try {
      for (const message of this.#reader.read(chunk)) {
        if (this.#ended) return;
        this.#take(message);
      }
    } catch (error) {
      this.#drop(error);
    }
    this.#write();
    this.#breathe();
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
      this.#breathe();
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
    this.#socket.write(framed(ready));
  }

  /** Reads on, or waits until the engine has taken answers or the application has given some. */
  #breathe(): void {
    if (this.#ended) return;
    if (this.#unanswered > UNANSWERED_BYTES_MAX || this.#socket.writableNeedDrain) this.#socket.pause();
    else this.#socket.resume();
  }

  #drop(error: unknown): void {
    this.#options.log("error", "a connection is closed: it does not speak ABCI", { error: errorOf(error).message });
    this.#ended = true;
    this.#socket.destroy();
  }
}

const FLUSHED = Response.encode({ flush: {} }).finish();

function decode(message: Uint8Array): Request {
  try {
    return Request.decode(message);
  } catch (error) {
    throw new FramingError(`not a request: ${errorOf(error).message}`);
  }
}

const encode = (kind: keyof Handlers, answer: unknown): Uint8Array =>
  Response.encode({ [kind]: answer } as unknown as Response).finish();

const errorOf = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
