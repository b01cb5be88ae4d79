import { setUp } from "@meridian/region/player/setup";
import type { ConsortiumHome } from "./consortium-home.ts";
import { type Agreement, agreementAt, blocksSince, checkEvidence, courtsNode } from "./consortium-proofs.ts";
import { consortiumStage } from "./consortium-stage.ts";
import { type Conduct, playNext } from "./play.ts";
import { isGood, type Summary, summaryOf } from "./summary.ts";
import { allReach, tip } from "./up.ts";

export type ConsortiumSummary = Summary & {
  readonly nodes: number;
  readonly agreement: Agreement;
  /** One that went well, for whoever looks further. */
  readonly example?: string;
};

/** Fewer than in one process: every transaction waits for a block that the members agree on. */
export const CONSORTIUM_PRESCRIPTIONS = 60;
const CATCH_UP_MILLISECONDS = 30_000;

export type Steps = Conduct & { readonly step: (what: "registering" | "comparing" | "proofs") => void };

/** Plays stories across the nodes, compares what the nodes came to, and checks evidence taken from the court's. */
export async function playAcross(home: ConsortiumHome, count: number, steps: Steps): Promise<ConsortiumSummary> {
  const begun = performance.now();
  const { nodes, region, genesis } = home;
  const from = (await tip(nodes)) + 1;
  const { stage } = consortiumStage(home);
  steps.step("registering");
  await setUp(region, stage.client, stage.ledger);
  const played = await playNext({ stage }, home, count, steps);
  steps.step("comparing");
  const height = await tip(nodes);
  await allReach(nodes, height, CATCH_UP_MILLISECONDS);
  const agreement = await agreementAt(nodes, height);
  steps.step("proofs");
  const court = courtsNode(home);
  const blocks = court === undefined ? [] : await blocksSince(court, from);
  const proofs = await checkEvidence(home, blocks);
  const seconds = Math.round(performance.now() - begun) / 1_000;
  const events = blocks.reduce((sum, block) => sum + block.events, 0);
  const run = { events, blocks: blocks.length, height, seconds, proofs };
  const summary = summaryOf({ network: genesis.network, played, outside: undefined, run });
  const example = played.find(({ failure, status }) => failure === undefined && status !== "none")?.prescription;
  return { ...summary, nodes: nodes.length, agreement, ...(example !== undefined && { example }) };
}

/** Whether all went as the stories say, the nodes agree, and every proof holds. */
export const isGoodAcross = (summary: ConsortiumSummary): boolean => isGood(summary) && summary.agreement.equal;
