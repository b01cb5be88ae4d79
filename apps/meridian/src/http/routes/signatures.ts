import { Type } from "@fastify/type-provider-typebox";
import { toHex, utf8 } from "@meridian/base/bytes";
import { parseCanonical } from "@meridian/base/json";
import { PAYLOAD_BYTES_MAX } from "@meridian/base/limits";
import type { Secret } from "@meridian/base/secret";
import { id, list, literal, object, optional, type TypeOf, text, union } from "@meridian/base/shape";
import { ed25519Signer } from "@meridian/client/signer";
import { publicKeyOf, sign } from "@meridian/crypto/ed25519";
import { type Payload, payloadShape, type Signature } from "@meridian/kernel/transaction";
import { contracts } from "@meridian/network/domains";
import { releaseBytesOf, wishShape } from "../../custody/release-request.ts";
import { type Acting, faultOfRole } from "../../desk/hands.ts";
import type { Session } from "../../desk/sessions.ts";
import { sessionOf } from "../authorize.ts";
import type { App, Gateway } from "../gateway.ts";
import type { Reader } from "../reader.ts";
import { refuse, refuseAtDesk } from "../refusal.ts";
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
    const seed = await seedOf(gateway, who, signing.as ?? own, undefined);
    return [{ kind: "ed25519", ...signatureBy(seed, releaseBytesOf(signing.wish)) }];
  }
  const bytes = utf8(signing.payload);
  const payload = payloadIn(gateway, bytes);
  const seeds: Secret<Uint8Array>[] = [];
  for (const holder of signing.as ?? [own]) seeds.push(await seedOf(gateway, who, holder, payload));
  return Promise.all(seeds.map((seed) => ed25519Signer(seed).sign(bytes)));
}

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

/** The key of the session itself, or that of an organisation in whose name this person may sign this. */
async function seedOf(
  { desk }: Gateway,
  { session, reader }: Signed,
  holder: string,
  payload: Payload | undefined,
): Promise<Secret<Uint8Array>> {
  if (reader.holder.type === "none" || session.seed === undefined)
    return refuseAtDesk({ code: "nothing-to-sign-with" });
  if (holder === reader.ids[0]) return session.seed;
  const acting: Acting | undefined = reader.organisations.find((each) => each.id === holder);
  const kept = acting && (await desk.keyOf(holder));
  if (acting === undefined || kept === undefined) return refuseAtDesk({ code: "not-your-hand", holder });
  const fault = payload && faultOfRole(payload.commands, acting);
  if (fault !== undefined) return refuseAtDesk(fault);
  return (await desk.seedOf(kept)) ?? refuseAtDesk({ code: "not-your-hand", holder });
}
