// Builds the app and the offline verifier into `dist`, compressed beside, and holds the sizes against their budgets.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "vite";
import { budgetFaults } from "./budget.mjs";

const here = import.meta.dirname;
const dist = join(here, "dist");
rmSync(dist, { recursive: true, force: true });
process.stderr.write("meridian: building the web app\n");
await build({ configFile: join(here, "vite.config.ts"), logLevel: "warn", build: { manifest: true } });

const verifier = join(here, "../verifier/dist/verifier.html");
if (existsSync(join(here, "../verifier/build.mjs"))) await import("../verifier/build.mjs");
if (existsSync(verifier)) copyFileSync(verifier, join(dist, "verifier.html"));

const faults = budgetFaults(dist);
for (const fault of faults) process.stderr.write(`meridian: ${fault}\n`);

mkdirSync(join(dist, "assets"), { recursive: true });
for (const folder of [dist, join(dist, "assets")])
  for (const file of readdirSync(folder))
    if (/\.(js|css|html|svg|wasm|webmanifest)$/.test(file)) {
      const bytes = readFileSync(join(folder, file));
      writeFileSync(join(folder, `${file}.gz`), gzipSync(bytes, { level: 9 }));
      const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
      writeFileSync(join(folder, `${file}.br`), brotliCompressSync(bytes, quality));
    }
if (faults.length > 0) process.exit(1);
