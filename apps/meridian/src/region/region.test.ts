import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { documentOf } from "@meridian/region/generator/document";
import { generateEncounter } from "@meridian/region/generator/encounter";
import { generateRegion } from "@meridian/region/generator/region";
import { DECK_SIZE, PATHWAYS, SCENARIOS } from "@meridian/region/generator/scenarios";
import { expectationOf } from "@meridian/region/player/expectation";
import { playEncounter } from "@meridian/region/player/play";
import { setUp } from "@meridian/region/player/setup";
import { openHome } from "./home.ts";
import { clock, openPlace } from "./place.ts";
import { type RegionOptions, startRegion } from "./start.ts";
import type { Summary } from "./summary.ts";

const folder = mkdtempSync(join(tmpdir(), "meridian-region-"));
const home = join(folder, "home");
after(() => rmSync(folder, { recursive: true, force: true }));

async function start(changes: Partial<RegionOptions> = {}) {
  const printed: string[] = [];
  const progress: string[] = [];
  const options: RegionOptions = { folder: home, port: 0, once: true, json: true, lang: "en", ...changes };
  const exit = await startRegion(options, {
    print: (text) => printed.push(text),
    progress: (text) => progress.push(text),
  });
  const summary = options.json && printed.length > 0 ? (JSON.parse(printed.join("\n")) as Summary) : undefined;
  return { exit, printed: printed.join("\n"), progress, summary };
}

describe("a deck of sixty on a real node", () => {
  let deck: Awaited<ReturnType<typeof start>>;
  before(async () => {
    deck = await start({ prescriptions: DECK_SIZE });
  });

  it("plays every story on every pathway to the end that it must have", () => {
    assert.deepEqual(deck.summary?.failures, []);
    assert.equal(deck.exit, 0);
    assert.equal(deck.summary?.prescriptions, DECK_SIZE);
    assert.deepEqual(Object.keys(deck.summary?.byScenario ?? {}).sort(), [...SCENARIOS].sort());
    assert.deepEqual(Object.keys(deck.summary?.byPathway ?? {}).sort(), [...PATHWAYS].sort());
  });

  it("meets exactly the refusals of its stories, and no other state", () => {
    const region = generateRegion("jianglan");
    const expected = Array.from({ length: DECK_SIZE }, (_, n) => expectationOf(generateEncounter(region, n)));
    const refusals = expected.flatMap((each) => each.refusals);
    const { refusedByCode = {}, byStatus = {} } = deck.summary ?? {};
    assert.ok(refusals.length >= 30, "the deck has something to refuse");
    for (const code of new Set(refusals))
      assert.equal(refusedByCode[code]?.count, refusals.filter((each) => each === code).length, code);
    assert.equal(Object.keys(refusedByCode).length, new Set(refusals).size);
    const completed = expected.filter(({ status }) => status === "COMPLETED").length;
    assert.equal((byStatus["COMPLETED"] ?? 0) + (byStatus["FINALISED"] ?? 0), completed);
    assert.ok((byStatus["FINALISED"] ?? 0) > 0, "the insurance authority closes some books");
    for (const status of ["CANCELLED", "EXPIRED", "NOT_DISPENSED", "PARTIAL", "RETURNED", "REVERSED", "REVOKED"])
      assert.equal(byStatus[status], expected.filter((each) => each.status === status).length, status);
  });

  it("proves what happened", () => {
    assert.deepEqual(deck.summary?.proofs, { checked: 24, failed: 0 });
    assert.ok((deck.summary?.events ?? 0) > 10 * DECK_SIZE);
  });

  it("goes on with the same chain and other prescriptions, and says so to people", async () => {
    const again = await start({ prescriptions: 3, json: false, lang: "zh" });
    assert.equal(again.exit, 0);
    assert.match(again.progress[0] ?? "", /高度 \d+/);
    assert.match(again.printed, /3 张处方/);
    assert.match(again.printed, /rx show rx-[0-9a-f]{24} --data /);
  });

  it("does not take the folder of another region, nor a folder of bundles that is not there", async () => {
    assert.equal((await start({ seed: "other" })).exit, 4);
    assert.equal((await start({ input: join(folder, "nowhere") })).exit, 2);
  });

  it("serves before it plays, and tells when the port is taken", async () => {
    const { createServer } = await import("node:http");
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((listening) => other.once("listening", listening));
    const { port } = other.address() as { port: number };
    const refused = await start({ serve: true, port, prescriptions: 0 });
    other.close();
    assert.equal(refused.exit, 3);
    const served = await start({ serve: true, prescriptions: 0, json: false });
    assert.match(served.progress[0] ?? "", /^serving on http:\/\/localhost:\d+$/);
    assert.match(served.printed, /--as health-commission --keys .* --node http/);
  });

  it("reports what goes another way than its story, and hides nothing", async () => {
    const opened = openHome(home, { port: 0, now: clock() });
    const place = await openPlace(opened, (error) => assert.fail(error));
    const deaf = { ...place.stage.documents, release: async () => ({ ok: false as const, error: "vault/lost" }) };
    const documents = { put: place.stage.documents.put.bind(place.stage.documents), release: deaf.release };
    try {
      assert.equal(await setUp(opened.region, place.stage.client, place.stage.ledger), 0);
      const played = await playEncounter({ ...place.stage, documents }, nextFulfilled());
      assert.equal(played.status, "CLAIMED");
      assert.equal(played.failure, "the document was not released: vault/lost");
    } finally {
      await place.close();
    }
  });
});

