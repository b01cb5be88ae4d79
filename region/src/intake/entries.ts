import { Faults } from "./fault.ts";
import { elements, holdsObject, member, type Node, requiredText, text } from "./node.ts";

/** Entries of one bundle. */
export const ENTRIES_MAX = 20_000;

export type Resource = { readonly type: string; readonly node: Node };

/** The resources of a bundle and how they are found by reference. */
export type Entries = {
  readonly resources: readonly Resource[];
  /** By fullUrl and by `Type/id`. */
  readonly byReference: ReadonlyMap<string, Resource>;
};

/** Reads entries; one that is malformed or repeats another is noted and left out. */
export function readEntries(nodes: readonly Node[], faults: Faults): Entries {
  const resources: Resource[] = [];
  const byReference = new Map<string, Resource>();
  for (const entry of nodes) {
    const node = member(entry, "resource");
    // A malformed entry may still hold a patient's data, so only its place is told.
    const own = new Faults();
    const type = holdsObject(node) ? typeOf(node) : undefined;
    const fullUrl = text(member(entry, "fullUrl"), own);
    const id = text(member(node, "id"), own, 64);
    if (type === undefined || own.list.length > 0) {
      faults.note("entry-malformed", entry.path, own.list[0]?.path ?? "no resource");
      continue;
    }
    const names = [fullUrl, id === undefined ? undefined : `${type}/${id}`].filter((name) => name !== undefined);
    if (names.some((name) => byReference.has(name))) {
      faults.note("duplicate-entry", entry.path, `${type} with a fullUrl or id seen before`);
      continue;
    }
    const resource = { type, node };
    resources.push(resource);
    for (const name of names) byReference.set(name, resource);
  }
  return { resources, byReference };
}

/**
 * The resource that a Reference names: an entry of the same bundle by `urn:uuid:`, absolute address or `Type/id`, or one
 * contained in the referring resource by `#id`. Undefined with a fault when it is not there or of another type; undefined
 * without one when there is no reference.
 */
export function follow(
  reference: Node,
  from: Node,
  types: readonly string[],
  entries: Entries,
  faults: Faults,
): Resource | undefined {
  if (reference.value === undefined) return undefined;
  const target = requiredText(member(reference, "reference"), faults);
  if (target === undefined) return undefined;
  const found = target.startsWith("#")
    ? contained(target.slice(1), from, faults)
    : entries.byReference.get(target.replace(/\/_history\/[^/]*$/, ""));
  if (found === undefined)
    return faults.note("unresolved-reference", reference.path, `no ${types.join(" or ")} of this bundle`);
  if (!types.includes(found.type))
    return faults.note("wrong-resource-type", reference.path, `refers to ${found.type}, not ${types.join(" or ")}`);
  return found;
}

function contained(id: string, from: Node, faults: Faults): Resource | undefined {
  for (const node of elements(member(from, "contained"), faults)) {
    const type = typeOf(node);
    if (type !== undefined && member(node, "id").value === id) return { type, node };
  }
  return undefined;
}

/** Letters only, so that a type may be told in a fault. */
function typeOf(resource: Node): string | undefined {
  const { value } = member(resource, "resourceType");
  return typeof value === "string" && /^[A-Za-z]{1,64}$/.test(value) ? value : undefined;
}
