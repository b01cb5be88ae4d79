// Builds the web app where its sources are newer than what is built: `npm start` on a fresh clone serves it.
const { spawnSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const { existsSync, readdirSync, readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const root = join(__dirname, "..");
const dist = join(root, "apps/web/dist");
const stamp = join(dist, ".sources");
const SOURCES = [
  "apps/web",
  "apps/verifier",
  "ui",
  "domains",
  "core",
  "foundation",
  "network",
  "adapters/node-browser",
];
const hash = createHash("sha256");

function take(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (["node_modules", "dist"].includes(entry.name) || /\.(test|conformance)\.tsx?$/.test(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) take(path);
    else hash.update(path.slice(root.length)).update(readFileSync(path));
  }
}
for (const source of SOURCES) take(join(root, source));
hash.update(readFileSync(join(root, "package-lock.json")));
const sources = hash.digest("hex");

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== sources) {
  const built = spawnSync("node", [join(root, "apps/web/build.mjs")], {
    stdio: ["ignore", 2, 2],
    cwd: root,
    shell: process.platform === "win32",
  });
  if (built.status !== 0) {
    process.stderr.write("meridian: the web app could not be built; see above\n");
    process.exit(1);
  }
  writeFileSync(stamp, sources);
}
