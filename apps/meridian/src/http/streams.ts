import type { ServerResponse } from "node:http";
import { asHeight, type Height } from "@meridian/base/ids";
import type { RecordedBlock, RecordedBlocks } from "@meridian/projector/projector";
import { eventFor } from "./audience.ts";
import type { HttpOptions } from "./gateway.ts";
import type { Follower } from "./reader.ts";

const STREAMS_MAX = 1_000;
const SLOW_READER_MILLISECONDS = 10_000;
const HEARTBEAT_MILLISECONDS = 15_000;
const CLOSING_MILLISECONDS = 500;
const BLOCKS_PER_READ = 32;

/** What streams need of a node. */
export type BlockSource = {
  readonly height: Height;
  readonly history: RecordedBlocks;
  onBlock(listener: () => void): () => void;
};

/** Whom a stream is for. */
type Audience = Pick<Follower, "told" | "stands">;

type StreamsOptions = Pick<HttpOptions, "streamsMax" | "slowReaderMilliseconds" | "heartbeatMilliseconds">;

type Stream = { readonly response: ServerResponse; wake: () => void };

/**
 * Blocks as server-sent events (HTML Standard, section 9.2). Every stream goes through history at its own pace, so
 * nothing is buffered for it beyond what the socket holds; one whose reader does not keep up is cut, and comes back with
 * Last-Event-ID. One whose reader may no longer read, or has become somebody else to the ledger, ends before the next
 * block, and without one at the next heartbeat.
 */
export class Streams {
  readonly #node: BlockSource;
  readonly #most: number;
  readonly #slow: number;
  readonly #open = new Set<Stream>();
  readonly #unsubscribe: () => void;
  readonly #heartbeat: NodeJS.Timeout;
  /** What strangers are told of the latest block, written once for all of them. */
  #latest: { readonly height: Height; readonly text: string } | undefined;
  #closed = false;

  constructor(node: BlockSource, { streamsMax, slowReaderMilliseconds, heartbeatMilliseconds }: StreamsOptions) {
    this.#node = node;
    this.#most = streamsMax ?? STREAMS_MAX;
    this.#slow = slowReaderMilliseconds ?? SLOW_READER_MILLISECONDS;
    this.#unsubscribe = node.onBlock(() => {
      for (const stream of this.#open) stream.wake();
    });
    this.#heartbeat = setInterval(() => {
      for (const { response, wake } of this.#open) {
        if (!response.writableNeedDrain) response.write(": beat\n\n");
        wake();
      }
    }, heartbeatMilliseconds ?? HEARTBEAT_MILLISECONDS);
    this.#heartbeat.unref();
  }

  get open(): number {
    return this.#open.size;
  }

  get isFull(): boolean {
    return this.#closed || this.#open.size >= this.#most;
  }

  /** Writes blocks from a height on until either side ends. The head must have been written. */
  async serve(response: ServerResponse, audience: Audience, from: Height): Promise<void> {
    const stream: Stream = { response, wake: () => {} };
    this.#open.add(stream);
    response.on("close", () => stream.wake());
    response.on("error", () => response.destroy());
    try {
      response.write("retry: 1000\n\n");
      await this.#follow(stream, audience, from);
    } finally {
      this.#open.delete(stream);
      response.end();
    }
  }

  /** Ends all streams; their readers come back to whoever serves next. */
  close(): void {
    this.#closed = true;
    clearInterval(this.#heartbeat);
    this.#unsubscribe();
    for (const { wake } of this.#open) wake();
    // Who does not even read that it is over is not waited for.
    const cut = [...this.#open].map(({ response }) => response);
    setTimeout(() => {
      for (const response of cut) response.destroy();
    }, CLOSING_MILLISECONDS).unref();
  }

  async #follow(stream: Stream, { told, stands }: Audience, from: Height): Promise<void> {
    const { response } = stream;
    let next = from;
    const isOver = (): boolean => this.#closed || response.destroyed;
    for (;;) {
      if (!(await stands()) || isOver()) return;
      // Nothing comes between these looks and the promise, so neither a block nor the end is slept through.
      if (next > this.#node.height) {
        await new Promise<void>((resolve) => {
          stream.wake = resolve;
        });
        stream.wake = () => {};
        continue;
      }
      const blocks = await this.#node.history.read(next, BLOCKS_PER_READ);
      for (const block of blocks) {
        if (!(await stands()) || isOver()) return;
        if (!response.write(this.#textOf(block, told)) && !(await this.#drained(stream))) {
          response.destroy();
          return;
        }
        next = asHeight(block.height + 1);
      }
    }
  }

  /** Whether the reader took what was written, in time. */
  #drained({ response }: Stream): Promise<boolean> {
    return new Promise((resolve) => {
      const finish = (taken: boolean): void => {
        clearTimeout(timer);
        response.off("drain", drained);
        response.off("close", closed);
        resolve(taken);
      };
      const drained = (): void => finish(true);
      const closed = (): void => finish(false);
      const timer = setTimeout(closed, this.#slow);
      response.on("drain", drained);
      response.on("close", closed);
    });
  }

  #textOf(block: RecordedBlock, ids: readonly string[]): string {
    if (ids.length > 0) return textOf(block, ids);
    if (this.#latest?.height !== block.height) this.#latest = { height: block.height, text: textOf(block, ids) };
    return this.#latest.text;
  }
}

function textOf({ height, time, events }: RecordedBlock, ids: readonly string[]): string {
  const data = { height, time, events: events.map((recorded) => eventFor(ids, recorded)) };
  return `id: ${height}\nevent: block\ndata: ${JSON.stringify(data)}\n\n`;
}
