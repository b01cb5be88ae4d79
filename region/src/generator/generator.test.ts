import assert from "node:assert/strict";
import { test } from "node:test";
import { fromHex, toHex } from "@meridian/base/bytes";
import { canonicalBytes, canonicalText } from "@meridian/base/json";
import { fits, id } from "@meridian/base/shape";
import { sha256 } from "@meridian/crypto/hash";
import { PARTICIPATION } from "@meridian/organisation/participation";
import { pathways } from "@meridian/pathway/pathways/shipped";
import { reviewerOf } from "@meridian/review/evaluate";
import { demonstrationRules } from "@meridian/review/rules/demonstration";
import { readBundle } from "../intake/bundle.ts";
import { ageInMonths, dayOf } from "../intake/calendar.ts";
import { reviewRequestOf } from "../intake/review-request.ts";
import { documentOf } from "./document.ts";
import { type Encounter, generateEncounter } from "./encounter.ts";
import { demonstrationKeySeed, uuidOf } from "./keys.ts";
import { PATIENTS_MIN } from "./patients.ts";
import { randomOf } from "./random.ts";
import { generateRegion, patientOf, staffOf } from "./region.ts";
import { DECK_SIZE, PATHWAYS, SCENARIOS } from "./scenarios.ts";

const region = generateRegion("lantern");
const encounters: readonly Encounter[] = Array.from({ length: 2 * DECK_SIZE }, (_, n) => generateEncounter(region, n));

test("chance repeats itself", () => {
  const words = (seed: string) => {
    const random = randomOf(seed);
    return [random.word(), random.word(), random.word()];
  };
  assert.deepEqual(words("a"), [2_134_866_655, 2_401_568_993, 1_751_041_378]);
  assert.deepEqual(words("a"), words("a"));
  assert.notDeepEqual(words("a"), words("b"));
  const random = randomOf("spread");
  const counts = new Array(10).fill(0);
  for (let i = 0; i < 10_000; i++) counts[random.below(10)]++;
  for (const count of counts) assert.ok(count > 850 && count < 1150, String(counts));
  assert.deepEqual([...randomOf("x").shuffle([1, 2, 3, 4])].sort(), [1, 2, 3, 4]);
});

test("a region and its encounters are the same for the same seed, and others for another", () => {
  const digest = (seed: string) => {
    const made = generateRegion(seed, { patients: 50 });
    const made20 = Array.from({ length: 20 }, (_, n) => documentOf(made, generateEncounter(made, n)));
    return toHex(sha256(canonicalBytes([made, made20])));
  };
  assert.equal(digest("lantern"), digest("lantern"));
  assert.notEqual(digest("lantern"), digest("lanterns"));
});

test("every id of a region is one that the ledger takes, and each is used once", () => {
  const ids = [...region.organisations, ...region.staff, ...region.patients, ...region.credentials].map(
    (each) => each.id,
  );
  assert.equal(new Set(ids).size, ids.length);
  for (const each of ids) assert.ok(fits(id(), each), each);
  assert.equal(region.patients.length, 200);
});

test("every credential is issued by an authority that may", () => {
  for (const { kind, issuer, holder } of region.credentials) {
    const authority = region.organisations.find((each) => each.id === issuer);
    assert.ok(authority && PARTICIPATION[authority.kind].issuesCredentials.includes(kind), kind);
    if ("organisation" in holder) assert.ok(region.organisations.some((each) => each.id === holder.organisation));
    else staffOf(region, holder.person);
  }
});

test("patients are as old as their birth dates say", () => {
  const today = dayOf(region.day);
  for (const patient of region.patients) {
    const birth = dayOf(patient.birthDate);
    assert.ok(birth && today);
    assert.equal(Math.floor(ageInMonths(birth, today) / 12), patient.years);
    assert.ok(!patient.pregnant || patient.sex === "female");
  }
});

