import type { Adjudication } from "@meridian/settlement/adjudicate";
import { circulate, claim, disclose } from "./counter.ts";
import { deliver, dispense, everything } from "./dispense.ts";
import { prescribe } from "./prescribe.ts";
import { approve, attach } from "./review.ts";
import { settle } from "./settle.ts";
import type { Course } from "./stage.ts";

/** The usual ways of a prescription, of which stories are made. */

/** Issued, reviewed without objection, and open to the pharmacies. */
export async function toActive(course: Course, seconds?: number): Promise<void> {
  await attach(course, await prescribe(course, seconds));
  await approve(course);
  await circulate(course);
}

/** Taken by a pharmacy that has read the document. */
export async function toClaimed(course: Course): Promise<void> {
  await claim(course);
  await disclose(course, course.dispenser);
}

/** Paid for, where somebody pays besides the patient. */
export const toSettled = async (course: Course): Promise<Adjudication | undefined> =>
  course.order.payer === undefined ? undefined : settle(course);

/** From the claim to the patient's hands. */
export async function toCompleted(course: Course): Promise<Adjudication | undefined> {
  const settled = await toSettled(course);
  await dispense(course, everything(course), settled);
  await deliver(course);
  return settled;
}
