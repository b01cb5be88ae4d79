import { toHex } from "@meridian/base/bytes";
import { asHeight, type NetworkId, type TransactionId } from "@meridian/base/ids";
import { canonicalBytes } from "@meridian/base/json";
import { VALIDITY_HEIGHTS_MAX } from "@meridian/base/limits";
import { transactionOf } from "@meridian/client/client";
import { NodeRefusal } from "@meridian/client/desk";
import { signersDigestOf } from "@meridian/kernel/signers";
import { nonceOfSentence } from "../text/sentence.ts";
import type { Act, Acted, Moment } from "./acting.tsx";
import type { Desk } from "./context.tsx";

const RECEIPT_MILLISECONDS = 20_000;

/**
 * Signs, sends and waits for the receipt, in the name of whoever is signed in at `sessions`. Never asks by itself, and
 * never throws: a bug is reported as one and ends the act as `failed`.
 */
export async function performAct(
  { node, sessions }: Pick<Desk, "node" | "sessions">,
  act: Act,
  language: "zh" | "en",
  told: (moment: Moment) => void,
): Promise<Exclude<Acted, undefined>> {
  let id: TransactionId | undefined;
  let isTaken = false;
  try {
    told({ type: "signing", act });
    const { network, height } = await node.standing();
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const keys = await sessions.signingKeys(act.hands);
    const payload = canonicalBytes({
      network: network as NetworkId,
      commands: act.commands,
      nonce: toHex(nonceOfSentence(act.says[language], salt)),
      validUntil: asHeight(height + Math.floor(VALIDITY_HEIGHTS_MAX / 2)),
      signers: signersDigestOf(keys),
    });
    const built = transactionOf(payload, await sessions.signPayload(payload, act.hands));
    id = built.id;
    told({ type: "waiting", act, id });
    const submitted = await node.submit(built.transaction);
    if (!submitted.ok && submitted.error.code !== "ledger/replayed")
      return { status: "refused", refusal: submitted.error };
    isTaken = true;
    const receipt = await node.receipt(id, RECEIPT_MILLISECONDS);
    if (receipt === undefined) return { status: "unknown", id };
    return receipt.outcome.status === "committed"
      ? { status: "committed", receipt }
      : { status: "refused", refusal: receipt.outcome.rejection };
  } catch (error) {
    if (!(error instanceof NodeRefusal)) {
      reportError(error);
      return { status: "failed", ...(id !== undefined && { id }) };
    }
    // Whether it arrived is not known, or how it ended; the same bytes may be sent again without harm.
    if (id !== undefined && (isTaken || error.refusal.code === "offline")) return { status: "unknown", id };
    return { status: "refused", refusal: error.refusal };
  }
}
