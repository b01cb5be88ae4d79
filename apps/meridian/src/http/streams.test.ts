import { rejects, deepStrictEqual as same, ok as yes } from "node:assert";
import type { ServerResponse } from "node:http";
import { Writable } from "node:stream";
import { describe, it } from "node:test";
import { asHeight, asSeconds } from "@meridian/base/ids";
import type { RecordedBlock } from "@meridian/projector/projector";
import { type BlockSource, Streams } from "./streams.ts";

const block = (height: number): RecordedBlock => ({ height: asHeight(height), time: asSeconds(1_000), events: [] });

/** A chain that grows when the test says so. */
function chain(height: number) {
  const state = { height: asHeight(height) };
  const listeners = new Set<() => void>();
  const source: BlockSource = {
    get height() {
      return state.height;
    },
    history: {
      read: async (from, limit) =>
        Array.from({ length: Math.max(0, Math.min(limit, state.height - from + 1)) }, (_, n) => block(from + n)),
    },
    onBlock: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const grow = (): void => {
    state.height = asHeight(state.height + 1);
    for (const listener of listeners) listener();
  };
  return { source, grow, listeners };
}

/** A connection whose other end takes everything, or nothing. */
function connection(takes: boolean) {
  const heights: number[] = [];
  const writable = new Writable({
    highWaterMark: 64,
    decodeStrings: false,
    write: (chunk: string, _encoding, done) => {
      const [, height] = /^id: (\d+)/.exec(chunk) ?? [];
      if (height !== undefined) heights.push(Number(height));
      if (takes) done();
    },
  });
  return { response: writable as unknown as ServerResponse, heights };
}

const anybody = { told: [], stands: async () => true };

/** Somebody who may read until the test says otherwise. */
function reader() {
  const state = { stands: true, looks: 0 };
  const stands = async (): Promise<boolean> => {
    state.looks++;
    return state.stands;
  };
  return { state, audience: { told: ["p-1"], stands } };
}

const soon = (): Promise<void> => new Promise((later) => setTimeout(later, 5));

describe("event streams", () => {
  it("go through history first, then along with the chain", async () => {
    const { source, grow } = chain(100);
    const streams = new Streams(source, {});
    const { response, heights } = connection(true);
    const served = streams.serve(response, anybody, asHeight(31));
    await soon();
    grow();
    grow();
    await soon();
    streams.close();
    await served;
    same(
      heights,
      Array.from({ length: 72 }, (_, n) => n + 31),
    );
    same(streams.open, 0);
  });

  it("cut a reader who does not take what is written, and keep nothing for it", async () => {
    const { source } = chain(10_000);
    const streams = new Streams(source, { slowReaderMilliseconds: 10 });
    const { response, heights } = connection(false);
    await streams.serve(response, anybody, asHeight(1));
    yes(response.destroyed);
    yes(heights.length <= 2);
    same(streams.open, 0);
    streams.close();
  });

  it("end when their reader goes away", async () => {
    const { source, grow } = chain(1);
    const streams = new Streams(source, {});
    const { response } = connection(true);
    const served = streams.serve(response, anybody, asHeight(1));
    await soon();
    response.destroy();
    grow();
    await served;
    same(streams.open, 0);
    streams.close();
  });

  it("end before the next block when their reader may no longer read; others go on", async () => {
    const { source, grow } = chain(3);
    const streams = new Streams(source, {});
    const [gone, other] = [connection(true), connection(true)];
    const { state, audience } = reader();
    const served = streams.serve(gone.response, audience, asHeight(1));
    void streams.serve(other.response, anybody, asHeight(1));
    await soon();
    state.stands = false;
    grow();
    await served;
    await soon();
    same([gone.heights, gone.response.writableEnded], [[1, 2, 3], true]);
    same([other.heights, streams.open], [[1, 2, 3, 4], 1]);
    streams.close();
  });

  it("end in the middle of history when their reader may no longer read", async () => {
    const { source } = chain(1_000);
    const streams = new Streams(source, {});
    const { response, heights } = connection(true);
    const stands = async (): Promise<boolean> => heights.length < 40;
    await streams.serve(response, { told: ["p-1"], stands }, asHeight(1));
    same(heights.length, 40);
    streams.close();
  });

  it("end at a heartbeat where no block comes", async () => {
    const { source } = chain(1);
    const streams = new Streams(source, { heartbeatMilliseconds: 5 });
    const { state, audience } = reader();
    const served = streams.serve(connection(true).response, audience, asHeight(1));
    await soon();
    state.stands = false;
    await served;
    same(streams.open, 0);
    streams.close();
  });

  it("end where nobody can tell who reads", async () => {
    const { source } = chain(1);
    const streams = new Streams(source, {});
    const { response, heights } = connection(true);
    const stands = (): Promise<boolean> => Promise.reject(new Error("the ledger does not answer"));
    await rejects(streams.serve(response, { told: ["p-1"], stands }, asHeight(1)));
    same([heights, response.writableEnded, streams.open], [[], true, 0]);
    streams.close();
  });

  it("are no more than allowed, and none once they are closed", async () => {
    const { source, listeners } = chain(1);
    const streams = new Streams(source, { streamsMax: 1 });
    same(streams.isFull, false);
    const served = streams.serve(connection(true).response, anybody, asHeight(1));
    same(streams.isFull, true);
    streams.close();
    await served;
    same([streams.isFull, listeners.size], [true, 0]);
  });
});
