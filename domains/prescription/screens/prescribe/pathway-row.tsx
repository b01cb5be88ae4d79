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

/** The versions in force that an organisation of that kind may prescribe by, one for each pathway. */
export function pathwaysInForce(rows: readonly PathwayRow[], kind: string): readonly PathwayRow[] {
  const active = rows.filter(
    ({ status, document }) =>
      status === "active" && (document.switches.prescriberKinds as readonly string[]).includes(kind),
  );
  return active.filter(({ pathway }, index) => active.findIndex((each) => each.pathway === pathway) === index);
}

/** Whether the patient chooses the pharmacy and shows it a code. */
export const isOpenPathway = ({ document }: PathwayRow): boolean => document.switches.nomination === "open";
