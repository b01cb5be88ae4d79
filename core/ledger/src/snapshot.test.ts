import { ok, deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { concat, toHex, utf8 } from "@meridian/base/bytes";
import { asHeight, asSeconds } from "@meridian/base/ids";
import fc from "fast-check";
import {
  blockFrame,
  Cutter,
  decodeMetadata,
  encodeMetadata,
  isPiece,
  PIECE_BYTES,
  type Read,
  recordFrame,
  type SnapshotHead,
  StreamReader,
  snapshotHashOf,
} from "./snapshot.ts";
import { snapshotVectors } from "./snapshot.vectors.ts";
import type { StoredBlock } from "./state-store.ts";

const fill = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
const block: StoredBlock = {
  height: asHeight(7),
  time: asSeconds(1_700_000_007),
  transactions: [utf8("a transaction"), Uint8Array.of(0, 255)],
  notices: [{ type: "duplicate-vote", validator: "00", height: asHeight(6), time: asSeconds(1_700_000_006) }],
  ids: [],
  outcomes: [
    { status: "committed", events: 1 },
    { status: "rejected", command: 0, rejection: { code: "ledger/malformed", at: "transaction" } },
  ],
  events: [utf8('{"domain":"purse"}')],
  eventsRoot: fill(1),
  stateRoot: fill(2),
  previousAppHash: fill(3),
  appHash: fill(4),
  seal: utf8("seal"),
};
const records = [
  { key: "purse/a", value: utf8('{"sum":1}') },
  { key: "purse/脉", value: utf8('{"sum":2}') },
];
const frames = [...records.map(recordFrame), blockFrame(block)];

function cut(stream: readonly Uint8Array[], head: Pick<SnapshotHead, "height" | "from" | "records">) {
  const pieces: Uint8Array[] = [];
  const cutter = new Cutter((piece) => pieces.push(piece.slice()));
  for (const frame of stream) cutter.push(frame);
  return { pieces, head: { ...head, ...cutter.end() } };
}
const small = cut(frames, { height: asHeight(7), from: asHeight(7), records: 2 });

function readOf(head: SnapshotHead, pieces: readonly Uint8Array[]): readonly Read[] | undefined {
  const reads: Read[] = [];
  const reader = new StreamReader(head);
  for (const piece of pieces) if (!reader.push(piece, (read) => reads.push(read) > 0)) return undefined;
  return reader.isComplete ? reads : undefined;
}

describe("a snapshot's bytes", () => {
  it("are what they always were: nodes of one network must make and read the same (ADR-17)", () => {
    const metadata = encodeMetadata(small.head);
    same(
      {
        stream: toHex(concat(...frames)),
        metadata: toHex(metadata),
        hash: toHex(snapshotHashOf(metadata)),
      },
      snapshotVectors,
    );
  });

  it("give back records and blocks, without what only the engine told", () => {
    const { notices: _notices, ids: _ids, ...rest } = block;
    same(readOf(small.head, small.pieces), [{ record: records[0] }, { record: records[1] }, { block: rest }]);
    const read = decodeMetadata(encodeMetadata(small.head));
    same(read && toHex(encodeMetadata(read)), toHex(encodeMetadata(small.head)));
    same(isPiece(small.head, 0, small.pieces[0] ?? fill(0)), true);
  });

  it("come back whole wherever they are cut", () =>
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 600 }), { maxLength: 6 }), (places) => {
        const stream = concat(...frames);
        const at = [...places.map((place) => place % stream.length), 0, stream.length].sort((a, b) => a - b);
        const parts = at.slice(1).map((end, i) => stream.subarray(at[i], end));
        same(readOf(small.head, parts)?.length, 3);
      }),
    ));

  it("are cut into pieces of 4 MiB, whatever the frames", () => {
    const many = Array.from({ length: 40 }, (_, i) => recordFrame({ key: `k/${100 + i}`, value: fill(i) }));
    const big = recordFrame({ key: "z/1", value: new Uint8Array(262_144) });
    const { pieces, head } = cut([...many, ...Array.from({ length: 33 }, () => big)], {
      height: asHeight(9),
      from: asHeight(9),
      records: 73,
    });
    same(
      pieces.map(({ length }) => length),
      [PIECE_BYTES, PIECE_BYTES, head.bytes - 2 * PIECE_BYTES],
    );
  });
});

describe("a stream that no node writes", () => {
  const headOf = (change: Partial<SnapshotHead>): SnapshotHead => ({ ...small.head, ...change });
  const [first, second] = records.map(recordFrame) as [Uint8Array, Uint8Array];
  const framed = blockFrame(block);
  const whole = concat(...frames);
  const cases: readonly (readonly [string, SnapshotHead, readonly Uint8Array[]])[] = [
    ["records out of order", small.head, [second, first, framed]],
    ["a record twice", small.head, [first, first, framed]],
    ["a record too few", headOf({ records: 3 }), frames],
    ["a block too few", headOf({ height: asHeight(8) }), frames],
    ["a block too many", small.head, [...frames, framed]],
    ["an end too early", small.head, [whole.subarray(0, whole.length - 1)]],
    ["bytes behind the end", small.head, [...frames, Uint8Array.of(0)]],
    ["a key of no bytes", small.head, [Uint8Array.of(0, 0, 0, 0, 0, 0)]],
    ["a key of more bytes than any", small.head, [Uint8Array.of(255, 255)]],
    ["a value larger than a record may be", small.head, [Uint8Array.of(0, 1, 97, 255, 255, 255, 255)]],
    ["a key that is no text", small.head, [Uint8Array.of(0, 1, 255, 0, 0, 0, 0), second, framed]],
    ["a block larger than any", headOf({ records: 0 }), [Uint8Array.of(255, 255, 255, 255)]],
    ["another length than it says", headOf({ bytes: small.head.bytes + 1 }), frames],
  ];
  for (const [what, head, pieces] of cases) it(`is refused: ${what}`, () => same(readOf(head, pieces), undefined));

  it("is never read as the same when a byte of a block is another", () => {
    for (let at = 0; at < framed.length; at++)
      ok(readOf(small.head, [first, second, framed.with(at, (framed[at] ?? 0) ^ 1)]) === undefined, `byte ${at}`);
  });

  for (const [what, metadata] of [
    ["nothing", new Uint8Array()],
    ["no piece", encodeMetadata(headOf({ pieces: [] }))],
    ["half a piece", encodeMetadata(small.head).subarray(0, 48)],
    ["a window behind its height", encodeMetadata(headOf({ from: asHeight(8) }))],
    ["a window from genesis itself", encodeMetadata(headOf({ from: asHeight(0) }))],
    ["more bytes than its pieces hold", encodeMetadata(headOf({ bytes: PIECE_BYTES + 1 }))],
    ["fewer bytes than its pieces hold", encodeMetadata(headOf({ pieces: [fill(1), fill(2)] }))],
  ] as const)
    it(`has metadata that is refused: ${what}`, () => same(decodeMetadata(metadata), undefined));
});
