import { invariant } from "@meridian/base/invariant";
import type { AnyContract } from "@meridian/kernel/contract";
import type { Command } from "@meridian/kernel/transaction";
import type { Random } from "@meridian/region/generator/random";

/** The part of JSON Schema that the shapes of commands write. */
type Schema = {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly Schema[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: { readonly [name: string]: Schema };
  readonly required?: readonly string[];
};
type Variant = { readonly domain: string; readonly type: string; readonly schema: Schema };

/** Every command of every domain, and texts that stand for something on the ledger. */
export type Schemas = { readonly variants: readonly Variant[]; readonly texts: readonly string[] };

export function schemasOf(contracts: Iterable<AnyContract>, texts: readonly string[]): Schemas {
  const variants = [...contracts].flatMap(({ domain, command }) =>
    ((command.schema as Schema).oneOf ?? [command.schema as Schema]).map((schema) => {
      const type = schema.properties?.["type"]?.const;
      invariant(typeof type === "string", "every command has a type");
      return { domain, type, schema };
    }),
  );
  return { variants, texts };
}

export const commandTypes = ({ variants }: Schemas): readonly (readonly [domain: string, type: string])[] =>
  variants.map(({ domain, type }) => [domain, type]);

/** A command of this type that fits its schema as well as chance can make it. */
export function variantOf(random: Random, { variants, texts }: Schemas, domain: string, type: string): Command {
  const variant = variants.find((each) => each.domain === domain && each.type === type);
  invariant(variant !== undefined, `${domain} has a command ${type}`);
  return instanceOf(random, variant.schema, texts) as Command;
}

function instanceOf(random: Random, schema: Schema, texts: readonly string[]): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return random.pick(schema.enum);
  if (schema.oneOf !== undefined) return instanceOf(random, random.pick(schema.oneOf), texts);
  switch (schema.type) {
    case "object":
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([name]) => (schema.required ?? []).includes(name) || random.chance(40))
          .map(([name, member]) => [name, instanceOf(random, member, texts)]),
      );
    case "array": {
      const least = schema.minItems ?? 0;
      const count = Math.min(random.between(least, least + 2), schema.maxItems ?? least + 2);
      return Array.from({ length: count }, () => instanceOf(random, schema.items ?? {}, texts));
    }
    case "string":
      return textOf(random, schema, texts);
    case "integer":
      return integerOf(random, schema);
    case "boolean":
      return random.chance(50);
    default:
      return null;
  }
}

function textOf(random: Random, { pattern, minLength = 0, maxLength = 64 }: Schema, texts: readonly string[]): string {
  const expression = pattern === undefined ? undefined : new RegExp(pattern, "u");
  const hex = "0123456789abcdef";
  const made = [
    () => random.pick(texts),
    () => Array.from({ length: Math.min(Math.max(minLength, 64), maxLength) }, () => random.pick([...hex])).join(""),
    () => `x-${random.below(1_000)}`,
    () => `p-${random.below(1_000)}`,
  ];
  for (let tries = 0; tries < 12; tries++) {
    const text = random.pick(made)();
    if (text.length >= minLength && text.length <= maxLength && (expression?.test(text) ?? true)) return text;
  }
  return random.pick(texts);
}

function integerOf(random: Random, { minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: Schema): number {
  const near = [minimum, maximum, minimum + 1, Math.min(maximum, minimum + random.below(1_000_000))];
  return Math.min(maximum, Math.max(minimum, random.pick(near)));
}
