import { toHex } from "@meridian/base/bytes";
import type { Commitment, DisclosureId, PersonId, PrescriptionId } from "@meridian/base/ids";
import { Secret } from "@meridian/base/secret";
import { NodeRefusal } from "@meridian/client/desk";
import { x25519PublicKeyOf } from "@meridian/crypto/seal";
import { answered, jsonBody } from "@meridian/node-browser/answers";
import { openPatientCopy } from "@meridian/node-browser/copy";
import type { BrowserSessions } from "@meridian/node-browser/sessions";
import { openParcel } from "@meridian/vault/parcel";
import { decodeParcel } from "@meridian/vault/parcel-codec";

/** The patient's own copy, opened with the patient's key. Asks for a gesture where that key is behind a passkey. */
export async function openOwnCopy(sessions: BrowserSessions, commitment: Commitment): Promise<Uint8Array | "locked"> {
  try {
    return await openPatientCopy(sessions, commitment);
  } catch (error) {
    if (error instanceof NodeRefusal && error.refusal.code === "documents-locked") return "locked";
    throw error;
  }
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
  const parcel = decodeParcel(new Uint8Array(await response.arrayBuffer()));
  if (parcel === undefined) throw new NodeRefusal({ code: "vault/parcel-damaged", commitment });
  const disclosure = (response.headers.get("meridian-disclosure") ?? "") as DisclosureId;
  const opened = openParcel(parcel, new Secret(secret), { disclosure, ground: "own-patient", commitment });
  if (!opened.ok) throw new NodeRefusal({ ...opened.error, code: `vault/${opened.error.code}` });
  return opened.value.document.reveal();
}
