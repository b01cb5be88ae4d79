import type { OrganisationId, ProposalId } from "@meridian/base/ids";
import type { Name } from "@meridian/client/desk";
import type { Command } from "@meridian/kernel/transaction";
import type { Row } from "@meridian/kernel/view";
import { useAct } from "@meridian/ui/desk/act";
import { useNow } from "../../frame/live.tsx";
import { useHouse } from "./acting-as.ts";

/** A row of `proposals`. */
export type Proposal = Row & {
  readonly proposal: string;
  readonly status: string;
  readonly action: { readonly type: string; readonly [member: string]: unknown };
  readonly proposer: string;
  readonly threshold: { readonly numerator: number; readonly denominator: number; readonly kinds?: readonly string[] };
  readonly opened_at: number;
  readonly deadline: number;
};
/** A row of `votes`. */
export type VoteRow = Row & { readonly proposal: string; readonly organisation: string; readonly choice: string };

const DAY = 86_400;
const VOTING_DAYS_MAX = 90;
const idOf = (about: string): ProposalId => {
  const chance = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  return `${about.slice(0, 48)}-${chance.toString(36)}` as ProposalId;
};

/** Proposes something about pathways in the name of the authority, which votes for it in the same transaction. */
export function useProposing(): (action: Command, about: string, says: Name, days: number) => Promise<boolean> {
  const act = useAct();
  const house = useHouse();
  const now = useNow();
  return async (action, about, says, days) => {
    const id = idOf(about);
    const deadline = now + Math.min(days, VOTING_DAYS_MAX) * DAY - (days >= VOTING_DAYS_MAX ? DAY : 0);
    const acted = await act({
      commands: [
        { domain: "governance", type: "propose", id, subject: "pathway", action, deadline } as Command,
        { domain: "governance", type: "vote", id, choice: "yes" } as Command,
      ],
      says,
      ...(house !== undefined && { hands: { as: [house] } }),
    });
    return acted?.status === "committed";
  };
}

/** Votes in the name of the house. */
export function useVoting(): (proposal: string, choice: "yes" | "no", says: Name) => Promise<void> {
  const act = useAct();
  const house: OrganisationId | undefined = useHouse();
  return async (proposal, choice, says) => {
    await act({
      commands: [{ domain: "governance", type: "vote", id: proposal, choice } as Command],
      says,
      ...(house !== undefined && { hands: { as: [house] } }),
    });
  };
}
