import { existsSync, globSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, relative, sep } from "node:path";
import { codeOf, importsOf } from "./source-text.ts";

type Fault = { readonly rule: Rule; readonly file: string; readonly what: string };
export type Rule =
  | "floor"
  | "direction"
  | "reach"
  | "undeclared"
  | "cycle"
  | "pure"
  | "dependency"
  | "float"
  | "size"
  | "empty";
type Package = {
  readonly folder: string;
  readonly name: string;
  readonly floor: unknown;
  readonly declared: ReadonlySet<string>;
  readonly exports: Exports;
  readonly files: readonly SourceFile[];
};
/** Where the entries of a package lead; one that differs by platform leads to several files. */
type Exports = { readonly [entry: string]: string | { readonly [condition: string]: string } };
type SourceFile = {
  readonly path: string;
  readonly code: string;
  readonly lines: number;
  readonly imports: ReturnType<typeof importsOf>;
};
export type FloorPlan = {
  readonly packages: readonly Package[];
  readonly imports: number;
  readonly faults: readonly Fault[];
};

/** Which floor a folder is on, from the ground up. A package elsewhere has no floor and is a fault. */
const FLOORS: readonly [folder: RegExp, floor: number][] = [
  [/^foundation\/base$/, 0],
  [/^foundation\/crypto$/, 1],
  [/^foundation\/(kernel|cel)$/, 2],
  [/^core\/[^/]+$/, 3],
  [/^domains\/[^/]+\/core$/, 3],
  [/^adapters\/[^/]+$/, 4],
  [/^ui$/, 4],
  [/^domains\/[^/]+\/screens$/, 5],
  [/^(network|region)$/, 5],
  [/^apps\/[^/]+$/, 6],
];

/** Lines of one source file that is not a test. It only ever goes down. */
const LINES_MAX = 450;

/** Whose packages a core may use, and where. Everything else comes from outside through a port. */
const CORE_DEPENDENCIES: Readonly<Record<string, RegExp>> = {
  "@meridian/crypto": /^@noble\//,
  "@meridian/cel": /^@bufbuild\/cel(\/|$)/,
};

const isTest = (path: string): boolean => /\.(test|conformance)\.tsx?$/.test(path);
const isCore = (folder: string): boolean =>
  /^(foundation|core|network|region)(\/|$)|^domains\/[^/]+\/core$/.test(folder);
const isPure = (folder: string, path: string): boolean => isCore(folder) && !isTest(path) && !path.endsWith(".node.ts");

