import { ok as holds, strictEqual as is, deepStrictEqual as same } from "node:assert";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, it, mock } from "node:test";
import { asHeight, type OrganisationId } from "@meridian/base/ids";
import { canonicalText } from "@meridian/base/json";
import { Secret } from "@meridian/base/secret";
import type { Command } from "@meridian/kernel/transaction";
import { blockFrame } from "@meridian/ledger/snapshot";
import type { StoredBlock } from "@meridian/ledger/state-store";
import { encodeSeal, type Seal } from "@meridian/proof/seal";
import { writeSettings } from "../consortium/settings.ts";
import { readHistory } from "../evidence/history-answer.ts";
import { type HttpServer, startHttp } from "../http/server.ts";
import { Keystore } from "../keystore/keystore.ts";
import {
  issueTestPrescription,
  openTestNetwork,
  PATIENT,
  PHARMACY,
  publicKeyHexOf,
  seedOf,
  signerOf,
  staffTestNetwork,
  type TestNetwork,
} from "../node/test-network.conformance.ts";
import { type Ran, runs } from "./io.conformance.ts";
import { runCli } from "./run.ts";

/**
 * A chain that its members took over, the node of one member that lacks its first blocks, and another member's node, honest
 * or not, that has them.
 */
const root = mkdtempSync(join(tmpdir(), "meridian-cli-backfill-"));
const [old, joined] = [join(root, "old"), join(root, "joined")];
const COURT = "court" as OrganisationId;
/** Seats need keys that are points of the curve; nodes, twenty bytes. */
const SEATS = ["health-commission", COURT, "insurance-authority", "drug-authority"];

let network: TestNetwork;
let honest: HttpServer;
/** Height from which the member has blocks; the one below holds a transaction. */
let base = 10;
before(async () => {
  network = await openTestNetwork({ folder: old });
  await staffTestNetwork(network);
  await issueTestPrescription(network, "rx-1");
  await takenOver();
  honest = await startHttp({ node: network.node, port: 0, logLevel: "silent" });
  while (network.node.history.block(asHeight(base - 1))?.transactions.length === 0) base--;
  prepareJoined();
});
after(async () => {
  await honest?.close();
  await network?.close();
  rmSync(root, { recursive: true, force: true });
});

async function takenOver(): Promise<void> {
  const validators = SEATS.map((organisation, i) => ({
    ...{ organisation, publicKey: publicKeyHexOf(`seat of ${organisation}`), power: 10, control: organisation },
    nodes: [String(i).padStart(40, "0")],
  }));
  const rules = { doubleSigning: "remove", sharedControl: "refused" };
  const action = { domain: "validator", type: "open", validators, rules };
  const about = { domain: "governance", id: "together" };
  const deadline = Math.floor(Date.now() / 1_000) + 86_400;
  const proposal = { ...about, type: "propose", subject: "consortium", action, deadline } as Command;
  await network.commit([proposal], [COURT]);
  const vote = { ...about, type: "vote", choice: "yes" } as Command;
  for (const by of [...SEATS, "hospital", PHARMACY]) await network.client.send([vote], [signerOf(by)]);
  await network.node.viewsCaughtUp();
}

/** As a node that joined with a snapshot has it: all records, and no block between genesis and its window. */
function prepareJoined(): void {
  mkdirSync(joined);
  const from = new DatabaseSync(join(old, "state.db"), { readOnly: true });
  from.exec(`VACUUM INTO '${join(joined, "state.db")}'`);
  from.close();
  forget(joined);
  writeFileSync(join(joined, "genesis.json"), canonicalText(network.node.genesis));
  writeFileSync(join(joined, "views.db"), "rows of the window");
  holds(new Keystore(joined).add(COURT, undefined, new Secret(seedOf(COURT))).ok);
  writeSettings(joined, {
    organisation: COURT,
    p2p: { host: "127.0.0.1", port: 26_656 },
    rpcPort: 26_657,
    apiPort: 26_658,
    peers: [],
    initialHeight: network.node.height + 1,
  });
}

function forget(folder: string): void {
  const database = new DatabaseSync(join(folder, "state.db"));
  database.prepare("DELETE FROM blocks WHERE height > 0 AND height < ?").run(base);
  database.close();
}

function blocksIn(folder: string): readonly number[] {
  const database = new DatabaseSync(join(folder, "state.db"), { readOnly: true });
  const rows = database.prepare("SELECT height FROM blocks WHERE height > 0 ORDER BY height").all();
  database.close();
  return rows.map(({ height }) => Number(height));
}

