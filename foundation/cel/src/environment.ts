import type { CelInput } from "@bufbuild/cel";
import { celList, celMap } from "@bufbuild/cel";

/**
 * Types of the guard profile "rxcel-1": whole numbers, truth values, texts, lists of texts or of structs, structs.
 * Times are `int` seconds of block time. There is no fraction, no timestamp, no duration and no map.
 */
export type Scalar = "int" | "bool" | "string";
export type ListType = { readonly kind: "list"; readonly item: "string" | StructType; readonly max: number };
export type StructType = { readonly kind: "struct"; readonly fields: { readonly [name: string]: Type } };
export type Type = Scalar | ListType | StructType;
/** The variables a guard may name. */
export type Environment = { readonly [name: string]: Type };

/** Items of any list; an environment states its own, lower cap. */
export const LIST_MAX = 64;
/** Characters (UTF-16 code units) of any text given to a guard. */
export const STRING_MAX = 1_024;

/** A list of at most `max` items, `max` being at most LIST_MAX. */
export const listOf = <const I extends "string" | StructType>(item: I, max: number) =>
  ({ kind: "list", item, max: Math.min(max, LIST_MAX) }) as const;
export const structOf = <const F extends { readonly [name: string]: Type }>(fields: F) =>
  ({ kind: "struct", fields }) as const;

/** The TypeScript type of values of a profile type. */
export type ValueOf<T> = T extends "int"
  ? number
  : T extends "bool"
    ? boolean
    : T extends "string"
      ? string
      : T extends { readonly kind: "list"; readonly item: infer I }
        ? readonly ValueOf<I>[]
        : T extends { readonly kind: "struct"; readonly fields: infer F }
          ? { readonly [Name in keyof F]: ValueOf<F[Name]> }
          : never;
export type VariablesOf<E> = { readonly [Name in keyof E]: ValueOf<E[Name]> };

export function nameOf(type: Type): string {
  if (typeof type === "string") return type;
  return type.kind === "struct" ? "struct" : `list<${nameOf(type.item)}>`;
}

/**
 * The value as the evaluator takes it, or undefined when it does not fit its type. Integers become 64-bit ones, so
 * that arithmetic reports overflow; structs become maps that hold the declared fields and nothing else.
 */
export function toCel(type: Type, value: unknown): CelInput | undefined {
  if (type === "int") return Number.isSafeInteger(value) ? BigInt(value as number) : undefined;
  if (type === "bool") return typeof value === "boolean" ? value : undefined;
  if (type === "string") return typeof value === "string" && value.length <= STRING_MAX ? value : undefined;
  return type.kind === "list" ? listToCel(type, value) : structToCel(type, value);
}

function listToCel(type: ListType, value: unknown): CelInput | undefined {
  if (!Array.isArray(value) || value.length > type.max) return undefined;
  const items: CelInput[] = [];
  for (const item of value) {
    const converted = toCel(type.item, item);
    if (converted === undefined) return undefined;
    items.push(converted);
  }
  return celList(items);
}

function structToCel(type: StructType, value: unknown): CelInput | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const fields = new Map<string, CelInput>();
  for (const [name, field] of Object.entries(type.fields)) {
    const converted = toCel(field, (value as Readonly<Record<string, unknown>>)[name]);
    if (converted === undefined) return undefined;
    fields.set(name, converted);
  }
  return celMap(fields);
}
