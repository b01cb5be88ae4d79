import assert from "node:assert/strict";
import { test } from "node:test";
import { asSeconds } from "@meridian/base/ids";
import { canonicalBytes } from "@meridian/base/json";
import { COMMANDS_MAX, PAYLOAD_BYTES_MAX } from "@meridian/base/limits";
import { fits, type Shape } from "@meridian/base/shape";
import { commandShape as organisationShape } from "@meridian/organisation/schema";
import { commandShape as pathwayShape } from "@meridian/pathway/schema";
import { commandShape as settlementShape } from "@meridian/settlement/schema";
import { documentOf } from "../generator/document.ts";
import { generateEncounter } from "../generator/encounter.ts";
import { generateRegion } from "../generator/region.ts";
import { DECK_SIZE } from "../generator/scenarios.ts";
import { bundle, request } from "../intake/testkit.ts";
import { expectationOf } from "./expectation.ts";
import { accessOf, Keyring, validatorOf } from "./keyring.ts";
import { dateTimeOf, dayOfTime, orderOf } from "./order.ts";
import { readOutside } from "./outside.ts";
import { inParallel } from "./pool.ts";
import { genesisCommandsOf, schemesFrom, VALIDATORS, validatorKeyOf } from "./setup.ts";
import { sourceOf } from "./source.ts";

const region = generateRegion("lantern");

test("block time is told in Beijing time, over midnight and leap days", () => {
  assert.equal(dateTimeOf(asSeconds(0)), "1970-01-01T08:00:00+08:00");
  assert.equal(dateTimeOf(asSeconds(951_782_399)), "2000-02-29T07:59:59+08:00");
  assert.equal(dayOfTime(asSeconds(1_795_190_399)), "2026-11-20");
  assert.equal(dayOfTime(asSeconds(1_795_190_400)), "2026-11-21");
});

test("a pool keeps to its bound, and results to the order of their items", async () => {
  let running = 0;
  let most = 0;
  const results = await inParallel(
    [3, 1, 2, 5, 4],
    async (n) => {
      most = Math.max(most, ++running);
      for (let i = 0; i < n; i++) await Promise.resolve();
      running--;
      return 10 * n;
    },
    2,
  );
  assert.deepEqual(results, [30, 10, 20, 50, 40]);
  assert.equal(most, 2);
  assert.deepEqual(await inParallel([], async () => 1), []);
  await assert.rejects(
    inParallel([1, 2], async () => {
      throw new Error("no");
    }),
    /no/,
  );
});

test("genesis holds members, pathways and schemes in the shapes of their domains", () => {
  const commands = genesisCommandsOf(region, schemesFrom(asSeconds(1_795_190_400)));
  const shapes: { readonly [domain: string]: Shape<unknown> } = {
    organisation: organisationShape,
    pathway: pathwayShape,
    settlement: settlementShape,
  };
  const of = (domain: string) => commands.filter((command) => command.domain === domain);
  for (const [domain, shape] of Object.entries(shapes))
    for (const command of of(domain)) assert.ok(fits(shape, command), JSON.stringify(command));
  assert.deepEqual([of("organisation").length, of("pathway").length, of("settlement").length], [18, 12, 2]);
});

test("seven validators have keys apart from those with which their organisations sign", () => {
  const keys = new Keyring("lantern");
  const validating = VALIDATORS.map((id) => validatorKeyOf("lantern", id).publicKey);
  assert.equal(new Set(validating).size, 7);
  for (const [i, id] of VALIDATORS.entries()) {
    assert.equal(validating[i], keys.publicKeyOf(validatorOf(id)).publicKey);
    assert.notEqual(validating[i], keys.publicKeyOf(id).publicKey);
  }
});

test("every story has an end, and the trace codes of two orders never meet", () => {
  const serials = new Set<number>();
  for (let n = 0; n < 2 * DECK_SIZE; n++) {
    const encounter = generateEncounter(region, n);
    const order = orderOf(region, encounter);
    assert.ok(!serials.has(order.serial));
    serials.add(order.serial);
    assert.ok(expectationOf(encounter).status.length > 0);
    assert.match(accessOf(order.prescription), /^access\/rx-/);
    const most = Math.max(...order.lines.map(({ packs }) => packs));
    assert.ok(order.lines.length < 10 && most <= 100, `${most} packs`);
  }
});

test("an order is written at the moment it is given, with the lines that it has then", () => {
  const encounter = generateEncounter(region, 0);
  const order = orderOf(region, encounter);
  const now = asSeconds(1_795_190_400);
  const written = order.write(order.lines, now);
  assert.deepEqual(written.bytes, canonicalBytes(documentOf(region, encounter, dateTimeOf(now))));
  assert.equal(written.request.medications.length, order.lines.length);
  assert.equal(order.write(order.lines.slice(0, 1), now).request.medications.length, 1);
});

test("what is sealed of a bundle is the request with what it refers to, and the patient's allergies", () => {
  const allergy = (id: string, patient: string) => ({
    resourceType: "AllergyIntolerance",
    id,
    patient: { reference: patient },
  });
  const more = [
    request({ id: "req-2" }),
    { resourceType: "Observation", id: "obs-1", subject: { reference: "urn:uuid:pat-1" } },
    allergy("all-1", "Patient/pat-1"),
    allergy("all-2", "Patient/other"),
  ];
  const whole = bundle({}, {}, more) as { entry: { resource: { id: string } }[] };
  const at = whole.entry.findIndex(({ resource }) => resource.id === "req-1");
  const sealed = JSON.parse(sourceOf(whole, `entry[${at}].resource`));
  const ids = sealed.entry.map(({ resource }: { resource: { id: string } }) => resource.id);
  assert.deepEqual(ids.sort(), ["all-1", "con-1", "doc-1", "enc-1", "org-1", "pat-1", "req-1"]);
  assert.equal(sealed.type, "collection");
  assert.deepEqual(JSON.parse(sourceOf(null, "entry[0]")).entry, []);
});

test("orders from outside get a place in the region, the same one each time", () => {
  const text = JSON.stringify(bundle());
  const read = readOutside(region, [{ name: "a.json", text }], 7);
  const [found] = read.orders;
  assert.deepEqual([read.requests, read.faults.length, read.orders.length], [1, 0, 1]);
  assert.equal(found?.order.serial, 500_007_000);
  const again = readOutside(region, [{ name: "renamed.json", text }], 0).orders[0];
  assert.equal(again?.order.prescription, found?.order.prescription);
  assert.equal(again?.order.patient, found?.order.patient);
  const hands = [found?.order.physician, ...(found?.order.reviewers ?? []), ...(found?.order.dispensers ?? [])];
  assert.equal(new Set(hands).size, hands.length);
});

test("a registration of seven persons fits a payload", () => {
  const keys = new Keyring("lantern");
  const commands = region.staff.slice(0, 7).flatMap(({ id, organisation }) => [
    {
      domain: "person",
      type: "register",
      id,
      kind: "practitioner",
      identity: "0".repeat(64),
      key: keys.publicKeyOf(id),
    },
    { domain: "person", type: "affiliate", id, organisation, roles: ["pharmacist"] },
  ]);
  assert.ok(commands.length <= COMMANDS_MAX);
  assert.ok(canonicalBytes(commands).length < PAYLOAD_BYTES_MAX);
});
