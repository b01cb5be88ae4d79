import { match, ok, deepStrictEqual as same } from "node:assert";
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";

const root = dirname(import.meta.dirname);
const KINDS = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"] as const;
type Manifest = { readonly [kind in (typeof KINDS)[number]]?: Readonly<Record<string, string>> };

const manifests = globSync(
  ["package.json", "{foundation,core,adapters,apps}/*/package.json", "domains/*/*/package.json"],
  {
    cwd: root,
  },
).concat(["network/package.json", "region/package.json", "ui/package.json"]);

const declared = manifests.flatMap((file) => {
  const manifest = JSON.parse(readFileSync(join(root, file), "utf8")) as Manifest;
  return KINDS.flatMap((kind) =>
    Object.entries(manifest[kind] ?? {}).map(([name, version]) => ({ file, name, version })),
  );
});
const external = declared.filter(({ name }) => !name.startsWith("@meridian/"));

/** Lines of the page's tables: `name`, then its version. */
const listed = [
  ...readFileSync(join(root, "docs/dependencies.md"), "utf8").matchAll(/^\| `([^`]+)` +\| ([^ |]+) +\|/gm),
].map(([, name = "", version = ""]) => ({ name, version }));

const locked = (
  JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    packages: Readonly<Record<string, { version?: string }>>;
  }
).packages;

describe("dependencies", () => {
  it("are seen, so that passing means something", () => {
    ok(manifests.length > 25 && external.length > 15, `${manifests.length} packages, ${external.length} dependencies`);
    ok(listed.length > 15, `${listed.length} lines`);
  });

  for (const { file, name, version } of declared)
    it(`${name} in ${file} is pinned exactly`, () => match(version, /^\d+\.\d+\.\d+(-[\w.]+)?$/));

  it("from outside each have a line with their version", () =>
    same(
      external.filter((one) => !listed.some(({ name, version }) => name === one.name && version === one.version)),
      [],
    ));
  it("that nobody declares have no line", () =>
    same(
      listed.filter((one) => !external.some(({ name, version }) => name === one.name && version === one.version)),
      [],
    ));
  it("have one line and one version each", () => {
    const names = listed.map(({ name }) => name);
    same(
      names.filter((name, i) => names.indexOf(name) !== i),
      [],
    );
  });
  it("are locked at the version that is declared", () =>
    same(
      external.filter(({ name, version }) => locked[`node_modules/${name}`]?.version !== version),
      [],
    ));
});
