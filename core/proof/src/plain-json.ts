import type { Shape } from "@meridian/base/shape";

/** As deep as the ledger's canonical JSON goes. */
const DEPTH_MAX = 32;
/** Far more than any record or event has, and few enough to look at each. */
const VALUES_MAX = 100_000;

type Members = { readonly [name: string]: unknown };

/**
 * An object of whatever plain JSON the ledger writes (safe integers, well-formed text), of which only the named members
 * are known: the rest belongs to a domain, whose releases this package does not follow.
 */
export function plainJson<T>(known: { readonly [name in keyof T]: Shape<T[name]> }): Shape<T & Members> {
  const shapes: readonly (readonly [string, Shape<unknown>])[] = Object.entries(known);
  return {
    fault: (value, path) => {
      if (!isMembers(value)) return path;
      for (const [name, shape] of shapes) {
        const fault = shape.fault(value[name], `${path}.${name}`);
        if (fault !== undefined) return fault;
      }
      return faultIn(value, path, 0, { left: VALUES_MAX });
    },
    schema: {
      type: "object",
      properties: Object.fromEntries(shapes.map(([name, shape]) => [name, shape.schema])),
      required: shapes.map(([name]) => name),
    },
  };
}

const isMembers = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function faultIn(value: unknown, path: string, depth: number, values: { left: number }): string | undefined {
  if (depth > DEPTH_MAX) return path;
  if (value === null || typeof value === "boolean") return undefined;
  if (typeof value === "string") return value.isWellFormed() ? undefined : path;
  if (typeof value === "number") return Number.isSafeInteger(value) ? undefined : path;
  if (typeof value !== "object") return path;
  values.left -= Object.keys(value).length;
  if (values.left < 0) return path;
  const entries: readonly (readonly [string, unknown])[] = Array.isArray(value)
    ? value.map((item, i) => [`[${i}]`, item])
    : Object.entries(value).map(([name, member]) => [`.${name}`, member]);
  for (const [name, member] of entries) {
    const fault = name.isWellFormed() ? faultIn(member, path + name, depth + 1, values) : path;
    if (fault !== undefined) return fault;
  }
  return undefined;
}