const backfill = (from: string, ...more: readonly string[]): Promise<Ran> =>
  runs("ledger", "backfill", "--data", joined, "--from", from, "--json", ...more);
const codeOf = ({ err }: Ran): string => JSON.parse(err).error.code;

type Entry = { readonly block: Omit<StoredBlock, "ids">; readonly seal: Seal };
/** Writes an answer as a member's node does, but for the validators, whom these blocks have in the genesis document. */
const written = ({ block, seal }: Entry): Uint8Array =>
  Buffer.concat([blockFrame({ ...block, ids: [], seal: encodeSeal(seal) }), new Uint8Array(4)]);

/** A member's node that has the honest one's answer, and does with it as it likes. */
async function lying(answer: (entries: readonly Entry[], response: ServerResponse) => void): Promise<Lying> {
  const server: Server = createServer(async ({ url = "", headers }, response) => {
    const given = await fetch(honest.url + url, { headers: { authorization: headers.authorization ?? "" } });
    const entries: Entry[] = [];
    if (given.body === null) throw new Error("no answer");
    const from = Number(new URL(url, honest.url).searchParams.get("below")) - 1;
    for await (const each of readHistory(given.body, asHeight(from), 100))
      if (typeof each !== "string") entries.push(each);
    answer(entries, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}
type Lying = { readonly url: string; close(): Promise<unknown> };

/** An answer in which the first block, or what a test says, is another. */
const withFirst = (change: (entry: Entry) => Entry) => (entries: readonly Entry[], response: ServerResponse) =>
  response.end(Buffer.concat(entries.map((entry, i) => written(i === 0 ? change(entry) : entry))));
const ofBlock = (change: (block: Entry["block"]) => Partial<Entry["block"]>) =>
  withFirst(({ block, seal }) => ({ block: { ...block, ...change(block) }, seal }));
const ofHeader = (change: Partial<Seal["header"]>) =>
  withFirst(({ block, seal }) => ({ block, seal: { ...seal, header: { ...seal.header, ...change } } }));

const flipped = (bytes: Uint8Array): Uint8Array => bytes.map((byte, i) => (i === bytes.length >> 1 ? byte ^ 1 : byte));
const LIES: readonly (readonly [string, Parameters<typeof lying>[0], code: string])[] = [
  ["a changed transaction", ofBlock(({ transactions }) => ({ transactions: transactions.map(flipped) })), "not-agreed"],
  ["a transaction left out", ofBlock(() => ({ transactions: [], outcomes: [] })), "not-agreed"],
  [
    "another outcome",
    ofBlock(() => ({ outcomes: [{ status: "rejected", command: 0, rejection: { code: "a/b" } }] })),
    "not-agreed",
  ],
  ["a changed header", ofHeader({ dataHash: new Uint8Array(32) }), "not-agreed"],
  ["a header of another height", ofHeader({ height: 3 }), "not-agreed"],
  [
    "other signatures",
    withFirst(({ block, seal }) => ({ block, seal: { ...seal, commit: { ...seal.commit, round: 7 } } })),
    "not-agreed",
  ],
  ["a missing block", (entries, response) => response.end(Buffer.concat(entries.slice(1).map(written))), "not-agreed"],
  ["nothing", (_, response) => response.end(), "missing"],
  ["no block at all", (_, response) => response.end("hello, world, this is no block"), "too-long"],
  [
    "bytes of a block that say nothing",
    (_, response) => response.end(Buffer.from([0, 0, 0, 1, 9, 0, 0, 0, 0])),
    "malformed",
  ],
  ["half a block", ([first], response) => response.end(first && written(first).subarray(0, 200)), "broken-off"],
];

describe("meridian ledger backfill, from another member's node", () => {
  for (const [what, answer, code] of LIES)
    it(`refuses ${what} as ${code}, and leaves all as it was`, async () => {
      const member = await lying(answer);
      const { exit, out } = await backfill(member.url);
      await member.close();
      const { ok, from, fault } = JSON.parse(out);
      same([exit, ok, from, fault], [1, false, base, { height: base - 1, what: code }]);
      same([blocksIn(joined)[0], existsSync(join(joined, "views.db"))], [base, true]);
    });

  it("reads no more of an endless answer than it needs", async () => {
    const member = await lying((entries, response) => {
      const bytes = Buffer.concat(entries.map(written));
      const more = (): void => {
        while (!response.destroyed && response.write(bytes));
      };
      response.on("drain", more);
      more();
    });
    const copy = copyOf("endless");
    const { exit, out } = await runs("ledger", "backfill", "--data", copy, "--from", member.url, "--json");
    await member.close();
    same([exit, JSON.parse(out).fault], [0, undefined], out);
    same(blocksIn(copy)[0], 1);
  });

  it("asks with the member's key, and is told why it gets nothing", async () => {
    for (const name of ["hospital", PATIENT, "nobody"])
      new Keystore(joined).add(name, undefined, new Secret(seedOf(name)));
    for (const name of ["hospital", PATIENT, "nobody"]) {
      const ran = await backfill(honest.url, "--as", name);
      same([name, ran.exit, codeOf(ran)], [name, 1, "gateway/not-for-this-reader"]);
    }
    const unsigned = await fetch(`${honest.url}/v1/history?below=5`);
    is(unsigned.status, 401);
    const elsewhere = await backfill("http://127.0.0.1:9");
    same([elsewhere.exit, codeOf(elsewhere)], [3, "unreachable"]);
    is((await backfill(honest.url, "--as", "missing")).exit, 4);
  });

  it("waits for an answer no longer than its time, though bytes of it keep coming", async () => {
    const member = await lying(([first], response) => {
      const [bytes = new Uint8Array(), at] = [first && written(first), { next: 0 }];
      const dripping = setInterval(() => response.write(bytes.subarray(at.next, ++at.next)), 20);
      response.on("close", () => clearInterval(dripping));
    });
    const { timeout } = AbortSignal;
    const asked: number[] = [];
    const soon = mock.method(AbortSignal, "timeout", (milliseconds: number) => {
      asked.push(milliseconds);
      return timeout(500);
    });
    const { out } = await backfill(member.url);
    soon.mock.restore();
    await member.close();
    same([JSON.parse(out).fault.what, asked, blocksIn(joined)[0]], ["broken-off", [120_000], base]);
  });

  it("ends when it is asked to, in the middle of an answer that does not come", async () => {
    const asked = Promise.withResolvers<void>();
    const member = await lying(([first], response) => {
      response.write(first && written(first).subarray(0, 100));
      asked.resolve();
    });
    let err = "";
    const exit = await runCli(["ledger", "backfill", "--data", joined, "--from", member.url, "--json"], {
      language: "en",
      out: () => {},
      err: (text) => {
        err += text;
      },
      watched: false,
      env: {},
      ended: () => asked.promise,
    });
    await member.close();
    same([exit, JSON.parse(err).error.code, JSON.parse(err).error.data], [1, "interrupted", { from: base }]);
  });

  it("keeps what it has from an answer that breaks, goes on from there, and has the whole chain", async () => {
    const given: Entry["block"][] = [];
    const member = await lying((entries, response) => {
      given.push(...entries.slice(0, 3).map(({ block }) => block));
      response.write(Buffer.concat(entries.slice(0, 3).map(written)));
      setTimeout(() => response.destroy(), 200);
    });
    const broken = await backfill(member.url);
    await member.close();
    const { from, fault } = JSON.parse(broken.out);
    same([broken.exit, fault.what, existsSync(join(joined, "views.db"))], [1, "broken-off", false], broken.out);
    // Blocks without events at the end of what came wait for the next one that has some, and are asked for again.
    const kept = given.findLast(({ events }) => events.length > 0)?.height;
    same([from, blocksIn(joined)[0], fault.height], [kept, kept, base - 1 - given.length]);
    const rest = await runs("ledger", "backfill", "--data", joined, "--from", honest.url);
    same([rest.exit, rest.out], [0, "✔ All blocks from genesis on are here.\n"], rest.err);
    same(
      blocksIn(joined),
      Array.from({ length: network.node.height }, (_, i) => i + 1),
    );
    const checked = await runs("ledger", "check", "--data", joined, "--json");
    same([checked.exit, JSON.parse(checked.out)], [0, { ok: true, height: network.node.height }], checked.err);
    same(JSON.parse((await backfill(honest.url)).out), { ok: true }, "and lacks nothing more");
  });
});

function copyOf(name: string): string {
  const copy = join(root, name);
  cpSync(joined, copy, { recursive: true });
  return copy;
}
