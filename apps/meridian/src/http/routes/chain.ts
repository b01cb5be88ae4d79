import { Type } from "@fastify/type-provider-typebox";
import { textOf, toHex } from "@meridian/base/bytes";
import { asHeight, type Height as BlockHeight } from "@meridian/base/ids";
import { canonicalText, parseJson } from "@meridian/base/json";
import type { EventEnvelope } from "@meridian/kernel/view";
import type { StoredBlock } from "@meridian/ledger/state-store";
import { eventFor } from "../audience.ts";
import { followerOf, readerOf } from "../authorize.ts";
import type { App, Gateway } from "../gateway.ts";
import { toldWhole } from "../reader.ts";
import { explanations, refuse } from "../refusal.ts";
import { AnyJson, Hash, Height, refusals } from "../schemas.ts";

const tags = ["chain"];
const BLOCKS_MAX = 100;
const Outcome = Type.Object({ id: Hash, status: Type.String(), code: Type.Optional(Type.String()) });
const BlockHead = {
  height: Height,
  time: Type.Integer({ description: "seconds since 1970-01-01T00:00:00Z" }),
  transactions: Type.Array(Outcome),
  eventsRoot: Hash,
  stateRoot: Hash,
  previousAppHash: Hash,
  appHash: Hash,
};
const Event = Type.Object({
  position: Type.Integer(),
  domain: Type.String(),
  type: Type.String(),
  transaction: Hash,
  record: Type.Optional(Type.String()),
  event: Type.Optional(AnyJson),
});

/** A network's blocks as they come, and what it began with. */
export function chainRoutes(app: App, gateway: Gateway): void {
  const { node } = gateway;

  app.get(
    "/v1/blocks",
    {
      schema: {
        tags,
        summary: "Blocks in order; without `from`, the latest",
        querystring: Type.Object({
          from: Type.Optional(Height),
          limit: Type.Integer({ minimum: 1, maximum: BLOCKS_MAX, default: 20 }),
        }),
        response: {
          200: Type.Object({
            blocks: Type.Array(Type.Object({ ...BlockHead, events: Type.Integer() })),
          }),
          ...refusals,
        },
      },
    },
    async ({ query: { limit, from = Math.max(0, node.height - limit + 1) } }) => {
      const blocks = [];
      for (
        let at = from > 0 ? Math.max(from, node.history.base) : 0;
        at <= node.height && blocks.length < limit;
        at++
      ) {
        const block = blockAt(gateway, asHeight(at));
        blocks.push({ ...headOf(block), events: block.events.length });
        if (at === 0) at = node.history.base - 1;
      }
      return { blocks };
    },
  );

  app.get(
    "/v1/blocks/:height",
    {
      schema: {
        tags,
        summary:
          "A block with its events; those that concern others, and to an authority all that are not open, by their kind only",
        params: Type.Object({ height: Height }),
        response: { 200: Type.Object({ ...BlockHead, events: Type.Array(Event) }), ...refusals },
      },
    },
    async (request) => {
      const ids = toldWhole(await readerOf(gateway, request));
      const block = blockAt(gateway, asHeight(request.params.height));
      const { height, time } = block;
      const events = block.events.map((leaf, position) => {
        const envelope = parseJson(textOf(leaf) ?? "") as EventEnvelope;
        return eventFor(ids, { height, time, position, ...envelope });
      });
      return { ...headOf(block), events };
    },
  );

  app.get(
    "/v1/genesis",
    { schema: { tags, summary: "What the network began with", response: { 200: AnyJson, ...refusals } } },
    async (_request, reply) =>
      reply.type("application/json; charset=utf-8").serializer(String).send(canonicalText(node.genesis)),
  );

  app.get(
    "/v1/rejections",
    {
      schema: {
        tags,
        summary: "Every code with which this node refuses, and what to tell a person",
        response: { 200: AnyJson, ...refusals },
      },
    },
    async () => ({ rejections: Object.fromEntries(explanations) }),
  );

  eventRoute(app, gateway);
}

function eventRoute(app: App, gateway: Gateway): void {
  const { node, streams } = gateway;
  app.get(
    "/v1/events",
    {
      schema: {
        tags,
        summary: "Blocks as server-sent events, `id` their height; resumes after Last-Event-ID",
        description:
          "Ends when who opened it signs out, their session or key ends, or the ledger says otherwise who they are.",
        querystring: Type.Object({ from: Type.Optional(Height) }),
        headers: Type.Object({ "last-event-id": Type.Optional(Height) }),
        produces: ["text/event-stream"],
      },
    },
    async (request, reply) => {
      const follower = await followerOf(gateway, request);
      if (streams.isFull) return refuse({ code: "too-many-streams" });
      const seen = request.headers["last-event-id"];
      // Views and streams begin at height 1; what genesis did is told with the first block.
      const from = seen === undefined ? (request.query.from ?? node.height + 1) : seen + 1;
      const headers = reply.getHeaders();
      reply.hijack();
      reply.raw.writeHead(200, {
        ...(headers as Record<string, string>),
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store",
        // Proxies of the nginx kind would hold events back.
        "x-accel-buffering": "no",
      });
      await streams.serve(reply.raw, follower, asHeight(Math.max(1, from)));
    },
  );
}

function blockAt({ node }: Gateway, height: BlockHeight): StoredBlock {
  if (height > 0 && height < node.history.base) refuse({ code: "before-history" });
  const block = height <= node.height ? node.history.block(height) : undefined;
  return block ?? refuse({ code: "unknown-block" });
}

const headOf = (block: StoredBlock) => ({
  height: block.height,
  time: block.time,
  transactions: block.ids.map(({ id }, index) => {
    const outcome = block.outcomes[index];
    if (outcome?.status !== "rejected") return { id, status: "committed" };
    return { id, status: "rejected", code: outcome.rejection.code };
  }),
  eventsRoot: toHex(block.eventsRoot),
  stateRoot: toHex(block.stateRoot),
  previousAppHash: toHex(block.previousAppHash),
  appHash: toHex(block.appHash),
});