test("demonstration keys have 32 bytes and differ by region and by holder", () => {
  const seeds = [...region.staff, ...region.patients, ...region.organisations].map(({ id: holder }) =>
    toHex(demonstrationKeySeed(region.seed, holder)),
  );
  assert.equal(new Set(seeds).size, seeds.length);
  assert.equal(fromHex(seeds[0] ?? "")?.length, 32);
  assert.notEqual(toHex(demonstrationKeySeed("a", "bc")), toHex(demonstrationKeySeed("ab", "c")));
  assert.match(uuidOf("a", "b"), /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("the first sixty encounters tell every scenario at least twice, on every pathway", () => {
  assert.equal(DECK_SIZE, 60);
  for (const half of [encounters.slice(0, DECK_SIZE), encounters.slice(DECK_SIZE)]) {
    for (const scenario of SCENARIOS)
      assert.ok(half.filter((each) => each.scenario === scenario).length >= 2, scenario);
    assert.deepEqual(new Set(half.map(({ pathway }) => pathway)), new Set(PATHWAYS));
  }
});

test("every encounter keeps to its pathway: kinds, classes, number of lines and of pharmacists", () => {
  for (const encounter of encounters) {
    const pathway = pathways.find((each) => each.id === encounter.pathway);
    assert.ok(pathway, encounter.pathway);
    const { switches, params } = pathway;
    const kindOf = (organisation: string) => region.organisations.find((each) => each.id === organisation)?.kind ?? "";
    assert.ok(
      switches.prescriberKinds.some((kind) => kind === kindOf(encounter.organisation)),
      encounter.pathway,
    );
    assert.ok(
      switches.pharmacyKinds.some((kind) => kind === kindOf(encounter.dispenser)),
      encounter.pathway,
    );
    for (const { medicine } of encounter.lines)
      assert.ok(switches.classes.includes(medicine.drugClass), `${encounter.pathway} ${medicine.code}`);
    assert.ok(encounter.lines.length <= params.maxItems);
    assert.equal(encounter.reviewers.length, params.reviewersNeeded);
    assert.equal(encounter.dispensers.length, params.dispensersNeeded);
    assert.equal(encounter.delivery !== undefined, encounter.pathway === "internet-hospital-delivery");
    const hands = [encounter.physician, ...encounter.reviewers, ...encounter.dispensers];
    assert.equal(new Set(hands).size, hands.length);
    assert.equal(staffOf(region, encounter.physician).organisation, encounter.organisation);
    for (const person of encounter.dispensers) assert.equal(staffOf(region, person).organisation, encounter.dispenser);
  }
});

test("a controlled drug is in hands that have the right, and an intruder is without", () => {
  for (const { pathway, story, physician, reviewers, dispensers } of encounters) {
    if (story.type === "wrong-role") assert.equal(staffOf(region, story.intruder).controlled, false);
    if (pathway === "controlled-drug")
      for (const person of [physician, ...reviewers, ...dispensers]) assert.ok(staffOf(region, person).controlled);
  }
});

test("a rival is another pharmacy, a substitute another maker's, a part less than the whole", () => {
  for (const { story, dispenser, lines } of encounters) {
    if (story.type === "double-claim") assert.notEqual(story.rival, dispenser);
    if (story.type === "substitution") assert.notEqual(story.medicine.maker, lines[0]?.medicine.maker);
    if (story.type === "partially-dispensed") assert.ok(story.firstUnits < (lines[0]?.units ?? 0));
  }
});

test("every document is canonical FHIR that the reader takes in whole", () => {
  for (const encounter of encounters) {
    const document = documentOf(region, encounter);
    const read = readBundle(JSON.parse(canonicalText(document)));
    assert.ok(read.ok);
    assert.deepEqual(read.value.faults, []);
    assert.deepEqual(
      read.value.orders.map(({ medicine, quantity }) => [medicine.code, quantity.units, quantity.days]),
      encounter.lines.map(({ medicine, units, dose }) => [medicine.code, units, dose.days]),
    );
    const [order] = read.value.orders;
    const patient = patientOf(region, encounter.patient);
    assert.equal(order?.patient.reveal().name, patient.name.zh);
    assert.equal(order?.picture.reveal().pregnant ?? false, patient.pregnant);
  }
});

test("review finds something critical exactly where the story needs it", () => {
  const reviewer = reviewerOf(demonstrationRules);
  for (const encounter of encounters) {
    const read = readBundle(documentOf(region, encounter));
    assert.ok(read.ok);
    const request = reviewRequestOf(read.value.orders, encounter.setting);
    assert.ok(request);
    const critical = reviewer.review(request).findings.filter(({ severity }) => severity === "critical");
    const what = `${encounter.scenario} ${encounter.pathway} ${critical.map(({ rule }) => rule)} ${encounter.lines.map(({ medicine }) => medicine.name.en)}`;
    const { story } = encounter;
    if (story.type === "returned-by-review")
      assert.ok(
        critical.some(({ override }) => !override.allowed),
        what,
      );
    else if (story.type === "review-critical-overridden") {
      assert.ok(critical.length > 0, what);
      for (const { override } of critical) assert.ok(override.allowed && override.reasons.includes(story.reason), what);
    } else assert.equal(critical.length, 0, what);
  }
});

test("the smallest region still has somebody for every encounter", () => {
  const small = generateRegion("small", { patients: PATIENTS_MIN });
  for (let n = 0; n < DECK_SIZE; n++) generateEncounter(small, n);
  assert.throws(() => generateRegion("tiny", { patients: 1 }), /invariant/);
  assert.throws(() => generateRegion("never", { day: "2026-02-30" }), /invariant/);
});
