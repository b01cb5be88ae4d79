import { ok, rejects, deepStrictEqual as same } from "node:assert";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { utf8 } from "@meridian/base/bytes";
import type { ResponseCheckTx } from "cosmjs-types/tendermint/abci/types";
import { checkAnswer } from "../answers.ts";
import { EngineSide } from "./engine-side.conformance.ts";
import type { Handlers } from "./handlers.ts";
import { AbciServer } from "./server.ts";

const info = { data: "", version: "", appVersion: 1n, lastBlockHeight: 0n, lastBlockAppHash: new Uint8Array() };
const later = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe("ABCI server", () => {
  const folder = mkdtempSync(join(tmpdir(), "abci-"));
  const path = join(folder, "s");
  let handlers: Partial<Handlers>;
  let failures: string[];
  let lines: string[];
  let seen: boolean[];
  let server: AbciServer;
  const sides: EngineSide[] = [];
  const connect = (): EngineSide => {
    const side = new EngineSide(path);
    sides.push(side);
    return side;
  };

  beforeEach(async () => {
    handlers = { info: () => info };
    failures = [];
    lines = [];
    const heard: boolean[] = [];
    seen = heard;
    server = new AbciServer({
      handlers: new Proxy({} as Handlers, { get: (_, name) => handlers[name as keyof Handlers] }),
      log: (level, message) => lines.push(`${level} ${message}`),
      onFailure: ({ message }) => failures.push(message),
      onEngine: (connected) => heard.push(connected),
    });
    await server.listen(path);
  });
  afterEach(async () => {
    await server.close();
    for (const side of sides.splice(0)) await side.end();
  });
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));

  it("keeps its socket to the user who runs it", () => same(statSync(path).mode & 0o777, 0o600));

  it("answers in the order of the questions, however long each takes", async () => {
    handlers.checkTx = async ({ tx }): Promise<ResponseCheckTx> => {
      await later(tx[0] ?? 0);
      return { ...checkAnswer("ok"), gasWanted: BigInt(tx[0] ?? 0) };
    };
    const side = connect();
    await Promise.all([
      side.ask("checkTx", { tx: Uint8Array.of(30) }),
      side.ask("checkTx", { tx: Uint8Array.of(1) }),
      side.ask("flush"),
      side.ask("checkTx", { tx: Uint8Array.of(10) }),
      side.ask("echo", { message: "last" }),
    ]);
    same(
      side.answers.map(({ checkTx, echo }) => checkTx?.gasWanted ?? echo?.message ?? "flush"),
      [30n, 1n, "flush", 10n, "last"],
    );
  });

  it("answers other connections while one waits", async () => {
    const gate = Promise.withResolvers<ResponseCheckTx>();
    handlers.checkTx = () => gate.promise;
    const [mempool, query] = [connect(), connect()];
    const checked = mempool.ask("checkTx", { tx: utf8("x") });
    ok((await query.ask("info")).info);
    gate.resolve(checkAnswer("over"));
    same((await checked).checkTx?.code, 3);
  });

  it("waits with reading while more is unanswered than it holds, and goes on afterwards", async () => {
    const open: (() => void)[] = [];
    handlers.checkTx = () => new Promise((resolve) => open.push(() => resolve(checkAnswer("ok"))));
    const side = connect();
    const tx = new Uint8Array(1_000_000);
    const all = Array.from({ length: 60 }, () => side.ask("checkTx", { tx }));
    for (let turn = 0; open.length < 16 && turn < 2_000; turn++) await later(1);
    await later(20);
    ok(open.length >= 16 && open.length < 40, `${open.length} were taken in`);
    let answered = 0;
    for (const each of all) void each.then(() => answered++);
    while (answered < all.length) {
      for (const one of open.splice(0)) one();
      await later(1);
    }
  });

  it("takes in no more small questions than it has room for, and answers them all", async () => {
    const open: (() => void)[] = [];
    handlers.checkTx = () => new Promise((resolve) => open.push(() => resolve(checkAnswer("malformed"))));
    const side = connect();
    const all = Array.from({ length: 20_000 }, (_, n) => side.ask("checkTx", { tx: Uint8Array.of(n, n >> 8) }));
    for (let turn = 0; open.length < 4_096 && turn < 2_000; turn++) await later(1);
    await later(50);
    same(open.length, 4_096);
    let answered = 0;
    for (const each of all) void each.then(() => answered++);
    while (answered < all.length) {
      for (const one of open.splice(0)) one();
      await later(1);
    }
    handlers.checkTx = () => checkAnswer("malformed");
    const codes = await Promise.all(all.map(() => side.ask("checkTx", { tx: Uint8Array.of(1) })));
    same(new Set(codes.map(({ checkTx }) => checkTx?.log)), new Set(["malformed"]));
  });

  it("ends a connection that does not speak ABCI, and only that", async () => {
    const good = connect();
    for (const bytes of [
      utf8(`GET / HTTP/1.1\r\n${"x".repeat(99)}`),
      Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x7f),
      Uint8Array.of(0),
    ]) {
      const bad = connect();
      bad.raw(bytes);
      await bad.closed();
    }
    const unknown = connect();
    await rejects(unknown.send(Uint8Array.of(0xfa, 0x01, 0x00)));
    ok((await good.ask("info")).info);
    same(failures, []);
    same(lines.filter((line) => line.startsWith("error")).length, 4);
  });

  it("tells the engine of an exception, answers nothing after it, and reports it once", async () => {
    handlers.info = () => {
      throw new Error("invariant: no");
    };
    const [first, second] = [connect(), connect()];
    await second.ask("echo");
    same((await first.ask("info")).exception?.error, "invariant: no");
    await rejects(second.ask("flush").then(({ flush }) => ok(flush)));
    same(failures, ["invariant: no"]);
    const late = connect();
    await late.closed();
  });

  it("reports an exception of an answer that takes its time", async () => {
    handlers.checkTx = () => later(1).then(() => Promise.reject(new Error("later")));
    same((await connect().ask("checkTx", { tx: utf8("x") })).exception?.error, "later");
    same(failures, ["later"]);
  });

  it("says when an engine has come and when it has gone", async () => {
    const [one, two] = [connect(), connect()];
    await one.ask("flush");
    await two.ask("flush");
    await one.end();
    await two.end();
    await later(10);
    await connect().ask("flush");
    same(seen, [true, false, true]);
  });
});
