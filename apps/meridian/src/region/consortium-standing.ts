import { standingOf } from "./ask.ts";
import type { NodePlace } from "./consortium-home.ts";
import { pidOf } from "./processes.ts";

/** One node of a region at a glance. */
export type NodeStanding = {
  readonly organisation: string;
  readonly url: string;
  readonly folder: string;
  readonly running: boolean;
  readonly pid?: number;
  readonly height?: number;
  readonly catchingUp?: boolean;
  readonly peers?: number;
};

export const standingsOf = (nodes: readonly NodePlace[]): Promise<readonly NodeStanding[]> =>
  Promise.all(
    nodes.map(async (node): Promise<NodeStanding> => {
      const { organisation, url, folder } = node;
      const pid = pidOf(node);
      const standing = pid === undefined ? undefined : await standingOf(node);
      return {
        ...{ organisation, url, folder, running: pid !== undefined },
        ...(pid !== undefined && { pid }),
        ...(standing && { height: standing.height }),
        ...(standing?.engine && { catchingUp: standing.engine.isCatchingUp, peers: standing.engine.peers }),
      };
    }),
  );
