import { toHex } from "@meridian/base/bytes";
import { Secret } from "@meridian/base/secret";
import type { Session, SigningHands } from "@meridian/client/desk";
import { ed25519Signer } from "@meridian/client/signer";

/** Roles for whom the node signs in the institution's name; registering persons is a registrar's work too. */
const OFFICER = "officer";
const REGISTRAR = "registrar";

export type Hands = { readonly manages: boolean; readonly registers: boolean; readonly hands: SigningHands };

/** What whoever is signed in may do in the name of an institution, and with whose key. */
export function handsOf(session: Session | undefined, organisation: string): Hands {
  const { holder } = session ?? {};
  const isItself = holder?.type === "organisation" && holder.organisation === organisation;
  const roles = session?.organisations.find(({ id }) => id === organisation)?.roles ?? [];
  const manages = isItself || roles.includes(OFFICER);
  const registers = manages || roles.includes(REGISTRAR);
  return { manages, registers, hands: isItself ? {} : { as: [organisation] } };
}

/** A new key pair of this page; the secret goes into a file and nowhere else. */
export function newKey() {
  const seed = crypto.getRandomValues(new Uint8Array(32));
  const signer = ed25519Signer(new Secret(seed));
  return {
    signer,
    key: { kind: "ed25519", publicKey: signer.publicKey } as const,
    file: (about: object): string =>
      `${JSON.stringify({ ...about, kind: "ed25519", publicKey: signer.publicKey, seed: toHex(seed) }, null, 2)}\n`,
  };
}
