import { ok, deepStrictEqual as same } from "node:assert";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { type FloorPlan, floorPlanOf, type Rule, rootOf } from "./floorplan.ts";

type Files = Readonly<Record<string, string>>;
const manifest = (name: string, floor: number | undefined, ...dependencies: readonly string[]): string =>
  JSON.stringify({
    name: `@meridian/${name}`,
    floor,
    exports: { "./*": { node: "./none/*.ts", default: "./*.ts" } },
    dependencies: Object.fromEntries(dependencies.map((one) => [`@meridian/${one}`, "0.1.0"])),
  });

/** A small house in order, with much in comments and texts that would be a fault in code. */
const house: Files = {
  "package.json": JSON.stringify({ name: "house" }),
  "node_modules/x/package.json": manifest("x", 9),
  "foundation/base/package.json": manifest("base", 0),
  "foundation/base/src/ids.ts": 'export const id = "new Date(), 1.5"; // Date.now(), import "node:fs"\n',
  "foundation/base/src/more.ts": `export const rule = /[/'"\`]Date(/;\nexport const text = \`\${\`Date \${1}\`} fetch(\`;\n`,
  "foundation/crypto/package.json": manifest("crypto", 1, "base"),
  "foundation/crypto/src/hash.ts": 'import "@noble/hashes/sha2.js";\nexport const half = 0.5;\n',
  "foundation/crypto/src/hash.node.ts": 'import "node:crypto";\nimport "@meridian/base/ids";\n',
  "domains/toy/core/package.json": manifest("toy", 3, "base"),
  "domains/toy/core/contract.ts":
    'import type { A } from "./view.ts";\nimport {\n  id,\n} from "@meridian/base/ids";\n',
  "domains/toy/core/view.ts":
    'export { b } from "./contract.ts";\nconst date = { date: "1.5", at: 1_5, n: [..."x"] };\n',
  "domains/toy/core/toy.test.ts":
    'import "node:test";\nimport "fast-check";\nimport "@meridian/toy/view";\nDate.now();\n',
  "domains/doll/core/package.json": manifest("doll", 3),
  "domains/doll/core/contract.ts": "export const half = 1 / 2;\n",
  "adapters/disk/package.json": manifest("disk", 4, "toy"),
  "adapters/disk/src/disk.ts": 'import "node:fs";\nimport "@meridian/toy/contract";\nprocess.exit(Date.now());\n',
};

