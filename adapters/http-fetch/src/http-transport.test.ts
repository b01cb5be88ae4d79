import { rejects, deepStrictEqual as same } from "node:assert";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, it } from "node:test";
import type { TransactionId } from "@meridian/base/ids";
import type { SignedTransaction } from "@meridian/kernel/transaction";
import { HttpTransport, type HttpTransportOptions, NodeUnreachable } from "./http-transport.ts";

type Reply = (request: IncomingMessage, response: ServerResponse) => void;
let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Reply =>
  (_request, response) =>
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));

/** A server that answers in turn; the last answer stays. Tells what was asked over which connection. */
async function talkingTo(replies: readonly Reply[], options: Partial<HttpTransportOptions> = {}) {
  const asked: string[] = [];
  const ports = new Set<number | undefined>();
  server = createServer((request, response) => {
    const reply = replies[Math.min(asked.length, replies.length - 1)];
    asked.push(`${request.method} ${request.url}`);
    ports.add(request.socket.remotePort);
    request.resume().on("end", () => reply?.(request, response));
  });
  await new Promise<void>((listening) => server?.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/`;
  const transport = new HttpTransport({ url, pauseMilliseconds: 1, pauseMillisecondsMax: 5, ...options });
  return { transport, asked, ports };
}

const id = "ab".repeat(32) as TransactionId;
const transaction = { payload: "{}", signatures: [] } as unknown as SignedTransaction;
const busy = json(429, { rejection: { code: "ledger/queue-full", waiting: 20_000 } }, { "retry-after": "1" });

it("tells where the network stands", async () => {
  const { transport } = await talkingTo([json(200, { network: "n", height: 7, more: true })]);
  same(await transport.standing(), { network: "n", height: 7 });
});

it("answers the id of a transaction that was taken in, at once or before", async () => {
  const { transport } = await talkingTo([json(202, { id }), json(200, { id, receipt: {} })]);
  same(await transport.submit(transaction), { ok: true, value: id });
  same(await transport.submit(transaction), { ok: true, value: id });
});

it("answers a refusal as a value, without trying again", async () => {
  const rejection = { code: "ledger/window-over", height: 9 };
  const { transport, asked } = await talkingTo([json(422, { rejection })]);
  same(await transport.submit(transaction), { ok: false, error: rejection });
  same(asked.length, 1);
});

it("tries again while the node is busy", async () => {
  const { transport, asked } = await talkingTo([busy, json(503, {}), json(202, { id })]);
  same(await transport.submit(transaction), { ok: true, value: id });
  same(asked, Array(3).fill("POST /v1/transactions"));
});

it("answers that the node is busy when it stays so", async () => {
  const { transport, asked } = await talkingTo([busy], { attempts: 3 });
  const submitted = await transport.submit(transaction);
  same([submitted.ok ? undefined : submitted.error.code, asked.length], ["ledger/queue-full", 3]);
});

it("tries again when the connection breaks", async () => {
  const { transport } = await talkingTo([(request) => request.socket.destroy(), json(202, { id })]);
  same(await transport.submit(transaction), { ok: true, value: id });
});

it("gives up on a silent node", async () => {
  const { transport, asked } = await talkingTo([() => {}], { timeoutMilliseconds: 20, attempts: 2 });
  await rejects(transport.standing(), NodeUnreachable);
  same(asked.length, 2);
});

it("takes nobody for a node who does not answer in JSON", async () => {
  const { transport } = await talkingTo([(_request, response) => response.end("<html>")]);
  await rejects(transport.standing(), NodeUnreachable);
});

it("waits for a receipt as long as it was told, and not longer", async () => {
  const receipt = { id, height: 3, index: 0, outcome: { status: "committed", events: 1 } };
  const unknown = json(404, { rejection: { code: "gateway/unknown-transaction" } });
  const { transport, asked } = await talkingTo([json(200, { id, receipt }), unknown]);
  same(await transport.receipt(id, 500), receipt);
  same(await transport.receipt(id, 0), undefined);
  same(asked[1], `GET /v1/transactions/${id}?wait=0`);
});

const refused = (data: object) => ({
  ...{ id, height: 3, index: 0 },
  outcome: { status: "rejected", command: 0, rejection: { code: "prescription/expired", ...data } },
});
const short = json(200, { id, receipt: refused({}), withheld: true });

it("asks with the bytes that it sent for all of a refusal", async () => {
  const whole = json(200, { id, receipt: refused({ expires: 9 }) });
  const { transport, asked } = await talkingTo([json(202, { id }), short, whole]);
  await transport.submit(transaction);
  same(await transport.receipt(id, 0), refused({ expires: 9 }));
  same(asked[2], "POST /v1/transactions");
});

it("leaves it at the code of what others sent, and where the node answers no more", async () => {
  const { transport, asked } = await talkingTo([short, json(202, { id }), short, json(503, {})], { attempts: 2 });
  same(await transport.receipt(id, 0), refused({}));
  same(asked.length, 1);
  await transport.submit(transaction);
  same(await transport.receipt(id, 0), refused({}));
});

// The next request may leave before the connection of the last one is free again, so a second one is no fault.
it("keeps its connections", async () => {
  const { transport, ports } = await talkingTo([json(200, { network: "n", height: 7 })]);
  for (let n = 0; n < 20; n++) await transport.standing();
  same(ports.size <= 2, true);
});
