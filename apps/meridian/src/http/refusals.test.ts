import { deepStrictEqual as same } from "node:assert";
import { after, before, describe, it } from "node:test";
import type { InjectOptions } from "fastify";
import { BODY_BYTES_MAX } from "./app.ts";
import { explanations, languageOf, statusOf } from "./refusal.ts";
import { rejections } from "./rejections.ts";
import { NOW, readAs, type Served, serve } from "./served.conformance.ts";

const post = (payload: string | object, type = "application/json"): InjectOptions => ({
  method: "POST",
  url: "/v1/transactions",
  payload,
  headers: { "content-type": type },
});
const get = (url: string, headers: Record<string, string> = {}): InjectOptions => ({ method: "GET", url, headers });
const views = "/v1/views/prescriptions";
const forged = (authorization: string) => get(views, { authorization });
const { authorization } = readAs("hospital", "GET", views);
const signature = { kind: "ed25519", key: "00".repeat(32), signature: "00".repeat(64) };

const toEngine = (method: string, params: object): InjectOptions => ({
  method: "POST",
  url: "/v1/engine",
  payload: { jsonrpc: "2.0", id: 0, method, params },
});
const cases: readonly (readonly [says: string, request: InjectOptions, status: number, code: string, at?: string])[] = [
  ["a body that is no JSON", post("{"), 400, "gateway/malformed-json"],
  ["an empty body", post(""), 400, "gateway/malformed-json"],
  ["a body that names a prototype", post('{"__proto__":{}}'), 400, "gateway/malformed-json"],
  ["a body that is too large", post(`"${"x".repeat(BODY_BYTES_MAX)}"`), 413, "gateway/body-too-large"],
  ["a body of another type", post("<a/>", "application/xml"), 415, "gateway/unsupported-media-type"],
  ["a body of another form", post({ payload: "{}" }), 400, "gateway/invalid-request", "body.signatures"],
  [
    "a member too many",
    post({ payload: "{}", signatures: [signature], x: 1 }),
    400,
    "gateway/invalid-request",
    "body.x",
  ],
  ["a payload that is not canonical", post({ payload: "{ }", signatures: [signature] }), 400, "ledger/not-canonical"],
  ["a payload that is no transaction", post({ payload: "{}", signatures: [signature] }), 400, "ledger/malformed"],
  ["an address where nothing is", get("/v2"), 404, "gateway/unknown-route"],
  ["an address with a broken escape", get("/v1/blocks/%zz"), 400, "gateway/malformed-request"],
  [
    "a method that an address does not know",
    { method: "DELETE", url: "/v1/blocks/1" },
    405,
    "gateway/method-not-allowed",
  ],
  ["a number out of range", get("/v1/blocks?limit=101"), 400, "gateway/invalid-request", "querystring.limit"],
  ["a number that is none", get("/v1/blocks/x"), 400, "gateway/invalid-request", "params.height"],
  [
    "a wait that is too long",
    get(`/v1/transactions/${"0".repeat(64)}?wait=30001`),
    400,
    "gateway/invalid-request",
    "querystring.wait",
  ],
  ["an id that is none", get("/v1/transactions/x"), 400, "gateway/invalid-request", "params.id"],
  ["a block that has not come", get("/v1/blocks/999999"), 404, "gateway/unknown-block"],
  ["a transaction that nobody sent", get(`/v1/transactions/${"0".repeat(64)}`), 404, "gateway/unknown-transaction"],
  ["a domain that is none", get("/v1/records/nothing/x"), 404, "gateway/unknown-domain"],
  ["a list that is none", get("/v1/views/nothing"), 404, "views/unknown-table"],
  ["a column that is none", get("/v1/views/organisations?nothing=1"), 400, "views/unknown-column"],
  ["an order that no index serves", get("/v1/views/organisations?order=name_en"), 400, "views/not-indexed"],
  ["a page that is too long", get("/v1/views/organisations?limit=501"), 400, "views/limit-out-of-range"],
  ["a cursor that is none", get("/v1/views/organisations?after=x"), 400, "views/bad-cursor"],
  ["evidence of what never happened", get("/v1/evidence/events/1/77"), 404, "gateway/unknown-event"],
  ["a limited list without a signature", get(views), 401, "gateway/authorization-needed"],
  ["an authorization of another kind", forged("Bearer x"), 401, "gateway/malformed-authorization"],
  ["an authorization that is cut short", forged(authorization.slice(0, -1)), 401, "gateway/malformed-authorization"],
  ["a signature over another request", get(`${views}?limit=1`, { authorization }), 401, "gateway/wrong-authorization"],
  [
    "a signature of a minute ago",
    get(views, readAs("hospital", "GET", views, NOW - 61)),
    401,
    "gateway/stale-authorization",
  ],
  [
    "a signature of the future",
    get(views, readAs("hospital", "GET", views, NOW + 61)),
    401,
    "gateway/stale-authorization",
  ],
  [
    "a signature by another key",
    forged(authorization.replace(/key=[0-9a-f]{8}/, "key=00000000")),
    401,
    "gateway/wrong-authorization",
  ],
  ["a key that nobody registered", get(views, readAs("nobody", "GET", views)), 401, "gateway/unknown-key"],
  ["an access log for nobody", get("/v1/access-log"), 401, "gateway/authorization-needed"],
  [
    "an access log for an organisation",
    get("/v1/access-log", readAs("court", "GET", "/v1/access-log")),
    403,
    "gateway/not-for-this-reader",
  ],
  ["a question for an engine where there is none", toEngine("commit", { height: "1" }), 404, "gateway/no-engine"],
  [
    "a call of the engine's that is nobody's business",
    toEngine("dial_peers", {}),
    400,
    "gateway/invalid-request",
    "body.method",
  ],
  ["a height for the engine that is none", toEngine("commit", { height: "x" }), 400, "gateway/invalid-request"],
  ["a question that is too long", toEngine("commit", { height: "1".repeat(2_000) }), 413, "gateway/body-too-large"],
  [
    "a hook of another kind",
    { method: "POST", url: "/cds-services/meridian-order-sign", payload: { hook: "patient-view" } },
    400,
    "gateway/invalid-request",
  ],
];

