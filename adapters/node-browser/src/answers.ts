import { NodeRefusal, type Refusal } from "@meridian/client/desk";

/** How to reach the node, and in whose name. */
export type Wire = {
  /** Where the node is; empty for the origin of the page. */
  readonly base: string;
  readonly token: () => string | undefined;
  /** The node says that the session with this token is over. */
  readonly onExpired: (token: string) => void;
};

const TIMEOUT_MILLISECONDS = 45_000;
/** Pauses before a read is tried again. What writes is never sent twice by itself. */
const PAUSES_MILLISECONDS = [400, 1_200] as const;
/** The node is starting, stopping or catching up, or a proxy before it has no answer from it. */
const PASSING: ReadonlySet<number> = new Set([502, 503, 504]);
/** After these the node answers nothing more in the name of the session. */
const OVER: ReadonlySet<string> = new Set([
  "desk/session-expired",
  "gateway/revoked-key",
  "gateway/reader-suspended",
  "gateway/malformed-authorization",
]);

export const offline = (): NodeRefusal => new NodeRefusal({ code: "offline" });
export const isOffline = (error: unknown): boolean => error instanceof NodeRefusal && error.refusal.code === "offline";
export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * One request, answered whole; rejects with `NodeRefusal` whatever the node or the network had against it, `offline` where
 * there was no answer of a node at all.
 */
export async function answered(wire: Wire, method: string, path: string, init: RequestInit = {}): Promise<Response> {
  const token = wire.token();
  const headers = new Headers(init.headers);
  if (token !== undefined) headers.set("authorization", `Session ${token}`);
  const response = await tried(wire.base + path, { ...init, method, headers });
  if (response?.ok === true) return response;
  throw await refusalOf(wire, token, response);
}

/** What a node that did not say yes had against it; a session that is over is dropped by the way. */
export async function refusalOf(
  { onExpired }: Wire,
  token: string | undefined,
  response: Response | undefined,
): Promise<NodeRefusal> {
  if (response === undefined) return offline();
  const refusal = await refusalIn(response);
  if (token !== undefined && OVER.has(refusal.code)) onExpired(token);
  return new NodeRefusal(refusal);
}

async function tried(url: string, init: RequestInit): Promise<Response | undefined> {
  const pauses = init.method === "GET" ? PAUSES_MILLISECONDS : [];
  let response = await once(url, init);
  for (const milliseconds of pauses) {
    if (response !== undefined && !PASSING.has(response.status)) break;
    await pause(milliseconds);
    response = await once(url, init);
  }
  return response;
}

/** The answer with its body, which may be cut off on the way as well; undefined when it did not come. */
async function once(url: string, init: RequestInit): Promise<Response | undefined> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS) });
    const { status, headers } = response;
    const body = await response.arrayBuffer();
    return new Response(status === 204 ? null : body, { status, headers });
  } catch {
    return undefined;
  }
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
  if (isBytes) return new Uint8Array(await response.arrayBuffer()) as T;
  try {
    return (await response.json()) as T;
  } catch {
    // The page of a network that wants a login first.
    throw offline();
  }
}
