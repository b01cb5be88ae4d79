import { deepStrictEqual as same } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { canonicalText } from "@meridian/base/json";
import { Secret } from "@meridian/base/secret";
import { Keystore } from "../keystore/keystore.ts";
import { HOSPITAL, NETWORK, seedOf, testGenesis } from "../node/test-network.conformance.ts";
import { runs } from "./io.conformance.ts";

describe("a member's verbs, in a folder that belongs to a network", () => {
  const folder = mkdtempSync(join(tmpdir(), "meridian-own-network-"));
  const posted: string[] = [];
  let network = "elsewhere";
  const stub = createServer((request, response) => {
    if (request.method === "POST") posted.push(request.url ?? "");
    response.writeHead(request.method === "POST" ? 503 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify({ network, height: 7, rows: [] }));
  });
  const acts = async (): Promise<unknown> => {
    const url = `http://127.0.0.1:${(stub.address() as AddressInfo).port}`;
    const vote = ["network", "vote", "p-1", "yes", "--data", folder, "--organisation", HOSPITAL];
    const { err } = await runs(...vote, "--node", url, "--json");
    return JSON.parse(err).error;
  };

  before(async () => {
    await new Promise<void>((resolve) => stub.listen(0, "127.0.0.1", resolve));
    new Keystore(folder).add(HOSPITAL, undefined, new Secret(seedOf(HOSPITAL)));
    writeFileSync(join(folder, "genesis.json"), canonicalText(testGenesis()));
  });
  after(() => {
    stub.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("sign nothing for another network, whichever one the node that was asked says it is of", async () => {
    const { code, data } = (await acts()) as { readonly code: string; readonly data: unknown };
    same([code, data, posted], ["other-network", { own: NETWORK, said: "elsewhere" }, []]);
  });

  it("sign for their own", async () => {
    network = NETWORK;
    await acts();
    same(new Set(posted), new Set(["/v1/transactions"]));
  });
});
