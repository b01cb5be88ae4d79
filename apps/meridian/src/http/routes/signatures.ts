import { Type } from "@fastify/type-provider-typebox";
import { toHex, utf8 } from "@meridian/base/bytes";
import type { OrganisationId } from "@meridian/base/ids";
import { parseCanonical } from "@meridian/base/json";
import { PAYLOAD_BYTES_MAX } from "@meridian/base/limits";
import type { Secret } from "@meridian/base/secret";
import { id, list, literal, object, optional, type TypeOf, text, union } from "@meridian/base/shape";
import { ed25519Signer } from "@meridian/client/signer";
import { publicKeyOf, sign } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import type { SigningKey } from "@meridian/kernel/signers";
import { type Payload, payloadShape, type Signature } from "@meridian/kernel/transaction";
import { contracts } from "@meridian/network/domains";
import { disclosureIdOf, type ReleaseWish, releaseBytesOf, wishShape } from "../../custody/release-request.ts";
import { type Acting, faultOfGround, faultOfRole } from "../../desk/hands.ts";
import type { KeptKey } from "../../desk/kept-keys.ts";
import type { DeskRejection } from "../../desk/rejections.ts";
import type { Session } from "../../desk/sessions.ts";
import { logSigning, sessionOf } from "../authorize.ts";
import type { App, Gateway } from "../gateway.ts";
import type { Reader } from "../reader.ts";
import { refuse, refuseAtDesk } from "../refusal.ts";
import type { Workplace } from "../registry.ts";
import { AnyJson, bodyOf, refusals, validatorOf } from "../schemas.ts";

const HANDS_MAX = 8;
const hand = id<string>("the person who is signed in, or an institution where that person works");

/** Never bytes of somebody's choice: a transaction of this network, or a wish for a document. */
const signingShape = union("type", {
  transaction: object({
    type: literal("transaction"),
    payload: text({ min: 2, max: PAYLOAD_BYTES_MAX }),
    as: optional(list(hand, { min: 1, max: HANDS_MAX, unique: true })),
  }),
  release: object({ type: literal("release"), wish: wishShape, as: optional(hand) }),
});
type Signing = TypeOf<typeof signingShape>;

/** Signatures with keys that the node keeps, for whoever opened a session with one. */
export function signatureRoutes(app: App, gateway: Gateway): void {
  app.get(
    "/v1/sessions/current/keys",
    {
      schema: {
        tags: ["desk"],
        summary: "With which keys the node signs in these names, so that a payload can say by whom it is signed",
        querystring: Type.Object({
          as: Type.Array(Type.String({ maxLength: 64 }), { minItems: 1, maxItems: HANDS_MAX, uniqueItems: true }),
        }),
        response: {
          200: Type.Object({ keys: Type.Array(Type.Object({ kind: Type.String(), publicKey: Type.String() })) }),
          ...refusals,
        },
      },
    },
    async (request, reply) => {
      const who = await sessionOf(gateway, request);
      const keys: SigningKey[] = [];
      for (const holder of request.query.as) keys.push(await keyOf(gateway, who, holder));
      return reply.header("cache-control", "no-store").send({ keys });
    },
  );

  app.post(
    "/v1/sessions/current/signatures",
    {
      schema: {
        tags: ["desk"],
        summary: "Sign a transaction of this network, or a request for a document, with keys that the node keeps",
        body: bodyOf(signingShape),
        response: { 200: Type.Object({ signatures: Type.Array(AnyJson) }), ...refusals },
      },
      validatorCompiler: validatorOf(signingShape),
    },
    async (request, reply) => {
      const { session, reader } = await sessionOf(gateway, request);
      if (session.seed === undefined) return refuseAtDesk({ code: "nothing-to-sign-with" });
      const signatures = await signed(gateway, { session, reader }, request.body);
      return reply.header("cache-control", "no-store").send({ signatures: [...signatures] });
    },
  );
}

type Signed = { readonly session: Session; readonly reader: Reader };