const IMPURE: readonly [what: string, pattern: RegExp][] = [
  ["a clock or a locale", /(?<![.\w$])(Date|Temporal|Intl)\b(?!\s*[?]?:)|\.(toLocale\w+|localeCompare)\b/],
  ["a clock", /(?<![.\w$])performance\s*\./],
  ["chance", /\bMath\s*\.\s*random\b|\b(getRandomValues|randomUUID|randomBytes)\b|(?<![.\w$])crypto\s*\./],
  ["the garbage collector", /(?<![.\w$])(WeakRef|FinalizationRegistry)\b/],
  ["a timer", /(?<![.\w$])(set(Timeout|Interval|Immediate)|queueMicrotask)\s*\(/],
  ["the network", /(?<![.\w$])fetch\s*\(|\bnew\s+(WebSocket|XMLHttpRequest|EventSource)\b/],
  ["the process", /(?<![.\w$])(process|globalThis)\s*[.[]/],
  ["the console", /(?<![.\w$])console\s*\./],
  ["Node's Buffer", /(?<![.\w$])Buffer\s*[.(]/],
  ["code made of text", /(?<![.\w$])eval\s*\(|\bnew\s+Function\b/],
  [
    "arithmetic that machines may round differently",
    /\bMath\s*\.\s*(a?(sin|cos|tan)h?|atan2|exp|expm1|log\w*|pow|cbrt|hypot)\b/,
  ],
];

/** Literals with a fraction or a negative exponent, and the functions whose purpose is fractions. Not division. */
const FLOAT =
  /(?<![\w$.])\d[\d_]*\.\d|(?<![\w$.)\]])\.\d|\b\d[\d_.]*[eE]-\d|\bparseFloat\b|\.toFixed\b|\bNumber\s*\.\s*EPSILON\b/;

/** Reads the packages below a folder and finds everything in them that the floor plan forbids. */
export function floorPlanOf(root: string): FloorPlan {
  const packages = packagesOf(root);
  const byName = new Map(packages.map((one) => [one.name, one]));
  const faults = packages.flatMap((one) => [
    ...floorFaults(one),
    ...one.files.flatMap((file) => [...importFaults(root, one, file, byName), ...textFaults(one, file)]),
    ...cycleFaults(root, one),
  ]);
  const imports = packages.flatMap(({ files }) => files).reduce((sum, file) => sum + file.imports.length, 0);
  return { packages, imports, faults };
}

function packagesOf(root: string): readonly Package[] {
  const inHouse = (path: string): boolean => !path.split(sep).includes("node_modules");
  return globSync("*/**/package.json", { cwd: root, exclude: (path) => !inHouse(path) })
    .map((path) => path.replaceAll(sep, "/"))
    .sort()
    .map((path) => {
      const folder = dirname(path);
      const {
        name,
        floor,
        dependencies,
        devDependencies,
        exports = {},
      } = JSON.parse(readFileSync(join(root, path), "utf8"));
      const files = globSync("**/*.{ts,tsx,mts}", { cwd: join(root, folder), exclude: (inside) => !inHouse(inside) })
        .map((inside) => `${folder}/${inside.replaceAll(sep, "/")}`)
        .sort()
        .map((file): SourceFile => {
          const source = readFileSync(join(root, file), "utf8");
          return { path: file, code: codeOf(source), lines: source.split("\n").length - 1, imports: importsOf(source) };
        });
      return {
        folder,
        name,
        floor,
        declared: new Set(Object.keys({ ...dependencies, ...devDependencies })),
        exports,
        files,
      };
    });
}

function floorFaults({ folder, floor, files }: Package): readonly Fault[] {
  const file = `${folder}/package.json`;
  const expected = FLOORS.find(([pattern]) => pattern.test(folder))?.[1];
  const faults: Fault[] = [];
  if (expected === undefined) faults.push({ rule: "floor", file, what: "is in a folder that has no floor" });
  else if (floor !== expected)
    faults.push({ rule: "floor", file, what: `says floor ${floor}, its folder floor ${expected}` });
  if (!files.some(({ path }) => !isTest(path))) faults.push({ rule: "empty", file, what: "has no source" });
  return faults;
}

function importFaults(
  root: string,
  own: Package,
  { path, imports }: SourceFile,
  byName: ReadonlyMap<string, Package>,
): readonly Fault[] {
  const faults: Fault[] = [];
  const fault = (rule: Rule, what: string): unknown => faults.push({ rule, file: path, what });
  const pure = isPure(own.folder, path);
  for (const { from } of imports) {
    if (from === undefined) {
      if (pure) fault("pure", "imports what it computes");
    } else if (from.startsWith(".") || from.startsWith("/") || from.startsWith("file:")) {
      const target = relative(join(root, own.folder), join(root, dirname(path), from));
      if (!from.startsWith(".") || target.startsWith("..")) fault("reach", `reaches out of its package: ${from}`);
    } else if (isBuiltin(from)) {
      if (pure) fault("pure", `imports ${from}`);
    } else if (from.startsWith("@meridian/")) {
      const name = from.split("/").slice(0, 2).join("/");
      const target = byName.get(name);
      // Its own entry by name is how a package lets the platform choose; cycleFaults follows it.
      if (name === own.name) continue;
      if (target === undefined) fault("direction", `imports ${name}, which is not in the house`);
      else {
        if (!(Number(target.floor) < Number(own.floor)))
          fault("direction", `on floor ${own.floor} imports ${name} on floor ${target.floor}`);
        if (!own.declared.has(name)) fault("undeclared", `imports ${name}, which its package.json does not name`);
      }
    } else if (pure && CORE_DEPENDENCIES[own.name]?.test(from) !== true)
      fault("dependency", `imports ${from}; this core has no such dependency`);
  }
  return faults;
}

function textFaults({ folder }: Package, { path, code, lines }: SourceFile): readonly Fault[] {
  const faults: Fault[] = [];
  const lineOf = (index: number): number => code.slice(0, index).split("\n").length;
  const look = (rule: Rule, what: string, pattern: RegExp): void => {
    const found = pattern.exec(code);
    if (found !== null)
      faults.push({ rule, file: `${path}:${lineOf(found.index)}`, what: `${what}: ${found[0].trim()}` });
  };
  if (isPure(folder, path)) for (const [what, pattern] of IMPURE) look("pure", `uses ${what}`, pattern);
  if (/^domains\/[^/]+\/core$/.test(folder) && !isTest(path)) look("float", "counts in fractions", FLOAT);
  if (!isTest(path) && lines > LINES_MAX)
    faults.push({ rule: "size", file: path, what: `has ${lines} lines, over ${LINES_MAX}` });
  return faults;
}

/** Loops of imports that are still there when the types are stripped, those by the package's own name included. */
function cycleFaults(root: string, own: Package): readonly Fault[] {
  const targetsOf = (path: string, from: string): readonly string[] => {
    if (from.startsWith(".")) return [relative(root, join(root, dirname(path), from)).replaceAll(sep, "/")];
    return from.startsWith(`${own.name}/`) ? entriesOf(own, from.slice(own.name.length + 1)) : [];
  };
  const edges = new Map(
    own.files.map(({ path, imports }) => [
      path,
      imports.flatMap(({ from, typeOnly }) => (from === undefined || typeOnly ? [] : targetsOf(path, from))),
    ]),
  );
  const faults: Fault[] = [];
  const state = new Map<string, "open" | "done">();
  const visit = (path: string, trail: readonly string[]): void => {
    if (state.get(path) === "done") return;
    if (state.get(path) === "open") {
      const loop = [...trail.slice(trail.indexOf(path)), path];
      faults.push({ rule: "cycle", file: path, what: `imports itself by way of ${loop.join(" -> ")}` });
      return;
    }
    state.set(path, "open");
    for (const next of edges.get(path) ?? []) visit(next, [...trail, path]);
    state.set(path, "done");
  };
  for (const path of edges.keys()) visit(path, []);
  return faults;
}

/** All files that an entry of a package may lead to. */
function entriesOf({ folder, exports }: Package, entry: string): readonly string[] {
  const found = exports[`./${entry}`] ?? exports["./*"] ?? [];
  const targets = typeof found === "string" ? [found] : Object.values(found);
  return targets.map((target) => `${folder}/${target.replace("./", "").replace("*", entry)}`);
}

/** The folder that holds `package-lock.json`, from wherever a test is started. */
export function rootOf(from: string): string {
  return existsSync(join(from, "package-lock.json")) ? from : rootOf(dirname(from));
}
