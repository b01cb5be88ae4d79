import { randomBytes } from "node:crypto";
import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { CodedRejection } from "@meridian/kernel/transaction";
import Fastify, { type FastifyError, type FastifyReply, type FastifyRequest, LogController } from "fastify";
import type { App, HttpOptions, RateLimits } from "./gateway.ts";
import { bodyOf, languageOf, Refused, refusalOf, refuse, retryAfterOf, statusOf } from "./refusal.ts";
import { BodyFault } from "./schemas.ts";

/** Bytes of a body, where a route does not say otherwise. */
export const BODY_BYTES_MAX = 65_536;
const POLICY = "default-src 'none'; frame-ancestors 'none'";
const RATE_LIMITS: RateLimits = { perAddress: 120_000, perKey: 60_000 };

/** A server without routes: limits, headers, log, and answers in codes to everything that goes wrong. */
export async function appOf({
  logLevel = "warn",
  logStream,
  rateLimits = RATE_LIMITS,
  trustProxy,
}: HttpOptions): Promise<App> {
  const start = randomBytes(6).toString("hex");
  let requests = 0;
  const app: App = Fastify({
    logger: { level: logLevel, base: null, ...(logStream && { stream: logStream }) },
    // The address of a request may name a person; only the pattern of its route is logged.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => `${start}-${++requests}`,
    requestIdHeader: false,
    bodyLimit: BODY_BYTES_MAX,
    routerOptions: { maxParamLength: 256 },
    requestTimeout: 30_000,
    forceCloseConnections: "idle",
    return503OnClosing: true,
    trustProxy: trustProxy === undefined ? false : [...trustProxy],
    frameworkErrors: (_error, request, reply) => answer(request, reply, refusalOf({ code: "malformed-request" })),
  }).withTypeProvider<TypeBoxTypeProvider>();
  answerFaults(app);
  app.addHook("onRequest", (request, reply, done) => {
    reply.header("x-request-id", request.id);
    reply.header("content-security-policy", POLICY);
    done();
  });
  app.addHook("onSend", (request, reply, _payload, done) => {
    // What somebody in particular asked is for nobody else: no cache of a browser or a proxy keeps it, nor a refusal.
    if (request.headers.authorization !== undefined) reply.header("cache-control", "no-store");
    done();
  });
  app.addHook("onResponse", (request, reply, done) => {
    const { method, id } = request;
    const route = request.routeOptions.url ?? "unknown";
    request.log.info({ request: id, method, route, status: reply.statusCode, milliseconds: reply.elapsedTime });
    done();
  });
  await app.register(helmet, {
    // The plugin writes this one anew for every request; it is a constant, set above.
    contentSecurityPolicy: false,
    referrerPolicy: { policy: "no-referrer" },
    // Only for documents that browsers show, and long out of use.
    dnsPrefetchControl: false,
    ieNoOpen: false,
    permittedCrossDomainPolicies: false,
    xssFilter: false,
  });
  if (rateLimits !== false)
    await app.register(rateLimit, {
      max: rateLimits.perAddress,
      timeWindow: 60_000,
      errorResponseBuilder: (_request, { ttl }) =>
        new Refused(refusalOf({ code: "rate-limited", retryAfter: Math.ceil(ttl / 1_000) })),
    });
  return app;
}

/** As `Gateway.limitKey`: signed requests count for their key too, wherever they come from. */
export function keyLimitOf(app: App, { rateLimits = RATE_LIMITS }: Pick<HttpOptions, "rateLimits">) {
  if (rateLimits === false) return async (): Promise<void> => {};
  const keys = new WeakMap<FastifyRequest, string>();
  const count = app.createRateLimit({
    max: rateLimits.perKey,
    timeWindow: 60_000,
    keyGenerator: (request) => `key ${keys.get(request)}`,
  });
  return async (request: FastifyRequest, key: string): Promise<void> => {
    keys.set(request, key);
    const counted = await count(request);
    if (!counted.isAllowed && counted.isExceeded) refuse({ code: "rate-limited", retryAfter: counted.ttlInSeconds });
  };
}

/** Ends a request with a refusal, in the language that was asked for. */
export function answer(request: FastifyRequest, reply: FastifyReply, rejection: CodedRejection): FastifyReply {
  const retryAfter = retryAfterOf(rejection);
  if (retryAfter !== undefined) reply.header("retry-after", retryAfter);
  return reply
    .code(statusOf(rejection.code))
    .type("application/json; charset=utf-8")
    .send(bodyOf(rejection, languageOf(request.headers["accept-language"])));
}

function answerFaults(app: App): void {
  const routes: { readonly method: string; readonly pattern: RegExp }[] = [];
  app.addHook("onRoute", ({ method, url }) => {
    const pattern = new RegExp(`^${url.replaceAll(/[.]/g, "\\.").replaceAll(/:[A-Za-z]+/g, "[^/]+")}$`);
    for (const each of [method].flat()) routes.push({ method: each, pattern });
  });
  app.setNotFoundHandler((request, reply) => {
    const [path = ""] = request.url.split("?");
    const allowed = [...new Set(routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))];
    if (allowed.length === 0) return answer(request, reply, refusalOf({ code: "unknown-route" }));
    reply.header("allow", allowed.join(", "));
    return answer(request, reply, refusalOf({ code: "method-not-allowed", allowed }));
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const rejection = rejectionOf(error);
    // Messages may quote what was sent; name and place tell enough.
    if (rejection.code === "gateway/internal")
      request.log.error({ request: request.id, error: error.name, stack: error.stack?.split("\n").slice(1, 6) });
    return answer(request, reply, rejection);
  });
}

function rejectionOf(error: FastifyError): CodedRejection {
  if (error instanceof Refused) return error.rejection;
  if (error instanceof BodyFault) return refusalOf({ code: "invalid-request", at: error.at });
  const first = error.validation?.[0];
  if (first !== undefined) return refusalOf({ code: "invalid-request", at: placeOf(error.validationContext, first) });
  switch (error.code) {
    case "FST_ERR_CTP_INVALID_JSON_BODY":
    case "FST_ERR_CTP_EMPTY_JSON_BODY":
    case "FST_ERR_CTP_INVALID_CONTENT_LENGTH":
      return refusalOf({ code: "malformed-json" });
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return refusalOf({ code: "body-too-large" });
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
    case "FST_ERR_CTP_EMPTY_TYPE":
      return refusalOf({ code: "unsupported-media-type" });
    default:
      if (error.statusCode === 400) return refusalOf({ code: "malformed-json" });
      return refusalOf({ code: "internal" });
  }
}

type Validation = NonNullable<FastifyError["validation"]>[number];

/** Where a request departs from its schema, as shapes say it: `querystring.limit`. */
function placeOf(context: string | undefined, { instancePath, params }: Validation): string {
  const { missingProperty, additionalProperty } = params as Readonly<Record<string, unknown>>;
  const member = missingProperty ?? additionalProperty;
  const path = instancePath.replaceAll("/", ".");
  return `${context ?? "request"}${path}${typeof member === "string" ? `.${member}` : ""}`;
}
