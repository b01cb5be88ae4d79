import { Type } from "@fastify/type-provider-typebox";
import { directoryOf } from "../../desk/directory.ts";
import type { KeptKeys } from "../../desk/kept-keys.ts";
import type { App, Gateway } from "../gateway.ts";
import { Height, refusals } from "../schemas.ts";
import { pathTo } from "./neighbours.ts";

const tags = ["desk"];
const Text = Type.String();
const Name = Type.Object({ zh: Text, en: Text });
const Directory = Type.Object({
  organisations: Type.Array(
    Type.Object({
      id: Text,
      kind: Text,
      zh: Text,
      en: Text,
      district: Type.Optional(Name),
      x: Type.Optional(Type.Integer()),
      y: Type.Optional(Type.Integer()),
    }),
  ),
  staff: Type.Array(Type.Object({ id: Text, zh: Text, en: Text, organisation: Text, roles: Type.Array(Text) })),
});
const Keys = Type.Object({
  keys: Type.Array(
    Type.Object({
      holder: Text,
      type: Text,
      key: Text,
      sealed: Type.Boolean({ description: "whether it takes a passphrase to sign in with it" }),
      organisations: Type.Array(Text),
      roles: Type.Array(Text),
    }),
  ),
  patients: Type.Optional(
    Type.Array(Type.Object({ holder: Text, name: Type.Optional(Name) }), {
      description: "a demonstration's invented patients",
    }),
  ),
});

/** What a screen asks before anybody is signed in. Nothing here is about a patient, but for invented ones. */
export function deskRoutes(app: App, gateway: Gateway): void {
  const { node, desk } = gateway;

  app.get(
    "/v1/desk",
    {
      schema: {
        tags,
        summary: "Which network this is, and how one signs in at this node",
        response: {
          200: Type.Object({
            network: Text,
            demonstration: Type.Boolean(),
            relyingParty: Type.Object({ id: Text, origins: Type.Array(Text) }),
            keystore: Type.Boolean({ description: "whether the node keeps keys with which its staff sign in" }),
            height: Height,
            validators: Type.Integer({ description: "of the genesis document; the list `validators` has later ones" }),
            neighbours: Type.Optional(
              Type.Array(Type.Object({ organisation: Text, path: Text }), {
                description: "a demonstration of several nodes: before which path other organisations' nodes answer",
              }),
            ),
          }),
          ...refusals,
        },
      },
    },
    async () => {
      const { network, relyingParty } = node.genesis;
      const neighbours = [...(desk.demonstration?.neighbours.keys() ?? [])];
      return {
        network,
        demonstration: desk.demonstration !== undefined,
        relyingParty: { id: relyingParty.id, origins: [...relyingParty.origins] },
        keystore: (desk.keys?.list().length ?? 0) > 0,
        height: node.height,
        validators: node.genesis.validators.length,
        ...(neighbours.length > 0 && {
          neighbours: neighbours.map((organisation) => ({ organisation, path: pathTo(organisation) })),
        }),
      };
    },
  );

  app.get(
    "/v1/desk/directory",
    {
      schema: {
        tags,
        summary: "Public names of members and practitioners, and where they are",
        response: { 200: Directory, ...refusals },
      },
    },
    async () => directoryOf(node.reading, desk.names),
  );

  app.get(
    "/v1/desk/keys",
    {
      schema: {
        tags,
        summary: "Keys with which one signs in that this node keeps and the ledger knows",
        response: { 200: Keys, ...refusals },
      },
    },
    async () => {
      const keys = desk.keys === undefined ? [] : await liveKeys(gateway, desk.keys);
      if (desk.demonstration === undefined) return { keys };
      const { patients, hospital } = desk.demonstration;
      const known = new Map(hospital.patients().map(({ patient, name }) => [patient as string, name]));
      const named = (holder: string) => {
        const name = known.get(holder);
        return { holder, ...(name !== undefined && { name }) };
      };
      return { keys, patients: (await liveKeys(gateway, patients)).map(({ holder }) => named(holder)) };
    },
  );
}

async function liveKeys({ registry }: Gateway, kept: KeptKeys) {
  const live = [];
  for (const { key, sealed } of kept.list()) {
    const registered = await registry.of(key);
    if (registered.status !== "live") continue;
    const { holder, organisations } = registered;
    live.push({
      holder: holder.type === "person" ? holder.person : holder.organisation,
      type: holder.type,
      key,
      sealed,
      organisations: organisations.map(({ id }) => id),
      roles: [...new Set(organisations.flatMap(({ roles }) => roles))],
    });
  }
  return live;
}
