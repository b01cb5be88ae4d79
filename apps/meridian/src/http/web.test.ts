import { deepStrictEqual as same, ok as yes } from "node:assert";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { type Served, serve } from "./served.conformance.ts";

const root = mkdtempSync(join(tmpdir(), "meridian-web-"));
const folder = join(root, "dist");
const page = { accept: "text/html" };

describe("the web app that a node serves", () => {
  let served: Served;
  before(async () => {
    mkdirSync(join(folder, "assets"), { recursive: true });
    writeFileSync(join(root, "secret.txt"), "secret");
    writeFileSync(join(folder, "index.html"), "<!doctype html><title>app</title>");
    writeFileSync(join(folder, "verifier.html"), "<!doctype html><script>check()</script><style>p{}</style>");
    writeFileSync(join(folder, "sw.js"), "self");
    writeFileSync(join(folder, "assets", "app-1a2b.js"), "plain");
    writeFileSync(join(folder, "assets", "app-1a2b.js.br"), "packed by brotli");
    writeFileSync(join(folder, "assets", "app-1a2b.js.gz"), "packed by gzip");
    served = await serve({ webFolder: folder });
  });
  after(async () => {
    await served?.close();
    rmSync(root, { recursive: true, force: true });
  });
  const get = async (url: string, headers: Record<string, string> = {}) => {
    const { statusCode, headers: told, body } = await served.app.inject({ url, headers });
    return { status: statusCode, headers: told, body };
  };

  it("begins at / and at every address of its own, with a strict policy", async () => {
    for (const url of ["/", "/rx/rx-1", "/n/tx/00", "/../../etc/passwd"]) {
      const { status, body, headers } = await get(url, page);
      same([status, body, headers["cache-control"]], [200, "<!doctype html><title>app</title>", "no-cache"]);
      const policy = String(headers["content-security-policy"]).split("; ");
      yes(policy.includes("default-src 'none'") && policy.includes("script-src 'self' 'wasm-unsafe-eval'"));
      yes(policy.includes("style-src 'self'") && policy.includes("frame-ancestors 'self'"));
      yes(String(headers["permissions-policy"]).includes("camera=(self)"));
    }
  });

  it("gives assets for good, packed as the browser takes them", async () => {
    const url = "/assets/app-1a2b.js";
    const plain = await get(url);
    same([plain.body, plain.headers["content-encoding"]], ["plain", undefined]);
    same(plain.headers["cache-control"], "public, max-age=31536000, immutable");
    same(plain.headers["content-type"], "text/javascript; charset=utf-8");
    const packed = await get(url, { "accept-encoding": "gzip, br;q=0.9" });
    same([packed.body, packed.headers["content-encoding"]], ["packed by brotli", "br"]);
    same((await get(url, { "accept-encoding": "gzip" })).body, "packed by gzip");
    same((await get(url, { "if-none-match": String(plain.headers["etag"]) })).status, 304);
    same((await get(`${url}.br`)).status, 404);
  });

  it("asks again for what is not an asset", async () => {
    same((await get("/sw.js")).headers["cache-control"], "no-cache");
  });

  it("runs of the verifier's own page exactly what stands in it", async () => {
    const policy = String((await get("/verifier.html")).headers["content-security-policy"]);
    for (const text of ["check()", "p{}"]) yes(policy.includes(createHash("sha256").update(text).digest("base64")));
    yes(!policy.includes("unsafe-inline"));
  });

  const missing: readonly (readonly [url: string, headers: Record<string, string>, status: number, code: string])[] = [
    ["/rx/rx-1", {}, 404, "gateway/unknown-route"],
    ["/v1/nothing", page, 404, "gateway/unknown-route"],
    ["/v1/transactions", page, 405, "gateway/method-not-allowed"],
    ["/assets/gone.js", page, 404, "gateway/unknown-route"],
    ["/assets/..%2f..%2fsecret.txt", page, 404, "gateway/unknown-route"],
    ["/..%2fsecret.txt", {}, 404, "gateway/unknown-route"],
  ];
  for (const [url, headers, status, code] of missing)
    it(`is no answer to ${url}: ${code}`, async () => {
      const answer = await get(url, headers);
      same([answer.status, JSON.parse(answer.body).rejection.code], [status, code]);
    });

  it("leaves the API and the status page where they are", async () => {
    same((await get("/health", page)).status, 200);
    yes((await get("/status", page)).body.includes("Meridian"));
    yes(String((await get("/status", page)).headers["content-security-policy"]).includes("frame-ancestors 'none'"));
  });
});

describe("a node without the app", () => {
  it("shows the status page at / too", async () => {
    const served = await serve({ webFolder: join(root, "nowhere") });
    try {
      const { body } = await served.app.inject({ url: "/" });
      same(body, (await served.app.inject({ url: "/status" })).body);
    } finally {
      await served.close();
    }
  });
});
