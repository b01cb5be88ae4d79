import type { OrganisationId } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { isIssue, type State } from "@meridian/prescription/state";
import { scopeOf } from "@meridian/prescription/vocabulary";
import { DRUG_AUTHORITY, HEALTH_COMMISSION } from "../generator/organisations.ts";
import type { Story } from "../generator/story.ts";
import { toActive, toClaimed, toCompleted } from "./common.ts";
import { claimInVain, discloseInVain } from "./counter.ts";
import { dispenseDeed, everything } from "./dispense.ts";
import type { Course } from "./stage.ts";

type StoryOf<T extends Story["type"]> = Extract<Story, { readonly type: T }>;

const HOLD_SECONDS = 86_400;
const BASIS = "demonstration, article 1";

/** T21: stopped by an authority, which gets no document by that, and freed again by nobody else. */
export async function heldAndLifted(course: Course, story: StoryOf<"held-and-lifted">): Promise<void> {
  const { script, stage } = course;
  const { authority: organisation, officer, reason } = story;
  const kind = stage.region.organisations.find(({ id }) => id === organisation)?.kind;
  const scope = scopeOf(kind ?? "");
  invariant(scope !== undefined, "an authority has a scope");
  await toActive(course);
  const held = course.rx("hold", { organisation, reason, basis: BASIS, seconds: HOLD_SECONDS });
  await script.commit([held], [officer]);
  await discloseInVain(course, organisation);
  await claimInVain(course, "prescription/held");
  const other: OrganisationId = organisation === HEALTH_COMMISSION ? DRUG_AUTHORITY : HEALTH_COMMISSION;
  await script.refused("prescription/not-your-hold", [course.rx("lift", { organisation: other, scope })], [other]);
  await script.commit([course.rx("lift", { organisation, scope })], [officer]);
  await toClaimed(course);
  await toCompleted(course);
}

/** T22: one authority asks for it, the second makes it so. */
export async function revoked(course: Course, { authorities, reason }: StoryOf<"revoked">): Promise<void> {
  await toActive(course);
  for (const { authority, officer } of authorities) {
    const deed = course.rx("revoke", { organisations: [authority], reason, basis: BASIS });
    await course.script.commit([deed], [officer]);
  }
  await claimInVain(course, "prescription/revoked");
}

/** T15 before a pharmacy has it; T16 after, when nothing more is handed out until the pharmacy has seen it. */
export async function cancelled(course: Course, { when, reason }: StoryOf<"cancelled-in-flight">): Promise<void> {
  const { script, order, dispensers } = course;
  await toActive(course);
  if (when === "claimed") await toClaimed(course);
  await script.commit([course.rx("cancel", { reason })], [order.physician]);
  if (when === "active") return claimInVain(course, "prescription/cancelled");
  await script.refused("prescription/cancel-pending", [dispenseDeed(course, everything(course))], dispensers);
  await script.commit([course.rx("acknowledgeCancel", {})], dispensers);
}

/** T17: nobody came for it. Anybody may write that down, once it is so. */
export async function expired(course: Course): Promise<void> {
  const { stage, order, script, dispenser } = course;
  await toActive(course, stage.shortLife);
  const expire = course.rx("expire", {});
  await script.refused("prescription/not-due", [expire], [dispenser]);
  const state = (await stage.ledger.record("prescription", order.prescription)) as State;
  invariant(isIssue(state), "what is active was issued");
  while (stage.ledger.now() <= state.expiresAt + stage.behind) await stage.ledger.pause(100);
  await claimInVain(course, "prescription/expired");
  await script.commit([expire], [dispenser]);
}
