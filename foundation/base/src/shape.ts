import { toHex } from "./bytes.ts";
import { ID_LENGTH_MAX } from "./limits.ts";

/**
 * A shape decides whether an unknown value is a T, exactly: unknown members are faults, every text and list is
 * bounded, numbers are safe integers. It writes itself as JSON Schema 2020-12, so the rule that validators enforce
 * is the one that the API documents.
 */
export interface Shape<T> {
  /** Where the value departs from the shape, as a path such as `commands[0].id`; undefined when it fits. */
  fault(value: unknown, path: string): string | undefined;
  readonly schema: JsonSchema;
  /** Only for inference; never present. */
  readonly type?: T;
}
export type JsonSchema = { readonly [keyword: string]: unknown };
export type TypeOf<S> = S extends Shape<infer T> ? T : never;

export const fits = <T>(shape: Shape<T>, value: unknown): value is T => shape.fault(value, "") === undefined;

type Bounds = { readonly min?: number; readonly max: number };

export function text<T extends string = string>(
  bounds: Bounds & { readonly pattern?: RegExp; readonly description?: string },
): Shape<T> {
  const { min = 1, max, pattern, description } = bounds;
  return {
    fault: (value, path) =>
      typeof value === "string" && value.length >= min && value.length <= max && (pattern?.test(value) ?? true)
        ? undefined
        : path,
    schema: {
      type: "string",
      minLength: min,
      maxLength: max,
      ...(pattern && { pattern: pattern.source }),
      ...(description && { description }),
    },
  };
}

/** An id: letters, digits, `.`, `_`, `-`, starting with a letter or digit. */
export const id = <T extends string>(description?: string): Shape<T> =>
  text<T>({ max: ID_LENGTH_MAX, pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/, ...(description && { description }) });

/** 64 lower-case hexadecimal digits. */
export const hash = <T extends string>(): Shape<T> => text<T>({ min: 64, max: 64, pattern: /^[0-9a-f]{64}$/ });

/** A fixed number of bytes as lower-case hexadecimal digits. */
export const hexBytes = (bytes: number): Shape<string> =>
  text({ min: 2 * bytes, max: 2 * bytes, pattern: /^[0-9a-f]*$/, description: `${bytes} bytes, hexadecimal` });

export function integer<T extends number = number>(bounds: {
  readonly min: number;
  readonly max: number;
  readonly description?: string;
}): Shape<T> {
  const { min, max, description } = bounds;
  return {
    fault: (value, path) =>
      Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max ? undefined : path,
    schema: { type: "integer", minimum: min, maximum: max, ...(description && { description }) },
  };
}

export const boolean: Shape<boolean> = {
  fault: (value, path) => (typeof value === "boolean" ? undefined : path),
  schema: { type: "boolean" },
};

export const literal = <const T extends string | number | boolean>(expected: T): Shape<T> => ({
  fault: (value, path) => (value === expected ? undefined : path),
  schema: { const: expected },
});

export function oneOf<const T extends string>(...values: readonly T[]): Shape<T> {
  const allowed = new Set<unknown>(values);
  return { fault: (value, path) => (allowed.has(value) ? undefined : path), schema: { enum: values } };
}

export function list<T>(item: Shape<T>, bounds: Bounds & { readonly unique?: boolean }): Shape<readonly T[]> {
  const { min = 0, max, unique = false } = bounds;
  return {
    fault: (value, path) => {
      if (!Array.isArray(value) || value.length < min || value.length > max) return path;
      for (let i = 0; i < value.length; i++) {
        const fault = item.fault(value[i], `${path}[${i}]`);
        if (fault !== undefined) return fault;
      }
      return unique && new Set(value).size !== value.length ? path : undefined;
    },
    schema: { type: "array", items: item.schema, minItems: min, maxItems: max, ...(unique && { uniqueItems: true }) },
  };
}

/** A list given by name: bounded number of members, ids as names. */
export function mapping<T>(item: Shape<T>, bounds: Bounds): Shape<{ readonly [name: string]: T }> {
  const name = id<string>();
  const { min = 0, max } = bounds;
  return {
    fault: (value, path) => {
      if (!isObject(value)) return path;
      const entries = Object.entries(value);
      if (entries.length < min || entries.length > max) return path;
      for (const [key, member] of entries) {
        const fault = name.fault(key, `${path}.?`) ?? item.fault(member, `${path}.${key}`);
        if (fault !== undefined) return fault;
      }
      return undefined;
    },
    schema: { type: "object", additionalProperties: item.schema, minProperties: min, maxProperties: max },
  };
}

type Optional<T> = Shape<T> & { readonly optional: true };
export const optional = <T>(shape: Shape<T>): Optional<T> => ({ ...shape, optional: true });

type Fields = { readonly [name: string]: Shape<unknown> };
type OptionalNames<F extends Fields> = { [N in keyof F]: F[N] extends Optional<unknown> ? N : never }[keyof F];
export type ObjectOf<F extends Fields> = { readonly [N in Exclude<keyof F, OptionalNames<F>>]: TypeOf<F[N]> } & {
  readonly [N in OptionalNames<F>]?: TypeOf<F[N]>;
};

/** An object with exactly these members; those made `optional` may be absent. */
export function object<const F extends Fields>(fields: F): Shape<ObjectOf<F>> {
  const entries = Object.entries(fields);
  const known = new Set(Object.keys(fields));
  const required = entries.filter(([, shape]) => !("optional" in shape)).map(([name]) => name);
  return {
    fault: (value, path) => {
      if (!isObject(value)) return path;
      for (const name of Object.keys(value)) if (!known.has(name)) return `${path}.${name}`;
      for (const [name, shape] of entries) {
        const member = value[name];
        if (member === undefined && "optional" in shape && !Object.hasOwn(value, name)) continue;
        const fault = shape.fault(member, `${path}.${name}`);
        if (fault !== undefined) return fault;
      }
      return undefined;
    },
    schema: {
      type: "object",
      properties: Object.fromEntries(entries.map(([name, shape]) => [name, shape.schema])),
      required,
      additionalProperties: false,
    },
  };
}

type Variants = { readonly [tag: string]: Shape<unknown> };

/** A union told apart by the text member `tag`; each variant's shape names its own tag with `literal`. */
export function union<const V extends Variants>(tag: string, variants: V): Shape<TypeOf<V[keyof V]>> {
  return {
    fault: (value, path) => {
      if (!isObject(value)) return path;
      const chosen = value[tag];
      if (typeof chosen !== "string" || !Object.hasOwn(variants, chosen)) return `${path}.${tag}`;
      return variants[chosen]?.fault(value, path);
    },
    schema: { oneOf: Object.values(variants).map((variant) => variant.schema) },
  };
}

/** Either shape; the fault is that of the first. */
export const either = <A, B>(a: Shape<A>, b: Shape<B>): Shape<A | B> => ({
  fault: (value, path) => {
    const fault = a.fault(value, path);
    return fault === undefined || b.fault(value, path) === undefined ? undefined : fault;
  },
  schema: { anyOf: [a.schema, b.schema] },
});

/** Shows hash bytes in the one form that the `hash` shape accepts. */
export const hashText = <T extends string>(bytes: Uint8Array): T => toHex(bytes) as T;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
