// Builds the verifier into one file, `dist/verifier.html`, that holds all it runs and is allowed nothing else.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build, defaultClientConditions, parseAst } from "vite";

const BYTES_MAX = 61_440;
const here = import.meta.dirname;
const read = (name) => readFileSync(join(here, name), "utf8");

/**
 * Shapes also write themselves as JSON Schema, for documents of the API, and invariants say for developers what they hold.
 * This page needs neither: members `schema` and `description` of objects and the words of `invariant` are left out, and nothing else.
 */
const withoutWordsForOthers = {
  name: "without-words-for-others",
  enforce: "post",
  transform(code, id) {
    if (!/[\\/](foundation|core|network)[\\/].*\.ts$/.test(id)) return undefined;
    const cuts = [];
    const walk = (node) => {
      if (node === null || typeof node !== "object") return;
      if (node.type === "ObjectExpression")
        for (const [i, member] of node.properties.entries())
          if (member.type === "Property" && /^(schema|description)$/.test(member.key.name))
            cuts.push([member.start, node.properties[i + 1]?.start ?? member.end]);
      if (node.type === "CallExpression" && node.callee.name === "invariant")
        cuts.push([node.arguments[0].end, node.arguments[1].end]);
      for (const child of Array.isArray(node) ? node : Object.values(node)) walk(child);
    };
    walk(parseAst(code));
    let kept = "";
    let from = 0;
    for (const [start, end] of cuts.sort(([a], [b]) => a - b)) {
      if (start < from) continue;
      kept += code.slice(from, start);
      from = end;
    }
    return { code: kept + code.slice(from), map: null };
  },
};

/** The page's code and style, in few bytes. `compact` chooses the forms of signatures and hashes that only verify. */
async function bundled() {
  const { output } = await build({
    configFile: false,
    root: here,
    logLevel: "warn",
    plugins: [withoutWordsForOthers],
    resolve: { conditions: ["compact", ...defaultClientConditions.filter((one) => one !== "development|production")] },
    build: {
      write: false,
      target: "es2023",
      cssTarget: ["chrome123", "firefox120", "safari17.5"],
      modulePreload: false,
      cssCodeSplit: false,
      rolldownOptions: {
        input: join(here, "src/page/entry.ts"),
        output: { format: "iife" },
        treeshake: { manualPureFunctions: ["object", "union", "list", "text", "literal", "merkleRoot"] },
      },
    },
  });
  const script = output.find(({ type }) => type === "chunk")?.code.trim();
  const style = output
    .find(({ fileName }) => fileName.endsWith(".css"))
    ?.source.toString()
    .trim();
  if (script === undefined || style === undefined) throw new Error("the build made no script or no style");
  if (/<\/script|<!--/i.test(script)) throw new Error("the script would end the element that it stands in");
  return { script, style };
}

const hashOf = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** The page as one text. */
async function verifierPage() {
  const { script, style } = await bundled();
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "connect-src 'none'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const parts = { policy, style, script };
  return read("page.template")
    .split("\n")
    .join("")
    .replace(/<!--(\w+)-->/g, (_, name) => parts[name]);
}

const page = await verifierPage();
const bytes = Buffer.byteLength(page);
// Another folder than `dist` may be named, when this file is what was started.
const [, started, folder = "dist"] = process.argv;
const out = resolve(here, started === import.meta.filename ? folder : "dist");
mkdirSync(out, { recursive: true });
writeFileSync(join(out, "verifier.html"), page);
process.stderr.write(`meridian: the verifier has ${bytes} of ${BYTES_MAX} bytes\n`);
if (bytes > BYTES_MAX) throw new Error("the verifier is too large");
