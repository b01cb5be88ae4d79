import type { LiveBlock } from "@meridian/client/desk";
import { jsonOf, type Wire } from "./answers.ts";

const PAUSES = [1_000, 2_000, 4_000, 10_000] as const;
/** Blocks before the present with which a page begins, so that it is not empty. */
const BACK = 20;

/**
 * Blocks as they come (server-sent events), each once and in order: after a break, also of the node itself, it goes on
 * after the last height that was told. Answers how to stop.
 */
export function follow(
  wire: Wire,
  listener: (block: LiveBlock) => void,
  onState: (state: "live" | "lost") => void,
): () => void {
  let last: number | undefined;
  let failures = 0;
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;

  const again = (): void => {
    source?.close();
    if (isOver) return;
    onState("lost");
    timer = setTimeout(() => void open(), PAUSES[Math.min(failures++, PAUSES.length - 1)]);
  };
  const open = async (): Promise<void> => {
    try {
      last ??= Math.max(0, (await jsonOf<{ readonly height: number }>(wire, "GET", "/v1/standing")).height - BACK);
    } catch {
      return again();
    }
    if (isOver) return;
    source = new EventSource(`${wire.base}/v1/events?from=${last + 1}`);
    source.addEventListener("open", () => {
      failures = 0;
      onState("live");
    });
    source.addEventListener("block", (message) => {
      const block = JSON.parse(message.data as string) as LiveBlock;
      if (last !== undefined && block.height <= last) return;
      last = block.height;
      listener(block);
    });
    source.addEventListener("error", again);
  };
  void open();
  return () => {
    isOver = true;
    clearTimeout(timer);
    source?.close();
  };
}
