import type { OrganisationId, PersonId } from "@meridian/base/ids";
import type { CommandOf } from "@meridian/prescription/schema";
import { accessOf } from "./keyring.ts";
import type { Wish } from "./ports.ts";
import { isOpen } from "./prescribe.ts";
import { type Attempt, Departure } from "./script.ts";
import type { Course } from "./stage.ts";

/** T6: the hospital's own system opens it. */
export const circulate = (course: Course): Promise<void> =>
  course.script.commit([course.rx("circulate", {})], [course.order.organisation]);

const handsOf = (course: Course, pharmacy: OrganisationId): readonly string[] =>
  isOpen(course) ? [pharmacy, accessOf(course.order.prescription)] : [pharmacy];

function claimOf(course: Course, organisation: OrganisationId): CommandOf<"claim"> {
  const { payer } = course.order;
  return course.rx("claim", { organisation, ...(payer !== undefined && { payer }) });
}

/** T7: the pharmacy, with the code that the patient shows where the pharmacy is the patient's to choose. */
export const claim = (course: Course): Promise<void> =>
  course.script.commit([claimOf(course, course.dispenser)], handsOf(course, course.dispenser));

export const claimInVain = (course: Course, code: string, pharmacy = course.dispenser): Promise<void> =>
  course.script.refused(code, [claimOf(course, pharmacy)], handsOf(course, pharmacy));

/** T7 by two at once: the ledger's order decides, and the play goes on with whoever was first. */
export async function race(course: Course, rival: OrganisationId, pharmacist: PersonId): Promise<OrganisationId> {
  const { script, dispenser } = course;
  const attempt = (organisation: OrganisationId): Promise<Attempt> =>
    script.attempt([claimOf(course, organisation)], handsOf(course, organisation));
  const [own, other] = await Promise.all([attempt(dispenser), attempt(rival)]);
  const lost = own ?? other;
  if (lost !== "prescription/already-claimed" || (own === undefined) === (other === undefined))
    throw new Departure(`of two claims one is done: ${own ?? "done"}, ${other ?? "done"}`);
  script.note(lost);
  if (own === undefined) return rival;
  course.dispenser = rival;
  course.dispensers = [pharmacist];
  return dispenser;
}

const wishOf = ({ order, content: commitment }: Course, recipient: OrganisationId): Wish => ({
  prescription: order.prescription,
  commitment,
  custodian: order.organisation,
  recipient,
  ground: "claim",
  purpose: "TREAT",
});

/** The custodian says on the ledger that it hands the document over, does so, and the recipient says what it got. */
export async function disclose(course: Course, recipient: OrganisationId): Promise<void> {
  const { stage, script } = course;
  const released = await script.count(stage.documents.release(wishOf(course, recipient)));
  if (!released.ok) throw new Departure(`the document was not released: ${released.error}`);
  const { disclosure: id } = released.value;
  await script.commit([{ domain: "disclosure", type: "acknowledge", id, outcome: "opened" }], [recipient]);
}

/** Whoever does not hold the prescription does not get the document either. */
export async function discloseInVain(course: Course, recipient: OrganisationId): Promise<void> {
  const { stage, script } = course;
  const released = await script.count(stage.documents.release(wishOf(course, recipient)));
  if (released.ok) throw new Departure("a document was released to whom nothing entitles");
  if (released.error !== "disclosure/not-entitled") throw new Departure(`released in vain: ${released.error}`);
  script.note(released.error);
}
