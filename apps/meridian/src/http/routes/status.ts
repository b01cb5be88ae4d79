import { createHash } from "node:crypto";
import { Type } from "@fastify/type-provider-typebox";
import type { App, Gateway } from "../gateway.ts";
import { AnyJson, refusals } from "../schemas.ts";
import { pageOf, SCRIPT, STYLE } from "../status-page.ts";

const sourceOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const POLICY = [
  "default-src 'none'",
  `script-src ${sourceOf(SCRIPT)}`,
  `style-src ${sourceOf(STYLE)}`,
  "connect-src 'self'",
  "frame-ancestors 'none'",
].join("; ");

/** The page for people who look after the node; at `/` too where no app is built. */
export function statusPageRoute(app: App, { node, statusPage }: Gateway, path: "/" | "/status"): void {
  app.get(path, { schema: { hide: true } }, async (request, reply) =>
    reply
      .header("content-security-policy", POLICY)
      .type("text/html; charset=utf-8")
      .send(pageOf(node.genesis.network, request.headers["accept-language"], statusPage())),
  );
}

/** For people and machines that look after the node. */
export function statusRoutes(app: App, gateway: Gateway): void {
  const { node, closing, metrics } = gateway;
  statusPageRoute(app, gateway, "/status");

  app.get(
    "/health",
    {
      schema: {
        tags: ["node"],
        summary: "Whether the node takes transactions",
        response: { 200: Type.Object({ status: Type.String(), height: Type.Integer() }), ...refusals },
      },
    },
    async () => ({ status: closing.aborted ? "closing" : "ok", height: node.height }),
  );

  app.get(
    "/metrics",
    {
      schema: {
        tags: ["node"],
        summary: "Numbers for Prometheus",
        produces: ["text/plain"],
        response: { 200: AnyJson },
      },
    },
    async (_request, reply) =>
      reply
        .type(metrics.contentType)
        .serializer(String)
        .send(await metrics.text()),
  );
}
