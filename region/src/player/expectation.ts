import type { Status } from "@meridian/prescription/vocabulary";
import type { Encounter } from "../generator/encounter.ts";

/** How a play must end and which refusals it must meet, in order; anything else is a failure that is reported. */
export type Expectation = { readonly status: Status; readonly refusals: readonly string[] };

const expect = (status: Status, ...refusals: readonly string[]): Expectation => ({ status, refusals });

export function expectationOf({ story, pathway }: Encounter): Expectation {
  switch (story.type) {
    case "fulfilled":
      return expect("COMPLETED");
    case "refused-by-pharmacy":
      return expect("NOT_DISPENSED", "prescription/final");
    case "returned-by-review": {
      const back = ["prescription/critical-finding-open", "review/override-not-allowed", "prescription/wrong-state"];
      // In hospital the physician has not come back to it yet; elsewhere another medicine is ordered.
      return expect(pathway === "in-hospital" ? "RETURNED" : "COMPLETED", ...back);
    }
    case "cancelled-in-flight":
      return expect("CANCELLED", story.when === "active" ? "prescription/cancelled" : "prescription/cancel-pending");
    case "held-and-lifted":
      return expect("COMPLETED", "disclosure/not-entitled", "prescription/held", "prescription/not-your-hold");
    case "revoked":
      return expect("REVOKED", "prescription/revoked");
    case "partially-dispensed":
      // The long prescription is made up later; the other stays owed.
      return expect(pathway === "chronic-repeat" ? "COMPLETED" : "PARTIAL", "prescription/exceeds-prescribed");
    case "reversed":
      return expect("REVERSED", "prescription/not-your-claim", "prescription/final");
    case "expired":
      return expect("EXPIRED", "prescription/not-due", "prescription/expired");
    case "substitution":
      return expect("COMPLETED", "prescription/wrong-state");
    case "review-critical-overridden":
      return expect("COMPLETED", "prescription/critical-finding-open", "prescription/override-not-cosigned");
    case "wrong-role":
      return expect("COMPLETED", wrongRole[story.why]);
    case "double-claim":
      return expect("COMPLETED", "prescription/already-claimed", "disclosure/not-entitled");
  }
}

export const wrongRole = {
  "no-narcotic-right": "prescription/credential-missing",
  "not-a-physician": "prescription/not-entitled",
} as const;
