import { existsSync, globSync } from "node:fs";
import { join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { Explanation } from "../foundation/kernel/src/explanation.ts";

/** Refusals of one package: those of domain `prescription` are called `prescription/expired` and so on. */
export type Explained = { readonly domain: string; readonly file: string; readonly rejections: Rejections };
type Rejections = { readonly [code: string]: Explanation };

/** Where the page is, from the root. */
export const PAGE = "docs/reference/rejections.md";

/** The rejections of every domain, then of every core and part of an app that has some, each by name. */
export async function explainedIn(root: string): Promise<readonly Explained[]> {
  const files = [
    ...globSync("domains/*/core/rejections.ts", { cwd: root }).sort(),
    ...globSync("core/*/src/rejections.ts", { cwd: root }).sort(),
    ...globSync("apps/*/src/*/rejections.ts", { cwd: root }).sort(),
  ];
  const explained: Explained[] = [];
  for (const path of files) {
    const file = path.replaceAll(sep, "/");
    const { rejections } = (await import(pathToFileURL(join(root, file)).href)) as { readonly rejections?: Rejections };
    if (rejections === undefined) throw new Error(`${file} does not export \`rejections\``);
    explained.push({ domain: domainOf(file), file, rejections });
  }
  return explained;
}

/** Where codes go by another name than their folder's: what a caller of the gateway meets. */
const NAMES: { readonly [folder: string]: string } = { http: "gateway", projector: "views" };

/** What stands before the slash in a file's codes: the domain, the core, or the part of an app. */
function domainOf(file: string): string {
  const parts = file.split("/");
  const folder = (parts[0] === "apps" ? parts[3] : parts[1]) ?? "";
  return NAMES[folder] ?? folder;
}

/** Domains that have no rejections yet. */
export const unexplainedIn = (root: string): readonly string[] =>
  globSync("domains/*/core/package.json", { cwd: root })
    .map((path) => path.replaceAll(sep, "/").split("/")[1] ?? "")
    .filter((domain) => !existsSync(join(root, `domains/${domain}/core/rejections.ts`)))
    .sort();

const inCell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");

/** The page, whole. Codes stand in the order of their file, which is the order in which a reader meets them. */
export function pageOf(explained: readonly Explained[]): string {
  const count = explained.reduce((sum, { rejections }) => sum + Object.keys(rejections).length, 0);
  const sections = explained.map(({ domain, file, rejections }) => {
    const rows = Object.entries(rejections).map(([code, { en, zh }]) =>
      [`\`${domain}/${code}\``, en.happened, en.next, zh.happened, zh.next].map(inCell).join(" | "),
    );
    return `## ${domain}

From \`${file}\`.

| Code | What happened | What to do | 发生了什么 | 怎么办 |
| --- | --- | --- | --- | --- |
${rows.map((row) => `| ${row} |`).join("\n")}
`;
  });
  return `# Refusals

This page lists every code with which Meridian refuses something, what it means and what to do next, for whoever
integrates with a node or reads its answers. A refused command did nothing; the code comes with data, such as the
amount that remains. Programs look at the code, never at a sentence.

The page is written by \`node tools/write-rejections.ts\` from the explanations beside each contract; change those, not
the page. ${count} codes of ${explained.length} packages.

| Package | Codes |
| --- | --- |
${explained.map(({ domain, rejections }) => `| [${domain}](#${domain}) | ${Object.keys(rejections).length} |`).join("\n")}

${sections.join("\n")}`;
}
