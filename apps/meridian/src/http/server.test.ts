import { deepStrictEqual as same } from "node:assert";
import { after, before, describe, it } from "node:test";
import { openTestNetwork, signerOf, type TestNetwork } from "../node/test-network.conformance.ts";
import type { App } from "./gateway.ts";
import { httpOf } from "./server.ts";

let network: TestNetwork;
let app: App;
before(async () => {
  network = await openTestNetwork();
  app = await httpOf({ node: network.node, port: 0, logLevel: "error" });
});
after(async () => {
  await app.close();
  await network.close();
});
it("x", async () => {
  for (const url of ["/", "/health", "/metrics", "/openapi.json", "/v1/standing", "/v1/blocks", "/v1/blocks/1", "/v1/genesis", "/v1/rejections", "/v1/views", "/v1/views/organisations?kind=court", "/v1/views/prescriptions", "/v1/records/organisation/court", "/v1/evidence/records/organisation/court", "/nope", "/v1/blocks/99", "/v1/blocks?limit=x"]) {
    const r = await app.inject({ url });
    console.log(url, r.statusCode, r.body.slice(0, 300));
  }
  const built = await network.client.build([{ domain: "organisation", type: "rename", id: "court", name: { zh: "a", en: "b" } } as never], [signerOf("court")]);
  for (const wait of [0, 1000, 0]) {
  const r = await app.inject({ method: "POST", url: `/v1/transactions?wait=${wait}`, payload: built.transaction });
  console.log(r.statusCode, r.body, r.headers);
  }
  const bad = await app.inject({ method: "POST", url: `/v1/transactions`, payload: {payload: "x", signatures: []} });
  console.log(bad.statusCode, bad.body);
  const put = await app.inject({ method: "PUT", url: `/v1/transactions`, payload: {payload: "x", signatures: []} });
  console.log(put.statusCode, put.body);
  same(1, 1);
});
