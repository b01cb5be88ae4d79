import type { OrganisationId, Seconds } from "@meridian/base/ids";
import { assertNever, invariant } from "@meridian/base/invariant";
import type { Result } from "@meridian/base/result";
import type { Command as AnyCommand } from "@meridian/kernel/transaction";
import type { Choice, Event, Member, Rejection, RollFacts } from "./schema.ts";
import { DEFAULT_THRESHOLDS, type Subject, type Threshold, type Thresholds } from "./subjects.ts";

export type Roll = {
  readonly status: "roll";
  readonly members: readonly Member[];
  readonly thresholds: Partial<Thresholds>;
};
export type Vote = { readonly organisation: OrganisationId; readonly choice: Choice };
export type Proposal = {
  readonly status: "open" | "passed" | "failed";
  readonly proposer: OrganisationId;
  readonly subject: Subject;
  readonly action: AnyCommand;
  readonly threshold: Threshold;
  readonly target?: string;
  readonly openedAt: Seconds;
  readonly deadline: Seconds;
  readonly votes: readonly Vote[];
};
/** One record is the roll; every other is a proposal. */
export type State = { readonly status: "none" } | Roll | Proposal;

export type Decision = Result<readonly Event[], Rejection>;

/** Answers the fact `roll` from the state of the record `roll`, which lacks the subjects that came after it opened. */
export const rollOf = (state: State): RollFacts =>
  state.status === "roll"
    ? { members: state.members, thresholds: { ...DEFAULT_THRESHOLDS, ...state.thresholds } }
    : { members: [], thresholds: DEFAULT_THRESHOLDS };

export function evolve(state: State, event: Event): State {
  switch (event.type) {
    case "rollOpened":
      invariant(state.status === "none", "opened the roll twice");
      return { status: "roll", members: [], thresholds: event.thresholds };
    case "enrolled":
    case "struck":
    case "thresholdsSet":
      invariant(state.status === "roll", `${event.type} without a roll`);
      return evolveRoll(state, event);
    case "proposed": {
      invariant(state.status === "none", "proposed twice");
      const { type: _, proposal: __, ...proposed } = event;
      return { status: "open", ...proposed, votes: [] };
    }
    case "voted":
    case "passed":
    case "failed":
      invariant(state.status === "open", `${event.type} on what is not open`);
      return evolveProposal(state, event);
    default:
      return assertNever(event);
  }
}

function evolveRoll(
  state: Roll,
  event: Extract<Event, { readonly type: "enrolled" | "struck" | "thresholdsSet" }>,
): Roll {
  switch (event.type) {
    case "enrolled": {
      const { organisation, kind } = event;
      return { ...state, members: [...state.members, { organisation, kind }] };
    }
    case "struck":
      return { ...state, members: state.members.filter(({ organisation }) => organisation !== event.organisation) };
    case "thresholdsSet": {
      const changes = event.thresholds.map(({ subject, ...threshold }) => [subject, threshold] as const);
      return { ...state, thresholds: { ...state.thresholds, ...Object.fromEntries(changes) } };
    }
    default:
      return assertNever(event);
  }
}

function evolveProposal(
  state: Proposal,
  event: Extract<Event, { readonly type: "voted" | "passed" | "failed" }>,
): Proposal {
  if (event.type !== "voted") return { ...state, status: event.type };
  const { organisation, choice } = event;
  const others = state.votes.filter((vote) => vote.organisation !== organisation);
  return { ...state, votes: [...others, { organisation, choice }] };
}
