import type { Height } from "@meridian/base/ids";
import { verifyEvidence } from "@meridian/proof/verify";
import type { EventPlace } from "../evidence/event-places.ts";
import { evidenceOfEvent, trustOf } from "../evidence/evidence.ts";
import type { MeridianNode } from "../node/node.ts";

/** Events of one run whose proofs are made and checked. */
const SAMPLE = 24;

export type Proofs = { readonly checked: number; readonly failed: number };

/** Where the events of a run stand, as blocks tell them. */
export class Tally {
  readonly #blocks: { readonly height: Height; readonly events: number }[] = [];
  readonly stop: () => void;

  constructor(node: MeridianNode) {
    this.stop = node.onBlock(({ height, events }) => this.#blocks.push({ height, events: events.length }));
  }

  get blocks(): number {
    return this.#blocks.length;
  }

  get events(): number {
    return this.#blocks.reduce((sum, { events }) => sum + events, 0);
  }

  /** Evenly over the run, the last event among them. Block 1 is told with genesis, so places in it are others. */
  sample(): readonly EventPlace[] {
    const places = this.#blocks
      .filter(({ height }) => height > 1)
      .flatMap(({ height, events }) => Array.from({ length: events }, (_, position) => ({ height, position })));
    const step = Math.max(1, Math.floor(places.length / SAMPLE));
    return places.filter((_, i) => (places.length - 1 - i) % step === 0).slice(-SAMPLE);
  }
}

/** Makes evidence of each and checks it as a stranger would who has the genesis document. */
export async function checkProofs(node: MeridianNode, places: readonly EventPlace[]): Promise<Proofs> {
  const trust = trustOf(node.genesis);
  let failed = 0;
  for (const place of places) {
    const evidence = await evidenceOfEvent(node, place);
    if (!evidence.ok) {
      failed++;
      continue;
    }
    const report = verifyEvidence(evidence.value, trust);
    if (!report.ok || !report.trusted) failed++;
  }
  return { checked: places.length, failed };
}
