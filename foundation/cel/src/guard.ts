import { type CelInput, celEnv, parse, plan } from "@bufbuild/cel";
import { err, ok, type Result } from "@meridian/base/result";
import { Checker, COST_MAX } from "./check.ts";
import { type Environment, nameOf, toCel, type VariablesOf } from "./environment.ts";
import type { CelFault } from "./fault.ts";

/** Characters (UTF-16 code units) of an expression. */
export const EXPRESSION_MAX = 2_048;
/** Brackets and conditionals in all; keeps the recursive parser far from the end of any machine's stack. */
export const OPENINGS_MAX = 64;

/** A compiled expression of the profile "rxcel-1". Whoever compiles keeps it; compiling costs some 0.3 ms. */
export type Guard<E extends Environment = Environment> = {
  readonly expression: string;
  /** The syntax tree as text: equal for expressions that differ only in spaces and needless brackets. */
  readonly canonical: string;
  /** Node visits in the worst case that the environment's list caps allow. */
  readonly cost: number;
  /**
   * True only when the expression is true: an overflow, a division by zero or a variable that misfits denies.
   * Reads only the variables and fields that the expression names.
   */
  evaluate(variables: VariablesOf<E>): boolean;
};

/** Parses, checks and plans an expression over the variables of an environment. */
export function compileGuard<const E extends Environment>(
  expression: string,
  environment: E,
): Result<Guard<E>, CelFault> {
  const parsed = parseBounded(expression);
  if (!parsed.ok) return parsed;
  const root = parsed.value.expr;
  if (root === undefined) return err({ code: "syntax", offset: null });
  const checker = new Checker(environment, parsed.value);
  const checked = checker.check(root);
  if (checked === undefined) return err(checker.fault ?? { code: "syntax", offset: null });
  if (checked.type !== "bool") return err({ code: "not-boolean", type: nameOf(checked.type) });
  if (checked.cost > COST_MAX) return err({ code: "too-costly", cost: checked.cost, max: COST_MAX });

  const run = plan(celEnv(), parsed.value);
  const used = Object.entries(checker.used);
  return ok({
    expression,
    canonical: checked.canonical,
    cost: checked.cost,
    evaluate: (variables) => {
      const bindings: Record<string, CelInput> = {};
      for (const [name, type] of used) {
        const value = toCel(type, variables[name]);
        if (value === undefined) return false;
        bindings[name] = value;
      }
      // Errors come back as objects, which are truthy: nothing but `true` is a yes.
      return run(bindings) === true;
    },
  });
}

function parseBounded(expression: string): Result<ReturnType<typeof parse>, CelFault> {
  const { length } = expression;
  if (length > EXPRESSION_MAX) return err({ code: "text-too-long", length, max: EXPRESSION_MAX });
  if (openings(expression) > OPENINGS_MAX) return err({ code: "too-many-brackets", max: OPENINGS_MAX });
  try {
    return ok(parse(expression));
  } catch (thrown) {
    return err({ code: "syntax", offset: offsetOf(thrown) });
  }
}

/** How many characters can open a level of recursion; those within text literals count too. */
const openings = (expression: string): number => expression.match(/[([{?]/g)?.length ?? 0;

function offsetOf(thrown: unknown): number | null {
  if (typeof thrown !== "object" || thrown === null || !("location" in thrown)) return null;
  const location = thrown.location as { readonly start?: { readonly offset?: number } } | undefined;
  return location?.start?.offset ?? null;
}
