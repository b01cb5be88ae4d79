import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { DrugClass } from "@meridian/kernel/vocabulary";
import {
  ATC_SYSTEM,
  byAtc,
  byCode,
  byRxNorm,
  FORMULARY_SYSTEM,
  medicineOf,
  medicines,
  packsFor,
  RXNORM_SYSTEM,
  substitutesOf,
  unitsFor,
} from "./lookup.ts";
import type { Medicine } from "./medicine.ts";
import { routeOf } from "./route.ts";
import { medicinesOf } from "./table.ts";
import { medicineOfTrace, traceCode } from "./trace.ts";

const unique = (values: readonly string[]) => assert.equal(new Set(values).size, values.length);
const known = (code: string): Medicine => {
  const medicine = byCode(code);
  assert.ok(medicine, code);
  return medicine;
};

test("the formulary names more than a hundred medicines, each once", () => {
  assert.ok(medicines.length > 100, String(medicines.length));
  unique(medicines.map(({ code }) => code));
  unique(medicines.map(({ tracePrefix }) => tracePrefix));
  unique(medicines.flatMap(({ rxnorm }) => rxnorm));
});

test("every medicine has an ATC code of level 5, a price, a pack, a dose and names in two languages", () => {
  for (const medicine of medicines) {
    assert.match(medicine.atc, /^[ABCDGHJLMNPRSV]\d{2}[A-Z]{2}\d{2}$/, medicine.code);
    assert.ok(medicine.priceFen > 0 && medicine.packUnits > 0, medicine.code);
    assert.ok(medicine.name.en.length > 0 && /\p{Script=Han}/u.test(medicine.name.zh), medicine.code);
    assert.ok(medicine.strengthMicrograms > 0 || /\d (IU|U)/.test(medicine.strength), medicine.code);
    const { perDose, timesPerDay, everyDays, days } = medicine.usualDose;
    assert.ok(perDose > 0 && timesPerDay > 0 && everyDays > 0 && days >= everyDays, medicine.code);
    assert.match(medicine.tracePrefix, /^8\d{6}$/, medicine.code);
    assert.match(medicine.rxnorm.join(" "), /^(\d+( \d+)*)?$/, medicine.code);
  }
});

// 麻醉药品品种目录 and 精神药品品种目录; tramadol is an opioid by ATC and a psychotropic of the second class by law.
const classOf = ({ atc }: Medicine): DrugClass => {
  if (atc === "N02AX02") return "psychotropic-2";
  if (/^(N02A|R05DA04|N01AH)/.test(atc)) return "narcotic";
  if (atc === "N06BA04") return "psychotropic-1";
  if (/^(N05BA|N05CD|N05CF|N03AA02|N03AE01)/.test(atc)) return "psychotropic-2";
  if (/^(J01|J02|P01AB)/.test(atc)) return "antimicrobial";
  if (atc === "M03AX01") return "toxic";
  if (/^(A10A|A10BJ|B03XA|J07|L01FD|L04AB)/.test(atc)) return "cold-chain";
  return "general";
};

test("the legal class of every medicine follows from its ATC code", () => {
  for (const medicine of medicines) assert.equal(medicine.drugClass, classOf(medicine), medicine.code);
});

test("a price within the fund's list is lower than that of the self-paid original", () => {
  const [generic, original] = [known("MF-0112"), known("MF-0113")];
  assert.ok(generic.priceFen < original.priceFen);
  assert.deepEqual(substitutesOf(generic.code), [original]);
  assert.deepEqual(substitutesOf(known("MF-0106").code), [], "another strength is no substitute");
  assert.deepEqual(substitutesOf("MF-9999"), []);
});

