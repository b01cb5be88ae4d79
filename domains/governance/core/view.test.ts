import { deepStrictEqual as same } from "node:assert";
import { it } from "node:test";
import { asSeconds, type Height, type OrganisationId, type ProposalId, type TransactionId } from "@meridian/base/ids";
import type { Recorded } from "@meridian/kernel/view";
import type { Event } from "./schema.ts";
import { DEFAULT_THRESHOLDS, SUBJECTS } from "./subjects.ts";
import { view } from "./view.ts";

const proposal = "p-1" as ProposalId;
const organisation = "court" as OrganisationId;
const action = { domain: "organisation", type: "admit", id: "newcomer" };
const apply = (event: Event) => {
  const recorded: Recorded<Event> = {
    height: 3 as Height,
    time: asSeconds(500),
    position: 0,
    transaction: "00".repeat(32) as TransactionId,
    domain: "governance",
    record: proposal,
    event,
  };
  return view.apply(recorded);
};

it("fills exactly the columns of each table", () => {
  const changes = [
    ...apply({ type: "rollOpened", thresholds: DEFAULT_THRESHOLDS }),
    ...apply({ type: "enrolled", organisation, kind: "court" }),
    ...apply({
      type: "proposed",
      proposal,
      proposer: organisation,
      subject: "admit",
      action,
      threshold: DEFAULT_THRESHOLDS.admit,
      openedAt: asSeconds(500),
      deadline: asSeconds(900),
    }),
    ...apply({ type: "voted", proposal, organisation, choice: "yes" }),
  ];
  same(changes.length, SUBJECTS.length + 3);
  for (const change of changes) {
    const table = view.tables.find(({ name }) => name === change.table);
    same(change.op === "put" && Object.keys(change.row), Object.keys(table?.columns ?? {}));
  }
});

it("replaces a member's vote", () => {
  const [change] = apply({ type: "voted", proposal, organisation, choice: "no" });
  same(change?.op, "put");
  same(view.tables.find(({ name }) => name === "votes")?.primaryKey, ["proposal", "organisation"]);
});

it("shows how a proposal ended, and with how many votes", () => {
  same(apply({ type: "passed", proposal, subject: "admit", action, tally: { yes: 3, no: 1, eligible: 5 } }), [
    {
      op: "patch",
      table: "proposals",
      where: { proposal },
      set: { status: "passed", decided_at: 500, yes: 3, no: 1, eligible: 5 },
    },
  ]);
});

it("takes a struck member off the roll", () => {
  same(apply({ type: "struck", organisation }), [{ op: "delete", table: "members", where: { organisation } }]);
});
