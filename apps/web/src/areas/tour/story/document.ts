import type { PersonId, Seconds } from "@meridian/base/ids";
import { ATC_SYSTEM, FORMULARY_SYSTEM } from "@meridian/formulary/lookup";
import type { Medicine } from "@meridian/formulary/medicine";

type Order = {
  readonly patient: PersonId;
  readonly physician: PersonId;
  readonly medicine: Medicine;
  readonly days: number;
  readonly units: number;
  readonly birth: string;
  readonly authoredOn: Seconds;
  readonly link: readonly { readonly relation: string; readonly url: string }[];
};

/** The order as a FHIR R4 Bundle with integers only, so that its canonical text is one. */
export function orderDocument({ patient, physician, medicine, days, units, birth, authoredOn, link }: Order) {
  const authored = `${new Date((authoredOn + 8 * 3_600) * 1_000).toISOString().slice(0, 19)}+08:00`;
  const id = (): string => crypto.randomUUID();
  const ids = { patient: id(), practitioner: id(), request: id() };
  const reference = (what: keyof typeof ids) => ({ reference: `urn:uuid:${ids[what]}` });
  const { perDose, timesPerDay, everyDays } = medicine.usualDose;
  const resources = [
    {
      resourceType: "Patient",
      id: ids.patient,
      identifier: [{ system: "urn:meridian:person", value: patient }],
      gender: "female",
      birthDate: birth,
    },
    {
      resourceType: "Practitioner",
      id: ids.practitioner,
      identifier: [{ system: "urn:meridian:person", value: physician }],
    },
    {
      resourceType: "MedicationRequest",
      id: ids.request,
      status: "active",
      intent: "order",
      medicationCodeableConcept: {
        coding: [
          { system: FORMULARY_SYSTEM, code: medicine.code, display: medicine.name.en },
          { system: ATC_SYSTEM, code: medicine.atc },
        ],
        text: `${medicine.name.zh} ${medicine.strength}`,
      },
      subject: reference("patient"),
      authoredOn: authored,
      requester: reference("practitioner"),
      dosageInstruction: [
        {
          sequence: 1,
          text: `每次 ${perDose} ${medicine.unit}，每日 ${timesPerDay} 次`,
          timing: { repeat: { frequency: timesPerDay, period: everyDays, periodUnit: "d" } },
          doseAndRate: [{ doseQuantity: { value: perDose, unit: medicine.unit } }],
        },
      ],
      dispenseRequest: {
        quantity: { value: units, unit: medicine.unit },
        expectedSupplyDuration: { value: days, unit: "d" },
      },
    },
  ];
  return {
    resourceType: "Bundle",
    type: "collection",
    link,
    entry: resources.map((resource) => ({ fullUrl: `urn:uuid:${resource.id}`, resource })),
  };
}
