import { textOf, utf8 } from "./bytes.ts";
import { invariant } from "./invariant.ts";

/** What may be written on the ledger: JSON without fractions, so that no two machines print one number differently. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/**
 * The canonical text of a value: RFC 8785 (JSON Canonicalization Scheme), narrowed to safe integers.
 * Members whose value is undefined are left out, so optional fields need no special care.
 */
export function canonicalText(value: unknown): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "number":
      invariant(Number.isSafeInteger(value), "only safe integers have a canonical text");
      return value === 0 ? "0" : String(value);
    case "boolean":
      return value ? "true" : "false";
    case "object":
      if (value === null) return "null";
      if (Array.isArray(value)) return canonicalArray(value);
      invariant(isPlain(value), "only plain objects have a canonical text");
      return canonicalObject(value as Readonly<Record<string, unknown>>);
    default:
      invariant(false, `a ${typeof value} has no canonical text`);
  }
}

/** Not a class with a mind of its own, such as a Secret, whose members would silently be none. */
function isPlain(value: object): boolean {
  if (value.constructor === Object) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function canonicalArray(items: readonly unknown[]): string {
  let text = "[";
  for (let i = 0; i < items.length; i++) text += (i === 0 ? "" : ",") + canonicalText(items[i]);
  return `${text}]`;
}

function canonicalObject(members: Readonly<Record<string, unknown>>): string {
  const names = sorted(Object.keys(members));
  let text = "{";
  let separator = "";
  for (const name of names) {
    const value = members[name];
    if (value === undefined) continue;
    text += separator + quoted(name) + canonicalText(value);
    separator = ",";
  }
  return `${text}}`;
}

/** Orders of names that were sorted before: events and records come in a few shapes, again and again. */
const sortedNames = new Map<string, readonly string[]>();
const SORTED_NAMES_MAX = 4_096;
/** Characters; longer lists are sorted each time, so that nobody fills the memory with them. */
const SORTED_TEXT_MAX = 1_024;

/** Section 3.2.3 sorts by UTF-16 code units, which is what `sort` does with strings. */
function sorted(names: string[]): readonly string[] {
  if (isSorted(names)) return names;
  const list = names.join("\n");
  // Where a name has a line feed in it, two lists may have one text, and what came first would decide what is canonical.
  if (list.length > SORTED_TEXT_MAX || names.some((name) => name.includes("\n"))) return names.sort();
  const known = sortedNames.get(list);
  if (known !== undefined) return known;
  const inOrder = names.toSorted();
  if (sortedNames.size < SORTED_NAMES_MAX) sortedNames.set(list, inOrder);
  return inOrder;
}

function isSorted(names: readonly string[]): boolean {
  for (let i = 1; i < names.length; i++) if ((names[i - 1] ?? "") > (names[i] ?? "")) return false;
  return true;
}

/** Names of members come back all the time; a bound keeps names that somebody makes up from filling the memory. */
const quotedNames = new Map<string, string>();
const QUOTED_NAMES_MAX = 4_096;

function quoted(name: string): string {
  const known = quotedNames.get(name);
  if (known !== undefined) return known;
  const text = `${JSON.stringify(name)}:`;
  if (quotedNames.size < QUOTED_NAMES_MAX) quotedNames.set(name, text);
  return text;
}

export const canonicalBytes = (value: unknown): Uint8Array => utf8(canonicalText(value));

/**
 * Parses bytes that must already be canonical. Writing the value again and comparing refuses at once duplicate
 * names, other orders, spaces, fractions, exponents, `-0`, lone surrogates and everything else with two spellings.
 */
export function parseCanonical(bytes: Uint8Array): unknown | undefined {
  const text = textOf(bytes);
  if (text === undefined) return undefined;
  const value = parseJson(text);
  if (value === undefined || !isCanonicalizable(value, 0)) return undefined;
  return canonicalText(value) === text ? value : undefined;
}

/** The value of a JSON text, or undefined when it is not JSON. */
export function parseJson(text: string): unknown | undefined {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Deeper nesting than any command has; a bound so that hostile input cannot exhaust the stack. */
const DEPTH_MAX = 32;

function isCanonicalizable(value: unknown, depth: number): boolean {
  if (depth > DEPTH_MAX) return false;
  switch (typeof value) {
    case "string":
      return value.isWellFormed();
    case "number":
      return Number.isSafeInteger(value) && !Object.is(value, -0);
    case "boolean":
      return true;
    case "object":
      if (value === null) return true;
      if (Array.isArray(value)) return value.every((item) => isCanonicalizable(item, depth + 1));
      for (const [name, member] of Object.entries(value))
        if (!name.isWellFormed() || !isCanonicalizable(member, depth + 1)) return false;
      return true;
    default:
      return false;
  }
}
