import { toHex, utf8 } from "@meridian/base/bytes";
import { asHeight, type NetworkId, type PersonId } from "@meridian/base/ids";
import { canonicalBytes } from "@meridian/base/json";
import { transactionOf } from "@meridian/client/client";
import {
  type DeskNode,
  type DeskSessions,
  NodeRefusal,
  type OwnKey,
  type Session,
  signingKeyOf,
} from "@meridian/client/desk";
import { commitmentOf, SALT_BYTES } from "@meridian/crypto/commitment";
import type { Receipt } from "@meridian/kernel/transaction";
import type { CommandOf } from "@meridian/person/schema";

const VALID_HEIGHTS = 500;
const IDENTITY = "an invented person of the demonstration, without an identity document";

/** What the demonstration hospital's desk writes down about somebody who says no more. */
export const NEWCOMER = { name: "访客", birth: "1988-06-01", sex: "female" } as const;

const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));

/**
 * Has the demonstration hospital's desk register a newcomer under a fresh pseudonym. The newcomer's own key signs along,
 * so nobody registers a key that is not theirs.
 */
export async function registerNewcomer(
  node: DeskNode,
  sessions: DeskSessions,
  key: OwnKey,
  name: string,
): Promise<Session> {
  // A key that nobody registered opens a session too: it sees only what is open to all, and can sign.
  await sessions.signInWithOwn(key.publicKey);
  const { network, height } = await node.standing();
  const register: CommandOf<"register"> = {
    domain: "person",
    type: "register",
    id: `p-${toHex(random(10))}` as PersonId,
    kind: "patient",
    identity: commitmentOf(random(SALT_BYTES), utf8(IDENTITY)),
    key: signingKeyOf(key),
  };
  const payload = canonicalBytes({
    network: network as NetworkId,
    commands: [register],
    nonce: toHex(random(16)),
    validUntil: asHeight(height + VALID_HEIGHTS),
  });
  const { transaction } = transactionOf(payload, await sessions.signPayload(payload));
  const { receipt } = await node.ask<{ readonly receipt: Receipt }>("POST", "/v1/desk/registrations", {
    transaction,
    ...NEWCOMER,
    ...(name !== "" && { name }),
  });
  if (receipt.outcome.status === "rejected") throw new NodeRefusal(receipt.outcome.rejection);
  const session = await sessions.signInWithOwn(key.publicKey);
  // From now on custodians seal a copy of what they keep about this person to a key that only this person has.
  await sessions.documentKey();
  return session;
}
