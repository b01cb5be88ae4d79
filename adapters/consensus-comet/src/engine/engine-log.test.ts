import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { failureIn, folding, lineReader, readLine } from "./engine-log.ts";

const line = (fields: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ ts: "2026-01-01T00:00:00Z", ...fields });
const error = (message: string, err?: string, module = "consensus"): string =>
  line({ _msg: message, level: "error", module, ...(err === undefined ? {} : { err }) });

const codeOf = (text: string): string | undefined => {
  const read = readLine(text);
  return read && failureIn(read)?.code;
};

const AHEAD =
  "block time 2026-01-01 01:00:00 +0000 UTC is too far in the future (wall clock 2026-01-01 00:00:00 +0000 UTC + tolerance 1m0s)";
const WRONG_HASH = "wrong Block.Header.AppHash.  Expected AA01, got BB02";

describe("the engine's log", () => {
  const table: readonly (readonly [what: string, text: string, code: string | undefined])[] = [
    [
      "one wrong proposal",
      error("prevote step: consensus deems this block invalid; prevoting nil", WRONG_HASH),
      undefined,
    ],
    [
      "a wrong block that was decided on",
      error("CONSENSUS FAILURE!!!", `precommit step; +2/3 prevoted for an invalid block: ${WRONG_HASH}`),
      "state-differs",
    ],
    [
      "a wrong block with a good commit while catching up",
      error("Error in validation", WRONG_HASH, "blocksync"),
      "state-differs",
    ],
    [
      "a false commit while catching up",
      error("Error in validation", "wrong signature (#1): AA", "blocksync"),
      undefined,
    ],
    [
      "other results",
      error(
        "CONSENSUS FAILURE!!!",
        "+2/3 committed an invalid block: wrong Block.Header.LastResultsHash.  Expected AA, got BB",
      ),
      "state-differs",
    ],
    [
      "blocks of a newer version",
      error(
        "CONSENSUS FAILURE!!!",
        "+2/3 committed an invalid block: wrong Block.Header.Version. Expected {11 1}, got {11 2}",
      ),
      "software-outdated",
    ],
    [
      "a vote of its own that it did not cast",
      error("found conflicting vote from ourselves; did you unsafe_reset a validator?"),
      "key-used-elsewhere",
    ],
    [
      "an application ahead of the blocks",
      "ERROR: failed to create node: error during handshake: error on replay: app block height (7) is higher than core (3)",
      "folders-disagree",
    ],
    [
      "an application that went away",
      error("CONSENSUS FAILURE!!!", "failed to apply block; error write unix @->/x/abci.sock: write: broken pipe"),
      undefined,
    ],
    [
      "a full disk",
      error(
        "CONSENSUS FAILURE!!!",
        "failed to write {0xc0001 } msg to consensus WAL due to write /x/wal: no space left on device; check your file system and restart the node",
      ),
      "disk-refuses",
    ],
    ["a full disk at the start", "panic: write /x/data/blockstore.db: no space left on device", "disk-refuses"],
    [
      "a proposal from the future",
      error("prevote step: consensus deems this block invalid; prevoting nil", AHEAD),
      undefined,
    ],
    [
      "a block from the future that was decided on",
      error("CONSENSUS FAILURE!!!", `precommit step; +2/3 prevoted for an invalid block: ${AHEAD}`),
      "clock-behind",
    ],
    [
      "a block from the future that was committed",
      error("CONSENSUS FAILURE!!!", `+2/3 committed an invalid block: ${AHEAD}`),
      "clock-behind",
    ],
    [
      "a block from the future with a good commit while catching up",
      error("Error in validation", AHEAD, "blocksync"),
      "clock-behind",
    ],
    [
      "a block that is not later than its predecessor while catching up",
      error("Error in validation", "block time X not greater than last block time Y", "blocksync"),
      undefined,
    ],
    [
      "a snapshot for which there is no room",
      error("State sync failed", "failed to create chunk queue: mkdir /x: no space left on device", "statesync"),
      "disk-refuses",
    ],
    [
      "a snapshot that was given up once",
      error("State sync failed", "no witnesses connected. please reset light client", "statesync"),
      undefined,
    ],
    [
      "any other end of consensus",
      error("CONSENSUS FAILURE!!!", "runtime error: index out of range"),
      "consensus-failure",
    ],
    ["a peer that leaves", error("Stopping peer for error", "EOF", "p2p"), undefined],
    [
      "blocks that are gone while the state is there",
      "panic: state.AppHash does not match AppHash after replay. Got AA01, expected .",
      "folders-disagree",
    ],
    ["an ordinary line", line({ _msg: "Started node", level: "info", module: "main" }), undefined],
    ["a port in use", "ERROR: failed to start node: listen tcp 127.0.0.1:1: bind: address already in use", undefined],
  ];
  for (const [what, text, code] of table)
    it(`${code === undefined ? "does not end over" : `says ${code} of`} ${what}`, () => same(codeOf(text), code));

  it("tells own and decided hash apart", () => {
    const failures = [
      error("CONSENSUS FAILURE!!!", WRONG_HASH),
      "panic: block.AppHash does not match AppHash after replay. Got AA01, expected BB02.",
      "ERROR: latest CometBFT block (9) LastAppHash (BB02) does not match app's AppHash (AA01)",
    ].map((text) => {
      const read = readLine(text);
      const failure = read && failureIn(read);
      return failure?.code === "state-differs" ? [failure.own, failure.expected] : [];
    });
    same(failures, Array(3).fill(["AA01", "BB02"]));
  });

  it("joins a sentence that goes on in the next line, and leaves out the stacks after it", () => {
    const read = lineReader();
    const lines = [
      "panic: state.AppHash does not match AppHash after replay. Got",
      "AA01, expected BB02.",
      "goroutine 1 [running]:",
      "main.main()",
    ];
    const [failure, ...more] = lines.map(read).filter((each) => each !== undefined);
    same(failure && failureIn(failure)?.code, "state-differs");
    same(more, []);
  });

  it("repeats a sentence once a minute with how often it came, without transactions and stacks", () => {
    const told: unknown[] = [];
    let now = 0;
    const fold = folding(
      (level, message, data) => told.push([level, message, data]),
      () => now,
    );
    for (const at of [0, 10, 20, 60_000]) {
      now = at;
      const read = readLine(
        line({ _msg: "rejected", level: "error", module: "mempool", tx: "AAAA", stack: "x", height: at }),
      );
      if (read !== undefined) fold(read);
    }
    same(told, [
      ["warn", "engine: rejected", { module: "mempool", height: 0 }],
      ["warn", "engine: rejected", { module: "mempool", height: 60_000, repeated: 2 }],
    ]);
  });
});
