import type { Faults } from "./fault.ts";

/** A place in a JSON document: what is there, unchecked, and its path, such as `entry[3].resource.subject`. */
export type Node = { readonly value: unknown; readonly path: string };

/** Characters of any text that is read; FHIR allows a megabyte, and nothing that is read here needs it. */
export const TEXT_MAX = 1024;
/** Elements of any list inside a resource. */
export const LIST_MAX = 100;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isAbsent = (node: Node): boolean => node.value === undefined;
export const holdsObject = (node: Node): boolean => isObject(node.value);

/** The member of an object; absent when there is none or the node is no object. */
export function member(node: Node, name: string): Node {
  const path = node.path === "" ? name : `${node.path}.${name}`;
  return { value: isObject(node.value) && Object.hasOwn(node.value, name) ? node.value[name] : undefined, path };
}

/** The elements of a list; none when it is absent, and a fault when it is something else or too long. */
export function elements(node: Node, faults: Faults, max = LIST_MAX): readonly Node[] {
  if (isAbsent(node)) return [];
  if (!Array.isArray(node.value)) {
    faults.note("malformed", node.path, "not a list");
    return [];
  }
  if (node.value.length > max) {
    faults.note("too-many", node.path, `${node.value.length} elements, at most ${max}`);
    return [];
  }
  return node.value.map((value: unknown, i) => ({ value, path: `${node.path}[${i}]` }));
}

/** The text, or undefined when it is absent; a fault when it is something else, empty or too long. */
export function text(node: Node, faults: Faults, max = TEXT_MAX): string | undefined {
  const { value, path } = node;
  if (value === undefined) return undefined;
  if (typeof value !== "string" || value.length === 0 || !value.isWellFormed())
    return faults.note("malformed", path, "not a text");
  return value.length > max ? faults.note("too-long", path, `${value.length} characters, at most ${max}`) : value;
}

export function requiredText(node: Node, faults: Faults, max = TEXT_MAX): string | undefined {
  return isAbsent(node) ? faults.note("missing", node.path, "required") : text(node, faults, max);
}

/** A number above zero in thousandths, rounded, or undefined when it is absent; a fault when it is something else. */
export function thousandths(node: Node, faults: Faults, max = 1_000_000): number | undefined {
  const { value, path } = node;
  if (value === undefined) return undefined;
  if (typeof value !== "number" || !(value > 0) || value > max)
    return faults.note("malformed", path, `not a number above 0 and at most ${max}`);
  const rounded = Math.round(value * 1000);
  return rounded > 0 ? rounded : faults.note("malformed", path, "less than a thousandth");
}

/** One of a closed list of words. */
export function word<T extends string>(node: Node, allowed: readonly T[], faults: Faults): T | undefined {
  const found = requiredText(node, faults);
  if (found === undefined) return undefined;
  return (
    allowed.find((each) => each === found) ?? faults.note("unsupported", node.path, `one of ${allowed.join(", ")}`)
  );
}

export type Code = { readonly system: string; readonly code: string; readonly display?: string };

/** The codings of a CodeableConcept that name a system and a code; others say nothing that could be looked up. */
export function codings(node: Node, faults: Faults): readonly Code[] {
  return elements(member(node, "coding"), faults).flatMap((coding) => {
    const system = text(member(coding, "system"), faults);
    const code = text(member(coding, "code"), faults, 128);
    const display = text(member(coding, "display"), faults);
    return system === undefined || code === undefined
      ? []
      : [{ system, code, ...(display !== undefined && { display }) }];
  });
}