function planOf(files: Files): FloorPlan {
  const root = mkdtempSync(join(tmpdir(), "meridian-house-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return floorPlanOf(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

describe("the floor plan", () => {
  const plan = floorPlanOf(rootOf(import.meta.dirname));

  it("sees every package and many imports, so that passing means something", () => {
    const domains = plan.packages.filter(({ folder }) => folder.startsWith("domains/"));
    ok(plan.packages.length >= 25 && domains.length >= 11, `${plan.packages.length} packages`);
    ok(plan.imports > 4 * plan.packages.length, `${plan.imports} imports`);
    same(
      plan.packages.flatMap(({ files }) => files).filter(({ code }) => code.trim() === ""),
      [],
    );
  });

  it("holds in the whole house", () => same(plan.faults, []));
});

describe("the floor plan, on a small house", () => {
  it("finds nothing wrong in a house in order", () => {
    const plan = planOf(house);
    same(plan.faults, []);
    same([plan.packages.length, plan.imports], [5, 11]);
  });

  const contract = "domains/toy/core/contract.ts";
  const planted: readonly [fault: string, rule: Rule, files: Files][] = [
    ["a package on the wrong floor", "floor", { "adapters/disk/package.json": manifest("disk", 5, "toy") }],
    [
      "a package that does not say its floor",
      "floor",
      { "domains/doll/core/package.json": manifest("doll", undefined) },
    ],
    ["a package where no floor is", "floor", { "attic/package.json": manifest("attic", 3), "attic/a.ts": "a;\n" }],
    ["a package without source", "empty", { "core/void/package.json": manifest("void", 3) }],
    [
      "an import of a higher floor",
      "direction",
      {
        "foundation/base/package.json": manifest("base", 0, "toy"),
        "foundation/base/src/ids.ts": 'import "@meridian/toy/contract";\n',
      },
    ],
    [
      "an import sideways",
      "direction",
      {
        "domains/toy/core/package.json": manifest("toy", 3, "doll"),
        [contract]: 'import type { X } from "@meridian/doll/contract";\n',
      },
    ],
    ["an import of a package that is not there", "direction", { [contract]: 'import "@meridian/ghost/a";\n' }],
    [
      "an import that is not declared",
      "undeclared",
      { "domains/doll/core/contract.ts": 'import "@meridian/base/ids";\n' },
    ],
    ["a way out of the package", "reach", { [contract]: 'import "../../doll/core/contract.ts";\n' }],
    ["a way out of the package, exported", "reach", { [contract]: 'export * from "../../doll/core/contract.ts";\n' }],
    [
      "a way out of the package by type",
      "reach",
      { [contract]: 'type A = import("../../doll/core/contract.ts").A;\n' },
    ],
    ["an absolute path", "reach", { [contract]: 'import "/etc/hosts.ts";\n' }],
    ["a cycle of two", "cycle", { [contract]: 'import { a } from "./view.ts";\n' }],
    ["a file that imports itself", "cycle", { "foundation/base/src/ids.ts": 'import "./ids.ts";\n' }],
    ["a cycle by the own name of the package", "cycle", { [contract]: 'import "@meridian/toy/view";\n' }],
    ["a foreign package in a core", "dependency", { [contract]: 'import "left-pad";\n' }],
    ["a primitive outside crypto", "dependency", { [contract]: 'import "@noble/hashes/sha2.js";\n' }],
    ["a Node import in a core", "pure", { [contract]: 'import { readFileSync } from "node:fs";\n' }],
    ["a Node import in a core, without its prefix", "pure", { [contract]: 'import "fs";\n' }],
    ["a Node import in a core, later", "pure", { [contract]: 'const fs = await import("node:fs");\n' }],
    ["a computed import in a core", "pure", { [contract]: "await import(name);\n" }],
    ["fractions in a contract", "float", { [contract]: "const rate = 0.75;\n" }],
    ["fractions without a zero", "float", { [contract]: "const rate = [.75];\n" }],
    ["a negative exponent", "float", { [contract]: "const rate = 75e-2;\n" }],
    ["a fraction read from text", "float", { [contract]: "const rate = Number.parseFloat(text);\n" }],
    ["a long file", "size", { "adapters/disk/src/disk.ts": "a;\n".repeat(451) }],
  ];
  for (const [fault, rule, files] of planted)
    it(`finds ${fault}`, () =>
      same(
        planOf({ ...house, ...files }).faults.map((found) => found.rule),
        [rule],
      ));

  const impure: readonly string[] = [
    "const now = Date.now();",
    "new Date()",
    `\`\${new Date()}\``,
    "performance.now()",
    "Math.random()",
    "crypto.getRandomValues(a)",
    "setTimeout(f, 1)",
    "queueMicrotask(f)",
    "fetch(url)",
    "new WebSocket(url)",
    "process.env",
    "globalThis.x",
    "console.log(1)",
    "Buffer.from(a)",
    'a.localeCompare("b")',
    "n.toLocaleString()",
    "new Intl.NumberFormat()",
    "new WeakRef(a)",
    'new Function("a")',
    "Math.pow(2, x)",
    `return /["'\`]/.test(a) && Date.now();`,
    "const half = (a + b) / 2; const other = Date.now() / 2;",
    `const text = "it's"; Date.now(); // it's`,
    "/* it's */ Date.now();",
  ];
  for (const text of impure)
    for (const file of ["domains/toy/core/contract.ts", "foundation/crypto/src/hash.ts"])
      it(`finds ${text} in ${file}`, () =>
        ok(planOf({ ...house, [file]: `${text}\n` }).faults.some((f) => f.rule === "pure")));
});
