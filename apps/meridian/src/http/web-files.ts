import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { extname, join, sep } from "node:path";

/** A file of the app, in memory, as the browser takes it. */
export type WebFile = {
  readonly type: string;
  readonly tag: string;
  readonly cache: string;
  /** Sources of a content security policy: the hashes of what is written into the page itself. */
  readonly inline: { readonly scripts: readonly string[]; readonly styles: readonly string[] };
  as(acceptEncoding: string): { readonly bytes: Buffer; readonly encoding?: "br" | "gzip" };
};

const TYPES: { readonly [extension: string]: string } = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
  ".txt": "text/plain; charset=utf-8",
  ".mp4": "video/mp4",
  ".pdf": "application/pdf",
};
const ENCODINGS = [
  ["br", ".br"],
  ["gzip", ".gz"],
] as const;
/** Names of built assets carry a hash of what is in them. */
const FOR_GOOD = "public, max-age=31536000, immutable";
const ASK_AGAIN = "no-cache";
/** What a node holds in memory of one app. */
const FILES_MAX = 2_000;

/** Every file of a built app, by its address; read once, at the start. */
export function webFilesIn(folder: string): ReadonlyMap<string, WebFile> {
  const files = new Map<string, WebFile>();
  const names = globSync("**/*", { cwd: folder }).sort().slice(0, FILES_MAX);
  for (const name of names) {
    const file = join(folder, name);
    if (!statSync(file).isFile() || ENCODINGS.some(([, end]) => name.endsWith(end))) continue;
    files.set(`/${name.split(sep).map(encodeURIComponent).join("/")}`, webFileOf(file, name));
  }
  return files;
}

function webFileOf(file: string, name: string): WebFile {
  const bytes = readFileSync(file);
  const packed = ENCODINGS.flatMap(([encoding, end]) =>
    existsSync(`${file}${end}`) ? [{ encoding, bytes: readFileSync(`${file}${end}`) }] : [],
  );
  return {
    type: TYPES[extname(name)] ?? "application/octet-stream",
    tag: `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`,
    cache: name.startsWith(`assets${sep}`) ? FOR_GOOD : ASK_AGAIN,
    inline: extname(name) === ".html" ? inlineOf(bytes.toString("utf8")) : { scripts: [], styles: [] },
    as: (accepted) => {
      const words = accepted.split(",").map((word) => word.split(";")[0]?.trim());
      return packed.find(({ encoding }) => words.includes(encoding)) ?? { bytes };
    },
  };
}

/** The verifier is one file that also works from a disk, so what it runs stands in it. */
const inlineOf = (html: string): WebFile["inline"] => ({
  scripts: [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(([, text = ""]) => hashOf(text)),
  styles: [...html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map(([, text = ""]) => hashOf(text)),
});

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