/** Number of an encounter beyond those that were played, which goes well. */
function nextFulfilled(): number {
  const region = generateRegion("jianglan");
  for (let n = 2 * DECK_SIZE; ; n++) if (generateEncounter(region, n).scenario === "fulfilled") return n;
}

describe("bundles from outside", () => {
  const input = join(folder, "input");
  before(() => {
    mkdirSync(input);
    const region = generateRegion("elsewhere");
    const good = documentOf(region, generateEncounter(region, 0), "2026-11-20T09:00:00+08:00");
    const change = (change: (request: Record<string, unknown>) => void): string => {
      const copy = structuredClone(good) as unknown as { entry: { resource: Record<string, unknown> }[] };
      for (const { resource } of copy.entry) if (resource["resourceType"] === "MedicationRequest") change(resource);
      return JSON.stringify(copy);
    };
    writeFileSync(join(input, "a-good.json"), JSON.stringify(good));
    writeFileSync(join(input, "b-twice.json"), JSON.stringify(good));
    writeFileSync(join(input, "c-broken.json"), '{"resourceType":');
    writeFileSync(join(input, "d-patient.json"), '{"resourceType":"Patient"}');
    writeFileSync(
      join(input, "e-unknown.json"),
      change((request) => {
        request["medicationCodeableConcept"] = { coding: [{ system: "urn:nobody", code: "x" }] };
      }),
    );
    writeFileSync(
      join(input, "f-cancelled.json"),
      change((request) => {
        request["status"] = "cancelled";
      }),
    );
    writeFileSync(join(input, "notes.txt"), "no bundle");
  });

  it("names what it cannot take in, goes on with the rest, and takes nothing in twice", async () => {
    const first = await start({ input });
    assert.equal(first.exit, 0);
    const taken = first.summary?.input;
    assert.equal(taken?.bundles, 6);
    const codes = taken?.faults.map(({ file, code }) => `${file} ${code}`);
    assert.deepEqual(
      [...new Set(codes)],
      [
        "b-twice.json duplicate-bundle",
        "c-broken.json not-json",
        "d-patient.json not-a-bundle",
        "e-unknown.json unsupported-medicine",
        "f-cancelled.json order-cancelled",
      ],
    );
    assert.ok((taken?.circulated ?? 0) > 0);
    assert.deepEqual(taken?.byStatus, { COMPLETED: taken?.circulated });
    assert.equal(first.summary?.prescriptions, 0);

    const second = await start({ input });
    const whys = second.summary?.input?.requestsCirculated.map(({ why, transactions }) => [why, transactions]);
    assert.deepEqual(
      whys,
      Array.from({ length: taken?.circulated ?? 0 }, () => ["taken in before", 0]),
    );
  });

  const SYNTHEA = fileURLToPath(new URL("../../../../../shared/data/fhir/synthea/", import.meta.url));
  // CI must have them; elsewhere their absence is told.
  const absent = existsSync(SYNTHEA) ? false : "ATTENTION: the Synthea bundles are absent; their way is NOT checked";
  it("circulates every order of forty hospital records", { skip: process.env["CI"] ? false : absent }, async () => {
    const { summary } = await start({ input: SYNTHEA });
    const { bundles, requests, circulated, faults, byStatus, requestsCirculated } = summary?.input ?? {};
    assert.deepEqual(
      { bundles, requests, circulated, faults },
      { bundles: 40, requests: 133, circulated: 133, faults: [] },
    );
    assert.deepEqual(byStatus, { COMPLETED: 133 });
    assert.ok(requestsCirculated?.every(({ why }) => why.length > 0));
    assert.deepEqual(summary?.failures, []);
  });
});
