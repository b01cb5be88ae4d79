import { setMaxListeners } from "node:events";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Desk } from "../desk/desk.ts";
import { AccessLog } from "./access-log.ts";
import { appOf, keyLimitOf } from "./app.ts";
import type { App, Gateway, HttpOptions } from "./gateway.ts";
import { Metrics } from "./metrics.ts";
import { describeApi } from "./openapi.ts";
import { ownOriginsOf } from "./origins.ts";
import { Readers } from "./reader.ts";
import { Registry } from "./registry.ts";
import { accessRoutes } from "./routes/access.ts";
import { chainRoutes } from "./routes/chain.ts";
import { coverageRoutes } from "./routes/coverage.ts";
import { decisionSupportRoutes } from "./routes/decision-support.ts";
import { deskRoutes } from "./routes/desk.ts";
import { documentKeyRoutes } from "./routes/document-keys.ts";
import { documentRoutes } from "./routes/documents.ts";
import { engineRoutes } from "./routes/engine.ts";
import { evidenceRoutes } from "./routes/evidence.ts";
import { historyRoutes } from "./routes/history.ts";
import { hospitalRoutes } from "./routes/hospital.ts";
import { neighbourRoutes } from "./routes/neighbours.ts";
import { recordRoutes } from "./routes/records.ts";
import { sealRoutes } from "./routes/seals.ts";
import { searchRoutes } from "./routes/search.ts";
import { sessionRoutes } from "./routes/sessions.ts";
import { signatureRoutes } from "./routes/signatures.ts";
import { standingRoutes } from "./routes/standing.ts";
import { statusPageRoute, statusRoutes } from "./routes/status.ts";
import { tamperRoutes } from "./routes/tamper.ts";
import { transactionRoutes } from "./routes/transactions.ts";
import { viewRoutes } from "./routes/views.ts";
import { webFolderOf, webRoutes } from "./routes/web.ts";
import { Streams } from "./streams.ts";

const CLOSING_MILLISECONDS = 10_000;

export type HttpServer = {
  readonly url: string;
  /** Of the pages from which people open sessions with keys of their own. */
  readonly origins: readonly string[];
  close(): Promise<void>;
};

/** Serves a node over HTTP. `close` takes no new request, ends streams and waits, and finishes what is under way. */
export async function startHttp(options: HttpOptions): Promise<HttpServer> {
  const app = await httpOf(options);
  const { host = "127.0.0.1", port } = options;
  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    throw error;
  }
  const { port: bound } = app.server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`,
    origins: ownOriginsOf(options, bound),
    close: () => closed(app),
  };
}

/** A client that never finishes its request does not keep the node from stopping. */
async function closed(app: App): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), CLOSING_MILLISECONDS);
  await app.close();
  clearTimeout(timer);
}

/** The server without a socket, as tests ask it. */
export async function httpOf(options: HttpOptions): Promise<App> {
  const { node, custody, folder, now = () => Date.now() / 1_000 } = options;
  const app = await appOf(options);
  const closing = new AbortController();
  setMaxListeners(0, closing.signal);
  const registry = new Registry(node);
  const accessLog = new AccessLog(folder === undefined ? ":memory:" : join(folder, "access.db"));
  const documentKeys = folder === undefined ? ":memory:" : join(folder, "document-keys.db");
  // Which port it is, where any will do, is known once it listens.
  const origins = () => ownOriginsOf(options, (app.server.address() as AddressInfo | null)?.port ?? options.port);
  const desk = new Desk(node.genesis, options.desk ?? {}, registry, { documentKeys, origins });
  const streams = new Streams(node, options);
  const gateway: Gateway = {
    node,
    custody,
    desk,
    registry,
    readers: new Readers(registry, now, desk.sessions),
    accessLog,
    streams,
    metrics: new Metrics(node, () => streams.open),
    limitKey: keyLimitOf(app, options),
    closing: closing.signal,
    statusPage: options.statusPage ?? (() => ""),
  };
  app.addHook("preClose", async () => {
    closing.abort();
    streams.close();
  });
  app.addHook("onClose", async () => {
    registry.close();
    accessLog.close();
    desk.close();
  });
  app.addHook("onResponse", (request, reply, done) => {
    const route = request.routeOptions.url ?? "unknown";
    gateway.metrics.answered(request.method, route, reply.statusCode, reply.elapsedTime);
    done();
  });
  await describeApi(app, node.genesis.network);
  for (const routes of ROUTES) routes(app, gateway);
  const web = webFolderOf(options);
  if (web === undefined) statusPageRoute(app, gateway, "/");
  else webRoutes(app, web);
  await app.ready();
  return app;
}

const ROUTES: readonly ((app: App, gateway: Gateway) => void)[] = [
  statusRoutes,
  transactionRoutes,
  chainRoutes,
  standingRoutes,
  sealRoutes,
  engineRoutes,
  historyRoutes,
  recordRoutes,
  viewRoutes,
  evidenceRoutes,
  accessRoutes,
  decisionSupportRoutes,
  documentRoutes,
  neighbourRoutes,
  documentKeyRoutes,
  deskRoutes,
  sessionRoutes,
  signatureRoutes,
  hospitalRoutes,
  coverageRoutes,
  tamperRoutes,
  searchRoutes,
];
