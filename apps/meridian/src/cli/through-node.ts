import type { Result } from "@meridian/base/result";
import type { Transport } from "@meridian/client/transport";
import { HttpTransport, NodeUnreachable } from "@meridian/http-fetch/http-transport";
import type { Call, Problem } from "./call.ts";
import { NODE_URL, unreachable } from "./remote.ts";

/** Somebody waits at the screen: a few tries, then they are told. */
const ATTEMPTS = 3;

/** Does something with the node that the call names, by the port that every client uses. */
export async function throughNode<T>(
  call: Call,
  work: (transport: Transport) => Promise<Result<T, Problem>>,
): Promise<Result<T, Problem>> {
  const url = call.text("node") ?? NODE_URL;
  try {
    return await work(new HttpTransport({ url, attempts: ATTEMPTS }));
  } catch (error) {
    if (error instanceof NodeUnreachable) return unreachable(url);
    throw error;
  }
}
