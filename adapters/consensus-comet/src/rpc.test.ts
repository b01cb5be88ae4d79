import { ok, rejects, deepStrictEqual as same } from "node:assert";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { after, before, describe, it } from "node:test";
import { EngineRpc, RpcError } from "./rpc.ts";

type Asked = { readonly method: string; readonly params: Readonly<Record<string, unknown>> };
type Result = Readonly<Record<string, unknown>>;

/** The engine's RPC as far as the node asks it, with what the test has it say. */
describe("engine RPC", () => {
  let server: Server;
  let rpc: EngineRpc;
  let hasty: EngineRpc;
  const asked: Asked[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  let say: (asked: Asked, response: ServerResponse) => unknown;

  before(async () => {
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (part) => {
        body += part;
      });
      request.on("end", () => {
        const question = JSON.parse(body) as Asked;
        asked.push(question);
        const answer = say(question, response);
        if (answer !== undefined) response.end(JSON.stringify({ jsonrpc: "2.0", id: 0, ...(answer as object) }));
      });
    });
    server.on("connection", (socket) => {
      connections++;
      sockets.add(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    rpc = new EngineRpc({ host: "127.0.0.1", port });
    hasty = new EngineRpc({ host: "127.0.0.1", port, timeoutMilliseconds: 100 });
  });
  after(() => {
    for (const client of [rpc, hasty]) client.close();
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const result = (value: Result) => () => ({ result: value });
  const failing = (code: RpcError["code"]) => (error: unknown) => error instanceof RpcError && error.code === code;

  it("passes an answer on as the engine wrote it", async () => {
    say = () => ({
      error: { code: -32603, message: "Internal error", data: "height 9 must be less than or equal to" },
    });
    const text = await rpc.relay(7, "commit", { height: "9" });
    same([asked.at(-1)?.params, JSON.parse(text).error.code], [{ height: "9" }, -32603]);
  });

  it("offers bytes and tells apart what became of them", async () => {
    const broadcast = () => rpc.broadcastTxSync(Uint8Array.of(1, 2, 255));
    say = result({ code: 0, data: "", log: "ok", codespace: "", hash: "AB" });
    same(await broadcast(), { type: "taken" });
    same(asked.at(-1)?.params, { tx: "AQL/" });
    say = result({ code: 3 });
    same(await broadcast(), { type: "refused", code: 3 });
    const error = (data: string) => () => ({ error: { code: -32603, message: "Internal error", data } });
    say = error("tx already exists in cache");
    same(await broadcast(), { type: "known" });
    for (const data of ["mempool is full: number of txs 2000 (max: 2000)", "anything else"]) {
      say = error(data);
      same((await broadcast()).type, "busy");
    }
    say = () => undefined;
    same((await hasty.broadcastTxSync(Uint8Array.of(1))).type, "unreachable");
  });

  it("keeps its connection from one question to the next", async () => {
    say = result({ code: 0 });
    await rpc.broadcastTxSync(Uint8Array.of(1));
    const before = connections;
    for (let n = 0; n < 5; n++) await rpc.broadcastTxSync(Uint8Array.of(1));
    same(connections, before);
  });

  it("reads status and peers", async () => {
    say = result({
      node_info: { id: "ab", network: "toy", version: "0.38.25" },
      sync_info: { latest_block_height: "7", earliest_block_height: "1", catching_up: false },
      validator_info: { voting_power: "10" },
    });
    same(await rpc.status(), {
      nodeId: "ab",
      network: "toy",
      version: "0.38.25",
      height: 7,
      earliestHeight: 1,
      isCatchingUp: false,
      power: 10,
    });
    say = result({
      n_peers: "1",
      peers: [{ node_info: { id: "cd", moniker: "two" }, is_outbound: true, remote_ip: "::1" }],
    });
    same(await rpc.netInfo(), [{ nodeId: "cd", moniker: "two", address: "::1", dialled: true }]);
  });

  it("fetches all pages of a validator set", async () => {
    const validator = (n: number) => ({
      address: n.toString(16).padStart(40, "0").toUpperCase(),
      pub_key: { type: "tendermint/PubKeyEd25519", value: Buffer.alloc(32, n).toString("base64") },
      voting_power: "10",
    });
    const all = Array.from({ length: 100 }, (_, n) => validator(n));
    say = ({ params }) => ({
      result: { validators: params["page"] === "1" ? all.slice(0, 60) : all.slice(60), total: "100" },
    });
    same((await rpc.validatorsAt(5)).length, 100);
    same(asked.at(-1)?.params, { height: "5", page: "2", per_page: "100" });
    say = result({ validators: all.slice(0, 3), total: "101" });
    await rejects(rpc.validatorsAt(5), failing("malformed"));
  });

  it("says what an answer lacks instead of going on with it", async () => {
    for (const bad of [{}, { block: null }, { block: { header: {}, data: { txs: ["?"] } } }]) {
      say = result(bad);
      await rejects(rpc.block(5), failing("malformed"));
      await rejects(rpc.commitAt(5), failing("malformed"));
      await rejects(rpc.status(), failing("malformed"));
    }
    say = (_, response) => void response.end("<html>");
    await rejects(rpc.status(), failing("malformed"));
  });

  it("gives up on an answer that never comes, never ends, or breaks off", async () => {
    say = () => undefined;
    await rejects(hasty.status(), failing("timed-out"));
    say = (_, response) => {
      const part = "x".repeat(1_000_000);
      for (let n = 0; n < 20; n++) response.write(part);
    };
    await rejects(rpc.status(), failing("malformed"));
    say = (_, response) => {
      response.write("{");
      setTimeout(() => response.socket?.destroy(), 5);
    };
    await rejects(rpc.status(), failing("unreachable"));
    const nobody = new EngineRpc({ host: "127.0.0.1", port: 21_999 });
    await rejects(nobody.status(), failing("unreachable"));
    ok((await nobody.broadcastTxSync(Uint8Array.of(1))).type === "unreachable");
  });
});
