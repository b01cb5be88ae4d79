import { concat, textOf, toHex } from "@meridian/base/bytes";
import type { OrganisationId } from "@meridian/base/ids";
import { parseJson } from "@meridian/base/json";
import { Secret } from "@meridian/base/secret";
import { type DeskNode, type DeskSessions, NodeRefusal } from "@meridian/client/desk";
import { x25519PublicKeyOf } from "@meridian/crypto/seal";
import { type ReadOrder, readOrder } from "@meridian/prescription/fhir-order-read";
import { openParcel } from "@meridian/vault/parcel";
import { decodeParcel } from "@meridian/vault/parcel-codec";
import type { ClaimRow } from "./rows.ts";

const GROUND = "adjudication";

/**
 * Has the custodian hand the order over to the insurer that decides on it: signed by the insurer, sealed to a key that
 * lives for this one request, opened only when it is what the ledger commits to. Undefined when it orders nothing.
 */
export async function obtainOrder(
  node: DeskNode,
  sessions: DeskSessions,
  { id: prescription, content: commitment }: Pick<ClaimRow, "id" | "content">,
  insurer: OrganisationId,
): Promise<ReadOrder | undefined> {
  const secretKey = new Secret(crypto.getRandomValues(new Uint8Array(32)));
  const wish = {
    prescription,
    commitment,
    recipient: { type: "organisation", organisation: insurer },
    ground: GROUND,
    purpose: "HPAYMT",
    recipientKey: toHex(x25519PublicKeyOf(secretKey.reveal())),
    nonce: toHex(crypto.getRandomValues(new Uint8Array(16))),
  } as const;
  const signature = await sessions.signRelease(wish, insurer);
  const bytes = await node.ask<Uint8Array>("POST", "/v1/documents/release", { ...wish, signature });
  const parcel = bytes instanceof Uint8Array ? decodeParcel(concat(bytes)) : undefined;
  if (parcel === undefined || parcel.disclosure === "") throw new NodeRefusal({ code: "vault/parcel-damaged" });
  const opened = openParcel(parcel, secretKey, { disclosure: parcel.disclosure, ground: GROUND, commitment });
  if (!opened.ok) throw new NodeRefusal({ ...opened.error, code: `vault/${opened.error.code}` });
  return readOrder(parseJson(textOf(opened.value.document.reveal()) ?? ""));
}
