import type { PersonId } from "@meridian/base/ids";
import { asSeconds } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import type { CommandOf } from "@meridian/prescription/schema";
import { accessOf } from "./keyring.ts";
import type { OrderLine, Written } from "./order.ts";
import type { Course } from "./stage.ts";

/** What an issue says of its lines on the ledger: class and quantity, no name. */
const itemsOf = (lines: readonly OrderLine[]): CommandOf<"issue">["items"] =>
  lines.map(({ line, medicine, units }) => ({ line, class: medicine.drugClass, quantity: units }));

export type Writing = {
  readonly written: Written;
  readonly issue: CommandOf<"issue">;
};

/** Writes the order and seals it. `seconds` ends it early. */
export async function write(course: Course, seconds?: number): Promise<Writing> {
  const { order, stage } = course;
  const { organisation, pathway, delivery, dispenser, payer, prescription } = order;
  const now = stage.ledger.now();
  const written = order.write(order.lines, now);
  course.content = await course.sealOrder(written.bytes);
  const hash = stage.pathways.get(pathway);
  invariant(hash !== undefined, "the region knows its pathways");
  const isAssigned = pathway === "in-hospital" || pathway === "direct-assignment";
  const issue = course.rx("issue", {
    patient: order.patient,
    organisation,
    content: course.content,
    custodian: organisation,
    pathway: hash,
    items: itemsOf(order.lines),
    authoredOn: now,
    selfPay: payer === undefined,
    delivery: delivery !== undefined,
    ...(isAssigned && { assigned: dispenser }),
    ...(pathway === "controlled-drug" && { nominated: dispenser }),
    ...(isOpen(course) && { accessKey: stage.keys.publicKeyOf(accessOf(prescription)).publicKey }),
    ...(seconds !== undefined && { expiresAt: asSeconds(now + seconds) }),
  });
  return { written, issue };
}

/** Whether the patient chooses the pharmacy, and shows it a code. */
export const isOpen = ({ order }: Course): boolean =>
  order.pathway !== "in-hospital" && order.pathway !== "direct-assignment" && order.pathway !== "controlled-drug";

/** T0. */
export async function prescribe(course: Course, seconds?: number): Promise<Written> {
  const { written, issue } = await write(course, seconds);
  await course.script.commit([issue], [course.order.physician]);
  return written;
}

/** T0 by somebody who may not; the order that follows is the physician's. */
export async function prescribeInVain(course: Course, intruder: PersonId, code: string): Promise<void> {
  const { issue } = await write(course);
  await course.script.refused(code, [issue], [intruder]);
}

/** T4: another version, with other lines. */
export async function amend(course: Course, lines: readonly OrderLine[]): Promise<Written> {
  const { order, stage, script } = course;
  const written = order.write(lines, stage.ledger.now());
  const previous = course.content;
  const content = await course.sealOrder(written.bytes);
  await script.commit([course.rx("amend", { previous, content, items: itemsOf(lines) })], [order.physician]);
  course.content = content;
  course.lines = lines;
  course.version++;
  return written;
}
