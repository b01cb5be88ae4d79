import type { PersonId } from "@meridian/base/ids";
import { NodeRefusal } from "@meridian/client/desk";
import type { Signer } from "@meridian/client/signer";
import { openDesk } from "../../desk/open-desk.ts";

/** A second pharmacist at this counter signs with a session of their own, which ends with the signature. */
export async function colleagueAt(person: PersonId): Promise<Signer> {
  const { sessions } = openDesk("second-pharmacist");
  const { key } = await sessions.signInWithKept(person);
  return {
    kind: key.kind,
    publicKey: key.publicKey,
    sign: async (payload) => {
      const [signature] = await sessions.signPayload(payload);
      await sessions.signOut();
      if (signature === undefined) throw new NodeRefusal({ code: "desk/nothing-to-sign-with" });
      return signature;
    },
  };
}
