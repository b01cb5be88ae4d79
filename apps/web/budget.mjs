// What a first visit of a role may load, gzip, by what Vite's manifest says that page needs.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const KIB = 1_024;
/** By the source file of the page that a role opens first. */
const BUDGETS = [
  { page: "src/areas/patient/home.tsx", script: 130 * KIB, style: 15 * KIB },
  { page: "src/areas/landing/landing.tsx", script: 130 * KIB, style: 15 * KIB },
  { page: "src/areas/doctor/worklist.tsx", script: 180 * KIB, style: 15 * KIB },
  { page: "src/areas/pharmacist/review-queue.tsx", script: 180 * KIB, style: 15 * KIB },
  { page: "src/areas/insurer/claims.tsx", script: 180 * KIB, style: 15 * KIB },
  { page: "src/areas/authority/region.tsx", script: 180 * KIB, style: 15 * KIB },
  { page: "src/areas/operator/overview.tsx", script: 180 * KIB, style: 15 * KIB },
];

/** Bytes that the first view of each page loads. */
function firstLoads(dist) {
  const manifest = JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8"));
  const size = (file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;
  return BUDGETS.map(({ page, script, style }) => {
    const files = new Set();
    const styles = new Set();
    const take = (name) => {
      const { file, imports = [], css = [] } = manifest[name];
      if (files.has(file)) return;
      files.add(file);
      for (const one of css) styles.add(one);
      for (const one of imports) take(one);
    };
    take("index.html");
    if (manifest[page] === undefined) return { page, missing: true };
    take(page);
    const sum = (set) => [...set].reduce((total, file) => total + size(file), 0);
    return { page, script: sum(files), style: sum(styles), scriptMax: script, styleMax: style };
  });
}

/** What is over its budget, in words. */
export function budgetFaults(dist) {
  return firstLoads(dist).flatMap(({ page, missing, script, style, scriptMax, styleMax }) => {
    if (missing) return [`${page} is not in the build; a page of apps/web/budget.mjs has moved`];
    process.stderr.write(
      `  ${page}: script ${kib(script)} of ${kib(scriptMax)}, style ${kib(style)} of ${kib(styleMax)}\n`,
    );
    return [
      ...(script > scriptMax ? [`${page} loads ${kib(script)} of script, over ${kib(scriptMax)}`] : []),
      ...(style > styleMax ? [`${page} loads ${kib(style)} of style, over ${kib(styleMax)}`] : []),
    ];
  });
}

const kib = (bytes) => `${(bytes / KIB).toFixed(1)} KiB`;
