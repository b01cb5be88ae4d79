import type { Commitment } from "@meridian/base/ids";
import { Secret } from "@meridian/base/secret";
import { NodeRefusal } from "@meridian/client/desk";
import { OWN_COPY, openParcel } from "@meridian/vault/parcel";
import { decodeParcel } from "@meridian/vault/parcel-codec";
import { answered } from "./answers.ts";
import type { BrowserSessions } from "./sessions.ts";

/**
 * The patient's own copy of a document, opened in this tab. `commitment` comes from the ledger: what opens is that document
 * or nothing, whatever the node sent. Rejects with `documents-locked` where no key of this browser unlocks it.
 */
export async function openPatientCopy(sessions: BrowserSessions, commitment: Commitment): Promise<Uint8Array> {
  const secret = await sessions.documentKey();
  if (secret === undefined) throw new NodeRefusal({ code: "documents-locked" });
  const response = await answered(sessions.wire, "GET", `/v1/documents/${commitment}/copy`);
  return openedCopy(new Uint8Array(await response.arrayBuffer()), secret, commitment);
}

export function openedCopy(bytes: Uint8Array, secret: Uint8Array, commitment: Commitment): Uint8Array {
  const parcel = decodeParcel(bytes);
  if (parcel === undefined) throw new NodeRefusal({ code: "vault/parcel-damaged", commitment });
  const opened = openParcel(parcel, new Secret(secret), { ...OWN_COPY, commitment });
  if (!opened.ok) throw new NodeRefusal({ ...opened.error, code: `vault/${opened.error.code}` });
  return opened.value.document.reveal();
}
