import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";

/**
 * Run in a process of its own: checks the evidence on standard input as a browser would, with the forms of hashing and
 * signatures that need no Node, and with Node's own globals gone. Prints which modules it used and what it found.
 */
const loaded: string[] = [];
registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier, { ...context, conditions: context.conditions.filter((condition) => condition !== "node") }),
  load: (url, context, next) => {
    loaded.push(url);
    return next(url, context);
  },
});

const text = readFileSync(0, "utf8");
const { verifyEvidence } = await import("./verify.ts");
const { rules } = await import("./chain.conformance.ts");
const print = process.stdout.write.bind(process.stdout);
for (const name of ["Buffer", "process", "global", "setImmediate"]) Reflect.deleteProperty(globalThis, name);

const { ok, fault } = verifyEvidence(text, { transactions: rules });
print(
  JSON.stringify({
    ok,
    fault: fault?.code,
    native: loaded.filter((url) => url.startsWith("node:") || url.endsWith(".node.ts") || url.includes("sodium")),
    modules: loaded.length,
  }),
);
