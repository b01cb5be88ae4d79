import type { Row } from "@meridian/kernel/view";

export type DisclosureRow = Row & {
  readonly disclosure: string;
  readonly prescription: string;
  readonly custodian: string;
  readonly recipient: string;
  readonly ground: string;
  readonly purpose: string;
  readonly warrant: string | null;
  readonly released_at: number;
  readonly released_height: number;
  readonly outcome: string | null;
};
export type WarrantRow = Row & {
  readonly warrant: string;
  readonly authority: string;
  readonly court: string;
  readonly scope: string;
  readonly prescription: string | null;
  readonly basis: string;
  readonly purpose: string;
  readonly status: string;
  readonly opened_at: number;
  readonly opened_height: number;
  readonly expires_at: number;
};
/** An entry of the node's own log. */
export type LogEntry = {
  readonly sequence: number;
  readonly at: number;
  readonly reader: string;
  readonly what: string;
};

/** Somebody who saw something of the patient: its content, by the ledger, or what a node noted. */
export type Look =
  | {
      readonly type: "content";
      readonly id: string;
      readonly who: string;
      readonly at: number;
      readonly row: DisclosureRow;
    }
  | { readonly type: "log"; readonly id: string; readonly who: string; readonly at: number; readonly what: string };

/** Looks of one reader at the same, within a day: shown as one, so that what matters is not flooded. */
export type Looks = { readonly latest: Look; readonly all: readonly Look[] };

const DAY = 86_400;

/** Both sources, newest first, what repeats within a day collapsed. */
export function collapsedLooks(disclosures: readonly DisclosureRow[], log: readonly LogEntry[]): readonly Looks[] {
  const looks: readonly Look[] = [
    ...disclosures.map((row): Look => {
      return { type: "content", id: row.disclosure, who: row.recipient, at: row.released_at, row };
    }),
    ...log.map(({ sequence, at, reader, what }): Look => {
      return { type: "log", id: `log-${sequence}`, who: reader, at, what };
    }),
  ];
  const groups = new Map<string, { readonly latest: Look; readonly all: Look[] }>();
  const shown: Looks[] = [];
  for (const look of [...looks].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))) {
    const key = sameness(look);
    const open = groups.get(key);
    if (open !== undefined && open.latest.at - look.at < DAY) {
      open.all.push(look);
      continue;
    }
    const group = { latest: look, all: [look] };
    groups.set(key, group);
    shown.push(group);
  }
  return shown;
}

/** What must agree for two looks to be one: never another prescription or ground of content. */
const sameness = (look: Look): string =>
  look.type === "log"
    ? `log/${look.who}/${familyOf(look.what)}`
    : `content/${look.who}/${look.row.prescription}/${look.row.ground}/${look.row.purpose}`;

export type Family =
  | "prescription"
  | "settlement"
  | "disclosure"
  | "review"
  | "person"
  | "document"
  | "patient-list"
  | "estimate"
  | "other";

/** What was looked at, by the domain's family: several lists of one domain are one matter to the patient. */
export function familyOf(what: string): Family {
  if (what === "desk/patients") return "patient-list";
  if (what === "settlement/estimate") return "estimate";
  const [kind = "", rest = ""] = what.split("/");
  if (kind === "document" || kind === "documents") return "document";
  const name = kind === "record" || kind === "evidence" ? rest : kind;
  if (name.startsWith("prescription")) return "prescription";
  if (name.startsWith("settlement") || name === "standings") return "settlement";
  if (name.startsWith("disclosure") || name.startsWith("warrant")) return "disclosure";
  if (name.startsWith("review")) return "review";
  if (["patients", "guardians", "recoveries", "person"].includes(name)) return "person";
  return "other";
}
