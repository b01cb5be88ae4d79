import { invariant } from "@meridian/base/invariant";
import { medicines } from "@meridian/formulary/lookup";
import type { Encounter } from "../generator/encounter.ts";
import { type EncounterLine, lineOf } from "../generator/line.ts";
import { PHARMACIES } from "../generator/organisations.ts";
import type { Story } from "../generator/story.ts";
import { toActive, toClaimed, toCompleted, toSettled } from "./common.ts";
import { circulate, claimInVain, disclose, discloseInVain, race } from "./counter.ts";
import { dispense, dispenseDeed, everything, partOf, restOf } from "./dispense.ts";
import { amend, prescribe } from "./prescribe.ts";
import { approve, approveInVain, attach, coSign, criticalsOf, overriding, sendBack, take } from "./review.ts";
import { giveBack } from "./settle.ts";
import type { Course } from "./stage.ts";

type StoryOf<T extends Story["type"]> = Extract<Story, { readonly type: T }>;

/** T18: the pharmacy cannot; what was paid is undone, and the code is good nowhere else. */
export async function refusedByPharmacy(course: Course, { reason }: StoryOf<"refused-by-pharmacy">): Promise<void> {
  const { script, dispensers, dispenser } = course;
  await toActive(course);
  await toClaimed(course);
  const settled = await toSettled(course);
  await script.commit([course.rx("refuse", { reason })], dispensers);
  if (settled !== undefined) giveBack(course, settled);
  const other = PHARMACIES.find((pharmacy) => pharmacy !== dispenser);
  await claimInVain(course, "prescription/final", other);
}

/** T3: no reason lifts the finding, so the order goes back; outside the hospital another medicine is ordered (T4). */
export async function returnedByReview(course: Course, { pathway }: Encounter, reason: "allergy"): Promise<void> {
  const { script, order, stage } = course;
  const result = await attach(course, await prescribe(course));
  const [critical] = criticalsOf(result);
  invariant(critical !== undefined, "review finds what the story needs");
  await take(course);
  await approveInVain(course, "prescription/critical-finding-open");
  const override = await overriding(course, critical[0], "benefit-outweighs-risk");
  await script.refused("review/override-not-allowed", [override], [order.physician]);
  await sendBack(course, [reason]);
  await script.refused("prescription/wrong-state", [course.rx("circulate", {})], [order.organisation]);
  if (pathway === "in-hospital") return;
  await attach(course, await amend(course, unobjectionable(course, stage.ledger.now())));
  await approve(course);
  await circulate(course);
  await toClaimed(course);
  await toCompleted(course);
}

/** The same lines with the first medicines of the same class to which review has no critical objection. */
function unobjectionable({ order, stage }: Course, now: ReturnType<Course["stage"]["ledger"]["now"]>) {
  const classes = order.lines.map(({ medicine }) => medicine.drugClass);
  for (const medicine of medicines) {
    if (classes.some((drugClass) => drugClass !== medicine.drugClass)) continue;
    const lines: readonly EncounterLine[] = [lineOf(1, medicine, medicine.usualDose)];
    if (criticalsOf(stage.reviewer.review(order.write(lines, now).request)).length === 0) return lines;
  }
  invariant(false, "some medicine of the class suits the patient");
}

/** A critical finding that takes a reason of the prescriber and a pharmacist beside it. */
export async function criticalOverridden(
  course: Course,
  { reason }: StoryOf<"review-critical-overridden">,
): Promise<void> {
  const { script, order } = course;
  const result = await attach(course, await prescribe(course));
  await take(course);
  await approveInVain(course, "prescription/critical-finding-open");
  for (const [position] of criticalsOf(result))
    await script.commit([await overriding(course, position, reason)], [order.physician]);
  await approveInVain(course, "prescription/override-not-cosigned");
  for (const [position] of criticalsOf(result)) await coSign(course, position);
  await approve(course, true);
  await circulate(course);
  await toClaimed(course);
  await toCompleted(course);
}

/** T11 twice: what is owed later, and never more than was prescribed. */
export async function partiallyDispensed(
  course: Course,
  { pathway }: Encounter,
  { line, firstUnits }: StoryOf<"partially-dispensed">,
): Promise<void> {
  await toActive(course);
  await toClaimed(course);
  await dispense(course, partOf(course, line, firstUnits), await toSettled(course));
  const tooMuch = dispenseDeed(course, restOf(course, line, firstUnits, 1));
  await course.script.refused("prescription/exceeds-prescribed", [tooMuch], course.dispensers);
  if (pathway === "chronic-repeat") await dispense(course, restOf(course, line, firstUnits));
}

/** T19: brought back, by the pharmacy that gave it out and nobody else, and only once. */
export async function reversed(course: Course, { reason }: StoryOf<"reversed">): Promise<void> {
  const { script, dispenser } = course;
  await toActive(course);
  await toClaimed(course);
  const settled = await toCompleted(course);
  const reverse = course.rx("reverse", { reason });
  const other = PHARMACIES.find((pharmacy) => pharmacy !== dispenser) ?? dispenser;
  await script.refused("prescription/not-your-claim", [reverse], [other]);
  await script.commit([reverse], [dispenser]);
  if (settled !== undefined) giveBack(course, settled);
  await script.refused("prescription/final", [reverse], [dispenser]);
}

/** T9: the pharmacist asks, the physician answers with another document, and that is what is handed out. */
export async function substituted(
  course: Course,
  { lines }: Encounter,
  { kind, line, medicine }: StoryOf<"substitution">,
): Promise<void> {
  const { script, order, stage, dispensers } = course;
  await toActive(course);
  await toClaimed(course);
  await script.commit([course.rx("requestChange", { kind, line })], dispensers);
  const asPrescribed = dispenseDeed(course, everything(course));
  await script.refused("prescription/wrong-state", [asPrescribed], dispensers);
  const changed = lines.map((each) => (each.line === line ? lineOf(line, medicine, each.dose) : each));
  const content = await course.sealOrder(order.write(changed, stage.ledger.now()).bytes);
  await script.commit([course.rx("answerChange", { accepted: true, content })], [order.physician]);
  course.content = content;
  course.lines = changed;
  await disclose(course, course.dispenser);
  await toCompleted(course);
}

/** Two pharmacies with the same code: the ledger's order decides, and only the winner gets the document. */
export async function doublyClaimed(
  course: Course,
  { rival, rivalPharmacist }: StoryOf<"double-claim">,
): Promise<void> {
  await toActive(course);
  const loser = await race(course, rival, rivalPharmacist);
  await discloseInVain(course, loser);
  await disclose(course, course.dispenser);
  await toCompleted(course);
}
