import type { Row } from "@meridian/kernel/view";
import type { PathwayDocument } from "@meridian/pathway/document";

/** What prescribing reads of a row of `pathways`. */
export type PathwayRow = Row & {
  readonly hash: string;
  readonly pathway: string;
  readonly version: string;
  readonly title_zh: string;
  readonly title_en: string;
  readonly status: string;
  readonly active_from: number | null;
  readonly active_until: number | null;
  readonly document: PathwayDocument;
};

/**
 * The versions that an organisation of that kind may prescribe by in a block of this height, one for each pathway. A
 * version that another one follows, or that is yet to come, stays `active` on record; its heights say when it holds.
 */
export function pathwaysInForce(rows: readonly PathwayRow[], kind: string, height: number): readonly PathwayRow[] {
  return rows.filter(
    ({ status, active_from, active_until, document }) =>
      status === "active" &&
      active_from !== null &&
      height >= active_from &&
      (active_until === null || height < active_until) &&
      (document.switches.prescriberKinds as readonly string[]).includes(kind),
  );
}

/** Whether the patient chooses the pharmacy and shows it a code. */
export const isOpenPathway = ({ document }: PathwayRow): boolean => document.switches.nomination === "open";
