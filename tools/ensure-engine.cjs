// Runs before the tests, on any Node: builds the engine where it is missing, and the one whose clock can be wrong. Without
// Go the tests that need them say loudly that they were left out; where CI runs, their lack is a failure.
const { spawnSync } = require("node:child_process");
const { join } = require("node:path");

const engines = [
  [[], "NO ENGINE; everything that needs CometBFT will be left out"],
  [["--test-clock"], "NO ENGINE WITH A TEST CLOCK; what needs a member's clock to be wrong will be left out"],
];
for (const [options, lack] of engines) {
  const { status } = spawnSync(process.execPath, [join(__dirname, "../engine/build.mjs"), ...options], {
    stdio: "inherit",
  });
  if (status === 0) continue;
  if (process.env.CI === "true") process.exit(status ?? 1);
  console.error(`meridian: ${lack}`);
  break;
}
