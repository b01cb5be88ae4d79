import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import type { Facts, GuardRequest, PathwayRules } from "../facts.ts";
import { COMMANDS, type Command, type CommandType } from "../schema.ts";
import { isIssue } from "../state.ts";
import {
  all,
  BATCH,
  CONTENT,
  claimedAlone,
  claimOf,
  command,
  factsOf,
  issueOf,
  organisation,
  PICKUP_KEY,
  play,
  received,
  SELF_PAY,
  START,
  type Step,
  settleOf,
  WAYS,
} from "../testkit.ts";

const [hospital, corner, health, rider] = [
  organisation("hospital"),
  organisation("corner"),
  organisation("health"),
  organisation("rider"),
] as const;
const way = (status: string): readonly Step[] => WAYS[status] ?? [];
const unpaid: readonly Step[] = [
  ...way("CLAIMED"),
  [1, "corner", settleOf({ fund: 0, account: 0, cash: 1_000 } as never)],
];
const cancel = command("cancel", { reason: "clinical-grounds" });
const held: Step = [1, "health", command("hold", { organisation: health, reason: "recall", basis: "x", seconds: 60 })];

/** Where each command goes through, and who sends it there. */
const SENT: Readonly<Record<CommandType, readonly [steps: readonly Step[], signers: string, command: Command]>> = {
  issue: [[], "li", issueOf()],
  takeReview: [way("ISSUED"), "wang", command("takeReview", { organisation: hospital })],
  releaseReview: [way("IN_REVIEW"), "wang", command("releaseReview", {})],
  approve: [way("IN_REVIEW"), "wang", command("approve", {})],
  return: [way("IN_REVIEW"), "wang", command("return", { reasons: ["dosage"] })],
  amend: [way("RETURNED"), "li", command("amend", { previous: CONTENT, content: CONTENT, items: issueOf().items })],
  schedule: [way("SCHEDULED").slice(0, -1), "", command("schedule", {})],
  circulate: [way("APPROVED"), "hospital", command("circulate", { organisation: hospital })],
  claim: [way("ACTIVE"), "corner qr", claimOf("corner")],
  release: [way("CLAIMED"), "corner", command("release", { reason: "other" })],
  requestChange: [way("CLAIMED"), "chen", command("requestChange", { kind: "generic" })],
  answerChange: [way("SUBST_PENDING"), "li", command("answerChange", { accepted: true })],
  settle: [way("CLAIMED"), "corner", settleOf()],
  cashReceived: [unpaid, "", received],
  lapseSettlement: [unpaid, "", command("lapseSettlement", {})],
  dispense: [way("SETTLED"), "chen", command("dispense", { lines: all })],
  closeOwing: [[...way("PARTIAL"), [1, "li", cancel]], "corner", command("closeOwing", {})],
  ship: [way("DISPENSED"), "corner", command("ship", { carrier: rider, pickupKey: PICKUP_KEY })],
  deliver: [way("IN_DELIVERY"), "chen pickup", command("deliver", { organisation: corner })],
  returnDelivery: [way("IN_DELIVERY"), "wu", command("returnDelivery", { organisation: rider })],
  cancel: [way("ACTIVE"), "li", cancel],
  acknowledgeCancel: [[...way("CLAIMED"), [1, "li", cancel]], "corner", command("acknowledgeCancel", {})],
  expire: [way("ACTIVE"), "", command("expire", {})],
  refuse: [way("SETTLED"), "chen", command("refuse", { reason: "out-of-stock" })],
  reverse: [way("COMPLETED"), "corner", command("reverse", { reason: "returned" })],
  reconcile: [
    way("COMPLETED"),
    "insurer",
    command("reconcile", { organisation: organisation("insurer"), batch: BATCH }),
  ],
  hold: [way("ACTIVE"), "health", held[2]],
  lift: [[...way("ACTIVE"), held], "health", command("lift", { organisation: health, scope: "health" })],
  revoke: [
    way("ACTIVE"),
    "health drugs",
    command("revoke", { organisations: [health, organisation("drugs")], reason: "forged", basis: "x" }),
  ],
};
const NOT_ASKED: readonly CommandType[] = [
  "releaseReview",
  "release",
  "cashReceived",
  "lapseSettlement",
  "closeOwing",
  "returnDelivery",
  "acknowledgeCancel",
  "expire",
  "hold",
  "lift",
  "revoke",
];
const LEFT_TO_THE_CONTRACT: readonly CommandType[] = ["issue", "return", "cancel", "refuse", "reverse"];

type Answer = ReturnType<PathwayRules["permits"]>;
const yes = { allowed: true, transition: "t", to: "", quorum: 1, deadlineSeconds: null } as const;
function tried(type: CommandType, answer: Answer) {
  const seconds = { lapseSettlement: 1_801, issue: 0 }[type as string] ?? 1;
  const [steps, signers, sent] = SENT[type];
  const asked: GuardRequest[] = [];
  const permits = (request: GuardRequest): Answer => {
    if (request.command !== type) return yes;
    asked.push(request);
    return answer;
  };
  const { last, state } = play([...steps, [seconds, signers, sent]], { permits });
  return { code: last?.ok ? "ok" : last?.error.code, asked: asked.at(-1), state };
}

