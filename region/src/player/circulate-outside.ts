import type { CommandOf } from "@meridian/prescription/schema";
import type { State } from "@meridian/prescription/state";
import type { Finding, ReviewResult } from "@meridian/review/evaluate";
import type { Kind } from "@meridian/review/rule";
import { toClaimed, toCompleted } from "./common.ts";
import { circulate } from "./counter.ts";
import type { OutsideOrder } from "./outside.ts";
import { departureOf, statusOf } from "./play.ts";
import { prescribe } from "./prescribe.ts";
import { approve, attach, criticalsOf, overrideAll, sendBack, take } from "./review.ts";
import { Course, type Stage } from "./stage.ts";

/** What became of one request from outside, and why. */
export type Circulated = Pick<OutsideOrder, "file" | "path"> & {
  readonly prescription: string;
  readonly pathway: string;
  readonly status: State["status"];
  /** In a few words; rules by their id. */
  readonly why: string;
  readonly transactions: number;
  readonly failure?: string;
};

/** Plays one order from outside to its end. One that the ledger has already is left as it stands. */
export async function circulateOutside(stage: Stage, { file, path, order }: OutsideOrder): Promise<Circulated> {
  const { prescription, pathway } = order;
  const known = await statusOf(stage, prescription);
  if (known !== "none")
    return { file, path, prescription, pathway, status: known, why: "taken in before", transactions: 0 };
  const course = new Course(stage, order);
  let why = "";
  const departure = await departureOf(async () => {
    why = await play(course);
  });
  const status = await statusOf(stage, prescription);
  const isDone = status === "COMPLETED" || status === "CANCELLED";
  const failure = departure ?? (isDone ? undefined : `ended ${status}`);
  return {
    ...{ file, path, prescription, pathway, status, why },
    transactions: course.script.transactions,
    ...(failure !== undefined && { failure }),
  };
}

async function play(course: Course): Promise<string> {
  const result = await attach(course, await prescribe(course));
  const criticals = criticalsOf(result);
  if (criticals.some(([, { override }]) => !override.allowed)) return withdraw(course, result);
  const overridden = await overrideAll(course, result);
  await approve(course);
  await circulate(course);
  await toClaimed(course);
  await toCompleted(course);
  return overridden.length === 0 ? "reviewed without critical findings" : `overridden: ${overridden.join(", ")}`;
}

const REASON: { readonly [K in Kind]: CommandOf<"return">["reasons"][number] } = {
  ddi: "interaction",
  dose: "dosage",
  age: "contraindication",
  pregnancy: "contraindication",
  allergy: "allergy",
  dup: "duplicate-therapy",
  renal: "contraindication",
  legal: "quantity",
};

/** No reason lifts the finding: returned, and withdrawn by the physician, who cannot rewrite another's order. */
async function withdraw(course: Course, result: ReviewResult): Promise<string> {
  const final: readonly Finding[] = result.findings.filter(({ override }) => !override.allowed);
  await take(course);
  await sendBack(course, [...new Set(final.map(({ kind }) => REASON[kind]))]);
  const { script, order } = course;
  await script.commit([course.rx("cancel", { reason: "contraindication" })], [order.physician]);
  return `returned and withdrawn: ${final.map(({ rule }) => rule).join(", ")}`;
}
