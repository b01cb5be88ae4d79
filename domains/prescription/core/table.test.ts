import { deepStrictEqual as same, ok as yes } from "node:assert";
import { describe, it } from "node:test";
import { faultOf } from "./matrix.ts";
import { COMMANDS, type Command, type CommandType } from "./schema.ts";
import { isIssue } from "./state.ts";
import { isTerminal, TABLE } from "./table.ts";
import {
  all,
  BATCH,
  CONTENT,
  claimedAlone,
  claimOf,
  command,
  issueOf,
  organisation,
  play,
  received,
  SELF_PAY,
  type Step,
  settleOf,
  some,
  WAYS,
} from "./testkit.ts";
import { STATUSES } from "./vocabulary.ts";

const [hospital, corner, rider, health] = ["hospital", "corner", "rider", "health"].map(organisation) as [
  ReturnType<typeof organisation>,
  ReturnType<typeof organisation>,
  ReturnType<typeof organisation>,
  ReturnType<typeof organisation>,
];
const EVERYBODY = "li wang zhao chen qian patient-1 hospital corner rider insurer health drugs court qr pickup";
const { items } = issueOf();

/** One command of every type, as whoever may do it would send it. */
const SENT: Readonly<Record<CommandType, Command>> = {
  issue: issueOf(),
  takeReview: command("takeReview", { organisation: hospital }),
  releaseReview: command("releaseReview", {}),
  approve: command("approve", {}),
  return: command("return", { reasons: ["dosage"] }),
  amend: command("amend", { previous: CONTENT, content: CONTENT, items }),
  schedule: command("schedule", {}),
  circulate: command("circulate", {}),
  claim: claimOf("corner"),
  release: command("release", { reason: "not-needed" }),
  requestChange: command("requestChange", { kind: "generic" }),
  answerChange: command("answerChange", { accepted: true }),
  settle: settleOf(),
  cashReceived: received,
  lapseSettlement: command("lapseSettlement", {}),
  dispense: command("dispense", { lines: all }),
  closeOwing: command("closeOwing", {}),
  ship: command("ship", { carrier: rider }),
  deliver: command("deliver", { organisation: corner }),
  returnDelivery: command("returnDelivery", { organisation: rider }),
  cancel: command("cancel", { reason: "clinical-grounds" }),
  acknowledgeCancel: command("acknowledgeCancel", {}),
  expire: command("expire", {}),
  refuse: command("refuse", { reason: "out-of-stock" }),
  reverse: command("reverse", { reason: "returned" }),
  reconcile: command("reconcile", { organisation: organisation("insurer"), batch: BATCH }),
  hold: command("hold", { organisation: health, reason: "recall", basis: "x", seconds: 60 }),
  lift: command("lift", { organisation: health, scope: "health" }),
  revoke: command("revoke", { organisations: [health, organisation("drugs")], reason: "forged", basis: "x" }),
};

/** Cells that need more than the shortest way to their state: what was pending, held, unpaid, owed or open. */
const cancelled: Step = [1, "li", SENT.cancel];
const PREPARED: { readonly [cell: string]: readonly Step[] } = {
  ...Object.fromEntries(STATUSES.map((status) => [`${status} lift`, [[1, "health", SENT.hold] satisfies Step]])),
  "CLAIMED acknowledgeCancel": [cancelled],
  "SETTLED acknowledgeCancel": [cancelled],
  "PARTIAL acknowledgeCancel": [cancelled],
  "PARTIAL closeOwing": [cancelled],
};
const OTHER_WAYS: { readonly [cell: string]: readonly Step[] } = {
  "CLAIMED dispense": [...SELF_PAY, ...claimedAlone],
  "REVOKED cashReceived": [...(WAYS["PARTIAL"] ?? []), [1, "health drugs", SENT.revoke]],
};
const ALTERED: { readonly [cell: string]: Command } = {
  "PARTIAL dispense": command("dispense", { lines: [{ ...some[0], codes: [] }] }),
};
/** Cells that only time opens; the tests of deadlines go there. */
const BY_TIME = new Set(["APPROVED schedule", "SCHEDULED circulate", "SETTLED lapseSettlement"]);

describe("states x commands", () => {
  it("has a way on from every state that is not final", () => {
    for (const status of STATUSES) {
      const { revoke: _, ...cells } = TABLE[status];
      const goesOn = Object.values(cells).some((cell) => typeof cell !== "string" && cell.some((to) => to !== status));
      same(goesOn, !isTerminal(status), status);
    }
  });

  it("has a way to every state", () => {
    for (const status of ["none", "tombstone", ...STATUSES]) same(play(WAYS[status] ?? []).state.status, status);
  });

  for (const status of ["none", "tombstone", ...STATUSES] as const)
    for (const type of COMMANDS) {
      const cell = TABLE[status][type];
      const key = `${status} ${type}`;
      it(`${type} in ${status}: ${typeof cell === "string" ? cell : cell.join(" or ")}`, () => {
        const steps = [
          ...(OTHER_WAYS[key] ?? WAYS[status] ?? []),
          ...(typeof cell === "string" ? [] : (PREPARED[key] ?? [])),
        ];
        const sent = ALTERED[key] ?? SENT[type];
        const { state, last } = play([...steps, [1, EVERYBODY, sent]]);
        if (last?.ok) {
          yes(typeof cell !== "string" && cell.some((target) => target === state.status), `leads to ${state.status}`);
        } else if (typeof cell === "string") same(last?.error.code, cell);
        else if (BY_TIME.has(key)) yes(last?.error.code);
        else if (type === "expire") same(last?.error.code, "not-due");
        else same(last?.error.code, undefined, key);
        if (isIssue(state)) same(faultOf(state), undefined);
      });
    }
});
