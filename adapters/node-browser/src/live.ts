import { type LiveBlock, NodeRefusal } from "@meridian/client/desk";
import { jsonOf, refusalOf, type Wire } from "./answers.ts";
import { EventStream } from "./event-stream.ts";
import { onHidden, pauseOrOnline, seen } from "./waits.ts";

/** Blocks before the present with which a page begins, so that it is not empty. */
const BACK = 20;
export type Pace = {
  /** Between tries; the last one again and again. */
  readonly pauses: readonly number[];
  /** The node writes at least a comment every 15 seconds: after this long without one, the connection is dead. */
  readonly silence: number;
};
const PACE: Pace = { pauses: [1_000, 2_000, 4_000, 8_000, 10_000], silence: 40_000 };

type Place = { readonly genesis: string; last: number };
type State = "live" | "lost";
/** Why one connection ended: lost, by the node, or by our own will, and then at once anew. */
type Ended = "lost" | "ended" | "renewed";

/**
 * Blocks as they come (server-sent events), each once and in order: after a break, also of the node itself, it goes on
 * after the last height that was told. Answers how to stop.
 *
 * Browsers open six connections to an address at most, for all tabs together, so a tab that nobody sees gives its own back
 * and catches up when it is seen again.
 */
export function follow(
  wire: Wire,
  listener: (block: LiveBlock) => void,
  onState: (state: State) => void,
  pace: Pace = PACE,
): () => void {
  const over = new AbortController();
  let place: Place | undefined;
  let failures = 0;
  const tell = (block: LiveBlock): void => {
    failures = 0;
    try {
      listener(block);
    } catch (error) {
      // A fault of the page, which is told as one and does not cost it the next block.
      reportError(error);
    }
  };
  const run = async (): Promise<void> => {
    while (!over.signal.aborted) {
      await seen(over.signal);
      const ended = await connected(wire, { over: over.signal, silence: pace.silence, place, tell, onState })
        .then(({ how, at }) => {
          place = at;
          return how;
        })
        .catch((error: unknown): Ended => {
          if (!(error instanceof NodeRefusal)) throw error;
          return "lost";
        });
      if (over.signal.aborted || ended === "renewed") continue;
      // The node ends the stream of whom the ledger now has as somebody else, and tells more to who comes back.
      if (ended === "ended" && failures === 0) {
        failures++;
        continue;
      }
      onState("lost");
      await pauseOrOnline(pace.pauses[Math.min(failures++, pace.pauses.length - 1)] ?? 0, over.signal);
    }
  };
  void run();
  return () => over.abort();
}

type Connection = {
  readonly over: AbortSignal;
  readonly silence: number;
  readonly place: Place | undefined;
  readonly tell: (block: LiveBlock) => void;
  readonly onState: (state: State) => void;
};

/** One connection, until it breaks; answers up to where it told. */
async function connected(
  wire: Wire,
  { over, silence, place, tell, onState }: Connection,
): Promise<{ readonly how: Ended; readonly at: Place }> {
  const at = await placeAt(wire, place);
  const token = wire.token();
  const ending = new AbortController();
  let how: Ended = "lost";
  const renew = (): void => {
    how = "renewed";
    ending.abort();
  };
  const dead = (): ReturnType<typeof setTimeout> => setTimeout(() => ending.abort(), silence);
  let timer = dead();
  const stopWatching = onHidden(renew);
  try {
    const signal = AbortSignal.any([over, ending.signal]);
    const headers: HeadersInit = token === undefined ? {} : { authorization: `Session ${token}` };
    const response = await fetch(`${wire.base}/v1/events?from=${at.last + 1}`, { headers, signal });
    if (!response.ok || response.body === null) throw await refusalOf(wire, token, response);
    onState("live");
    const stream = new EventStream();
    for await (const piece of piecesOf(response.body)) {
      clearTimeout(timer);
      timer = dead();
      for (const block of stream.take(piece).flatMap(blockIn)) {
        if (over.aborted) return { how, at };
        if (block.height <= at.last) continue;
        at.last = block.height;
        tell(block);
      }
      // Somebody signed in or out: what concerns them is told from here on.
      if (wire.token() !== token) renew();
    }
    if (how === "lost") how = "ended";
  } catch (error) {
    if (error instanceof NodeRefusal) throw error;
  } finally {
    clearTimeout(timer);
    stopWatching();
  }
  return { how, at };
}

/** Where to go on. Another genesis is another network, as when a demonstration begins anew at the same address. */
async function placeAt(wire: Wire, before: Place | undefined): Promise<Place> {
  const { genesis, height } = await jsonOf<{ readonly genesis: string; readonly height: number }>(
    wire,
    "GET",
    "/v1/standing",
  );
  return before?.genesis === genesis ? before : { genesis, last: Math.max(0, height - BACK) };
}

function blockIn({ event, data }: { readonly event: string; readonly data: string }): readonly LiveBlock[] {
  return event === "block" ? [JSON.parse(data) as LiveBlock] : [];
}

/** Streams are no async iterables yet where people use older phones. */
async function* piecesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield decoder.decode(value, { stream: true });
  }
}
