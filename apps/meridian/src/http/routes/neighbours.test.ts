import { deepStrictEqual as same } from "node:assert";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import type { OrganisationId } from "@meridian/base/ids";
import { generateRegion } from "@meridian/region/generator/region";
import { demonstrationDesk } from "../../desk/demonstration.ts";
import { type Served, serve } from "../served.conformance.ts";

const BESIDE = "o-beside" as OrganisationId;
const SILENT = "o-silent" as OrganisationId;
const MEBIBYTE = 1_048_576;

type Asked = { readonly method: string; readonly url: string; readonly headers: IncomingHttpHeaders; body: string };

/** A node of nobody's, which writes down what it is asked. */
function neighbourThatTells(asked: Asked[]): Server {
  return createServer((incoming, outgoing) => {
    const { method = "", url = "", headers } = incoming;
    const told: Asked = { method, url, headers, body: "" };
    incoming.setEncoding("utf8").on("data", (text: string) => {
      told.body += text;
    });
    incoming.on("end", () => {
      asked.push(told);
      if (url === "/v1/elsewhere") return outgoing.writeHead(302, { location: "/metrics" }).end();
      outgoing.writeHead(201, {
        "content-type": "text/plain",
        "cache-control": "no-store",
        "meridian-disclosure": "ab",
        "set-cookie": "session=1",
        "x-own": "kept here",
      });
      return outgoing.end("answered");
    });
  });
}

const listening = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

type Sent = { readonly method?: string; readonly headers?: Record<string, string>; readonly body?: Uint8Array };

/** A request with its path as it is written: clients that read it as a URL would take the dots away. */
const sendTo = (port: number, path: string, { method = "GET", headers = {}, body }: Sent = {}) =>
  new Promise<{ status: number; headers: IncomingHttpHeaders; text: string; code?: string }>((resolve, reject) => {
    const asking = request({ port, host: "127.0.0.1", path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("error", reject).on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        const code = text.startsWith("{") ? JSON.parse(text).rejection?.code : undefined;
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, code });
      });
    });
    asking.on("error", reject).end(body);
  });

describe("the way to a neighbour's node", () => {
  const folder = mkdtempSync(join(tmpdir(), "meridian-neighbours-"));
  const asked: Asked[] = [];
  const neighbour = neighbourThatTells(asked);
  let served: Served;
  let port: number;
  before(async () => {
    const nobody = createServer();
    const silent = await listening(nobody);
    await closed(nobody);
    const neighbours = new Map([
      [BESIDE, `http://127.0.0.1:${await listening(neighbour)}`],
      [SILENT, `http://127.0.0.1:${silent}`],
    ]);
    const desk = demonstrationDesk(generateRegion("beside", { patients: 20 }), folder, [], neighbours);
    served = await serve({ desk });
    await served.app.listen({ port: 0, host: "127.0.0.1" });
    port = (served.app.server.address() as AddressInfo).port;
  });
  beforeEach(() => {
    asked.length = 0;
  });
  after(async () => {
    await closed(neighbour);
    await served?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const send = (path: string, sent?: Sent) => sendTo(port, path, sent);

  it("passes on path, query, method and body, and the answer with its status", async () => {
    const headers = { "content-type": "application/json" };
    const body = Buffer.from('{"a":1}');
    const { status, text } = await send(`/at/${BESIDE}/v1/views/x?limit=1&after=a%2Fb`, {
      method: "POST",
      headers,
      body,
    });
    same([status, text], [201, "answered"]);
    same(
      asked.map(({ method, url, body }) => [method, url, body]),
      [["POST", "/v1/views/x?limit=1&after=a%2Fb", '{"a":1}']],
    );
  });

  it("lets through only the headers that a page needs, there and back", async () => {
    const own = { "content-type": "text/plain", accept: "text/plain", authorization: "Session x" };
    const sent = { ...own, "accept-language": "zh", "last-event-id": "7" };
    const stays = { cookie: "a=b", "x-forwarded-for": "10.0.0.1", origin: "http://localhost", "x-own": "kept here" };
    const { headers } = await send(`/at/${BESIDE}/v1/x`, { headers: { ...sent, ...stays } });
    const [there] = asked;
    for (const [name, value] of Object.entries(sent)) same(there?.headers[name], value, name);
    for (const name of Object.keys(stays)) same(there?.headers[name], undefined, name);
    same(
      ["content-type", "cache-control", "meridian-disclosure", "set-cookie", "x-own"].map((name) => headers[name]),
      ["text/plain", "no-store", "ab", undefined, undefined],
    );
  });

  const beyond: readonly (readonly [says: string, path: string])[] = [
    ["an organisation that is no neighbour", "/at/o-unknown/v1/standing"],
    ["an address outside the protocol", `/at/${BESIDE}/metrics`],
    ["the way to a neighbour's own neighbours", `/at/${BESIDE}/at/${BESIDE}/v1/standing`],
    ["dots", `/at/${BESIDE}/v1/../metrics`],
    ["dots further in", `/at/${BESIDE}/v1/x/../../metrics`],
    ["encoded dots", `/at/${BESIDE}/v1/%2e%2e/metrics`],
    ["dots of which one is encoded", `/at/${BESIDE}/v1/.%2E/metrics`],
    ["dots behind a backslash", `/at/${BESIDE}/v1\\..\\metrics`],
    ["dots between backslash and slash", `/at/${BESIDE}/v1/..\\metrics`],
    ["two slashes", `/at/${BESIDE}//v1/standing`],
    ["another host behind two slashes", `/at/${BESIDE}//127.0.0.1/v1/standing`],
    ["another port, by an encoded name that moves where the rest begins", "/at/o-besid%65/v1/standing"],
    ["another host, by a name that goes on", `/at/${BESIDE}@localhost/v1/standing`],
  ];
  for (const [says, path] of beyond)
    it(`does not lead to ${says}`, async () => {
      const { status, code } = await send(path);
      same([status, code, asked.length], [404, "gateway/unknown-route", 0]);
    });

  it("takes dots that stay below /v1/", async () => {
    same([(await send(`/at/${BESIDE}/v1/x/../y`)).status, asked[0]?.url], [201, "/v1/y"]);
  });

  it("takes bodies up to its limit, and refuses what is larger", async () => {
    const headers = { "content-type": "application/octet-stream" };
    const path = `/at/${BESIDE}/v1/documents`;
    const most = await send(path, { method: "PUT", headers, body: new Uint8Array(16 * MEBIBYTE) });
    same([most.status, asked[0]?.body.length], [201, 16 * MEBIBYTE]);
    const more = { ...headers, "content-length": String(16 * MEBIBYTE + 1) };
    const { status, code } = await send(path, { method: "PUT", headers: more });
    same([status, code, asked.length], [413, "gateway/body-too-large", 1]);
  });

  it("says so when the neighbour does not answer", async () => {
    const { status, code, text } = await send(`/at/${SILENT}/v1/standing`);
    same([status, code], [502, "gateway/neighbour-silent"]);
    same(JSON.parse(text).rejection.organisation, SILENT);
  });

  it("follows nobody elsewhere", async () => {
    const { status, code } = await send(`/at/${BESIDE}/v1/elsewhere`);
    same([status, code, asked.length], [502, "gateway/neighbour-silent", 1]);
  });
});

describe("a node without a demonstration", () => {
  it("knows no way to a neighbour's", async () => {
    const served = await serve();
    try {
      const { status, body } = await served.get(`/at/${BESIDE}/v1/standing`);
      same([status, body.rejection.code], [404, "gateway/unknown-route"]);
    } finally {
      await served.close();
    }
  });
});
