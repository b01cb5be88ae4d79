import { trustOf } from "@meridian/network/trust";
import { verifyEvidence } from "@meridian/proof/verify";
import { COURT, HEALTH_COMMISSION } from "@meridian/region/generator/organisations";
import { type BlockHead, blocksAt } from "./ask.ts";
import type { ConsortiumHome, NodePlace } from "./consortium-home.ts";
import type { Proofs } from "./proofs.ts";
import { SignedFetch } from "./signed-fetch.ts";

/** What nodes of a region agree on, and what a stranger can check of it. */

const PAGE = 100;
/** Events of one run whose evidence is exported and checked. */
const SAMPLE = 12;

/** The blocks that one node has from a height on. */
export async function blocksSince(node: NodePlace, from: number): Promise<readonly BlockHead[]> {
  const blocks: BlockHead[] = [];
  for (;;) {
    const page = await blocksAt(node, from + blocks.length, PAGE);
    blocks.push(...page);
    if (page.length < PAGE) return blocks;
  }
}

export type Agreement = {
  readonly height: number;
  /** By organisation; undefined where a node did not answer or has not reached the height. */
  readonly appHashes: { readonly [organisation: string]: string | undefined };
  readonly equal: boolean;
};

/** Whether all nodes have one application hash at a height. */
export async function agreementAt(nodes: readonly NodePlace[], height: number): Promise<Agreement> {
  const told = await Promise.all(
    nodes.map(async (node) => [node.organisation, (await blocksAt(node, height, 1))[0]?.appHash] as const),
  );
  const hashes = new Set(told.map(([, hash]) => hash));
  return { height, appHashes: Object.fromEntries(told), equal: hashes.size === 1 && !hashes.has(undefined) };
}

/** The node from which evidence is taken: the court's, where it runs one. */
export const courtsNode = ({ nodes }: ConsortiumHome): NodePlace | undefined =>
  nodes.find(({ organisation }) => organisation === COURT) ?? nodes[0];

/** Exports evidence of a sample of events, and checks each file as a stranger would who has the genesis document. */
export async function checkEvidence(home: ConsortiumHome, blocks: readonly BlockHead[]): Promise<Proofs> {
  const node = courtsNode(home);
  // Block 1 is told with genesis, so places in it are others; the last block is proven by the next one.
  const places = blocks
    .filter(({ height }) => height > 1)
    .flatMap(({ height, events }) => Array.from({ length: events }, (_, position) => ({ height, position })));
  const step = Math.max(1, Math.floor(places.length / SAMPLE));
  const sample = places.filter((_, i) => (places.length - 1 - i) % step === 0).slice(-SAMPLE);
  const trust = trustOf(home.genesis);
  let failed = 0;
  for (const { height, position } of sample) {
    const file = node && (await evidenceAt(home, node, `/v1/evidence/events/${height}/${position}`));
    const report = file === undefined ? undefined : verifyEvidence(file, trust);
    if (report?.ok !== true || !report.trusted) failed++;
  }
  return { checked: sample.length, failed };
}

/** An evidence file as the node gives it to the health commission, which may see all; undefined when it does not. */
export async function evidenceAt({ region }: ConsortiumHome, { url }: NodePlace, path: string) {
  const response = await new SignedFetch(region.seed).get(url, path, HEALTH_COMMISSION);
  return response.ok ? response.text() : undefined;
}
