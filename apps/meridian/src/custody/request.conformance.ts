import { toHex } from "@meridian/base/bytes";
import { sign } from "@meridian/crypto/ed25519";
import { x25519PublicKeyOf } from "@meridian/crypto/seal";
import { publicKeyHexOf, seedOf } from "../node/test-network.conformance.ts";
import { type ReleaseRequest, type ReleaseWish, releaseBytesOf } from "./release-request.ts";

/** The X25519 key to which a holder of the test network has documents sealed. */
export const secretKeyOf = (id: string): Uint8Array => seedOf(`x25519 of ${id}`);
const recipientKeyOf = (id: string): string => toHex(x25519PublicKeyOf(secretKeyOf(id)));

/** A request by a holder of the test network, for itself unless the wish says otherwise. */
export function requestBy(id: string, wish: Omit<ReleaseWish, "recipientKey">): ReleaseRequest {
  const whole: ReleaseWish = { ...wish, recipientKey: recipientKeyOf(id) };
  const signature = toHex(sign(seedOf(id), releaseBytesOf(whole)));
  return { ...whole, signature: { kind: "ed25519", key: publicKeyHexOf(id), signature } };
}
