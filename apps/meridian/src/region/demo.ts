import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { trustOf } from "@meridian/network/trust";
import { verifyEvidence } from "@meridian/proof/verify";
import { setUp } from "@meridian/region/player/setup";
import { standingOf } from "./ask.ts";
import type { ConsortiumHome, NodePlace } from "./consortium-home.ts";
import { type Agreement, agreementAt, courtsNode, evidenceAt } from "./consortium-proofs.ts";
import { consortiumStage } from "./consortium-stage.ts";
import { isSpared } from "./hosts.ts";
import { type Conduct, playNext } from "./play.ts";
import { stopNode } from "./processes.ts";
import { allReach, bringUp, takeDown, tip } from "./up.ts";

/** What the demonstration came to, with its moments in the order in which they happened. */
export type Demonstration = {
  readonly nodes: number;
  readonly killed: string;
  readonly heights: {
    readonly begun: number;
    readonly atKill: number;
    readonly goneOn: number;
    readonly caughtUp: number;
  };
  readonly prescriptions: { readonly before: number; readonly while: number };
  readonly failures: readonly string[];
  readonly agreement: Agreement;
  readonly evidence: { readonly prescription: string; readonly file: string; readonly holds: boolean };
};

export type Stages = Conduct & {
  readonly moment: (
    what:
      | "registering"
      | "playing"
      | "killed"
      | "goesOn"
      | "restarting"
      | "caughtUp"
      | "comparing"
      | "proven"
      | "stopping",
    detail?: string,
  ) => void;
};

/** Raised where the demonstration cannot go on; what it started is stopped all the same. */
export class DemonstrationFailed extends Error {
  override readonly name = "DemonstrationFailed";
}

const CATCH_UP_MILLISECONDS = 120_000;

/**
 * A consortium from its first block to its end: stories across all nodes, one node killed without warning, stories with
 * the rest, the node back and level, evidence from the court's node checked offline.
 */
export async function demonstrate(
  home: ConsortiumHome,
  { prescriptions, chance }: { readonly prescriptions: number; readonly chance: () => number },
  stages: Stages,
): Promise<Demonstration> {
  const { nodes, region } = home;
  const { moment } = stages;
  const begun = await tip(nodes);
  const { stage } = consortiumStage(home);
  moment("registering");
  await setUp(region, stage.client, stage.ledger);
  goOn(stages);
  moment("playing");
  const before = await playNext({ stage }, home, prescriptions, stages);
  goOn(stages);

  const victim = victimAmong(home, chance);
  const atKill = await tip(nodes);
  await stopNode(victim, "SIGKILL");
  moment("killed", `${victim.organisation} @ ${atKill}`);
  const rest = nodes.filter((node) => node !== victim);
  const meanwhile = await playNext({ stage }, home, Math.max(1, Math.floor(prescriptions / 2)), stages);
  const goneOn = await tip(rest);
  moment("goesOn", `${atKill} -> ${goneOn}`);
  goOn(stages);

  moment("restarting", victim.organisation);
  const back = await bringUp(home, { told: () => undefined, isEnding: stages.isEnding });
  if (!back.ok) throw new DemonstrationFailed(`${victim.organisation}: ${back.error.code}`);
  if (!(await allReach([victim], goneOn, CATCH_UP_MILLISECONDS)))
    throw new DemonstrationFailed(`${victim.organisation} did not catch up to height ${goneOn}`);
  const caughtUp = (await standingOf(victim))?.height ?? 0;
  moment("caughtUp", `${victim.organisation} @ ${caughtUp}`);
  moment("comparing", String(goneOn));
  await allReach(nodes, goneOn, CATCH_UP_MILLISECONDS);
  const agreement = await agreementAt(nodes, goneOn);

  const all = [...before, ...meanwhile];
  const proven = meanwhile.find(({ failure }) => failure === undefined) ?? all[0];
  const evidence = await proofOf(home, proven?.prescription ?? "");
  moment("proven", evidence.file);
  return {
    ...{ nodes: nodes.length, killed: victim.organisation },
    heights: { begun, atKill, goneOn, caughtUp },
    prescriptions: { before: before.length, while: meanwhile.length },
    failures: all.flatMap(({ prescription, failure }) =>
      failure === undefined ? [] : [`${prescription}: ${failure}`],
    ),
    ...{ agreement, evidence },
  };
}

export const stopAll = (home: ConsortiumHome) => takeDown(home.nodes);

export const isGoodDemonstration = ({ heights, failures, agreement, evidence }: Demonstration): boolean =>
  heights.goneOn > heights.atKill &&
  heights.caughtUp >= heights.goneOn &&
  failures.length === 0 &&
  agreement.equal &&
  evidence.holds;

/** Anybody but who keeps the documents of the stories: without its vault nobody writes a new one. */
function victimAmong({ region, nodes }: ConsortiumHome, chance: () => number): NodePlace {
  const candidates = nodes.filter((node) => isSpared(region, nodes, node));
  const victim = candidates[Math.floor(chance() * candidates.length)];
  if (victim === undefined) throw new DemonstrationFailed("there is no node to kill");
  return victim;
}

/** Evidence of a prescription's latest event, written to a file and checked from there as a stranger would. */
async function proofOf(home: ConsortiumHome, prescription: string): Promise<Demonstration["evidence"]> {
  const node = courtsNode(home);
  const query = new URLSearchParams({ domain: "prescription", record: prescription });
  const text = node && (await evidenceAt(home, node, `/v1/evidence/events?${query}`));
  if (text === undefined) throw new DemonstrationFailed(`the court's node gives no evidence of ${prescription}`);
  const file = join(home.folder, "evidence.json");
  writeFileSync(file, text);
  const { ok, trusted } = verifyEvidence(text, trustOf(home.genesis));
  return { prescription, file, holds: ok && trusted };
}

function goOn({ isEnding }: Conduct): void {
  if (isEnding()) throw new DemonstrationFailed("interrupted");
}
