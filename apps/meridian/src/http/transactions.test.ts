import { deepStrictEqual as same } from "node:assert";
import { after, before, describe, it } from "node:test";
import type { Command } from "@meridian/kernel/transaction";
import {
  COUNTER,
  claimCommand,
  DRUG_AUTHORITY,
  issueCommand,
  issueTestPrescription,
  PATIENT,
  PHARMACY,
  STRANGER,
  signerOf,
} from "../node/test-network.conformance.ts";
import { type Served, serve } from "./served.conformance.ts";

const rename = (en: string): Command =>
  ({ domain: "organisation", type: "rename", id: "court", name: { zh: "法院", en } }) as Command;

describe("transactions over HTTP", () => {
  let served: Served;
  before(async () => {
    served = await serve();
  });
  after(() => served?.close());
  const build = (commands: readonly Command[], by = ["court"]) =>
    served.network.client.build(commands, by.map(signerOf));
  const post = async (url: string, payload: object) => {
    const response = await served.app.inject({ method: "POST", url, payload });
    return { status: response.statusCode, body: response.json(), headers: response.headers };
  };

  it("are taken in at once, and the receipt comes when it is asked for", async () => {
    const { id, transaction } = await build([rename("First Court")]);
    same(await post("/v1/transactions", transaction).then(({ status, body }) => [status, body]), [202, { id }]);
    const { status, body } = await served.get(`/v1/transactions/${id}?wait=5000`);
    same([status, body.receipt.outcome], [200, { status: "committed", events: 1 }]);
  });

  it("answer with the receipt when the sender waits", async () => {
    const { id, transaction } = await build([rename("Second Court")]);
    const { status, body } = await post("/v1/transactions?wait=5000", transaction);
    same([status, body.id, body.receipt.id], [200, id, id]);
  });

  it("sent again do nothing, and answer as before", async () => {
    const { id, transaction } = await build([rename("Third Court")]);
    const first = await post("/v1/transactions?wait=5000", transaction);
    const again = await post("/v1/transactions", transaction);
    same([again.status, again.body], [200, first.body]);
    const twice = await build([rename("Fourth Court")]);
    const both = await Promise.all([
      post("/v1/transactions", twice.transaction),
      post("/v1/transactions", twice.transaction),
    ]);
    same(
      both.map(({ body }) => body.id),
      [twice.id, twice.id],
    );
    same(typeof id, "string");
  });

  it("that the rules refuse say so in the receipt, with an explanation", async () => {
    const { transaction } = await build([issueCommand("rx-1")], [PATIENT]);
    const { status, body } = await post("/v1/transactions?wait=5000", transaction);
    same([status, body.receipt.outcome.status], [200, "rejected"]);
    same(body.receipt.outcome.rejection.code.startsWith("prescription/"), true);
    same(Object.keys(body.explanation), ["happened", "next"]);
  });

  it("that the rules refuse tell who signed them all of why, and strangers the code", async () => {
    await issueTestPrescription(served.network, "rx-claimed");
    const hands = [COUNTER, PHARMACY, PATIENT];
    await served.network.commit([claimCommand("rx-claimed")], hands);
    const { id, transaction } = await build([claimCommand("rx-claimed")], hands);
    const sent = await post("/v1/transactions?wait=5000", transaction);
    const { code, ...data } = sent.body.receipt.outcome.rejection;
    same([code, Object.keys(data)], ["prescription/already-claimed", ["by", "until"]]);
    const url = `/v1/transactions/${id}`;
    for (const holder of [undefined, STRANGER]) {
      const { status, body } = await served.get(url, holder);
      same([status, body.receipt.outcome.rejection, body.withheld], [200, { code }, true]);
      same(body.explanation, sent.body.explanation);
    }
    for (const holder of [COUNTER, PHARMACY, PATIENT, DRUG_AUTHORITY])
      same((await served.get(url, holder)).body, sent.body);
    same((await post("/v1/transactions", transaction)).body, sent.body);
  });

  it("with a false signature are refused at the door", async () => {
    const { transaction } = await build([rename("False Court")]);
    const [signature] = transaction.signatures;
    const forged = { ...transaction, signatures: [{ ...signature, signature: "00".repeat(64) }] };
    const { status, body } = await post("/v1/transactions", forged);
    same([status, body.rejection], [422, { code: "ledger/bad-signature", index: 0 }]);
  });

  it("in a batch are taken in or refused each by itself", async () => {
    const good = await build([rename("Fifth Court")]);
    const other = await build([rename("Sixth Court")]);
    const batch = { transactions: [good.transaction, { payload: 1 }, other.transaction, good.transaction] };
    const { status, body } = await post("/v1/transactions/batch?wait=5000", batch);
    same(status, 200);
    const [first, second, third, fourth] = body.results;
    same([first.id, third.id, fourth.id], [good.id, other.id, good.id]);
    same(first.receipt.outcome.status, "committed");
    same(second.rejection, { code: "ledger/malformed", at: "transaction.payload" });
  });

  it("of more than a batch are refused whole", async () => {
    const { status, body } = await post("/v1/transactions/batch", { transactions: Array(501).fill({}) });
    same([status, body.rejection.at], [400, "body.transactions"]);
  });
});

describe("a node that is full or stopping", () => {
  const cases = [
    [{ code: "ledger/queue-full", waiting: 20_000 }, 429],
    [{ code: "ledger/shutting-down" }, 503],
  ] as const;
  for (const [rejection, want] of cases)
    it(`answers ${rejection.code} with ${want} and when to come back`, async () => {
      const served = await serve();
      try {
        const { transaction } = await served.network.client.build([rename("Late Court")], [signerOf("court")]);
        served.network.node.submit = async () => ({ ok: false, error: rejection });
        const response = await served.app.inject({ method: "POST", url: "/v1/transactions", payload: transaction });
        same([response.statusCode, response.json().rejection], [want, rejection]);
        same(response.headers["retry-after"], "1");
      } finally {
        await served.close();
      }
    });
});