async function signed(gateway: Gateway, who: Signed, signing: Signing): Promise<readonly Signature[]> {
  const own = who.reader.ids[0] ?? "";
  if (signing.type === "release") {
    const [seed] = await seedsOf(gateway, who, [signing.as ?? own], wished(signing.wish));
    return seed === undefined ? [] : [{ kind: "ed25519", ...signatureBy(seed, releaseBytesOf(signing.wish)) }];
  }
  const bytes = utf8(signing.payload);
  const seeds = await seedsOf(gateway, who, signing.as ?? [own], commanded(payloadIn(gateway, bytes), bytes));
  return Promise.all(seeds.map((seed) => ed25519Signer(seed).sign(bytes)));
}

/** What somebody wants signed: whose role it is beyond, and under which names it is written down. */
type Asked = {
  readonly faultFor: (acting: Acting) => DeskRejection | undefined;
  readonly acts: readonly string[];
};

const commanded = ({ commands }: Payload, bytes: Uint8Array): Asked => {
  const id = toHex(sha256(bytes));
  return {
    faultFor: (acting) => faultOfRole(commands, acting),
    acts: commands.map(({ domain, type }) => `${domain}/${type}/${id}`),
  };
};

const wished = (wish: ReleaseWish): Asked => ({
  faultFor: (acting) => faultOfGround(wish.ground, acting),
  acts: [`document/${wish.ground}/${disclosureIdOf(wish)}`],
});

const signatureBy = (seed: Secret<Uint8Array>, message: Uint8Array) => ({
  key: toHex(publicKeyOf(seed.reveal())),
  signature: toHex(sign(seed.reveal(), message)),
});

/** The payload, once it is canonical, of this network, and of commands that its domains read. */
function payloadIn({ node }: Gateway, bytes: Uint8Array): Payload {
  if (bytes.length > PAYLOAD_BYTES_MAX) return refuse({ code: "body-too-large" });
  const value = parseCanonical(bytes);
  const at = value === undefined ? "payload" : payloadShape.fault(value, "payload");
  if (at !== undefined) return refuseAtDesk({ code: "malformed-payload", at });
  const payload = value as Payload;
  if (payload.network !== node.genesis.network)
    return refuseAtDesk({ code: "malformed-payload", at: "payload.network" });
  for (const [index, command] of payload.commands.entries()) {
    const place = `payload.commands[${index}]`;
    const contract = contracts.get(command.domain);
    const fault = contract === undefined ? `${place}.domain` : contract.command.fault(command, place);
    if (fault !== undefined) return refuseAtDesk({ code: "malformed-payload", at: fault });
  }
  return payload;
}

/**
 * The key of the session itself, or those of organisations in whose names this person may sign this. That they sign for
 * these is written down once nothing is against any of them.
 */
async function seedsOf(gateway: Gateway, who: Signed, holders: readonly string[], { faultFor, acts }: Asked) {
  const seeds: Secret<Uint8Array>[] = [];
  const houses: OrganisationId[] = [];
  for (const holder of holders) {
    const hand = await handOf(gateway, who, holder);
    const fault = hand.type === "own" ? undefined : faultFor(hand.acting);
    if (fault !== undefined) return refuseAtDesk(fault);
    const seed = hand.type === "own" ? hand.seed : await gateway.desk.seedOf(hand.kept);
    seeds.push(seed ?? refuseAtDesk({ code: "not-your-hand", holder }));
    if (hand.type === "organisation") houses.push(hand.acting.id);
  }
  for (const house of houses) logSigning(gateway, who.reader, house, acts);
  return seeds;
}

async function keyOf(gateway: Gateway, who: Signed, holder: string): Promise<SigningKey> {
  const hand = await handOf(gateway, who, holder);
  return { kind: "ed25519", publicKey: hand.type === "own" ? who.session.key.publicKey : hand.kept.publicKey };
}

type Hand =
  | { readonly type: "own"; readonly seed: Secret<Uint8Array> }
  | { readonly type: "organisation"; readonly acting: Workplace; readonly kept: KeptKey };

async function handOf({ desk }: Gateway, { session, reader }: Signed, holder: string): Promise<Hand> {
  if (reader.holder.type === "none" || session.seed === undefined)
    return refuseAtDesk({ code: "nothing-to-sign-with" });
  if (holder === reader.ids[0]) return { type: "own", seed: session.seed };
  const acting = reader.organisations.find((each) => each.id === holder);
  const kept = acting && (await desk.keyOf(holder));
  if (acting === undefined || kept === undefined) return refuseAtDesk({ code: "not-your-hand", holder });
  return { type: "organisation", acting, kept };
}
