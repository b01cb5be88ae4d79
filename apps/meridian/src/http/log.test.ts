import { deepStrictEqual as same, ok as yes } from "node:assert";
import { describe, it } from "node:test";
import { PATIENT } from "../node/test-network.conformance.ts";
import { serve } from "./served.conformance.ts";

describe("the log of the gateway", () => {
  it("has a line for every request, with its route and neither address, body nor person", async () => {
    const lines: string[] = [];
    const served = await serve({ logLevel: "info", logStream: { write: (line) => lines.push(line) } });
    try {
      await served.get(`/v1/records/person/${PATIENT}?x=${PATIENT}`, PATIENT);
      await served.get(`/v1/views/prescriptions?patient=${PATIENT}`, PATIENT);
      await served.get(`/nowhere/${PATIENT}`);
      const payload = `{"patient":"${PATIENT}"`;
      const headers = { "content-type": "application/json" };
      await served.app.inject({ method: "POST", url: "/v1/transactions", headers, payload });
      served.network.node.reading.rowsFor = async () => {
        throw new Error(`a row of ${PATIENT}`);
      };
      same((await served.get("/v1/views/organisations")).body.rejection.code, "gateway/internal");
    } finally {
      await served.close();
    }
    same(
      lines
        .map((line) => JSON.parse(line))
        .flatMap(({ route, status }) => (route === undefined ? [] : [[route, status]])),
      [
        ["/v1/records/:domain/:id", 200],
        ["/v1/views/:table", 200],
        ["unknown", 404],
        ["/v1/transactions", 400],
        ["/v1/views/:table", 500],
      ],
    );
    yes(lines.some((line) => line.includes('"error":"Error"')));
    same(lines.join("").includes(PATIENT), false);
  });
});
