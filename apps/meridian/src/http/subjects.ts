import { fits } from "@meridian/base/shape";
import type { Row } from "@meridian/kernel/view";
import { contracts } from "@meridian/network/domains";
import { contract as persons } from "@meridian/person/contract";
import { contract as prescriptions } from "@meridian/prescription/contract";
import { isIssue } from "@meridian/prescription/state";
import { prescriptionOf, contract as reviews } from "@meridian/review/contract";
import { contract as settlements } from "@meridian/settlement/contract";
import { personOfStanding } from "@meridian/settlement/state";
import { isOpen } from "./audience.ts";
import type { Registry } from "./registry.ts";

/** Reads committed records, as registries do. */
export type ReadRecord = Registry["read"];

/** How a row of a list that is not open tells whom it is about. */
type About = {
  /** Columns that name the persons. */
  readonly persons?: readonly string[];
  /** Column that names a prescription, whose patient it is when no person is named. */
  readonly prescription?: string;
  /** Why a row may be about nobody. */
  readonly orNobody?: string;
};

const patient: About = { persons: ["patient"] };
const ofPrescription: About = { prescription: "prescription" };

/** Every list that is not open. One that is missing here is shown to no authority, since nobody could be told. */
export const ABOUT: Readonly<Record<string, About>> = {
  patients: { persons: ["person"] },
  guardians: { persons: ["person", "guardian"] },
  recoveries: { persons: ["person", "reader"] },
  prescriptions: patient,
  prescription_items: patient,
  prescription_events: {
    ...patient,
    ...ofPrescription,
    orNobody: "an id was cancelled before its prescription came",
  },
  units: { ...ofPrescription, orNobody: "a recalled unit was never sold, or was taken back" },
  reviews: ofPrescription,
  review_findings: ofPrescription,
  settlements: patient,
  settlement_entries: patient,
  standings: patient,
  disclosures: patient,
  warrants: patient,
};

/** States of records, by domain, that may be about nobody: an id cancelled before use, a unit in no sale, public tables. */
const OF_NOBODY: Readonly<Record<string, string>> = {
  prescription: "tombstone",
  unit: "recalled",
  settlement: "scheme",
};

export type Place = { readonly domain: string; readonly record: string };

/** Whom the rows of a list are about; undefined when one of them is somebody's and does not tell whose. */
export async function subjectsOfRows(
  read: ReadRecord,
  table: string,
  rows: readonly Row[],
): Promise<ReadonlySet<string> | undefined> {
  const about = Object.hasOwn(ABOUT, table) ? ABOUT[table] : undefined;
  if (about === undefined) return rows.length === 0 ? new Set() : undefined;
  const { persons: columns = [], prescription: reference, orNobody } = about;
  const patientOf = patients(read);
  const subjects = new Set<string>();
  for (const row of rows) {
    const named = textsIn(row, columns);
    const [sold] = named.length === 0 && reference !== undefined ? textsIn(row, [reference]) : [];
    const found = sold === undefined ? named : await patientOf(sold);
    if (found.length === 0 && orNobody === undefined) return undefined;
    for (const subject of found) subjects.add(subject);
  }
  return subjects;
}

/**
 * Whom records are about, and what is shown of them: an event, commands. Undefined when a record is there that should
 * be somebody's and does not tell whose.
 */
export async function subjectsOf(
  read: ReadRecord,
  places: readonly Place[],
  shown: unknown,
): Promise<ReadonlySet<string> | undefined> {
  const patientOf = patients(read);
  const subjects = new Set<string>();
  const add = async (found: Named): Promise<boolean> => {
    const all = [...found.persons];
    for (const prescription of found.prescriptions) all.push(...(await patientOf(prescription)));
    for (const subject of all) subjects.add(subject);
    return all.length > 0;
  };
  const named = nothing();
  walk(shown, named);
  await add(named);
  let isUntold = false;
  for (const place of places) {
    if (isOpen(place.domain)) continue;
    const state = await read<{ readonly status?: unknown } | null>(
      { domain: place.domain, initial: null },
      place.record,
    );
    const of = byKey(place);
    walk(state, of);
    const isTold = await add(of);
    if (state !== null && !isTold && OF_NOBODY[place.domain] !== state.status) isUntold = true;
  }
  return isUntold ? undefined : subjects;
}

/** The records that commands of a transaction are about. What fits no domain did nothing to any. */
export function placesOf(commands: readonly unknown[]): readonly Place[] {
  return commands.flatMap((command) => {
    const { domain = "" } = (command ?? {}) as { readonly domain?: string };
    const contract = contracts.get(domain);
    if (contract === undefined || !fits(contract.command, command)) return [];
    return [{ domain, record: contract.key(command) }];
  });
}

/** Whose a record is by its key alone. */
export function ownerOf({ domain, record }: Place): string | undefined {
  if (domain === persons.domain) return record;
  return domain === settlements.domain ? personOfStanding(record) : undefined;
}

type Named = { readonly persons: Set<string>; readonly prescriptions: Set<string> };
const nothing = (): Named => ({ persons: new Set(), prescriptions: new Set() });

function byKey(place: Place): Named {
  const { domain, record } = place;
  const named = nothing();
  const owner = ownerOf(place);
  if (owner !== undefined) named.persons.add(owner);
  if (domain === prescriptions.domain) named.prescriptions.add(record);
  if (domain === reviews.domain) named.prescriptions.add(prescriptionOf(record));
  return named;
}

/** Members under which domains name whom something is about; staff stand under other names, and are not meant. */
const OF_PERSONS: ReadonlySet<string> = new Set(["patient", "guardian", "guardians"]);
const OF_PRESCRIPTIONS: ReadonlySet<string> = new Set(["prescription"]);

function walk(value: unknown, named: Named): void {
  if (typeof value !== "object" || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    const into = OF_PERSONS.has(name) ? named.persons : OF_PRESCRIPTIONS.has(name) ? named.prescriptions : undefined;
    if (into !== undefined) for (const each of [member].flat()) if (typeof each === "string") into.add(each);
    walk(member, named);
  }
}

const textsIn = (row: Row, columns: readonly string[]): readonly string[] =>
  columns.map((column) => row[column]).filter((cell) => typeof cell === "string");

/** The patient of a prescription, asked once for each; none when there is no such prescription. */
function patients(read: ReadRecord): (prescription: string) => Promise<readonly string[]> {
  const known = new Map<string, readonly string[]>();
  return async (prescription) => {
    const before = known.get(prescription);
    if (before !== undefined) return before;
    const state = await read(prescriptions, prescription);
    const found = isIssue(state) ? [state.patient] : [];
    known.set(prescription, found);
    return found;
  };
}
