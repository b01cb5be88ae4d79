import type { Shape } from "@meridian/base/shape";
import type { Command } from "@meridian/kernel/transaction";

/** Characters of an action, roughly as its JSON has; what a payload leaves room for. */
export const ACTION_SIZE_MAX = 15_000;
const DEPTH_MAX = 16;
const NAME = /^[a-z][a-zA-Z-]{0,63}$/;

/**
 * A command of another domain, to run when the proposal passes. Only its head and size are checked here: whether the
 * rest fits that domain's shape is the fact `isWellFormed`.
 */
export const actionShape: Shape<Command> = {
  fault: (value, path) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return path;
    const { domain, type } = value as Readonly<Record<string, unknown>>;
    if (typeof domain !== "string" || !NAME.test(domain)) return `${path}.domain`;
    if (typeof type !== "string" || !NAME.test(type)) return `${path}.type`;
    return sizeOf(value, 0) <= ACTION_SIZE_MAX ? undefined : path;
  },
  schema: {
    type: "object",
    properties: { domain: { type: "string", pattern: NAME.source }, type: { type: "string", pattern: NAME.source } },
    required: ["domain", "type"],
  },
};

/** Infinite when the value is not JSON with safe integers, or nested deeper than any command is. */
function sizeOf(value: unknown, depth: number): number {
  if (depth > DEPTH_MAX) return Number.POSITIVE_INFINITY;
  switch (typeof value) {
    case "string":
      return value.length + 2;
    case "boolean":
      return 5;
    case "number":
      return Number.isSafeInteger(value) ? 16 : Number.POSITIVE_INFINITY;
    case "object": {
      if (value === null) return 4;
      const isList = Array.isArray(value);
      let size = 2;
      for (const [name, member] of Object.entries(value))
        size += (isList ? 1 : name.length + 4) + sizeOf(member, depth + 1);
      return size;
    }
    default:
      return Number.POSITIVE_INFINITY;
  }
}
