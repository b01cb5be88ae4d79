import type { OrganisationId, ProposalId, Seconds } from "@meridian/base/ids";
import { ID_LENGTH_MAX } from "@meridian/base/limits";
import { id, integer, list, literal, object, oneOf, optional, type TypeOf, text, union } from "@meridian/base/shape";
import type { Command as AnyCommand } from "@meridian/kernel/transaction";
import { actionShape } from "./action.ts";
import { SUBJECTS, type Subject, type Threshold, type Thresholds } from "./subjects.ts";

/** Record id of the list of voting members. No proposal can have it. */
export const ROLL = "roll";
/** Voting members: a record has 256 KiB, and so have the votes of all of them. */
export const MEMBERS_MAX = 1_000;
/** Seconds that a proposal may stay open: 90 days. */
export const VOTING_MAX = 7_776_000;

const domain = literal("governance");
const organisation = id<OrganisationId>("organisation");
const proposal = text<ProposalId>({ max: ID_LENGTH_MAX, pattern: /^(?!roll$)[A-Za-z0-9][A-Za-z0-9._-]*$/ });
const kind = id<string>("kind of organisation");
const time = integer<Seconds>({ min: 1 as Seconds, max: Number.MAX_SAFE_INTEGER });
const threshold = object({
  subject: oneOf(...SUBJECTS),
  numerator: integer({ min: 1, max: 99 }),
  denominator: integer({ min: 2, max: 100 }),
  kinds: optional(list(kind, { min: 1, max: 14, unique: true })),
});

export const commandShape = union("type", {
  enrol: object({ domain, type: literal("enrol"), organisation, kind }),
  strike: object({ domain, type: literal("strike"), organisation }),
  setThresholds: object({
    domain,
    type: literal("setThresholds"),
    thresholds: list(threshold, { min: 1, max: SUBJECTS.length }),
  }),
  propose: object({
    domain,
    type: literal("propose"),
    id: proposal,
    subject: oneOf(...SUBJECTS),
    action: actionShape,
    deadline: time,
  }),
  vote: object({ domain, type: literal("vote"), id: proposal, choice: oneOf("yes", "no") }),
  close: object({ domain, type: literal("close"), id: proposal }),
});
export type Command = TypeOf<typeof commandShape>;
export type CommandOf<Type extends Command["type"]> = Extract<Command, { readonly type: Type }>;

export type Choice = "yes" | "no";
export type Member = { readonly organisation: OrganisationId; readonly kind: string };
export type RollFacts = { readonly members: readonly Member[]; readonly thresholds: Thresholds };
/** Votes of members that may vote, at the moment of the decision. */
export type Tally = { readonly yes: number; readonly no: number; readonly eligible: number };

export type Event =
  | { readonly type: "rollOpened"; readonly thresholds: Partial<Thresholds> }
  | { readonly type: "enrolled"; readonly organisation: OrganisationId; readonly kind: string }
  | { readonly type: "struck"; readonly organisation: OrganisationId }
  | {
      readonly type: "thresholdsSet";
      readonly thresholds: readonly ({ readonly subject: Subject } & Threshold)[];
    }
  | {
      readonly type: "proposed";
      readonly proposal: ProposalId;
      readonly proposer: OrganisationId;
      readonly subject: Subject;
      readonly action: AnyCommand;
      /** Pinned: changing thresholds does not change votes that are under way. */
      readonly threshold: Threshold;
      /** Whom it is against, who has no vote. */
      readonly target?: string;
      readonly openedAt: Seconds;
      readonly deadline: Seconds;
    }
  | {
      readonly type: "voted";
      readonly proposal: ProposalId;
      readonly organisation: OrganisationId;
      readonly choice: Choice;
    }
  | {
      readonly type: "passed";
      readonly proposal: ProposalId;
      readonly subject: Subject;
      /** What the network now runs, by reaction, in the same transaction. */
      readonly action: AnyCommand;
      readonly tally: Tally;
    }
  | { readonly type: "failed"; readonly proposal: ProposalId; readonly tally: Tally };

export type Rejection =
  | { readonly code: "only-by-reaction" }
  | { readonly code: "only-by-governance" }
  | { readonly code: "roll-full"; readonly max: number }
  | { readonly code: "threshold-not-a-majority"; readonly subject: Subject }
  | { readonly code: "no-eligible-member"; readonly subject: Subject }
  | { readonly code: "proposal-exists" }
  | { readonly code: "unknown-proposal" }
  | { readonly code: "not-a-member" }
  | {
      readonly code: "action-not-allowed";
      readonly subject: Subject;
      readonly domain: string;
      readonly command: string;
    }
  | { readonly code: "malformed-action" }
  | { readonly code: "deadline-out-of-range"; readonly latest: Seconds }
  | { readonly code: "already-decided"; readonly outcome: "passed" | "failed" }
  | { readonly code: "target-has-no-vote" }
  | { readonly code: "not-eligible"; readonly kinds: readonly string[] }
  | { readonly code: "voting-over"; readonly deadline: Seconds }
  | { readonly code: "still-open"; readonly deadline: Seconds };

/** What the network answers from the committed state of other records. */
export type Facts = {
  /** The record `roll` as it stands, by `rollOf`. */
  roll(): RollFacts;
  /** Whether the action fits the command shape of its domain; false if there is no such domain. */
  isWellFormed(action: AnyCommand): boolean;
};