test("a medicine is found by own code, RxNorm and ATC, in this order", () => {
  const amlodipine = known("MF-0112");
  const coding = (system: string, code: string) => ({ system, code });
  assert.equal(byRxNorm("197361"), amlodipine);
  assert.deepEqual(
    byAtc("N02AA").map(({ code }) => code),
    ["MF-0311", "MF-0312"],
  );
  assert.deepEqual(byAtc(""), []);
  const found = medicineOf([
    coding(ATC_SYSTEM, "A02BC01"),
    coding(RXNORM_SYSTEM, "312961"),
    coding(FORMULARY_SYSTEM, "MF-0112"),
  ]);
  assert.deepEqual(found, { ok: true, value: amlodipine });
  assert.deepEqual(medicineOf([coding(ATC_SYSTEM, "C08CA01")]), { ok: true, value: amlodipine });
  const unknown = [coding(RXNORM_SYSTEM, "000"), coding("urn:other", "MF-0112")];
  assert.deepEqual(medicineOf(unknown), { ok: false, error: { code: "unsupported-medicine", codings: unknown } });
  assert.equal(medicineOf([]).ok, false);
});

test("a weekly dose counts weeks, and packs are whole", () => {
  assert.equal(unitsFor({ perDose: 1, timesPerDay: 1, everyDays: 7, days: 28 }), 4);
  assert.equal(unitsFor({ perDose: 2, timesPerDay: 3, everyDays: 1, days: 7 }), 42);
  assert.equal(packsFor(known("MF-0112"), 28), 1);
  assert.equal(packsFor(known("MF-0112"), 29), 2);
});

test("a trace code has 20 digits, names its product and finds every single wrong digit", () => {
  const medicine = known("MF-0311");
  const code = traceCode(medicine, 42);
  assert.match(code, /^8102311000000042\d{4}$/);
  assert.equal(medicineOfTrace(code), medicine);
  for (let i = 0; i < code.length; i++) {
    const digit = (Number(code[i]) + 1) % 10;
    assert.equal(medicineOfTrace(code.slice(0, i) + digit + code.slice(i + 1)), undefined, `digit ${i}`);
  }
  assert.throws(() => traceCode(medicine, 1_000_000_000));
  assert.equal(medicineOfTrace("810231100000004"), undefined);
});

test("a line that is not one of the formulary is a bug", () => {
  const line = "MF-0001|A02BC01|奥|Omeprazole|capsule|20 mg|20000|capsule|28|45|A|general|1 1 1 14|yunhe|";
  assert.equal(medicinesOf(`\n${line}\n`).length, 1);
  const wrong = [
    line.replace("|45|", "|4.5|"),
    line.replace("|A|", "|C|"),
    line.replace("yunhe", "nobody"),
    line.replace("|general", ""),
    line.replace("1 1 1 14", "1 1 1 14 9"),
    line.replace("MF-0001", "MF-1"),
  ];
  for (const text of wrong) assert.throws(() => medicinesOf(text), /invariant/, text);
});

const SYNTHEA = new URL("../../../../shared/data/fhir/synthea/", import.meta.url);

test("every RxNorm code of the Synthea test bundles is in the formulary", (context) => {
  if (!existsSync(SYNTHEA)) {
    const { CI } = process.env;
    assert.equal(CI, undefined, "the Synthea bundles are absent, and CI must have them");
    context.skip("ATTENTION: the Synthea bundles are absent; coverage of their codes is NOT checked");
    return;
  }
  const found = new Set<string>();
  for (const name of readdirSync(SYNTHEA).filter((file) => file.endsWith(".json"))) {
    const bundle = JSON.parse(readFileSync(new URL(name, SYNTHEA), "utf8"));
    for (const { resource } of bundle.entry)
      if (resource.resourceType === "MedicationRequest")
        for (const { system, code } of resource.medicationCodeableConcept.coding)
          if (system === RXNORM_SYSTEM) found.add(code);
  }
  assert.equal(found.size, 55);
  assert.deepEqual(
    [...found].filter((code) => byRxNorm(code) === undefined),
    [],
  );
});

test("the route follows from form and unit", () => {
  const routes = ["MF-0112", "MF-0311", "MF-0314", "MF-0013", "MF-0333", "MF-0125", "MF-0105", "MF-0026"].map((code) =>
    routeOf(known(code)),
  );
  assert.deepEqual(routes, [
    "oral",
    "oral-modified-release",
    "transdermal",
    "injection",
    "inhalation",
    "topical",
    "sublingual",
    undefined,
  ]);
});
