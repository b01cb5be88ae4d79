// Runs before the tests, on any Node: looks for the browser and the Chinese font that tests of the web need, and installs
// them where this process may (Debian, root). Elsewhere the tests say loudly what they left out; where CI runs, a lack is
// a failure.
const { spawnSync } = require("node:child_process");
const { existsSync } = require("node:fs");

const CHROMIUM = process.env.CHROMIUM || "/usr/bin/chromium";
const hasFont = () => spawnSync("fc-list", [":lang=zh"], { encoding: "utf8" }).stdout?.includes("Noto") === true;
const missing = () => [...(existsSync(CHROMIUM) ? [] : ["chromium"]), ...(hasFont() ? [] : ["fonts-noto-cjk"])];

const mayInstall = process.platform === "linux" && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
if (missing().length > 0 && mayInstall && (process.env.CI === "true" || process.env.MERIDIAN_INSTALL_BROWSER === "1")) {
  process.stderr.write(`meridian: installing ${missing().join(", ")} for the tests of the web\n`);
  const options = { stdio: ["ignore", "ignore", 2] };
  spawnSync("apt-get", ["update", "-qq"], options);
  spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...missing(), "fontconfig"], options);
}
if (missing().length > 0) {
  process.stderr.write(
    `meridian: NO BROWSER TESTS: ${missing().join(", ")} missing; on Debian: apt-get install them\n`,
  );
  if (process.env.CI === "true") process.exit(1);
}
