import { concat, toHex } from "@meridian/base/bytes";
import type { Commitment, DisclosureId, OrganisationId, PrescriptionId } from "@meridian/base/ids";
import { canonicalText } from "@meridian/base/json";
import { Secret } from "@meridian/base/secret";
import { type DeskNode, type DeskSessions, NodeRefusal } from "@meridian/client/desk";
import { x25519PublicKeyOf } from "@meridian/crypto/seal";
import { openParcel } from "@meridian/vault/parcel";
import { decodeParcel } from "@meridian/vault/parcel-codec";

export type Wanted = {
  readonly prescription: PrescriptionId;
  readonly commitment: Commitment;
  readonly custodian: OrganisationId;
  readonly recipient: OrganisationId;
};
export type Obtained = { readonly document: Uint8Array; readonly disclosure: DisclosureId };

type Entered = { readonly status?: string; readonly disclosure?: { readonly [member: string]: unknown } };

/**
 * Has the custodian release a document to the pharmacy that holds the prescription: the wish is signed by the pharmacy,
 * the document sealed to a key that lives for this one request, and opened here only when the ledger names the
 * disclosure under which it came and the document is what the ledger commits to.
 */
export async function obtain(
  node: DeskNode,
  sessions: DeskSessions,
  { prescription, commitment, custodian, recipient }: Wanted,
): Promise<Obtained> {
  const secretKey = new Secret(crypto.getRandomValues(new Uint8Array(32)));
  const entry = {
    prescription,
    commitment,
    recipient: { type: "organisation", organisation: recipient },
    ground: "claim",
    purpose: "TREAT",
  } as const;
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
  const { status, disclosure: entered } = ((await node.record("disclosure", disclosure)) ?? {}) as Entered;
  if (status === undefined || entered === undefined) throw new NodeRefusal({ code: "custody/undecided" });
  if (!isEntryOf(entered, { ...entry, custodian })) throw new NodeRefusal({ code: "custody/other-disclosure" });
  const opened = openParcel(parcel, secretKey, { disclosure, ground: entry.ground, commitment });
  if (!opened.ok) throw new NodeRefusal({ ...opened.error, code: `vault/${opened.error.code}` });
  return { document: opened.value.document.reveal(), disclosure };
}

const isEntryOf = (entered: { readonly [member: string]: unknown }, wanted: { readonly [member: string]: unknown }) =>
  Object.entries(wanted).every(([member, value]) => canonicalText(entered[member] ?? null) === canonicalText(value));
