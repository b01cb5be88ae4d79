/**
 * The part of a bundle that one request is about: itself, what it refers to, and the patient's allergies. It is sealed
 * as its sender wrote it; nothing in it is read here but references.
 */
export function sourceOf(bundle: unknown, path: string): string {
  const entries = entriesOf(bundle);
  const start = Number(/^entry\[(\d+)\]/.exec(path)?.[1] ?? -1);
  const byName = new Map(entries.flatMap((entry, i) => namesOf(entry).map((name) => [name, i] as const)));
  const taken = new Set<number>();
  const queue = [start];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    const entry = entries[at];
    if (entry === undefined || taken.has(at)) continue;
    taken.add(at);
    if (FOLLOWED.includes(typeOf(entry)))
      for (const name of referencesIn(entry.resource)) queue.push(byName.get(name) ?? -1);
  }
  const patients = [...taken].flatMap((at) => {
    const entry = entries[at];
    return entry !== undefined && typeOf(entry) === "Patient" ? namesOf(entry) : [];
  });
  for (const [at, entry] of entries.entries())
    if (typeOf(entry) === "AllergyIntolerance" && referencesIn(entry.resource).some((name) => patients.includes(name)))
      taken.add(at);
  const entry = [...taken].sort((a, b) => a - b).map((at) => entries[at]);
  return JSON.stringify({ resourceType: "Bundle", type: "collection", entry });
}

/** Whose references lead on; a patient's or an organisation's lead away from the order. */
const FOLLOWED = ["MedicationRequest", "Medication", "Encounter", "Condition", "PractitionerRole"];

type Entry = { readonly fullUrl?: unknown; readonly resource: unknown };

function entriesOf(bundle: unknown): readonly Entry[] {
  const { entry } = (bundle ?? {}) as { readonly entry?: unknown };
  if (!Array.isArray(entry)) return [];
  return entry.map((each: unknown) => {
    const { fullUrl, resource } = (each ?? {}) as Entry;
    return { ...(fullUrl !== undefined && { fullUrl }), resource };
  });
}

type Named = { readonly resourceType?: unknown; readonly id?: unknown };
const typeOf = ({ resource }: Entry): string => String((resource as Named | undefined)?.resourceType);

function namesOf({ fullUrl, resource }: Entry): readonly string[] {
  const { resourceType, id } = (resource ?? {}) as Named;
  const own = typeof id === "string" ? [`${String(resourceType)}/${id}`] : [];
  return typeof fullUrl === "string" ? [fullUrl, ...own] : own;
}

/** Deeper than any resource that has been read; a bound for hostile nesting. */
const DEPTH_MAX = 16;

function referencesIn(value: unknown, depth = 0): readonly string[] {
  if (typeof value !== "object" || value === null || depth > DEPTH_MAX) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    name === "reference" && typeof member === "string" ? [member] : referencesIn(member, depth + 1),
  );
}
