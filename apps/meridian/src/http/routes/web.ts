import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { App, HttpOptions } from "../gateway.ts";
import { type WebFile, webFilesIn } from "../web-files.ts";

/** What a page of the app may load and do: nothing from elsewhere, and of what stands in it exactly that. */
const policyOf = ({ inline: { scripts, styles } }: WebFile): string =>
  [
    "default-src 'none'",
    ["script-src 'self' 'wasm-unsafe-eval'", ...scripts].join(" "),
    ["style-src 'self'", ...styles].join(" "),
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self' blob:",
    "media-src 'self' blob:",
    // The tour shows a phone and a counter side by side.
    "frame-src 'self'",
    "frame-ancestors 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
const PERMISSIONS = "camera=(self), publickey-credentials-get=(self), publickey-credentials-create=(self)";
/** Addresses of the API are never answered with a page. */
const API = /^\/(v1|at|openapi\.json|metrics|health|cds-services|status|assets)(\/|$)/;

/** Whether there is an app to show; then the status page is at /status only. */
export function webFolderOf({ webFolder }: Pick<HttpOptions, "webFolder">): string | undefined {
  if (webFolder === false) return undefined;
  const folder = webFolder ?? join(dirname(dirname(dirname(dirname(import.meta.dirname)))), "web", "dist");
  return existsSync(join(folder, "index.html")) ? folder : undefined;
}

/**
 * The web app as it was built: what is in its folder at the start, and nothing else, so that no address leads out of it.
 * Whatever else a browser navigates to is the app's own address, and gets its first page.
 */
export function webRoutes(app: App, folder: string): void {
  const files = webFilesIn(folder);
  const index = files.get("/index.html");
  const show = (request: FastifyRequest, reply: FastifyReply, file: WebFile): FastifyReply => {
    const { bytes, encoding } = file.as(String(request.headers["accept-encoding"] ?? ""));
    reply.header("content-security-policy", policyOf(file)).header("permissions-policy", PERMISSIONS);
    // The app frames its own pages; the policy above says the same to browsers that read it.
    reply.header("x-frame-options", "SAMEORIGIN").header("cache-control", file.cache).header("vary", "accept-encoding");
    if (encoding !== undefined) reply.header("content-encoding", encoding);
    if (request.headers["if-none-match"] === file.tag) return reply.code(304).send();
    return reply.header("etag", file.tag).type(file.type).send(bytes);
  };
  for (const [path, file] of files)
    app.get(path, { schema: { hide: true } }, (request, reply) => show(request, reply, file));
  if (index === undefined) return;
  app.get("/", { schema: { hide: true } }, (request, reply) => show(request, reply, index));
  app.get("/*", { schema: { hide: true } }, (request, reply) => {
    const [path = ""] = request.url.split("?");
    const isNavigation = String(request.headers.accept ?? "").includes("text/html");
    if (!isNavigation || API.test(path)) return reply.callNotFound();
    return show(request, reply, index);
  });
}
