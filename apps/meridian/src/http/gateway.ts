import type { IncomingMessage, ServerResponse } from "node:http";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawServerDefault } from "fastify";
import type { Custody } from "../custody/custody.ts";
import type { Desk, DeskOptions } from "../desk/desk.ts";
import type { MeridianNode } from "../node/node.ts";
import type { AccessLog } from "./access-log.ts";
import type { Metrics } from "./metrics.ts";
import type { Readers } from "./reader.ts";
import type { Registry } from "./registry.ts";
import type { Streams } from "./streams.ts";

export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** Requests a minute before a source is asked to slow down. */
export type RateLimits = { readonly perAddress: number; readonly perKey: number };

export type HttpOptions = {
  readonly node: MeridianNode;
  readonly custody?: Custody;
  /** Default 127.0.0.1: a real node stands behind its own TLS proxy. */
  readonly host?: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Default `warn`; `info` writes a line for each request. */
  readonly logLevel?: "fatal" | "error" | "warn" | "info" | "debug" | "silent";
  /** Where lines of the log go. Default: standard output. */
  readonly logStream?: { write(line: string): void };
  /** What the node offers its member's staff and patients; without it, sessions with keys of their own only. */
  readonly desk?: DeskOptions;
  /**
   * Origins of all pages from which people open sessions here with keys of their own. Default: where it listens; and where
   * one node orders alone, those of the genesis document.
   */
  readonly origins?: readonly string[];
  /** The built web app; without it, the one beside this package where it is built. False: none. */
  readonly webFolder?: string | false;
  /** Where the access log and document keys are kept; without it, in memory. */
  readonly folder?: string;
  /** False: none, as for measurements over the loopback. */
  readonly rateLimits?: RateLimits | false;
  /** Addresses of proxies whose X-Forwarded-For counts. */
  readonly trustProxy?: readonly string[];
  /** HTML that the status page shows below its own; whoever writes it answers for it. */
  readonly statusPage?: () => string;
  /** Event streams at once. Default 1,000. */
  readonly streamsMax?: number;
  /** How long a stream may leave its buffer full before it is cut. Default 10,000. */
  readonly slowReaderMilliseconds?: number;
  /** How often a stream without blocks says that it lives. Default 15,000. */
  readonly heartbeatMilliseconds?: number;
  /** Seconds since 1970, of the host: for the age of signed requests only. */
  readonly now?: () => number;
};

/** What routes share. */
export type Gateway = {
  readonly node: MeridianNode;
  readonly custody: Custody | undefined;
  readonly desk: Desk;
  readonly registry: Registry;
  readonly readers: Readers;
  readonly accessLog: AccessLog;
  readonly streams: Streams;
  readonly metrics: Metrics;
  /** Refuses when a key has asked more than it may within a minute. */
  readonly limitKey: (request: FastifyRequest, key: string) => Promise<void>;
  /** Aborts when the server closes, so that nothing waits for what will not come. */
  readonly closing: AbortSignal;
  readonly statusPage: () => string;
};
