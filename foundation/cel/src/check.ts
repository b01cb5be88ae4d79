import type { parse } from "@bufbuild/cel";
import { type Environment, nameOf, STRING_MAX, type Type } from "./environment.ts";
import type { CelFault } from "./fault.ts";

type Parsed = ReturnType<typeof parse>;
type Expr = NonNullable<Parsed["expr"]>;
type Call = Extract<Expr["exprKind"], { case: "callExpr" }>["value"];
type Constant = Extract<Expr["exprKind"], { case: "constExpr" }>["value"];
type Select = Extract<Expr["exprKind"], { case: "selectExpr" }>["value"];

/** Nodes of the syntax tree as written, macros not expanded. */
export const NODES_MAX = 200;
/** Node visits in the worst case that the list caps allow. */
export const COST_MAX = 10_000;
/** What comparing or searching texts of STRING_MAX characters counts, against 1 for a comparison of integers. */
const TEXT_COST = STRING_MAX / 64;

/** A checked expression: its type, its worst cost, the variables it reads, and its tree as canonical text. */
export type Checked = {
  readonly type: Type;
  readonly cost: number;
  readonly canonical: string;
};

const LOGIC = new Set(["_&&_", "_||_"]);
const ARITHMETIC = new Set(["_+_", "_-_", "_*_", "_/_", "_%_"]);
const ORDER = new Set(["_<_", "_<=_", "_>_", "_>=_"]);
const EQUALITY = new Set(["_==_", "_!=_"]);
const SEARCH = new Set(["startsWith", "endsWith", "contains"]);
/** `map` is left out: it builds lists of types that no cap covers. */
const MACROS = new Set(["all", "exists", "exists_one", "filter"]);

const isScalar = (type: Type): boolean => typeof type === "string";
const isInt = (type: Type): boolean => type === "int";

/**
 * Types, measures and writes down an expression. The library's own checker is not part of its public face and knows
 * neither structs nor calls, so the profile is a white list of tree nodes: what is not named here is refused.
 */
export class Checker {
  /** The first thing wrong, when `check` answers undefined. */
  fault: CelFault | undefined;
  /** The variables read, structs narrowed to the fields read. */
  readonly used: Record<string, Type> = {};
  readonly #environment: Environment;
  readonly #macros: Readonly<Record<string, Expr>>;
  #nodes = 0;
  #bound: { readonly name: string; readonly type: Type } | undefined;

  constructor(environment: Environment, parsed: Parsed) {
    this.#environment = environment;
    this.#macros = parsed.sourceInfo?.macroCalls ?? {};
  }

  check(expr: Expr): Checked | undefined {
    this.#nodes += 1;
    if (this.#nodes > NODES_MAX) return this.#refuse({ code: "too-many-nodes", max: NODES_MAX });
    const macro = this.#macros[String(expr.id)];
    if (macro?.exprKind.case === "callExpr") return this.#macro(macro.exprKind.value);
    switch (expr.exprKind.case) {
      case "constExpr":
        return this.#constant(expr.exprKind.value);
      case "identExpr":
        return this.#name(expr.exprKind.value.name);
      case "selectExpr":
        return this.#select(expr.exprKind.value);
      case "callExpr":
        return this.#call(expr.exprKind.value);
      case "listExpr":
        return this.#forbid("list literal outside in");
      case "structExpr":
        return this.#forbid("map or message literal");
      default:
        return this.#forbid(expr.exprKind.case ?? "empty expression");
    }
  }

  #refuse(fault: CelFault): undefined {
    this.fault ??= fault;
    return undefined;
  }

  readonly #forbid = (construct: string): undefined => this.#refuse({ code: "forbidden", construct });

  readonly #mismatch = (operator: string, parts: readonly Checked[]): undefined =>
    this.#refuse({ code: "type-mismatch", operator, types: parts.map(({ type }) => nameOf(type)) });

