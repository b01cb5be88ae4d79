// Plain CommonJS on purpose: this file must run on the Node that is too old, so that the message is readable
// and a fresh clone can be started with one command.
const { spawnSync } = require("node:child_process");
const { existsSync, readFileSync, writeFileSync } = require("node:fs");
const { createHash } = require("node:crypto");
const { join } = require("node:path");

const root = join(__dirname, "..");
const lock = createHash("sha256")
  .update(readFileSync(join(root, "package-lock.json")))
  .digest("hex");
const stamp = join(root, "node_modules", ".meridian-installed");
const installed = existsSync(stamp) && readFileSync(stamp, "utf8") === lock;

if (!installed) {
  process.stderr.write("meridian: installing what is missing (npm ci, about 20 seconds)\n");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const done = spawnSync(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (done.status !== 0) {
    process.stderr.write("meridian: npm ci failed. Check the network connection, then run the command again.\n");
    process.exit(1);
  }
  writeFileSync(stamp, lock);
}

const node = spawnSync("node", ["--version"], { encoding: "utf8", shell: process.platform === "win32" });
const version = (node.stdout || "").trim();
if (!version.startsWith("v24.")) {
  process.stderr.write(
    `meridian: Node 24 is needed, found ${version || "none"}. No Node 24 package exists for ${process.platform}-${process.arch};` +
      " install Node 24 from your system and run the command again.\n",
  );
  process.exit(1);
}
