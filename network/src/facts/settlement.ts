import type { Read } from "@meridian/kernel/contract";
import { contract as prescriptions } from "@meridian/prescription/contract";
import { isIssue } from "@meridian/prescription/state";
import { contract as settlements } from "@meridian/settlement/contract";
import type { Facts } from "@meridian/settlement/schema";
import { schemeKey, schemeOf } from "@meridian/settlement/state";
import { organisationOf } from "./registry.ts";

/** What the settlement of a claim must know of the prescription that it pays for. */
export const settlementFacts = (read: Read): Facts => ({
  organisation: (id) => organisationOf(read, id),
  prescription: (id) => {
    const state = read(prescriptions, id);
    if (!isIssue(state)) return undefined;
    const { status, claim, patient, cancelPending } = state;
    return {
      status,
      claimedBy: claim?.organisation ?? null,
      payer: claim?.payer ?? null,
      patient,
      cancelPending: cancelPending !== null,
    };
  },
  scheme: (hash) => schemeOf(read(settlements, schemeKey(hash))),
});
