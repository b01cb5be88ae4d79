import { toHex } from "@meridian/base/bytes";
import { sign } from "@meridian/crypto/ed25519";
import type { Custody } from "../custody/custody.ts";
import {
  openTestNetwork,
  publicKeyHexOf,
  seedOf,
  staffTestNetwork,
  type TestNetwork,
} from "../node/test-network.conformance.ts";
import type { App, HttpOptions } from "./gateway.ts";
import { httpOf } from "./server.ts";
import { authorizationOf, readBytesOf, writeBytesOf } from "./signed-request.ts";

/** Seconds of the gateway's clock in tests. */
export const NOW = 1_800_000_000;

/** The header with which a holder of the test network reads. */
export function readAs(holder: string, method: string, url: string, time = NOW): { authorization: string } {
  const signature = toHex(sign(seedOf(holder), readBytesOf(method, url, time)));
  return { authorization: authorizationOf(publicKeyHexOf(holder), time, signature) };
}

export function writeAs(holder: string, method: string, url: string, body: string, time = NOW) {
  const signature = toHex(sign(seedOf(holder), writeBytesOf(method, url, time, Buffer.from(body))));
  const authorization = authorizationOf(publicKeyHexOf(holder), time, signature);
  return { authorization, "content-type": "application/json" };
}

export type Served = {
  readonly network: TestNetwork;
  readonly app: App;
  /** Status and body of a GET, read as a holder or as nobody. */
  get(url: string, holder?: string): Promise<{ readonly status: number; readonly body: Body }>;
  close(): Promise<void>;
};
// biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of every form.
type Body = any;

/** A staffed network behind a gateway without a socket. */
export async function serve(
  options: Partial<HttpOptions> = {},
  custodyOf: (network: TestNetwork) => Promise<Custody | undefined> = async () => undefined,
): Promise<Served> {
  const network = await openTestNetwork();
  await staffTestNetwork(network);
  const custody = await custodyOf(network);
  const { node } = network;
  const app = await httpOf({
    node,
    port: 0,
    logLevel: "silent",
    // Whether somebody has built the app is no matter of a test.
    webFolder: false,
    now: () => NOW,
    ...(custody && { custody }),
    ...options,
  });
  return {
    network,
    app,
    get: async (url, holder) => {
      const headers = holder === undefined ? {} : readAs(holder, "GET", url);
      const response = await app.inject({ method: "GET", url, headers });
      const isJson = String(response.headers["content-type"]).startsWith("application/json");
      return { status: response.statusCode, body: isJson ? response.json() : response.body };
    },
    close: async () => {
      await app.close();
      await custody?.close();
      await network.close();
    },
  };
}
