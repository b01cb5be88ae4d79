import { deepStrictEqual as same, ok as yes } from "node:assert";
import { after, before, describe, it } from "node:test";
import { fromHex, toHex, utf8 } from "@meridian/base/bytes";
import { stateRootOf } from "@meridian/crypto/statemap";
import { keyHashOf } from "@meridian/kernel/roots";
import type { Command } from "@meridian/kernel/transaction";
import { contracts } from "@meridian/network/domains";
import { readEvidence } from "@meridian/proof/evidence";
import {
  COURT,
  DRUG_AUTHORITY,
  HOSPITAL,
  issueCommand,
  issueTestPrescription,
  PATIENT,
  PHARMACY,
  PHYSICIAN,
  STRANGER,
  signerOf,
} from "../node/test-network.conformance.ts";
import { readAs, type Served, serve } from "./served.conformance.ts";

describe("reading over HTTP", () => {
  let served: Served;
  let issued: { readonly height: number; readonly id: string };
  before(async () => {
    served = await serve();
    issued = await issueTestPrescription(served.network, "rx-1");
  });
  after(() => served?.close());
  const rows = async (url: string, holder?: string) => (await served.get(url, holder)).body.rows;

  it("open lists are open, filtered and in order", async () => {
    same(
      (await rows("/v1/views/organisations?kind=hospital&kind=court")).map(
        (row: { organisation: string }) => row.organisation,
      ),
      [COURT, HOSPITAL],
    );
  });

  it("no list is of where events stand", async () => {
    for (const holder of [undefined, PATIENT, DRUG_AUTHORITY])
      same((await served.get("/v1/views/review_places", holder)).body.rejection.code, "views/unknown-table");
  });

  it("pages follow each other without a gap", async () => {
    const first = (await served.get("/v1/views/organisations?limit=4")).body;
    const second = (await served.get(`/v1/views/organisations?limit=4&after=${first.next}`)).body;
    same([...first.rows, ...second.rows].length, 6);
    same(second.next, undefined);
  });

  const audience: readonly (readonly [holder: string, count: number])[] = [
    [HOSPITAL, 1],
    [PHYSICIAN, 1],
    [PATIENT, 1],
    [DRUG_AUTHORITY, 1],
    [PHARMACY, 0],
    [STRANGER, 0],
    [COURT, 0],
  ];
  for (const [holder, count] of audience)
    it(`${holder} gets ${count} rows of prescriptions`, async () =>
      same((await rows("/v1/views/prescriptions", holder)).length, count));

  const records: readonly (readonly [holder: string | undefined, status: number])[] = [
    [undefined, 401],
    [PATIENT, 200],
    [HOSPITAL, 200],
    [DRUG_AUTHORITY, 200],
    [PHARMACY, 403],
  ];
  for (const [holder, status] of records) {
    it(`${holder ?? "a stranger"} asking for the prescription's record gets ${status}`, async () =>
      same((await served.get("/v1/records/prescription/rx-1", holder)).status, status));
    it(`${holder ?? "a stranger"} asking for evidence of its issue gets ${status}`, async () =>
      same(
        (await served.get("/v1/evidence/events?domain=prescription&record=rx-1&type=issued", holder)).status,
        status,
      ));
    it(`${holder ?? "a stranger"} asking for evidence of its transaction gets ${status}`, async () =>
      same((await served.get(`/v1/evidence/transactions/${issued.id}`, holder)).status, status));
  }

  it("what an authority reads is told to the patient, and to nobody else", async () => {
    await rows("/v1/views/prescriptions?id=rx-1", DRUG_AUTHORITY);
    const { entries } = (await served.get("/v1/access-log", PATIENT)).body;
    yes(
      entries.some(
        (entry: { what: string; reader: string }) => entry.what === "prescriptions" && entry.reader === DRUG_AUTHORITY,
      ),
    );
    yes(entries.some((entry: { what: string }) => entry.what === "record/prescription"));
    yes(entries.some((entry: { what: string }) => entry.what === "evidence/prescription"));
    same(new Set(entries.map((entry: { reader: string }) => entry.reader)), new Set([DRUG_AUTHORITY]));
    same((await served.get("/v1/access-log", STRANGER)).body.entries, []);
    const last = entries.at(-1).sequence;
    same((await served.get(`/v1/access-log?after=${last}`, PATIENT)).body.entries, []);
  });

  const personal = [
    "/v1/views/prescriptions",
    "/v1/views/organisations",
    "/v1/records/prescription/rx-1",
    "/v1/evidence/records/prescription/rx-1",
    "/v1/access-log",
    "/v1/search?q=rx-1",
    "/v1/blocks/1",
    "/v1/blocks/999999",
    "/v1/views/nothing",
  ];
  it("no cache keeps what somebody in particular is answered, refusals included", async () => {
    for (const url of personal) {
      const { headers } = await served.app.inject({ url, headers: readAs(PATIENT, "GET", url) });
      same(headers["cache-control"], "no-store", url);
    }
    const forged = await served.app.inject({ url: "/v1/blocks/1", headers: { authorization: "Bearer x" } });
    same([forged.statusCode, forged.headers["cache-control"]], [401, "no-store"]);
    same((await served.app.inject({ url: "/v1/blocks/1" })).headers["cache-control"], undefined);
  });

  it("a record's proof leads to the state root of its block", async () => {
    const { height, proof } = (await served.get(`/v1/records/organisation/${COURT}`)).body;
    const bytes = (hex: string): Uint8Array => fromHex(hex) ?? utf8("");
    const bucket = proof.bucket.map((entry: { key: string; value: string }) => ({
      key: bytes(entry.key),
      value: bytes(entry.value),
    }));
    const root = stateRootOf({ bucket, siblings: proof.siblings.map(bytes) }, keyHashOf(`organisation/${COURT}`));
    const { stateRoot } = (await served.get(`/v1/blocks/${height}`)).body;
    same(root && toHex(root), stateRoot);
  });

  const absent: readonly (readonly [holder: string | undefined, path: string, answer: unknown])[] = [
    [undefined, "organisation/nobody", null],
    [undefined, "prescription/rx-none", "gateway/authorization-needed"],
    [undefined, `settlement/standing.${PATIENT}.2026`, "gateway/authorization-needed"],
    [undefined, "unit/u-none", "gateway/authorization-needed"],
    [PATIENT, "prescription/rx-none", "gateway/not-for-this-reader"],
    [PATIENT, "unit/u-none", "gateway/not-for-this-reader"],
    [PHARMACY, "unit/u-none", null],
    [PHARMACY, "prescription/rx-none", "gateway/not-for-this-reader"],
    [DRUG_AUTHORITY, "prescription/rx-none", null],
  ];
  for (const [holder, path, answer] of absent)
    it(`${holder ?? "a stranger"} asking for ${path}, which is not there, is told ${answer}`, async () => {
      const { body } = await served.get(`/v1/records/${path}`, holder);
      same(body.rejection?.code ?? body.record, answer);
      same(body.proof, undefined);
      const evidence = (await served.get(`/v1/evidence/records/${path}`, holder)).body.rejection.code;
      same(evidence, answer ?? "gateway/absence-not-shown");
    });

  it("evidence comes as a file that its reader takes", async () => {
    const url = `/v1/evidence/records/organisation/${COURT}`;
    const { body } = await served.app.inject({ url });
    same(readEvidence(body).ok, true);
  });

  const asked: readonly (readonly [holder: string | undefined, record: string, type: string, code: string])[] = [
    [undefined, "rx-1", "issued", "gateway/authorization-needed"],
    [undefined, "rx-1", "dispensed", "gateway/authorization-needed"],
    [undefined, "rx-none", "issued", "gateway/authorization-needed"],
    [PHARMACY, "rx-1", "issued", "gateway/not-for-this-reader"],
    [PHARMACY, "rx-1", "dispensed", "gateway/not-for-this-reader"],
    [PHARMACY, "rx-none", "issued", "gateway/not-for-this-reader"],
    ["nobody-registered", "rx-1", "issued", "gateway/not-for-this-reader"],
    [PATIENT, "rx-1", "dispensed", "gateway/unknown-event"],
    [DRUG_AUTHORITY, "rx-none", "issued", "gateway/unknown-event"],
  ];
  for (const [holder, record, type, code] of asked)
    it(`${holder ?? "a stranger"} asking for evidence that ${record} was ${type} is told ${code}`, async () => {
      const { body } = await served.get(
        `/v1/evidence/events?domain=prescription&record=${record}&type=${type}`,
        holder,
      );
      same(body.rejection.code, code);
    });

  it("no block is read for who may not see the record, whatever it is", async () => {
    const { history } = served.network.node;
    const block = history.block.bind(history);
    let read = 0;
    history.block = (height) => {
      read++;
      return block(height);
    };
    for (const domain of ["settlement", "review", "unit", "prescription"])
      for (const holder of [undefined, "nobody-registered"])
        await served.get(`/v1/evidence/events?domain=${domain}&record=rx-1&type=any`, holder);
    history.block = block;
    same(read, 0);
  });

  it("evidence of a transaction about two patients is for its author and for neither of them", async () => {
    const other = { patient: STRANGER };
    const commands = [issueCommand("rx-of-one"), issueCommand("rx-of-another", undefined, other)];
    const { id } = await served.network.commit(commands, [PHYSICIAN]);
    // What follows proves what was before.
    await issueTestPrescription(served.network, "rx-after");
    const event = "/v1/evidence/events?domain=prescription&record=rx-of-one";
    for (const url of [`/v1/evidence/transactions/${id}`, event]) {
      same((await served.get(url, PATIENT)).body.rejection.code, "gateway/not-for-this-reader");
      same((await served.get(url, STRANGER)).status, 403);
      same((await served.get(url, PHYSICIAN)).status, 200);
      same((await served.get(url, DRUG_AUTHORITY)).status, 200);
    }
    same((await served.get("/v1/records/prescription/rx-of-one", PATIENT)).status, 200);
  });

  it("evidence of what was refused is for who signed it, though no record names them", async () => {
    const cancel = { domain: "prescription", type: "cancel", id: "rx-never" } as Command;
    const sent = await served.network.client.send([cancel], [signerOf(PATIENT)]);
    const id = sent.status === "unknown" ? sent.id : sent.receipt?.id;
    await issueTestPrescription(served.network, "rx-later");
    const url = `/v1/evidence/transactions/${id}`;
    same(
      await Promise.all([PATIENT, STRANGER, undefined].map(async (holder) => (await served.get(url, holder)).status)),
      [200, 403, 401],
    );
  });

  it("a block tells strangers the kind of what happened, and those whom it names all of it", async () => {
    const about = async (holder?: string) => (await served.get(`/v1/blocks/${issued.height}`, holder)).body.events[0];
    const seen = await about();
    same([seen.domain, seen.type, seen.record, seen.event], ["prescription", "issued", undefined, undefined]);
    same((await about(PATIENT)).record, "rx-1");
    same((await about(PATIENT)).event.patient, PATIENT);
  });

  it("blocks come in order, the latest when nothing is said", async () => {
    const { blocks } = (await served.get("/v1/blocks?from=1&limit=3")).body;
    same(
      blocks.map(({ height }: { height: number }) => height),
      [1, 2, 3],
    );
    const latest = (await served.get("/v1/blocks?limit=1")).body.blocks[0];
    same(latest.height, (await served.get("/v1/standing")).body.height);
  });

  it("the description names every route, every command and every code", async () => {
    const { openapi, paths, components } = (await served.get("/openapi.json")).body;
    same(openapi, "3.1.0");
    yes("/v1/transactions/{id}" in paths && "/v1/events" in paths && "/cds-services/meridian-order-sign" in paths);
    for (const { domain } of contracts.values())
      yes(
        Object.keys(components.schemas).some((name) => name.startsWith(`Command.${domain}.`)),
        domain,
      );
    same(components.schemas["Command.prescription.claim"].properties.type, { enum: ["claim"] });
    const { rejections } = (await served.get("/v1/rejections")).body;
    same(components.schemas.RejectionCode.enum, Object.keys(rejections));
    yes(rejections["prescription/expired"].zh.happened);
  });

  it("the status page stands alone, in the language of its reader", async () => {
    const { body, headers } = await served.app.inject({ url: "/status", headers: { "accept-language": "zh" } });
    yes(body.includes('<html lang="zh">') && body.includes("区块高度"));
    same(/(src|href)="https?:/.test(body), false);
    yes(String(headers["content-security-policy"]).includes("script-src 'sha256-"));
  });

  it("health and metrics tell the height, and no person", async () => {
    const { height } = (await served.get("/health")).body;
    const { body } = await served.get("/metrics");
    yes(body.includes(`meridian_height ${height}`));
    yes(body.includes('route="/v1/records/:domain/:id"'));
    same(body.includes("rx-1") || body.includes(PATIENT), false);
  });
});
