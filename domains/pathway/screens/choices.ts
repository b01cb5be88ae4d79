import { canonicalText } from "@meridian/base/json";
import type { PathwayDocument, PathwayParams, PathwaySwitches } from "@meridian/pathway/document";
import { pathway as composed } from "@meridian/pathway/pathways/transitions";

const recomposed = ({ id, version, title, params, switches }: PathwayDocument): PathwayDocument =>
  composed({ id, version, title }, params, switches);

/** Whether the transitions are those that everybody shares, as its own switches make them. */
export function isShared(document: PathwayDocument): boolean {
  try {
    return canonicalText(recomposed(document).transitions) === canonicalText(document.transitions);
  } catch {
    return false;
  }
}

type Choices = { readonly params?: Partial<PathwayParams>; readonly switches?: Partial<PathwaySwitches> };

/** The document with other choices; its transitions follow them where they are the shared ones. */
export function withChoices(document: PathwayDocument, { params, switches }: Choices): PathwayDocument {
  const next = {
    ...document,
    params: { ...document.params, ...params },
    switches: { ...document.switches, ...switches },
  };
  return isShared(document) ? { ...next, transitions: recomposed(next).transitions } : next;
}

/** The version after a version: `2026.1` becomes `2026.2`. */
export function nextVersion(version: string): string {
  const parts = version.split(".");
  const last = Number(parts.at(-1) ?? "0") + 1;
  return [...parts.slice(0, -1), String(last)].join(".");
}
