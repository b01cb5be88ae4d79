import { NodeRefusal, type Refusal } from "@meridian/client/desk";

/** How to reach the node, and in whose name. */
export type Wire = {
  /** Where the node is; empty for the origin of the page. */
  readonly base: string;
  readonly token: () => string | undefined;
  /** The node says that the session is over. */
  readonly onExpired: () => void;
};

const TIMEOUT_MILLISECONDS = 45_000;
const RETRY_MILLISECONDS = 400;
const OVER: ReadonlySet<string> = new Set([
  "desk/session-expired",
  "gateway/session-expired",
  "gateway/unknown-session",
]);

const offline = (): NodeRefusal => new NodeRefusal({ code: "offline" });

/** One request; rejects with `NodeRefusal` whatever the node or the network had against it. Reads are tried twice. */
export async function answered(wire: Wire, method: string, path: string, init: RequestInit = {}): Promise<Response> {
  const token = wire.token();
  const headers = new Headers(init.headers);
  if (token !== undefined) headers.set("authorization", `Session ${token}`);
  const once = (): Promise<Response> =>
    fetch(wire.base + path, { ...init, method, headers, signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS) });
  let response: Response;
  try {
    response = await once().catch(async (error: unknown) => {
      if (method !== "GET") throw error;
      await new Promise((later) => setTimeout(later, RETRY_MILLISECONDS));
      return once();
    });
  } catch {
    throw offline();
  }
  if (response.ok) return response;
  const refusal = await refusalIn(response);
  if (token !== undefined && OVER.has(refusal.code)) wire.onExpired();
  throw new NodeRefusal(refusal);
}

async function refusalIn(response: Response): Promise<Refusal> {
  try {
    const body = (await response.json()) as { readonly rejection?: Refusal };
    if (typeof body.rejection?.code === "string") return body.rejection;
  } catch {
    // A proxy's own page, or half an answer.
  }
  return response.status >= 500 ? { code: "offline" } : { code: "gateway/unknown-route" };
}

export const jsonBody = (value: unknown): RequestInit => ({
  body: JSON.stringify(value),
  headers: { "content-type": "application/json" },
});

export async function jsonOf<T>(wire: Wire, method: string, path: string, body?: unknown): Promise<T> {
  const response = await answered(wire, method, path, body === undefined ? {} : jsonBody(body));
  if (response.status === 204) return undefined as T;
  // A parcel: bytes, where everything else is JSON.
  const isBytes = response.headers.get("content-type")?.startsWith("application/octet-stream") === true;
  return (isBytes ? new Uint8Array(await response.arrayBuffer()) : await response.json()) as T;
}
