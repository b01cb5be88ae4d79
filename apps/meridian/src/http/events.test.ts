import { deepStrictEqual as same, ok as yes } from "node:assert";
import { randomBytes } from "node:crypto";
import { type IncomingMessage, request } from "node:http";
import { after, before, describe, it } from "node:test";
import { setTimeout as later } from "node:timers/promises";
import { Client } from "@meridian/client/client";
import { HttpTransport } from "@meridian/http-fetch/http-transport";
import type { Command } from "@meridian/kernel/transaction";
import { openTestNetwork, signerOf, type TestNetwork } from "../node/test-network.conformance.ts";
import { type HttpServer, startHttp } from "./server.ts";

const rename = (en: string): Command =>
  ({ domain: "organisation", type: "rename", id: "court", name: { zh: "法院", en } }) as Command;

type Message = { readonly id: number; readonly data: { readonly height: number; readonly events: readonly unknown[] } };

/** Reads messages until there are enough of them, then breaks the connection. */
async function messagesOf(url: string, count: number, lastEventId?: number): Promise<readonly Message[]> {
  const headers = lastEventId === undefined ? {} : { "last-event-id": String(lastEventId) };
  const abort = new AbortController();
  const response = await fetch(`${url}/v1/events${lastEventId === undefined ? "?from=1" : ""}`, {
    headers,
    signal: abort.signal,
  });
  same(response.headers.get("content-type"), "text/event-stream; charset=utf-8");
  const messages: Message[] = [];
  let text = "";
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const parts = text.split("\n\n");
    text = parts.pop() ?? "";
    for (const part of parts) {
      const [, id, data] = /^id: (\d+)\nevent: block\ndata: (.*)$/.exec(part) ?? [];
      if (id !== undefined && data !== undefined) messages.push({ id: Number(id), data: JSON.parse(data) });
    }
    if (messages.length >= count) break;
  }
  abort.abort();
  return messages.slice(0, count);
}

describe("a node that listens", () => {
  let network: TestNetwork;
  let server: HttpServer;
  before(async () => {
    network = await openTestNetwork();
    const { node, folder } = network;
    server = await startHttp({ node, folder, port: 0, logLevel: "silent" });
  });
  after(async () => {
    await server?.close();
    await network?.close();
  });

  it("is reached by the transport of tools", async () => {
    const client = new Client(new HttpTransport({ url: server.url }), randomBytes);
    const sent = await client.send([rename("Court by wire")], [signerOf("court")]);
    same(sent.status, "committed");
    const refused = await client.send([{ domain: "nothing", type: "x" }], [signerOf("court")]);
    same(refused.status === "rejected" && refused.rejection.code, "ledger/unknown-domain");
  });

  it("tells blocks as they come and resumes without a gap or a repetition, however often it is dropped", async () => {
    let sending = true;
    const sender = (async () => {
      for (let n = 0; sending; n++) await network.commit([rename(`Court ${n}`)], ["court"]);
    })();
    const heights: number[] = [];
    for (let round = 0; round < 5; round++) {
      const messages = await messagesOf(server.url, 7, heights.at(-1));
      for (const { id, data } of messages) {
        same(id, data.height);
        heights.push(id);
      }
    }
    sending = false;
    await sender;
    same(
      heights,
      Array.from({ length: 35 }, (_, n) => n + 1),
    );
  });

  it("tells what genesis did with the first block", async () => {
    const [first] = await messagesOf(server.url, 1);
    yes((first?.data.events.length ?? 0) > 10);
  });

  it("closes with a reader who does not read", async () => {
    const other = await startHttp({ node: network.node, port: 0, logLevel: "silent" });
    const paused = await new Promise<IncomingMessage>((resolve) =>
      request(`${other.url}/v1/events?from=1`, resolve).end(),
    );
    paused.pause();
    paused.on("error", () => {});
    await network.commit([rename("Court unread")], ["court"]);
    await other.close();
    paused.destroy();
  });

  it("closes with streams open and waits under way", async () => {
    const other = await startHttp({ node: network.node, port: 0, logLevel: "silent" });
    const stream = await fetch(`${other.url}/v1/events`);
    const waiting = fetch(`${other.url}/v1/transactions/${"0".repeat(64)}?wait=30000`);
    await later(50);
    const before = performance.now();
    await other.close();
    same((await waiting).status, 404);
    await stream.text();
    yes(performance.now() - before < 5_000);
  });
});
