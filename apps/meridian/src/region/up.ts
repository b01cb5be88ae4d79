import type { ChildProcess } from "node:child_process";
import { err, ok, type Result } from "@meridian/base/result";
import { pause, type Standing, standingOf } from "./ask.ts";
import { type ConsortiumHome, type NodePlace, networkOf } from "./consortium-home.ts";
import { endOfLog, isRunning, logFileIn, startNode, stopNode, takenAmong } from "./processes.ts";

/** Why a region did not come up. Whatever this call had started is stopped again. */
export type UpFault =
  | { readonly code: "ports-taken"; readonly ports: readonly number[] }
  | { readonly code: "node-ended"; readonly organisation: string; readonly log: string; readonly said: string }
  | { readonly code: "too-slow"; readonly organisations: readonly string[]; readonly seconds: number }
  | { readonly code: "interrupted" };

export type Conduct = { readonly told: (line: string) => void; readonly isEnding: () => boolean };

const READY_MILLISECONDS = 180_000;
const POLL_MILLISECONDS = 150;
const STOP_MILLISECONDS = 20_000;

/** Starts those nodes that do not run, and waits until all serve; answers whom it started. */
export async function bringUp(home: ConsortiumHome, conduct: Conduct): Promise<Result<readonly NodePlace[], UpFault>> {
  const down = home.nodes.filter((node) => !isRunning(node));
  const ports = down.flatMap(({ apiPort, p2pPort, rpcPort }) => [apiPort, p2pPort, rpcPort]);
  const taken = await takenAmong(ports);
  if (taken.length > 0) return err({ code: "ports-taken", ports: taken });
  const started = down.map((node) => {
    const child = startNode(node);
    const end = Promise.withResolvers<void>();
    const state: Started = { node, child, end: end.promise, ended: false };
    const ended = (): void => {
      state.ended = true;
      end.resolve();
    };
    child.once("exit", ended);
    child.once("error", ended);
    return state;
  });
  const fault = await ready(home, started, conduct);
  if (fault === undefined) return ok(down);
  await Promise.all(started.map(takeBack));
  return err(fault);
}

type Started = {
  readonly node: NodePlace;
  readonly child: ChildProcess;
  readonly end: Promise<void>;
  ended: boolean;
};

/** A node that has just begun has no pid file yet, so it is ended by the hand that started it. */
async function takeBack({ child, end, ended }: Started): Promise<void> {
  if (ended) return;
  child.kill("SIGTERM");
  await Promise.race([end, pause(STOP_MILLISECONDS)]);
}

async function ready(
  home: ConsortiumHome,
  started: readonly Started[],
  { told, isEnding }: Conduct,
): Promise<UpFault | undefined> {
  const until = performance.now() + READY_MILLISECONDS;
  const waiting = new Set(home.nodes);
  while (waiting.size > 0) {
    if (isEnding()) return { code: "interrupted" };
    const gone = started.find(({ node, ended }) => ended && waiting.has(node))?.node;
    if (gone !== undefined)
      return { code: "node-ended", organisation: gone.organisation, log: logFileIn(gone), said: endOfLog(gone) };
    if (performance.now() > until) {
      const organisations = [...waiting].map(({ organisation }) => organisation);
      return { code: "too-slow", organisations, seconds: READY_MILLISECONDS / 1_000 };
    }
    for (const node of [...waiting]) {
      const standing = await standingOf(node);
      if (standing?.genesis !== networkOf(home)) continue;
      waiting.delete(node);
      told(`${node.organisation}  ${node.url}`);
    }
    await pause(POLL_MILLISECONDS);
  }
  return undefined;
}

export async function takeDown(nodes: readonly NodePlace[]): Promise<readonly Stopped[]> {
  return Promise.all(nodes.map(async (node) => ({ organisation: node.organisation, stopped: await stopNode(node) })));
}
/** `stopped` is undefined when the node did not run, false when it still does. */
export type Stopped = { readonly organisation: string; readonly stopped: boolean | undefined };

/** Waits until every node has reached a height; false when the time is over first. */
export async function allReach(nodes: readonly NodePlace[], height: number, milliseconds: number): Promise<boolean> {
  const until = performance.now() + milliseconds;
  for (const node of nodes)
    while (((await standingOf(node))?.height ?? -1) < height) {
      if (performance.now() > until) return false;
      await pause(POLL_MILLISECONDS);
    }
  return true;
}

/** The tallest height that anybody tells. */
export async function tip(nodes: readonly NodePlace[]): Promise<number> {
  const standings = await Promise.all(nodes.map(standingOf));
  return Math.max(0, ...standings.filter((each): each is Standing => each !== undefined).map(({ height }) => height));
}