  #all(exprs: readonly Expr[]): readonly Checked[] | undefined {
    const parts: Checked[] = [];
    for (const expr of exprs) {
      const part = this.check(expr);
      if (part === undefined) return undefined;
      parts.push(part);
    }
    return parts;
  }

  #constant({ constantKind }: Constant): Checked | undefined {
    switch (constantKind.case) {
      case "boolValue":
        return { type: "bool", cost: 1, canonical: String(constantKind.value) };
      case "stringValue":
        return { type: "string", cost: 1, canonical: JSON.stringify(constantKind.value) };
      case "int64Value": {
        const integer = constantKind.value;
        // The parser does not check the range; safe integers are what the ledger has.
        if (integer > BigInt(Number.MAX_SAFE_INTEGER) || integer < BigInt(Number.MIN_SAFE_INTEGER))
          return this.#refuse({ code: "integer-out-of-range", integer: String(integer) });
        return { type: "int", cost: 1, canonical: String(integer) };
      }
      default:
        return this.#forbid(`${constantKind.case ?? "empty"} literal`);
    }
  }

  #name(name: string): Checked | undefined {
    if (this.#bound?.name === name) return { type: this.#bound.type, cost: 1, canonical: name };
    const type = Object.hasOwn(this.#environment, name) ? this.#environment[name] : undefined;
    if (type === undefined) return this.#refuse({ code: "unknown-name", name });
    // A struct is never used whole: no operator takes one, so what is read of it are fields.
    if (typeof type === "string" || type.kind === "list") this.used[name] = type;
    return { type, cost: 1, canonical: name };
  }

  #select({ operand, field, testOnly }: Select): Checked | undefined {
    if (operand === undefined || testOnly) return this.#forbid("has");
    const whole = this.check(operand);
    if (whole === undefined) return undefined;
    if (typeof whole.type === "string" || whole.type.kind === "list") return this.#mismatch(`.${field}`, [whole]);
    const type = Object.hasOwn(whole.type.fields, field) ? whole.type.fields[field] : undefined;
    if (type === undefined) return this.#refuse({ code: "unknown-field", field });
    const name = operand.exprKind.case === "identExpr" ? operand.exprKind.value.name : undefined;
    if (name !== undefined && name !== this.#bound?.name) this.#useField(name, field, type);
    return { type, cost: whole.cost + 1, canonical: `${whole.canonical}.${field}` };
  }

  #useField(name: string, field: string, type: Type): void {
    const used = this.used[name];
    const others = typeof used === "object" && used.kind === "struct" ? used.fields : {};
    this.used[name] = { kind: "struct", fields: { ...others, [field]: type } };
  }

  #call(call: Call): Checked | undefined {
    if (call.function === "@in") return this.#in(call);
    if (call.function === "size") return this.#size(call);
    if (call.target !== undefined && !SEARCH.has(call.function)) return this.#forbid(`${call.function}()`);
    const parts = this.#all(call.target === undefined ? call.args : [call.target, ...call.args]);
    if (parts === undefined) return undefined;
    const type = this.#resultOf(call, parts);
    if (type === undefined) return undefined;
    const own = parts.some((part) => part.type === "string") ? TEXT_COST : 1;
    return composed(call.function, type, own, parts);
  }

  #resultOf(call: Call, parts: readonly Checked[]): Type | undefined {
    const [first, second, third] = parts;
    const every = (test: (type: Type) => boolean) => parts.every(({ type }) => test(type));
    const name = call.function;
    if (first === undefined) return this.#forbid(`${name}()`);
    if (name === "!_" || LOGIC.has(name)) return every((t) => t === "bool") ? "bool" : this.#mismatch(name, parts);
    if (name === "-_" || ARITHMETIC.has(name)) return every(isInt) ? "int" : this.#mismatch(name, parts);
    // Order of texts is left out: the library orders UTF-16 code units, CEL code points.
    if (ORDER.has(name)) return every(isInt) ? "bool" : this.#mismatch(name, parts);
    if (EQUALITY.has(name))
      return isScalar(first.type) && first.type === second?.type ? "bool" : this.#mismatch(name, parts);
    if (name === "_?_:_") {
      const fits = first.type === "bool" && second !== undefined && isScalar(second.type);
      return fits && second.type === third?.type ? second.type : this.#mismatch(name, parts);
    }
    if (SEARCH.has(name) && call.target !== undefined)
      return parts.length === 2 && every((t) => t === "string") ? "bool" : this.#mismatch(name, parts);
    return this.#forbid(`${name}()`);
  }

  /** `x in list`, the list being a variable or written out as literals of one scalar type. */
  #in({ args: [needle, hay] }: Call): Checked | undefined {
    if (needle === undefined || hay === undefined) return this.#forbid("in");
    const item = this.check(needle);
    if (item === undefined) return undefined;
    if (hay.exprKind.case === "listExpr") {
      this.#nodes += 1;
      const items = this.#all(hay.exprKind.value.elements);
      if (items === undefined) return undefined;
      if (!isScalar(item.type) || items.some(({ type }) => type !== item.type))
        return this.#mismatch("in", [item, ...items]);
      const list = `[${items.map(({ canonical }) => canonical).join(" ")}]`;
      const cost = item.cost + items.reduce((sum, part) => sum + part.cost + searchCost(item), 1);
      return { type: "bool", cost, canonical: `(in ${item.canonical} ${list})` };
    }
    const list = this.check(hay);
    if (list === undefined) return undefined;
    if (typeof list.type === "string" || list.type.kind !== "list" || list.type.item !== item.type)
      return this.#mismatch("in", [item, list]);
    return composed("in", "bool", list.type.max * searchCost(item), [item, list]);
  }

  #size({ target, args }: Call): Checked | undefined {
    const [list, ...rest] = this.#all(target === undefined ? args : [target, ...args]) ?? [];
    if (list === undefined) return this.#forbid("size()");
    if (rest.length > 0 || typeof list.type === "string" || list.type.kind !== "list")
      return this.#mismatch("size", [list, ...rest]);
    return composed("size", "int", 1, [list]);
  }

  /** A comprehension over a list, as written. One inside the body of another is refused: lists multiply. */
  #macro({ function: macro, target, args: [variable, body] }: Call): Checked | undefined {
    if (!MACROS.has(macro) || target === undefined || body === undefined) return this.#forbid(`${macro}()`);
    if (this.#bound !== undefined) return this.#refuse({ code: "nested-comprehension", macro });
    if (variable?.exprKind.case !== "identExpr") return this.#forbid(`${macro}()`);
    const { name } = variable.exprKind.value;
    if (Object.hasOwn(this.#environment, name)) return this.#refuse({ code: "shadowed-name", name });
    const list = this.check(target);
    if (list === undefined) return undefined;
    if (typeof list.type === "string" || list.type.kind !== "list") return this.#mismatch(macro, [list]);
    this.#bound = { name, type: list.type.item };
    const step = this.check(body);
    this.#bound = undefined;
    if (step === undefined) return undefined;
    if (step.type !== "bool") return this.#mismatch(macro, [step]);
    const { max } = list.type;
    // `filter` appends to a chain of lists, which the next reader walks once per item.
    const cost = list.cost + max * (step.cost + 4) + (macro === "filter" ? (max * max) / 2 : 0);
    const type = macro === "filter" ? list.type : "bool";
    return { type, cost, canonical: `(${macro} ${list.canonical} ${name} ${step.canonical})` };
  }
}

const searchCost = (item: Checked): number => (item.type === "string" ? 2 : 1);

function composed(operator: string, type: Type, own: number, parts: readonly Checked[]): Checked {
  const cost = parts.reduce((sum, part) => sum + part.cost, own);
  return { type, cost, canonical: `(${operator} ${parts.map(({ canonical }) => canonical).join(" ")})` };
}
