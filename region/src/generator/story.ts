import type { OrganisationId, PersonId } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { substitutesOf } from "@meridian/formulary/lookup";
import type { Medicine } from "@meridian/formulary/medicine";
import type { StaffRole } from "@meridian/kernel/vocabulary";
import type { EncounterLine } from "./line.ts";
import { DRUG_AUTHORITY, HEALTH_COMMISSION, HOSPITAL, INSURANCE_AUTHORITY, PHARMACIES } from "./organisations.ts";
import type { Random } from "./random.ts";
import type { Region } from "./region.ts";
import type { Slot } from "./scenarios.ts";

/** What is particular to a scenario. Reasons are those of the prescription and review domains. */
export type Story =
  | { readonly type: "fulfilled" | "expired" }
  | { readonly type: "refused-by-pharmacy"; readonly reason: "out-of-stock" | "clinically-unsuitable" }
  | { readonly type: "returned-by-review"; readonly reason: "allergy" }
  | {
      readonly type: "cancelled-in-flight";
      readonly reason: "treatment-changed" | "prescribing-error";
      /** Before a pharmacy claims it, or after: then the cancellation waits. */
      readonly when: "active" | "claimed";
    }
  | {
      readonly type: "held-and-lifted";
      readonly authority: OrganisationId;
      readonly officer: PersonId;
      readonly reason: "suspected-fraud" | "licence-in-doubt";
    }
  | {
      readonly type: "revoked";
      /** Two authorities, for the quorum. */
      readonly authorities: readonly { readonly authority: OrganisationId; readonly officer: PersonId }[];
      readonly reason: "forged" | "recall";
    }
  | { readonly type: "partially-dispensed"; readonly line: number; readonly firstUnits: number }
  | { readonly type: "reversed"; readonly reason: "returned" | "wrong-item" }
  | {
      readonly type: "substitution";
      readonly kind: "generic" | "out-of-stock";
      readonly line: number;
      readonly medicine: Medicine;
      /** Of the line, with the other medicine. */
      readonly priceFen: number;
    }
  | { readonly type: "review-critical-overridden"; readonly reason: "benefit-outweighs-risk" | "specialist-advice" }
  | {
      readonly type: "wrong-role";
      readonly intruder: PersonId;
      readonly organisation: OrganisationId;
      readonly why: "no-narcotic-right" | "not-a-physician";
    }
  | { readonly type: "double-claim"; readonly rival: OrganisationId; readonly rivalPharmacist: PersonId };

type Setup = {
  readonly organisation: OrganisationId;
  readonly dispenser: OrganisationId;
  readonly lines: readonly EncounterLine[];
};

export function storyOf(region: Region, { scenario, pathway }: Slot, setup: Setup, random: Random): Story {
  switch (scenario) {
    case "fulfilled":
    case "expired":
      return { type: scenario };
    case "refused-by-pharmacy":
      return { type: scenario, reason: random.pick(["out-of-stock", "clinically-unsuitable"] as const) };
    case "returned-by-review":
      return { type: scenario, reason: "allergy" };
    case "cancelled-in-flight":
      return {
        type: scenario,
        reason: random.pick(["treatment-changed", "prescribing-error"] as const),
        when: random.pick(["active", "claimed"] as const),
      };
    case "held-and-lifted": {
      const authority = random.pick([HEALTH_COMMISSION, INSURANCE_AUTHORITY, DRUG_AUTHORITY]);
      const reason = authority === INSURANCE_AUTHORITY ? "suspected-fraud" : "licence-in-doubt";
      return { type: scenario, authority, officer: somebody(region, authority, "officer", random), reason };
    }
    case "revoked":
      return {
        type: scenario,
        authorities: [HEALTH_COMMISSION, DRUG_AUTHORITY].map((authority) => ({
          authority,
          officer: somebody(region, authority, "officer", random),
        })),
        reason: random.pick(["forged", "recall"] as const),
      };
    case "partially-dispensed":
      return partOf(setup.lines);
    case "reversed":
      return { type: scenario, reason: random.pick(["returned", "wrong-item"] as const) };
    case "substitution":
      return substitution(setup.lines, random);
    case "review-critical-overridden":
      return { type: scenario, reason: random.pick(["benefit-outweighs-risk", "specialist-advice"] as const) };
    case "wrong-role":
      return pathway === "controlled-drug"
        ? { ...intruderOf(region, "physician", random), why: "no-narcotic-right" }
        : { ...intruderOf(region, "pharmacist", random), why: "not-a-physician" };
    case "double-claim": {
      const rival = random.pick(PHARMACIES.filter((pharmacy) => pharmacy !== setup.dispenser));
      return { type: scenario, rival, rivalPharmacist: somebody(region, rival, "pharmacist", random) };
    }
  }
}

function somebody(region: Region, organisation: OrganisationId, role: StaffRole, random: Random): PersonId {
  return random.pick(region.staff.filter((each) => each.organisation === organisation && each.role === role)).id;
}

/** Somebody at the hospital without the narcotic right. */
function intruderOf(region: Region, role: StaffRole, random: Random) {
  const candidates = region.staff.filter(
    (each) => each.organisation === HOSPITAL && each.role === role && !each.controlled,
  );
  return { type: "wrong-role" as const, intruder: random.pick(candidates).id, organisation: HOSPITAL };
}

/** Half of the first line, rounded up; the rest is owed. */
function partOf(lines: readonly EncounterLine[]): Story {
  const [first] = lines;
  invariant(first !== undefined && first.units >= 2, "a line that can be parted");
  return { type: "partially-dispensed", line: first.line, firstUnits: Math.ceil(first.units / 2) };
}

function substitution(lines: readonly EncounterLine[], random: Random): Story {
  const [first] = lines;
  const medicine = first === undefined ? undefined : substitutesOf(first.medicine.code)[0];
  invariant(first !== undefined && medicine !== undefined, "a medicine that has a substitute");
  return {
    type: "substitution",
    kind: random.pick(["generic", "out-of-stock"] as const),
    line: first.line,
    medicine,
    priceFen: first.units * medicine.priceFen,
  };
}
