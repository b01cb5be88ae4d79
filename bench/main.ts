import { parseArgs } from "node:util";
import { hardware, progress, versions } from "./report.ts";

/** Every bench prints one object: which, its figures, the machine and the versions. */
const BENCHES: { readonly [name: string]: { readonly about: string; readonly run: () => Promise<object> } } = {
  consortium: {
    about: "four members' nodes with their engines on this machine, against CometBFT's kvstore (half an hour)",
    run: async () => (await import("./consortium/consortium.ts")).consortiumBench(sized("transactions")),
  },
  join: {
    about: "a node joins members with a million events, by snapshot (builds them first: several minutes)",
    run: async () => (await import("./consortium/join.ts")).joinBench(sized("events")),
  },
  kvstore: {
    about: "CometBFT alone: four engines with its own kvstore application, the reference for a consortium",
    run: async () => (await import("./consortium/kvstore.ts")).kvstoreBench(sized("transactions")),
  },
  ledger: {
    about: "signed transactions of the prescription contract, durable, everything but HTTP",
    run: async () => (await import("./ledger.ts")).ledgerBench(sized("transactions")),
  },
  loop: {
    about: "whole prescriptions through the HTTP API, eight transactions each, views updated",
    run: async () => (await import("./loop.ts")).loopBench(sized("prescriptions")),
  },
  proof: {
    about: "size of one event's evidence under seven validators, and its check in a fresh process",
    run: async () => (await import("./proof.ts")).proofBench(),
  },
  restart: {
    about: "restart, memory and pace with a million prescriptions (builds them first: several minutes)",
    run: async () => (await import("./state.ts")).restartBench(sized("prescriptions")),
  },
  soak: {
    about:
      "four members at half load, at most 300 a second, memory and disk minute by minute; --size says how many minutes (120)",
    run: async () => (await import("./consortium/soak.ts")).soakBench(sized("minutes")),
  },
  start: {
    about: "from npm start on a warm checkout to the first page",
    run: async () => (await import("./start.ts")).startBench(),
  },
  web: {
    about: "first loads in a browser whose processor is throttled four times: largest paint and bytes",
    run: async () => (await import("./web.ts")).webBench(),
  },
};

/** `--size N` makes a bench smaller or larger than its default. */
const sized = (name: string): Record<string, number> =>
  values.size === undefined ? {} : { [name]: Number(values.size) };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
    size: { type: "string" },
  },
});
const [name = ""] = positionals;
const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;

if (values.help || bench === undefined) {
  const list = Object.entries(BENCHES).map(([each, { about }]) => `  ${each.padEnd(10)} ${about}`);
  process.stdout.write(`npm run bench -- NAME [--json] [--size N]\n\n${list.join("\n")}\n`);
  process.exit(values.help ? 0 : 2);
}

progress(`bench ${name}: ${bench.about}`);
const figures = await bench.run();
const report = { bench: name, figures, hardware: hardware(), versions: versions() };
process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : `${JSON.stringify(report, null, 2)}\n`);
process.exit(0);
