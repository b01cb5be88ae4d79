import type { Status } from "@meridian/prescription/vocabulary";
import { useLanguage, useWords } from "@meridian/ui/language";
import { type StepItem, type StepState, Steps } from "@meridian/ui/steps";
import { timeText } from "@meridian/ui/text/format";
import { hasEnded, isDone, type PatientPrescription } from "./patient-row.tsx";
import { courseWords } from "./patient-words.tsx";
import { vocabulary } from "./vocabulary.tsx";

const STEPS = ["written", "reviewed", "ready", "prepared", "received"] as const;
type Step = (typeof STEPS)[number];

/** The step that a running prescription is at. */
const AT: { readonly [S in Status]?: Step } = {
  ISSUED: "reviewed",
  IN_REVIEW: "reviewed",
  RETURNED: "reviewed",
  APPROVED: "ready",
  SCHEDULED: "ready",
  ACTIVE: "ready",
  CLAIMED: "prepared",
  SUBST_PENDING: "prepared",
  SETTLED: "prepared",
  PARTIAL: "received",
  DISPENSED: "received",
  IN_DELIVERY: "received",
};

/** What ended otherwise did so in place of the last step; once a pharmacy had it, it was reviewed and opened before. */
function stateOf(step: Step, { status, pharmacy }: PatientPrescription): StepState {
  if (isDone(status) || step === "written") return "done";
  if (hasEnded(status)) {
    const came = pharmacy !== null && (step === "reviewed" || step === "ready");
    return step === "received" ? "failed" : came ? "done" : "later";
  }
  const here = AT[status];
  if (here === undefined) return "later";
  const [at, own] = [STEPS.indexOf(here), STEPS.indexOf(step)];
  if (own !== at) return own < at ? "done" : "later";
  return status === "RETURNED" ? "failed" : "now";
}

/** How far a prescription has come, in the patient's words. */
export function PatientCourse({ row }: { readonly row: PatientPrescription }) {
  const say = useWords(courseWords);
  const { status: names } = useWords(vocabulary);
  const { language } = useLanguage();
  const { status, since, issued_at } = row;
  const told = timeText(since, language);
  const items = STEPS.map((step): StepItem => {
    const state = stateOf(step, row);
    const isHere = state === "now" || state === "failed";
    return {
      id: step,
      label: state === "failed" && step === "received" ? names[status] : say.steps[step],
      state,
      ...(step === "written" && { note: timeText(issued_at, language) }),
      ...(isHere && { note: step === "received" && state === "failed" ? told : `${names[status]} · ${told}` }),
    };
  });
  return <Steps items={items} upright />;
}
