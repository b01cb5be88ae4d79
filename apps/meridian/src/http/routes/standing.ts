import { Type } from "@fastify/type-provider-typebox";
import { genesisHashOf } from "@meridian/network/genesis";
import type { App, Gateway } from "../gateway.ts";
import { Hash, Height, refusals } from "../schemas.ts";

const Release = Type.Object(
  { type: Type.String({ description: "installed, to-install or missing" }), number: Type.Integer(), height: Height },
  { description: "the release of the rules that is to come" },
);
const EngineStanding = Type.Object(
  {
    height: Height,
    isCatchingUp: Type.Boolean(),
    peers: Type.Integer(),
    power: Type.Integer({ description: "voting power of this node; 0 for one that follows" }),
    sealed: Type.Integer({ minimum: 0, description: "height of the last block whose header and commit are kept" }),
    sealedHash: Type.Optional(Type.String({ description: "hash of that header, hexadecimal" })),
  },
  { description: "the engine that the members run together, as this node sees it" },
);

/** Where the network stands, as this node sees it. */
export function standingRoutes(app: App, { node }: Gateway): void {
  const { network } = node.genesis;
  const genesis = genesisHashOf(node.genesis);

  app.get(
    "/v1/standing",
    {
      schema: {
        tags: ["chain"],
        summary: "Where the network stands, as this node sees it",
        response: {
          200: Type.Object({
            network: Type.String(),
            genesis: Hash,
            height: Height,
            historyFrom: Type.Integer({
              description: "lowest height above 0 of a block here; above 1 on a node that joined with a snapshot",
            }),
            time: Type.Integer(),
            waiting: Type.Integer({ description: "transactions taken in and not yet in a block" }),
            release: Type.Optional(Release),
            engine: Type.Optional(EngineStanding),
          }),
          ...refusals,
        },
      },
    },
    async () => {
      const { type, release } = node.release ?? {};
      const engine = await node.members?.standing();
      return {
        network,
        genesis,
        height: node.height,
        historyFrom: node.history.base,
        time: node.time,
        waiting: node.engine.waiting,
        ...(type && release && { release: { type, number: release.release, height: release.height } }),
        ...(engine && { engine }),
      };
    },
  );
}
