import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import type { OrganisationId } from "@meridian/base/ids";
import type { App, Gateway } from "../gateway.ts";
import { refuse } from "../refusal.ts";

/** Of a request and of its answer, what a page needs; whatever else came stays here. */
const PASSED_ON = ["authorization", "content-type", "accept", "accept-language", "last-event-id"] as const;
const PASSED_BACK = [
  "content-type",
  "cache-control",
  "retry-after",
  "meridian-disclosure",
  "meridian-document-kind",
] as const;
const BODY_BYTES_MAX = 16_777_216;

/**
 * Of an address of a neighbour's: only what stands below `/v1/` once dots, `%2e` and backslashes are read as a URL reads
 * them (WHATWG URL), so that nothing else of the neighbour is asked, and nobody else at all.
 */
function targetOf(neighbour: string, rest: string): URL | undefined {
  const target = URL.parse(neighbour + rest);
  const isTheNeighbours = target?.origin === URL.parse(neighbour)?.origin;
  return isTheNeighbours && target?.pathname.startsWith("/v1/") ? target : undefined;
}

/** Before which path an organisation's node answers at a neighbour's. */
export const pathTo = (organisation: OrganisationId): string => `/at/${organisation}`;

/**
 * In a demonstration of several nodes on one machine, the way from a page of one node to another: browsers let a page ask
 * only where it came from, and the tour plays people of every institution. Where nothing is invented there is no such way.
 */
export function neighbourRoutes(app: App, { desk }: Gateway): void {
  const neighbours = desk.demonstration?.neighbours ?? new Map<OrganisationId, string>();
  if (neighbours.size === 0) return;
  app.register(async (scope: App) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
    scope.route({
      method: ["GET", "POST", "PUT", "DELETE"],
      url: "/at/:organisation/*",
      bodyLimit: BODY_BYTES_MAX,
      schema: { hide: true },
      handler: async (request, reply) => {
        const { organisation } = request.params as { readonly organisation: OrganisationId };
        const neighbour = neighbours.get(organisation);
        const target = neighbour && targetOf(neighbour, request.url.slice(pathTo(organisation).length));
        if (!target) return refuse({ code: "unknown-route" });
        const headers = Object.fromEntries(
          PASSED_ON.flatMap((name) => {
            const value = request.headers[name];
            return typeof value === "string" ? [[name, value]] : [];
          }),
        );
        const ended = new AbortController();
        reply.raw.on("close", () => ended.abort());
        const body = request.body instanceof Buffer ? { body: new Uint8Array(request.body) } : {};
        const answer = await fetch(target, {
          method: request.method,
          headers,
          // No node sends a page elsewhere; one that does is not one of ours.
          redirect: "error",
          signal: ended.signal,
          ...body,
        }).catch(() => undefined);
        if (answer === undefined) return refuse({ code: "neighbour-silent", organisation });
        for (const name of PASSED_BACK) {
          const value = answer.headers.get(name);
          if (value !== null) reply.header(name, value);
        }
        reply.code(answer.status);
        return reply.send(answer.body === null ? undefined : Readable.fromWeb(answer.body as ReadableStream));
      },
    });
  });
}
