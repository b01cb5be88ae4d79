import { deepStrictEqual as same } from "node:assert";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, describe, it } from "node:test";
import { NodeRefusal } from "@meridian/client/desk";
import { answered, jsonOf, type Wire } from "./answers.ts";

describe("asking a node", () => {
  let server: Server;
  let base = "";
  let asked: string[] = [];
  let answer: (response: ServerResponse, request: IncomingMessage) => void = () => {};
  let expired: string[] = [];
  const wireFor = (token?: string): Wire => ({ base, token: () => token, onExpired: (old) => expired.push(old) });
  const json = (status: number, body: unknown) => (response: ServerResponse) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  };
  const refusing = (status: number, code: string) => json(status, { rejection: { code, datum: 1 } });
  const codeOf = async (act: Promise<unknown>): Promise<string | undefined> => {
    try {
      await act;
      return undefined;
    } catch (error) {
      return error instanceof NodeRefusal ? error.refusal.code : String(error);
    }
  };

  before(async () => {
    server = createServer((request, response) => {
      asked.push(`${request.method} ${request.headers.authorization ?? "nobody"}`);
      answer(response, request);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    asked = [];
    expired = [];
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  it("names the session", async () => {
    answer = json(200, { a: 1 });
    same(await jsonOf(wireFor("t"), "GET", "/x"), { a: 1 });
    same(await jsonOf(wireFor(), "POST", "/x", {}), { a: 1 });
    same(asked, ["GET Session t", "POST nobody"]);
  });

  it("answers bytes for a parcel, and nothing for nothing", async () => {
    answer = (response) => {
      response.writeHead(200, { "content-type": "application/octet-stream" });
      response.end(Buffer.of(1, 2));
    };
    same(await jsonOf(wireFor(), "GET", "/x"), Uint8Array.of(1, 2));
    answer = (response) => response.writeHead(204).end();
    same(await jsonOf(wireFor(), "PUT", "/x", {}), undefined);
  });

  it("reads again while the node is away for a moment, and never writes again", async () => {
    const twice = (response: ServerResponse) => (asked.length < 3 ? response.destroy() : json(200, 7)(response));
    answer = twice;
    same(await jsonOf(wireFor(), "GET", "/x"), 7);
    same(asked.length, 3);
    asked = [];
    same(await codeOf(jsonOf(wireFor(), "POST", "/x", {})), "offline");
    same(asked.length, 1);
    asked = [];
    answer = (response) =>
      asked.length < 3 ? refusing(503, "gateway/not-yet-provable")(response) : json(200, 8)(response);
    same(await jsonOf(wireFor(), "GET", "/x"), 8);
  });

  const unheard: readonly (readonly [string, (response: ServerResponse) => void])[] = [
    [
      "a connection that breaks in the middle of the body",
      (response) => {
        response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
        response.write('{"a":');
        setTimeout(() => response.destroy(), 5);
      },
    ],
    ["a page instead of JSON", (response) => response.writeHead(200).end("<html>log in</html>")],
    ["a proxy that reaches no node", (response) => response.writeHead(502).end("<html>")],
  ];
  for (const [what, act] of unheard)
    it(`takes ${what} for no answer`, async () => {
      answer = act;
      same(await codeOf(jsonOf(wireFor(), "POST", "/x", {})), "offline");
    });

  it("says what the node refused, with its data", async () => {
    answer = refusing(422, "prescription/expired");
    const refusal = await answered(wireFor(), "POST", "/x").catch((error: NodeRefusal) => error.refusal);
    same(refusal, { code: "prescription/expired", datum: 1 });
    answer = (response) => response.writeHead(404).end("not found");
    same(await codeOf(answered(wireFor(), "GET", "/x")), "gateway/unknown-route");
  });

  for (const code of ["desk/session-expired", "gateway/revoked-key", "gateway/reader-suspended"])
    it(`drops the session that asked on ${code}`, async () => {
      answer = refusing(401, code);
      same(await codeOf(jsonOf(wireFor("old"), "GET", "/x")), code);
      same(expired, ["old"]);
    });
  it("drops none on any other refusal, nor for somebody without one", async () => {
    answer = refusing(403, "gateway/not-for-this-reader");
    await codeOf(jsonOf(wireFor("t"), "GET", "/x"));
    answer = refusing(401, "desk/session-expired");
    await codeOf(jsonOf(wireFor(), "GET", "/x"));
    same(expired, []);
  });
});
