import type { Hash, PrescriptionId } from "@meridian/base/ids";
import { canonicalBytes } from "@meridian/base/json";
import { COMMANDS_MAX } from "@meridian/base/limits";
import { hashText } from "@meridian/base/shape";
import { merkleRoot } from "@meridian/crypto/merkle";
import type { CommandOf } from "@meridian/prescription/schema";
import { isIssue, type State } from "@meridian/prescription/state";
import { HOSPITAL, INSURANCE_AUTHORITY } from "../generator/organisations.ts";
import { Script } from "./script.ts";
import type { Stage } from "./stage.ts";

/**
 * T20: the insurance authority closes the books over what the hospital gave out itself; those of the pharmacies stay
 * open until the month ends. Every entry names the root over the whole batch. Answers what is final now.
 */
export async function closeBooks(
  { ledger, client, keys }: Stage,
  completed: readonly PrescriptionId[],
): Promise<ReadonlySet<PrescriptionId>> {
  const entries: { readonly id: PrescriptionId; readonly settlement: string }[] = [];
  for (const id of completed) {
    const state = (await ledger.record("prescription", id)) as State;
    if (!isIssue(state) || state.claim?.organisation !== HOSPITAL) continue;
    if (state.settlement?.insurer === INSURANCE_AUTHORITY) entries.push({ id, settlement: state.settlement.id });
  }
  const batch = hashText<Hash>(merkleRoot(entries.map((entry) => canonicalBytes(entry))));
  const script = new Script(client, keys);
  for (let at = 0; at < entries.length; at += COMMANDS_MAX) {
    const deeds = entries.slice(at, at + COMMANDS_MAX).map(
      ({ id }): CommandOf<"reconcile"> => ({
        domain: "prescription",
        type: "reconcile",
        id,
        organisation: INSURANCE_AUTHORITY,
        batch,
      }),
    );
    await script.commit(deeds, [INSURANCE_AUTHORITY]);
  }
  return new Set(entries.map(({ id }) => id));
}