describe("a pathway", () => {
  for (const type of COMMANDS) {
    const isAsked = !NOT_ASKED.includes(type);
    it(`${isAsked ? "may refuse" : "is not asked of"} ${type}`, () => {
      const { code } = tried(type, { allowed: false, reason: "guard", error: "no" });
      same(code, isAsked ? "pathway-refused" : type === "expire" ? "not-due" : "ok");
    });
    if (!isAsked) continue;
    it(`that says nothing of ${type} ${LEFT_TO_THE_CONTRACT.includes(type) ? "allows" : "refuses"} it`, () => {
      const { code } = tried(type, { allowed: false, reason: "no-transition" });
      same(code, LEFT_TO_THE_CONTRACT.includes(type) ? "ok" : "pathway-refused");
    });
    it(`that does not mean this actor refuses ${type}`, () => {
      same(tried(type, { allowed: false, reason: "not-this-actor" }).code, "pathway-refused");
    });
  }

  it("may want more signers", () => {
    const codes = (["claim", "deliver", "ship", "cancel"] as const).map(
      (type) => tried(type, { ...yes, quorum: 2 }).code,
    );
    same(codes, ["quorum-missing", "quorum-missing", "quorum-missing", "quorum-missing"]);
    const two = play([...way("ACTIVE"), [1, "corner chen qr", SENT.claim[2]]], {
      permits: () => ({ ...yes, quorum: 1 }),
    });
    same(two.last?.ok, true);
  });

  it("counts people and organisations, not the keys of codes", () => {
    const permits = ({ command: type }: GuardRequest) => ({ ...yes, quorum: type === "claim" ? 2 : 1 });
    const code = (signers: string) => {
      const { last } = play([...way("ACTIVE"), [1, signers, SENT.claim[2]]], { permits });
      return last?.ok ? "ok" : last?.error.code;
    };
    same(["corner qr", "corner corner qr", "corner chen qr"].map(code), ["quorum-missing", "quorum-missing", "ok"]);
  });

  it("shortens a deadline and never lengthens it", () => {
    const until = [60, 999_999].map((deadlineSeconds) => {
      const { state } = tried("claim", { ...yes, deadlineSeconds });
      return isIssue(state) && state.claim && state.claim.until - state.claim.at;
    });
    same(until, [60, 86_400]);
  });

  it("sees who acts", () => {
    const actors = (["issue", "claim", "dispense", "settle", "cancel", "schedule"] as const).map((type) => {
      const actor = tried(type, yes).asked?.actor;
      return [actor?.organisation, actor?.kind, actor?.roles.join(), actor?.credentials.join()].join(" ");
    });
    same(actors, [
      "hospital hospital physician licence-physician,prescribe-narcotic,licence-hospital",
      "corner pharmacy  licence-pharmacy,dispense-narcotic",
      "corner pharmacy pharmacist licence-pharmacist,licence-pharmacy,dispense-narcotic",
      "insurer insurer  ",
      "hospital hospital physician licence-physician,prescribe-narcotic,licence-hospital",
      "   ",
    ]);
  });

  it("sees the patient as a patient", () => {
    const asked: GuardRequest[] = [];
    const permits = (request: GuardRequest) => {
      asked.push(request);
      return yes;
    };
    play([...way("ACTIVE"), [1, "patient-1", cancel]], { permits });
    const actor = asked.at(-1)?.actor;
    same([actor?.organisation, actor?.kind, actor?.roles, actor?.credentials], ["", "patient", [], []]);
  });

  it("sees the issue", () => {
    const common = {
      issuedAt: START,
      expiresAt: START + 3 * 86_400,
      notBefore: START,
      items: 2,
      series: 1,
      seriesOf: 1,
      nominated: "",
      assigned: "",
      classes: ["general", "antimicrobial"],
      delivery: true,
      substituted: false,
    };
    const flags = { cancelPending: false, held: false, selfPay: false };
    same(tried("issue", yes).asked?.rx, { status: "NONE", ...common, ...flags, claimedBy: "" });
    same(tried("dispense", yes).asked?.rx, { status: "SETTLED", ...common, ...flags, claimedBy: "corner" });
    same(tried("dispense", yes).asked?.from, "SETTLED");
  });

  it("sees holds, cancellations and who pays", () => {
    const seen: GuardRequest["rx"][] = [];
    const permits = ({ rx, command: type }: GuardRequest) => {
      if (type === "refuse") seen.push(rx);
      return yes;
    };
    const refuse: Step = [1, "chen", command("refuse", { reason: "out-of-stock" })];
    const claimed = [...SELF_PAY, ...claimedAlone];
    play([...claimed, [1, "li", cancel], held, refuse], { permits });
    same(
      seen.map(({ held: isHeld, cancelPending, selfPay }) => [isHeld, cancelPending, selfPay]),
      [[true, true, true]],
    );
  });
});

describe("an organisation whose licence is gone", () => {
  const cases: readonly CommandType[] = ["issue", "takeReview", "amend", "claim", "dispense", "deliver", "refuse"];
  for (const type of cases)
    it(`is refused ${type}`, () => {
      const [steps, signers, sent] = SENT[type];
      const whole = factsOf().credential;
      const credential: Facts["credential"] = (holder, ...rest) => "person" in holder && whole(holder, ...rest);
      const { last } = playThen(steps, [1, signers, sent], { credential });
      same(last?.ok ? "ok" : last?.error.code, "credential-missing");
    });

  it("is not kept from giving back what it has", () => {
    for (const type of ["releaseReview", "release", "reverse", "returnDelivery"] as const) {
      const [steps, signers, sent] = SENT[type];
      const { last } = playThen(steps, [1, signers, sent], { credential: () => false });
      same(last?.ok, true, type);
    }
  });

  /** The steps with everything in order; the last one, a second later, with other credentials. */
  function playThen(steps: readonly Step[], last: Step, { credential }: Pick<Facts, "credential">) {
    const before = steps.reduce((sum, [seconds]) => sum + seconds, START);
    const whole = factsOf().credential;
    const then: Facts["credential"] = (holder, kind, scope, time) =>
      (time > before ? credential : whole)(holder, kind, scope, time);
    return play([...steps, last], { facts: { credential: then } });
  }
});
