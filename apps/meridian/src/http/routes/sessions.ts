import { Type } from "@fastify/type-provider-typebox";
import { Secret } from "@meridian/base/secret";
import type { TypeOf } from "@meridian/base/shape";
import type { Holder } from "@meridian/kernel/context";
import type { Desk } from "../../desk/desk.ts";
import type { KeptKeys } from "../../desk/kept-keys.ts";
import type { Name } from "../../desk/names.ts";
import { openingShape } from "../../desk/openings.ts";
import type { DeskRejection } from "../../desk/rejections.ts";
import type { Session } from "../../desk/sessions.ts";
import { sessionOf } from "../authorize.ts";
import type { App, Gateway } from "../gateway.ts";
import type { Reader } from "../reader.ts";
import { refuse, refuseAtDesk } from "../refusal.ts";
import { bodyOf, Done, Hash, refusals, validatorOf } from "../schemas.ts";
import { StrangeOrigins } from "../strange-origins.ts";

const tags = ["desk"];
const BODY_BYTES_MAX = 8_192;
/** Sign-ins of one address a minute: a whole hospital may stand behind one. */
const OPENINGS_MAX = 600;
const BUSY_SECONDS = 10;
const SessionBody = {
  expires: Type.Integer({ description: "epoch seconds; every request in the session moves it, up to twelve hours" }),
  key: Type.Object({ id: Hash, kind: Type.String(), publicKey: Type.String() }),
  holder: Type.Object({
    type: Type.String({ description: "person, organisation or none" }),
    person: Type.Optional(Type.String()),
    organisation: Type.Optional(Type.String()),
  }),
  organisations: Type.Array(Type.Object({ id: Type.String(), kind: Type.String(), roles: Type.Array(Type.String()) })),
  authority: Type.Optional(Type.String()),
  signs: Type.Boolean({ description: "whether the node signs in this session" }),
  name: Type.Optional(Type.Object({ zh: Type.String(), en: Type.String() })),
};

/** Who is signed in. Whoever has the token is, until it ends; the ledger's registries say at each use what that means. */
export function sessionRoutes(app: App, gateway: Gateway): void {
  const strange = new StrangeOrigins();
  app.post(
    "/v1/sessions",
    {
      bodyLimit: BODY_BYTES_MAX,
      config: { rateLimit: { max: OPENINGS_MAX, timeWindow: 60_000 } },
      schema: {
        tags,
        summary: "Open a session, with a signature over `meridian/session/v1` or with a key that the node keeps",
        body: bodyOf(openingShape),
        response: { 201: Type.Object({ token: Type.String(), ...SessionBody }), ...refusals },
      },
      validatorCompiler: validatorOf(openingShape),
    },
    async (request, reply) => {
      const { token, session, reader } = await opened(gateway, request.body, ({ origin, origins }) =>
        strange.tell(request.log, origin, origins),
      );
      reply.header("cache-control", "no-store");
      return reply.code(201).send({ token, ...(await described(gateway, session, reader)) });
    },
  );

  app.get(
    "/v1/sessions/current",
    {
      schema: {
        tags,
        summary: "Who is signed in, as the ledger has it now",
        response: { 200: Type.Object(SessionBody), ...refusals },
      },
    },
    async (request, reply) => {
      const { session, reader } = await sessionOf(gateway, request);
      return reply.header("cache-control", "no-store").send(await described(gateway, session, reader));
    },
  );

  app.delete(
    "/v1/sessions/current",
    { schema: { tags, summary: "End the session", response: { 204: Done, ...refusals } } },
    async (request, reply) => {
      await sessionOf(gateway, request);
      gateway.desk.sessions.close(request.headers.authorization ?? "");
      return reply.code(204).send(undefined);
    },
  );
}

type Opening = TypeOf<typeof openingShape>;

type WrongOrigin = Extract<DeskRejection, { readonly code: "wrong-origin" }>;

