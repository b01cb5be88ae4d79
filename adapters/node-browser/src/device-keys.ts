import { toHex } from "@meridian/base/bytes";
import { NodeRefusal } from "@meridian/client/desk";
import type { Signature } from "@meridian/kernel/transaction";
import type { StoredKey } from "./key-store.ts";

/** An Ed25519 key whose private half WebCrypto keeps and shows nobody, this page included. */
export async function makeDeviceKey(label: string): Promise<Omit<StoredKey, "madeAt">> {
  const pair = (await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]).catch(refused)) as CryptoKeyPair;
  const publicKey = toHex(new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)));
  // Else the browser may clear it away when it needs room. Asking is all there is to do.
  await navigator.storage?.persist?.().catch(() => false);
  return { publicKey, kind: "device", label, unlocks: true, privateKey: pair.privateKey };
}

/** Browsers before Chromium 137, Firefox 129 and Safari 17 have no Ed25519. */
function refused(): never {
  throw new NodeRefusal({ code: "device-key-impossible" });
}

export async function signWithDeviceKey(key: StoredKey, message: Uint8Array): Promise<Signature> {
  if (key.privateKey === undefined) throw new NodeRefusal({ code: "key-not-here" });
  const signature = await crypto.subtle.sign("Ed25519", key.privateKey, new Uint8Array(message));
  return { kind: "ed25519", key: key.publicKey, signature: toHex(new Uint8Array(signature)) };
}
