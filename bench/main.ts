import { parseArgs } from "node:util";
import { hardware, progress, versions } from "./report.ts";

/** Every bench prints one object: which, its figures, the machine and the versions. */
const BENCHES: { readonly [name: string]: { readonly about: string; readonly run: () => Promise<object> } } = {
  ledger: {
    about: "signed transactions of the prescription contract, durable, everything but HTTP",
    run: async () => (await import("./ledger.ts")).ledgerBench(),
  },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "boolean", default: false }, help: { type: "boolean", default: false } },
});
const [name = ""] = positionals;
const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;

if (values.help || bench === undefined) {
  const list = Object.entries(BENCHES).map(([each, { about }]) => `  ${each.padEnd(10)} ${about}`);
  process.stdout.write(`npm run bench -- NAME [--json]\n\n${list.join("\n")}\n`);
  process.exit(values.help ? 0 : 2);
}

progress(`bench ${name}: ${bench.about}`);
const figures = await bench.run();
const report = { bench: name, figures, hardware: hardware(), versions: versions() };
process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : `${JSON.stringify(report, null, 2)}\n`);
process.exit(0);