describe("what the gateway refuses", () => {
  let served: Served;
  before(async () => {
    served = await serve();
  });
  after(() => served?.close());

  for (const [says, request, status, code, at] of cases)
    it(`${says}: ${code}`, async () => {
      const response = await served.app.inject(request);
      const { rejection, explanation } = response.json();
      same([response.statusCode, rejection.code], [status, code]);
      if (at !== undefined) same(rejection.at, at);
      same(Object.keys(explanation), ["happened", "next"]);
    });

  it("says it in the language that was asked for", async () => {
    const headers = { "accept-language": "fr, zh-CN;q=0.9, en;q=0.8" };
    const { explanation } = (await served.app.inject({ ...get("/v2"), headers })).json();
    same(explanation, rejections["unknown-route"].zh);
  });

  it("says which methods an address knows", async () => {
    const { headers } = await served.app.inject({ method: "PUT", url: "/v1/transactions" });
    same(headers["allow"], "POST");
  });

  it("gives every answer an id and headers that keep browsers careful", async () => {
    const { headers } = await served.app.inject(get("/v2"));
    same(typeof headers["x-request-id"], "string");
    same(headers["content-security-policy"], "default-src 'none'; frame-ancestors 'none'");
    same(headers["x-content-type-options"], "nosniff");
  });
});

describe("a source that asks too much", () => {
  it("is told to wait", async () => {
    const served = await serve({ rateLimits: { perAddress: 2, perKey: 2 } });
    try {
      const statuses = [];
      for (let n = 0; n < 3; n++) statuses.push((await served.get("/health")).status);
      same(statuses, [200, 200, 429]);
      const response = await served.app.inject(get("/health"));
      same(response.json().rejection.code, "gateway/rate-limited");
      same(Number(response.headers["retry-after"]) > 0, true);
    } finally {
      await served.close();
    }
  });
});

describe("a key that asks too much", () => {
  it("is told to wait, wherever it asks from", async () => {
    const served = await serve({ rateLimits: { perAddress: 1_000, perKey: 2 } });
    try {
      const statuses = [];
      for (let n = 0; n < 3; n++) statuses.push((await served.get(views, "hospital")).status);
      same([...statuses, (await served.get(views, "court")).status], [200, 200, 429, 200]);
    } finally {
      await served.close();
    }
  });
});

describe("codes and languages", () => {
  it("every code is explained and has a status that refuses", () => {
    for (const code of explanations.keys()) same(statusOf(code) >= 400, true, code);
  });
  const headers: readonly (readonly [header: string | undefined, want: string])[] = [
    [undefined, "en"],
    ["", "en"],
    ["zh", "zh"],
    ["zh-Hans-CN", "zh"],
    ["en-GB,zh;q=0.5", "en"],
    ["zh;q=0.4,en;q=0.5", "en"],
    ["de,zh;q=0.1", "zh"],
    ["de", "en"],
    ["zh;q=x", "en"],
  ];
  for (const [header, want] of headers) it(`${header} means ${want}`, () => same(languageOf(header), want));
});
