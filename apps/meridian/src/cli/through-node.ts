import type { Result } from "@meridian/base/result";
import type { Transport } from "@meridian/client/transport";
import { HttpTransport, NodeUnreachable } from "@meridian/http-fetch/http-transport";
import type { Call, Problem } from "./call.ts";
import { placeOf, unreachable } from "./node-place.ts";

/** Somebody waits at the screen: a few tries, then they are told. */
const ATTEMPTS = 3;

/** Does something with the node that the call names, by the port that every client uses. */
export async function throughNode<T>(
  call: Call,
  work: (transport: Transport) => Promise<Result<T, Problem>>,
): Promise<Result<T, Problem>> {
  const place = await placeOf(call);
  if (!place.ok) return place;
  try {
    return await work(new HttpTransport({ url: place.value.url, attempts: ATTEMPTS }));
  } catch (error) {
    if (error instanceof NodeUnreachable) return unreachable(place.value);
    throw error;
  }
}
