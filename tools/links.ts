import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Something that a page names and that is not there. */
export type BrokenLink = { readonly page: string; readonly names: string };
export type Links = { readonly seen: number; readonly broken: readonly BrokenLink[] };

const TOP = /^(\.\/)?(foundation|core|domains|adapters|network|region|apps|docs|tools|bench|tests)(\/|$)/;
const FILE = /^[\w@*.-][\w@*./-]*\.(ts|md|json|cjs|mjs|svg)$/;
/** Data that a node writes; no file of the repository. */
const GIVEN_AT_RUN_TIME =
  /(^|\/)\.meridian(-region)?\/|^(evidence|genesis|region|demonstration|directory|desk-patients)[\w.-]*\.json$|(^|\/)(card|node|peers|genesis|network|priv_validator_(key|state))\.json$/;

/**
 * What a page of markdown names: relative links, headings behind `#`, files and folders in code spans, entries of our
 * packages, scripts of npm and ADRs. Everything else in it is prose.
 */
export function linksOf(root: string, page: string, text: string): Links {
  const folder = dirname(join(root, page));
  const broken: BrokenLink[] = [];
  let seen = 0;
  const expect = (names: string, there: boolean): void => {
    seen++;
    if (!there) broken.push({ page, names });
  };
  const prose = text.replace(/^```[\s\S]*?^```/gm, "");
  for (const [, target = ""] of prose.matchAll(/\]\(([^)\s]+)\)/g))
    if (!/^[a-z]+:/.test(target)) expect(target, leads(join(root, page), target));
  for (const [, span = ""] of prose.matchAll(/`([^`\n]+)`/g)) {
    if (/^@meridian\/[a-z-]+\/[\w/-]+$/.test(span)) expect(span, isEntry(root, span));
    else if (!GIVEN_AT_RUN_TIME.test(span) && /^[\w@*./-]+$/.test(span) && (TOP.test(span) || FILE.test(span)))
      expect(span, isThere(root, folder, span));
  }
  const scripts = scriptsOf(root);
  for (const [, script = ""] of text.matchAll(/\bnpm run (?:-s )?([\w:][\w:-]*)/g))
    expect(`npm run ${script}`, scripts.has(script));
  for (const [names, number = ""] of text.matchAll(/\bADR-(\d+)\b/g)) expect(names, isDecision(root, number));
  return { seen, broken };
}

/** Decisions that a source file cites. */
export function citedIn(root: string, page: string, text: string): Links {
  const cited = [...text.matchAll(/\bADR-(\d+)\b/g)];
  const broken = cited.filter(([, number = ""]) => !isDecision(root, number)).map(([names]) => ({ page, names }));
  return { seen: cited.length, broken };
}

function leads(page: string, target: string): boolean {
  const [path = "", heading] = target.split("#");
  const file = path === "" ? page : join(dirname(page), decodeURI(path));
  if (!existsSync(file)) return false;
  return heading === undefined || !file.endsWith(".md") || headingsOf(file).has(heading);
}

/** As GitHub names headings: lower case, spaces to hyphens, the rest of the punctuation left out. */
const headingsOf = (file: string): ReadonlySet<string> =>
  new Set(
    [...readFileSync(file, "utf8").matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, "")
        .trim()
        .replaceAll(" ", "-"),
    ),
  );

/**
 * From the root, or from the page's folder and where a package keeps its sources. A page about the whole house may say
 * `schema.ts` and mean every one.
 */
function isThere(root: string, folder: string, span: string): boolean {
  const aboutAll = folder === root || folder.startsWith(join(root, "docs"));
  if (
    aboutAll &&
    !span.includes("/") &&
    globSync(`{foundation,core,domains,network,tools}/**/${span}`, {
      cwd: root,
      exclude: (name) => name === "node_modules",
    }).length > 0
  )
    return true;
  const places = [root, folder, join(folder, "core"), join(folder, "src")];
  return places.some((place) =>
    span.includes("*") ? globSync(span, { cwd: place }).length > 0 : existsSync(join(place, span)),
  );
}

function isEntry(root: string, entry: string): boolean {
  const [scope, name, ...rest] = entry.split("/");
  const manifest = join(root, "node_modules", `${scope}/${name}`, "package.json");
  if (!existsSync(manifest)) return false;
  const { exports = {} } = JSON.parse(readFileSync(manifest, "utf8")) as { exports?: Record<string, unknown> };
  const path = rest.join("/");
  if (`./${path}` in exports) return true;
  const pattern = exports["./*"];
  return typeof pattern === "string" && existsSync(join(dirname(manifest), pattern.replace("*", path)));
}

const scriptsOf = (root: string): ReadonlySet<string> =>
  new Set(Object.keys((JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: object }).scripts));

const isDecision = (root: string, number: string): boolean =>
  globSync(`docs/adr/${number.padStart(4, "0")}-*.md`, { cwd: root }).length === 1;
