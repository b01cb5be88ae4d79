import { textOf } from "@meridian/base/bytes";
import type { Height, Seconds } from "@meridian/base/ids";
import { parseJson } from "@meridian/base/json";
import type { EventEnvelope, Recorded } from "@meridian/kernel/view";
import type { RecordedBlock } from "@meridian/projector/projector";

/** What canonical JSON of an event begins with: `domain` is the first of its members. */
const HEAD = Buffer.from('{"domain":"');
const QUOTE = 0x22;

/** A block's events, read from their leaves when somebody looks at them: a node whom nobody asks never does. */
export class ToldBlock implements RecordedBlock {
  readonly height: Height;
  readonly time: Seconds;
  readonly #leaves: readonly Uint8Array[];
  readonly #before: readonly Recorded[];
  #events: readonly Recorded[] | undefined;

  /** `before`: events that are told with this block though they are of an earlier one. */
  constructor(height: Height, time: Seconds, leaves: readonly Uint8Array[], before: readonly Recorded[] = []) {
    this.height = height;
    this.time = time;
    this.#leaves = leaves;
    this.#before = before;
  }

  get size(): number {
    return this.#before.length + this.#leaves.length;
  }

  get events(): readonly Recorded[] {
    this.#events ??= [...this.#before, ...recordedEvents(this.height, this.time, this.#leaves)];
    return this.#events;
  }

  /** Whether an event of one of these domains is among them, told by the first bytes of each. */
  isAbout(domains: ReadonlySet<string>): boolean {
    return (
      this.#before.some(({ domain }) => domains.has(domain)) || this.#leaves.some((leaf) => domains.has(domainOf(leaf)))
    );
  }
}

function domainOf(leaf: Uint8Array): string {
  const bytes = Buffer.from(leaf.buffer, leaf.byteOffset, leaf.length);
  return bytes.toString("latin1", HEAD.length, bytes.indexOf(QUOTE, HEAD.length));
}

export const recordedEvents = (height: Height, time: Seconds, leaves: readonly Uint8Array[]): Recorded[] =>
  leaves.map((leaf, position) => {
    const envelope = parseJson(textOf(leaf) ?? "") as EventEnvelope;
    return { height, time, position, ...envelope };
  });
