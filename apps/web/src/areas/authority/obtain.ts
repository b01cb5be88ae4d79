import { concat, toHex } from "@meridian/base/bytes";
import type { Commitment, DisclosureId, OrganisationId } from "@meridian/base/ids";
import { canonicalText } from "@meridian/base/json";
import { Secret } from "@meridian/base/secret";
import { type DeskNode, type DeskSessions, NodeRefusal } from "@meridian/client/desk";
import { x25519PublicKeyOf } from "@meridian/crypto/seal";
import { openParcel } from "@meridian/vault/parcel";
import { decodeParcel } from "@meridian/vault/parcel-codec";

export type Wanted = {
  readonly prescription: string;
  readonly commitment: string;
  readonly custodian: string;
  readonly recipient: OrganisationId;
  readonly purpose: string;
  readonly warrant: string;
};
export type Obtained = { readonly document: Uint8Array; readonly disclosure: DisclosureId };

type Entered = { readonly disclosure?: { readonly [member: string]: unknown } };

/**
 * Has the custodian release a document to an authority: the wish is signed with the authority's key, the document sealed
 * to a key that lives for this one request, and opened here only when the ledger names the same disclosure and the
 * content is what the ledger commits to.
 */
export async function obtain(node: DeskNode, sessions: DeskSessions, wanted: Wanted): Promise<Obtained> {
  const { prescription, commitment, custodian, recipient, purpose, warrant } = wanted;
  const ground = "warrant";
  const secretKey = new Secret(crypto.getRandomValues(new Uint8Array(32)));
  const entry = {
    prescription,
    commitment,
    recipient: { type: "organisation", organisation: recipient },
    ground,
    purpose,
    warrant,
  };
  const wish = {
    ...entry,
    recipientKey: toHex(x25519PublicKeyOf(secretKey.reveal())),
    nonce: toHex(crypto.getRandomValues(new Uint8Array(16))),
  };
  const signature = await sessions.signRelease(wish, recipient);
  const bytes = await node.ask<Uint8Array>("POST", "/v1/documents/release", { ...wish, signature });
  const parcel = bytes instanceof Uint8Array ? decodeParcel(concat(bytes)) : undefined;
  if (parcel === undefined || parcel.disclosure === "") throw new NodeRefusal({ code: "vault/parcel-damaged" });
  const { disclosure } = parcel;
  const { disclosure: entered } = ((await node.record("disclosure", disclosure)) ?? {}) as Entered;
  if (entered === undefined) throw new NodeRefusal({ code: "custody/undecided" });
  const isSame = Object.entries({ ...entry, custodian }).every(
    ([member, value]) => canonicalText((entered[member] ?? null) as never) === canonicalText(value as never),
  );
  if (!isSame) throw new NodeRefusal({ code: "custody/other-disclosure" });
  const opened = openParcel(parcel, secretKey, { disclosure, ground, commitment: commitment as Commitment });
  if (!opened.ok) throw new NodeRefusal({ ...opened.error, code: `vault/${opened.error.code}` });
  return { document: opened.value.document.reveal(), disclosure };
}
