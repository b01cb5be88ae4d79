import type { Commitment, Hash, OrganisationId, PersonId, Seconds, UnitCode } from "@meridian/base/ids";
import type { Scope, Status } from "./vocabulary.ts";

type Bare<Code extends string> = { readonly [C in Code]: { readonly code: C } }[Code];

/** Every way a command can be refused. Clients switch on `code`; nobody parses a message. */
export type Rejection =
  // Where the issue stands
  | Bare<"already-issued" | "not-issued" | "cancelled" | "revoked" | "final">
  | { readonly code: "wrong-state"; readonly status: Status; readonly command: string }
  | { readonly code: "expired"; readonly since: Seconds }
  | { readonly code: "already-claimed"; readonly by: OrganisationId; readonly until: Seconds }
  | { readonly code: "not-due"; readonly due: Seconds | null }
  | { readonly code: "not-yet"; readonly notBefore: Seconds }
  | { readonly code: "held"; readonly scopes: readonly Scope[] }
  | Bare<"cancel-pending" | "not-a-reaction" | "already-open">
  // Who acts
  | { readonly code: "unknown-organisation" | "organisation-inactive"; readonly organisation: OrganisationId }
  | { readonly code: "organisation-kind"; readonly organisation: OrganisationId; readonly kind: string }
  | { readonly code: "not-entitled"; readonly organisation: OrganisationId; readonly roles: readonly string[] }
  | { readonly code: "credential-missing"; readonly holder: PersonId | OrganisationId; readonly kind: string }
  | { readonly code: "quorum-missing"; readonly needed: number; readonly have: number }
  | Bare<"not-the-prescriber" | "is-prescriber" | "already-approved" | "not-your-review" | "not-a-person">
  | { readonly code: "not-the-issuer"; readonly issuer: OrganisationId }
  | { readonly code: "not-your-claim"; readonly by: OrganisationId }
  | { readonly code: "not-an-authority"; readonly organisation: OrganisationId; readonly kind: string }
  // The pathway
  | { readonly code: "pathway-unknown"; readonly pathway: Hash }
  | {
      readonly code: "pathway-refused";
      readonly reason: "no-transition" | "not-this-actor" | "guard";
      readonly error?: string;
    }
  // Issuing and reviewing
  | { readonly code: "unknown-patient"; readonly patient: PersonId }
  | { readonly code: "unknown-custodian"; readonly custodian: OrganisationId }
  | Bare<"self-prescription" | "self-pay-not-allowed" | "delivery-not-allowed">
  | { readonly code: "signed-too-far-away"; readonly authoredOn: Seconds; readonly time: Seconds }
  | { readonly code: "too-many-items"; readonly max: number }
  | { readonly code: "duplicate-line" | "unknown-line" | "line-closed"; readonly line: number }
  | { readonly code: "class-not-allowed"; readonly class: string }
  | { readonly code: "nomination-mismatch"; readonly required: "open" | "nominated" | "assigned" }
  | { readonly code: "series-out-of-range"; readonly max: number }
  | { readonly code: "interval-too-short"; readonly earliest: Seconds }
  | { readonly code: "opens-too-late"; readonly latest: Seconds }
  | { readonly code: "validity-too-long"; readonly latest: Seconds }
  | Bare<"validity-empty" | "content-unchanged" | "review-missing" | "override-not-cosigned">
  | { readonly code: "critical-finding-open"; readonly open: number }
  | { readonly code: "previous-mismatch"; readonly content: Commitment }
  // Claiming, settling, dispensing
  | { readonly code: "not-nominated"; readonly pharmacy: OrganisationId }
  | Bare<"patient-proof-missing" | "self-pay" | "settlement-required" | "cash-unpaid" | "payer-missing">
  | { readonly code: "not-a-payer"; readonly organisation: OrganisationId }
  | { readonly code: "sum-mismatch"; readonly total: number; readonly sum: number }
  | { readonly code: "settlement-overdue"; readonly since: Seconds }
  | { readonly code: "exceeds-prescribed"; readonly line: number; readonly remaining: number }
  | { readonly code: "second-pharmacist-missing"; readonly needed: number; readonly have: number }
  | { readonly code: "duplicate-code"; readonly unit: UnitCode }
  | { readonly code: "too-many-codes"; readonly max: number }
  | { readonly code: "unit-not-available"; readonly unit: UnitCode; readonly status: string }
  | Bare<"nothing-dispensed">
  // Delivering
  | { readonly code: "not-a-carrier"; readonly organisation: OrganisationId; readonly kind: string }
  | { readonly code: "not-your-delivery"; readonly carrier: OrganisationId }
  | Bare<"recipient-proof-missing" | "temperature-log-missing">
  // Cancelling, reversing, closing
  | Bare<"patient-may-not-cancel" | "too-many-tombstones" | "no-cancel-pending" | "already-acknowledged">
  | { readonly code: "insurer-missing"; readonly insurer: OrganisationId; readonly since: Seconds }
  | { readonly code: "not-the-insurer"; readonly insurer: OrganisationId }
  | Bare<"batch-missing">
  // Authorities
  | { readonly code: "already-held"; readonly scope: Scope; readonly by: OrganisationId; readonly until: Seconds }
  | { readonly code: "not-held"; readonly scope: Scope }
  | { readonly code: "not-your-hold"; readonly scope: Scope; readonly by: OrganisationId }
  | Bare<"already-supported">;
export type RejectionCode = Rejection["code"];
