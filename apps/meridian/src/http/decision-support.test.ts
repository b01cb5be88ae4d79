import { deepStrictEqual as same, ok as yes } from "node:assert";
import { after, before, describe, it } from "node:test";
import { NOTICE } from "@meridian/review/rules/demonstration";
import { type Served, serve } from "./served.conformance.ts";

const ATC = "http://www.whocc.no/atc";
const order = (code: string, system = ATC, { milligrams = 500, days = 5 } = {}) => ({
  resource: {
    resourceType: "MedicationRequest",
    medicationCodeableConcept: { coding: [{ system, code }] },
    dosageInstruction: [
      {
        route: { coding: [{ code: "26643006" }] },
        timing: { repeat: { frequency: 3, period: 1, periodUnit: "d" } },
        doseAndRate: [{ doseQuantity: { value: milligrams, unit: "mg" } }],
      },
    ],
    dispenseRequest: { expectedSupplyDuration: { value: days, code: "d" } },
  },
});
const allergy = (code: string) => ({
  resource: { resourceType: "AllergyIntolerance", code: { coding: [{ system: "http://snomed.info/sct", code }] } },
});
const hook = (orders: readonly object[], allergies: readonly object[] = []) => ({
  hook: "order-sign",
  hookInstance: "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
  context: { userId: "Practitioner/1", patientId: "1", draftOrders: { resourceType: "Bundle", entry: orders } },
  prefetch: {
    patient: { resourceType: "Patient", gender: "female", birthDate: "1980-01-01" },
    allergies: { resourceType: "Bundle", entry: allergies },
  },
});

describe("decision support over HTTP", () => {
  let served: Served;
  before(async () => {
    served = await serve();
  });
  after(() => served?.close());
  const cardsFor = async (payload: object, language = "en") => {
    const headers = { "accept-language": language };
    const url = "/cds-services/meridian-order-sign";
    const response = await served.app.inject({ method: "POST", url, headers, payload });
    same(response.statusCode, 200, response.body);
    return response.json().cards as readonly { summary: string; detail: string; indicator: string }[];
  };

  it("tells which service there is and what it wants to know", async () => {
    const { services } = (await served.get("/cds-services")).body;
    same(
      services.map(({ id, hook }: { id: string; hook: string }) => [id, hook]),
      [["meridian-order-sign", "order-sign"]],
    );
    same(Object.keys(services[0].prefetch), ["patient", "encounter", "allergies", "conditions", "observations"]);
  });

  it("warns of a penicillin for somebody allergic to it, and shows the notice beside", async () => {
    const cards = await cardsFor(hook([order("J01CA04")], [allergy("91936005")]), "zh");
    yes(cards.some(({ indicator }) => indicator === "critical"));
    yes(cards.every(({ detail }) => detail.includes(NOTICE.zh)));
  });

  it("finds nothing wrong with an ordinary order", async () => {
    same(await cardsFor(hook([order("J01CA04")])), []);
  });

  it("says what it could not read, so that silence is no all-clear", async () => {
    const cards = await cardsFor(hook([order("unknown", "urn:local")], [allergy("1")]));
    yes(cards.some(({ detail }) => detail.startsWith("medication[0], allergy[0]")));
  });

  it("judges days of supply by the setting of the encounter, and without one as in ordinary outpatient care", async () => {
    const month = hook([order("C09CA01", ATC, { milligrams: 16, days: 28 })]);
    const at = (code: string) => ({
      ...month,
      prefetch: { ...month.prefetch, encounter: { resourceType: "Encounter", class: { code } } },
    });
    const gravest = async (payload: object) => (await cardsFor(payload)).map(({ indicator }) => indicator);
    same(await gravest(at("VR")), ["warning"]);
    for (const payload of [at("EMER"), at("AMB"), month]) same(await gravest(payload), ["critical"]);
  });

  it("refuses members of another form than FHIR's", async () => {
    const payload = hook([{ resource: { resourceType: "MedicationRequest", dosageInstruction: "twice" } }]);
    const url = "/cds-services/meridian-order-sign";
    const response = await served.app.inject({ method: "POST", url, payload });
    same([response.statusCode, response.json().rejection.code], [400, "gateway/invalid-request"]);
  });
});
