import type { OrganisationId, PersonId, PrescriptionId } from "@meridian/base/ids";
import { canonicalBytes } from "@meridian/base/json";
import type { DeskNode } from "@meridian/client/desk";
import { byCode, FORMULARY_SYSTEM } from "@meridian/formulary/lookup";
import { routeOf } from "@meridian/formulary/route";
import type { OrderLine } from "@meridian/prescription/fhir-order";
import { attachableOf, type ReviewResult } from "@meridian/review/evaluate";
import type { Medication, ReviewRequest, Setting } from "@meridian/review/rule";
import type { Attach } from "@meridian/review/schema";
import type { Act, Acted } from "@meridian/ui/desk/acting";
import { useQuery } from "@tanstack/react-query";
import { ageMonths, type ChartPatient } from "./patients.ts";

/** How a pathway's patients are seen, as the review's legal limits tell it apart. */
export function settingOf(pathway: string): Setting {
  if (pathway === "internet-hospital-delivery") return "internet";
  return pathway === "chronic-repeat" ? "chronic" : "general";
}

/** What the rules look at: the patient's picture and the lines; nothing in it names anybody. */
export function reviewRequestOf(patient: ChartPatient, lines: readonly OrderLine[], setting: Setting): ReviewRequest {
  const { birth, sex, pregnant = false, lactating = false, allergies, egfr } = patient;
  return {
    setting,
    patient: {
      ...{ ageMonths: ageMonths(birth), sex, pregnant, lactating, allergies },
      ...(egfr !== undefined && { egfr }),
    },
    medications: lines.flatMap(medicationOf),
  };
}

function medicationOf({ coding, perDose, timesPerDay, everyDays, days }: OrderLine): readonly Medication[] {
  const medicine = byCode(coding.find(({ system }) => system === FORMULARY_SYSTEM)?.code ?? "");
  if (medicine === undefined) return [];
  const route = routeOf(medicine);
  const daily = Math.floor((medicine.strengthMicrograms * perDose * timesPerDay) / everyDays);
  return [
    {
      ...{ atc: medicine.atc, class: medicine.drugClass, days },
      ...(daily > 0 && { dailyDoseMicrograms: daily }),
      ...(route !== undefined && { route }),
    },
  ];
}

/** The rules, loaded when somebody first prescribes. */
export const useReviewer = () =>
  useQuery({
    queryKey: ["reviewer"],
    queryFn: () => import("./reviewer.ts"),
    staleTime: Number.POSITIVE_INFINITY,
    retry: 2,
  });

type Reviewed = {
  readonly prescription: PrescriptionId;
  readonly version: number;
  readonly patient: PersonId;
  readonly custodian: OrganisationId;
  readonly result: ReviewResult;
};

/** Seals the findings at the hospital and has it sign their numbers; silently, since the doctor has just signed. */
export async function attachReview(
  node: DeskNode,
  act: (act: Act) => Promise<Acted>,
  { prescription, version, patient, custodian, result }: Reviewed,
): Promise<Acted> {
  const content = canonicalBytes(result);
  const findings = await node.deposit({ patient, custodian, kind: "review-result", content });
  const ofReview = { prescription, version };
  const attach: Attach = {
    ...{ domain: "review", type: "attach", ...ofReview },
    ...attachableOf(result),
    ...{ findings, custodian },
  };
  return act({
    commands: [attach],
    says: { zh: "附上系统审方结果", en: "Attach the result of the automatic review" },
    hands: { as: [custodian] },
    ask: false,
  });
}
