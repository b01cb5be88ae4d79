import { fromHex, toHex } from "@meridian/base/bytes";
import type { Commitment, DisclosureId, PersonId, PrescriptionId } from "@meridian/base/ids";
import type { Result } from "@meridian/base/result";
import { Secret } from "@meridian/base/secret";
import { NodeRefusal } from "@meridian/client/desk";
import { x25519PublicKeyOf } from "@meridian/crypto/seal";
import { answered, jsonBody } from "@meridian/node-browser/answers";
import type { BrowserSessions } from "@meridian/node-browser/sessions";
import { type Handover, OWN_COPY, openParcel } from "@meridian/vault/parcel";
import { decodeParcel } from "@meridian/vault/parcel-codec";

/** A document opened here; that it is what the ledger commits to was checked in opening it. */
export type Opened = { readonly bytes: Uint8Array; readonly by: "own-copy" | "release" };

function openedOf(parcel: Uint8Array, secret: Uint8Array, expected: Handover & { readonly commitment: Commitment }) {
  const decoded = decodeParcel(parcel);
  if (decoded === undefined) throw new NodeRefusal({ code: "vault/parcel-damaged" });
  const opened: Result<{ readonly document: Secret<Uint8Array> }, { readonly code: string }> = openParcel(
    decoded,
    new Secret(secret),
    expected,
  );
  if (!opened.ok) throw new NodeRefusal({ ...opened.error, code: `vault/${opened.error.code}` });
  return opened.value.document.reveal();
}

const bytesOf = async (response: Response): Promise<Uint8Array> => new Uint8Array(await response.arrayBuffer());

/** The patient's own copy, opened with the patient's key. Asks for a gesture where that key is behind a passkey. */
export async function openOwnCopy(sessions: BrowserSessions, commitment: Commitment): Promise<Uint8Array | "locked"> {
  const secret = await sessions.documentKey();
  if (secret === undefined) return "locked";
  const response = await answered(sessions.wire, "GET", `/v1/documents/${commitment}/copy`);
  return openedOf(await bytesOf(response), secret, { ...OWN_COPY, commitment });
}

export type OwnWish = {
  readonly patient: PersonId;
  readonly prescription: PrescriptionId;
  readonly commitment: Commitment;
};

/**
 * Has the custodian hand the document over to the patient by an entry on the ledger, sealed to a key of this moment. For
 * who has no copy, or no key to open it here.
 */
export async function askForDocument(
  sessions: BrowserSessions,
  { patient, prescription, commitment }: OwnWish,
): Promise<Uint8Array> {
  const secret = crypto.getRandomValues(new Uint8Array(32));
  const wish = {
    prescription,
    commitment,
    recipient: { type: "person", person: patient },
    ground: "own-patient",
    purpose: "PATRQT",
    recipientKey: toHex(x25519PublicKeyOf(secret)),
    nonce: toHex(crypto.getRandomValues(new Uint8Array(16))),
  } as const;
  const signature = await sessions.signRelease(wish);
  const response = await answered(sessions.wire, "POST", "/v1/documents/release", jsonBody({ ...wish, signature }));
  const disclosure = (response.headers.get("meridian-disclosure") ?? "") as DisclosureId;
  return openedOf(await bytesOf(response), secret, { disclosure, ground: "own-patient", commitment });
}

/** Whether a text is a hash, as a commitment is. */
export const isCommitment = (text: string): text is Commitment => fromHex(text)?.length === 32;