async function opened({ desk, readers }: Gateway, opening: Opening, onWrongOrigin: (wrong: WrongOrigin) => void) {
  const { now } = readers;
  if (opening.with === "key") {
    const judged = desk.openings.judge(opening, now);
    if (!judged.ok) {
      if (judged.error.code === "wrong-origin") onWrongOrigin(judged.error);
      return refuseAtDesk(judged.error);
    }
    const reader = await readers.readerOf(judged.value.id, judged.value.publicKey);
    return { ...desk.sessions.open(judged.value, undefined, reader.holder.type === "none", now), reader };
  }
  const { holder, passphrase } = opening;
  const kept = await keptFor(desk, holder);
  if (kept === undefined) return refuseAtDesk({ code: "key-not-kept", holder });
  const seed = await unlocked(desk, kept, { holder, passphrase, now });
  const { key: id, publicKey } = kept.entry;
  const reader = await readers.readerOf(id, publicKey);
  return { ...desk.sessions.open({ id, kind: "ed25519", publicKey }, seed, false, now), reader };
}

type Kept = { readonly keys: KeptKeys; readonly entry: ReturnType<KeptKeys["list"]>[number] };

/** A key of the node's own people, or, in a demonstration, of one of its invented patients. */
async function keptFor(desk: Desk, holder: string): Promise<Kept | undefined> {
  for (const keys of [desk.keys, desk.demonstration?.patients]) {
    const entry = keys && (await desk.keyOf(holder, keys));
    if (keys !== undefined && entry !== undefined) return { keys, entry };
  }
  return undefined;
}

type Try = { readonly holder: string; readonly passphrase: string | undefined; readonly now: number };

async function unlocked(desk: Desk, { keys, entry }: Kept, wanted: Try): Promise<Secret<Uint8Array>> {
  const { holder, passphrase } = wanted;
  // Whoever reaches the address would be anybody whose key lies open; in a demonstration everybody is that anyway.
  if (!entry.sealed && desk.demonstration === undefined) return refuseAtDesk({ code: "key-not-sealed" });
  if (entry.sealed && passphrase === undefined) return refuseAtDesk({ code: "passphrase-needed" });
  if (!entry.sealed) {
    const seed = await keys.openSoon(entry.name, undefined);
    return seed.ok ? seed.value : refuseAtDesk({ code: "key-not-kept", holder });
  }
  // One guess after another, so that many at once are not more than the minute has.
  if (desk.turns.isFull) return refuse({ code: "rate-limited", retryAfter: BUSY_SECONDS });
  return desk.turns.take(() => tried(desk, { keys, entry }, wanted));
}

async function tried(desk: Desk, { keys, entry }: Kept, { holder, passphrase, now }: Try) {
  const locked = desk.wrongPassphrases.lockedFor(holder, now);
  if (locked !== undefined) return refuseAtDesk({ code: "session-locked", retryAfter: locked });
  const seed = await keys.openSoon(entry.name, passphrase === undefined ? undefined : new Secret(passphrase));
  if (seed.ok) return seed.value;
  if (seed.error.code !== "wrong-passphrase") return refuseAtDesk({ code: "key-not-kept", holder });
  desk.wrongPassphrases.count(holder, now);
  return refuseAtDesk({ code: "wrong-passphrase" });
}

async function described(gateway: Gateway, session: Session, reader: Reader) {
  const { holder, organisations, authority } = reader;
  const name = await nameOf(gateway, holder);
  return {
    expires: session.expires,
    key: session.key,
    holder,
    organisations: organisations.map(({ id, kind, roles }) => ({ id, kind, roles: [...roles] })),
    ...(authority !== undefined && { authority }),
    signs: session.seed !== undefined,
    ...(name && { name }),
  };
}

async function nameOf({ desk, node }: Gateway, holder: Holder): Promise<Name | undefined> {
  if (holder.type === "none") return undefined;
  if (holder.type === "person")
    return desk.names.people.get(holder.person) ?? desk.demonstration?.hospital.nameOf(holder.person);
  const { organisation } = holder;
  const page = await node.reading.rowsFor({ authority: false, ids: [] }, "organisations", { equals: { organisation } });
  const row = page.ok ? page.value.rows[0] : undefined;
  return row && { zh: String(row["name_zh"]), en: String(row["name_en"]) };
}
