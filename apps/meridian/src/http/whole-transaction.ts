import { parseJson } from "@meridian/base/json";
import { keyIdOfPublicKey } from "@meridian/crypto/key-id";
import type { Payload, Signature } from "@meridian/kernel/transaction";
import { admitTo, logRecords } from "./authorize.ts";
import type { Gateway } from "./gateway.ts";
import { isOfAuthority, type Reader } from "./reader.ts";
import { Refused, refuse } from "./refusal.ts";
import { type Place, placesOf } from "./subjects.ts";

/** A transaction as it was signed. */
export type Signed = { readonly payload: string; readonly signatures: readonly Signature[] };

/**
 * Lets a reader see the whole of a transaction: who signed it, and who may see each record that its commands are about.
 * To be named by one of them is not enough, for the others may be about somebody else. `seen` is what stands beside it, at
 * a place of its own.
 */
export async function admitToWhole(
  gateway: Gateway,
  reader: Reader,
  { payload, signatures }: Signed,
  seen?: { readonly place: Place; readonly shown: unknown },
): Promise<void> {
  const { commands } = parseJson(payload) as Payload;
  if (await hasSigned(gateway, reader, signatures)) {
    const places = placesOf(commands);
    const what = `evidence/${places[0]?.domain ?? "transaction"}`;
    if (isOfAuthority(reader)) await logRecords(gateway, reader, what, places, commands);
    return;
  }
  // One entry in the access log for each record, however many commands are about it.
  const shown = new Map<string, { readonly place: Place; readonly about: unknown[] }>();
  for (const command of commands) {
    const [place] = placesOf([command]);
    if (place === undefined) {
      // What no contract reads was refused by the ledger, and concerns whoever sent it.
      if (reader.authority === undefined)
        refuse({ code: reader.key === "" ? "authorization-needed" : "not-for-this-reader" });
      await logRecords(gateway, reader, "evidence/transaction", [], command);
      continue;
    }
    const key = `${place.domain}/${place.record}`;
    const { about } = shown.get(key) ?? { about: [] };
    shown.set(key, { place, about: [...about, command] });
  }
  if (seen !== undefined) {
    const key = `${seen.place.domain}/${seen.place.record}`;
    // Who may see all commands may see what followed from them elsewhere, such as a pack that was handed over.
    const { about } = shown.get(key) ?? { about: commands };
    shown.set(key, { place: seen.place, about: [...about, seen.shown] });
  }
  for (const { place, about } of shown.values())
    await admitTo(gateway, reader, `evidence/${place.domain}`, place, about);
}

/** The same as a yes or a no. */
export async function maySeeWhole(gateway: Gateway, reader: Reader, signed: Signed): Promise<boolean> {
  try {
    await admitToWhole(gateway, reader, signed);
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

/** Whether one of the keys that signed is the reader's, or of a house where the reader works. */
async function hasSigned({ registry }: Gateway, { key, ids }: Reader, signatures: readonly Signature[]) {
  if (key === "") return false;
  for (const { kind, key: publicKey } of signatures) {
    const signer = keyIdOfPublicKey({ kind, publicKey });
    if (signer === key) return true;
    const registered = await registry.of(signer);
    if (registered.status !== "live") continue;
    const { holder } = registered;
    if (ids.includes(holder.type === "person" ? holder.person : holder.organisation)) return true;
  }
  return false;
}
