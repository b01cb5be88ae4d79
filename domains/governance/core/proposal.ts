import { asSeconds, type OrganisationId, type ProposalId } from "@meridian/base/ids";
import { err, ok } from "@meridian/base/result";
import { type Context, organisationsOf } from "@meridian/kernel/context";
import { type CommandOf, type Event, type Facts, type RollFacts, type Tally, VOTING_MAX } from "./schema.ts";
import { type Decision, evolve, type Proposal, type State } from "./state.ts";
import { isAllowed, targetOf } from "./subjects.ts";

export function propose(state: State, command: CommandOf<"propose">, context: Context, facts: Facts): Decision {
  const { id: proposal, subject, action, deadline } = command;
  if (state.status !== "none") return err({ code: "proposal-exists" });
  const { members, thresholds } = facts.roll();
  const proposer = organisationsOf(context).find((author) => members.some((member) => member.organisation === author));
  if (proposer === undefined) return err({ code: "not-a-member" });
  if (!isAllowed(subject, action))
    return err({ code: "action-not-allowed", subject, domain: action.domain, command: action.type });
  if (!facts.isWellFormed(action)) return err({ code: "malformed-action" });
  const latest = asSeconds(context.time + VOTING_MAX);
  if (deadline <= context.time || deadline > latest) return err({ code: "deadline-out-of-range", latest });
  const target = targetOf(subject, action);
  return ok([
    {
      type: "proposed",
      proposal,
      proposer,
      subject,
      action,
      threshold: thresholds[subject],
      ...(target !== undefined && { target }),
      openedAt: context.time,
      deadline,
    },
  ]);
}

/** Each voting member that signed votes; the last vote of each before the decision counts. */
export function vote(state: Proposal, command: CommandOf<"vote">, context: Context, facts: Facts): Decision {
  const { id: proposal, choice } = command;
  if (context.time > state.deadline) return err({ code: "voting-over", deadline: state.deadline });
  const roll = facts.roll();
  const eligible = electorateOf(state, roll);
  const authors = [...new Set(organisationsOf(context))];
  const voters = authors.filter((author) => eligible.has(author));
  if (voters.length === 0) {
    const isTarget = authors.some((author) => author === state.target);
    return err(
      isTarget ? { code: "target-has-no-vote" } : { code: "not-eligible", kinds: state.threshold.kinds ?? [] },
    );
  }
  const cast = voters
    .filter((voter) => !state.votes.some((vote) => vote.organisation === voter && vote.choice === choice))
    .map((organisation): Event => ({ type: "voted", proposal, organisation, choice }));
  const after = cast.reduce<State>(evolve, state) as Proposal;
  // Counted even when nobody changed a vote: the roll may have shrunk since.
  const tally = tallyOf(after, roll);
  return ok(isReached(after, tally) ? [...cast, passed(proposal, state, tally)] : cast);
}

export function close(state: Proposal, proposal: ProposalId, { time }: Context, facts: Facts): Decision {
  if (time <= state.deadline) return err({ code: "still-open", deadline: state.deadline });
  return ok([{ type: "failed", proposal, tally: tallyOf(state, facts.roll()) }]);
}

/** Members on the roll today, of the kinds that decide this, without the one whom it is against. */
function electorateOf({ threshold: { kinds }, target }: Proposal, { members }: RollFacts): ReadonlySet<OrganisationId> {
  const voting = members.filter(
    ({ organisation, kind }) => organisation !== target && (kinds === undefined || kinds.includes(kind)),
  );
  return new Set(voting.map(({ organisation }) => organisation));
}

function tallyOf(proposal: Proposal, roll: RollFacts): Tally {
  const eligible = electorateOf(proposal, roll);
  const count = (choice: string) =>
    proposal.votes.filter((vote) => vote.choice === choice && eligible.has(vote.organisation)).length;
  return { yes: count("yes"), no: count("no"), eligible: eligible.size };
}

const isReached = ({ threshold: { numerator, denominator } }: Proposal, { yes, eligible }: Tally): boolean =>
  yes * denominator > numerator * eligible;

const passed = (proposal: ProposalId, { subject, action }: Proposal, tally: Tally): Event => ({
  type: "passed",
  proposal,
  subject,
  action,
  tally,
});
