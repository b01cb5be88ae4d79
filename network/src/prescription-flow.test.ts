import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import {
  admitting,
  claimed,
  command,
  commitmentTo,
  DAY,
  decideByVote,
  names,
  Region,
  rx,
  settled,
  staff,
  steps,
} from "./region.conformance.ts";

function open(): Region {
  const region = new Region();
  staff(region);
  return region;
}
const statusOf = (region: Region, id: string): unknown => region.state("prescription", id)["status"];
const standing = (region: Region) => region.state("settlement", "standing.p-zhang.2026");
const unitOf = (region: Region, code: string): unknown => region.state("unit", code)["status"];

describe("a prescription from issue to the books", () => {
  it("passes every domain it touches, in one transaction a step", () => {
    const region = open();
    same(names(steps.issue(region, "rx-1")), ["prescription/rx-1 issued"]);
    steps.review(region, "rx-1");
    same(names(steps.claim(region, "rx-1")), ["prescription/rx-1 claimed"]);
    same(names(region.do("fund", steps.adjudicating("rx-1", "s-1"))), [
      "settlement/s-1 adjudicated",
      "settlement/standing.p-zhang.2026 accrued",
      "prescription/rx-1 settled",
    ]);
    same(names(region.do("s-chen corner", steps.dispensing("rx-1", 30, ["u-1", "u-2"], { handedOver: true }))), [
      "prescription/rx-1 dispensed",
      "prescription/rx-1 delivered",
      "unit/u-1 dispensed",
      "unit/u-2 dispensed",
    ]);
    same([statusOf(region, "rx-1"), unitOf(region, "u-1")], ["COMPLETED", "dispensed"]);
    region.do("fund", rx("reconcile", "rx-1", { organisation: "fund", batch: "ba".repeat(32) }));
    same(statusOf(region, "rx-1"), "FINALISED");
  });

  it("is settled only by the insurer's answer: nobody settles a prescription by signing", () => {
    const region = open();
    claimed(region, "rx-1");
    const signed = rx("settle", "rx-1", { settlement: "s-1", insurer: "fund", total: 1, fund: 1, account: 0, cash: 0 });
    for (const by of ["fund", "corner", "fund corner"])
      same(region.try(by, signed)?.code, "prescription/not-a-reaction");
    for (const [domain, type, rest] of [
      ["settlement", "negate", { id: "s-1" }],
      ["unit", "dispense", { code: "u-1", prescription: "rx-1", pharmacy: "corner" }],
      ["unit", "takeBack", { code: "u-1", prescription: "rx-1" }],
    ] as const)
      same(region.try("corner fund", command(domain, type, rest))?.code, `${domain}/not-a-reaction`);
  });

  it("is reviewed by the house that issued it alone, and only while it can be", () => {
    const region = open();
    steps.issue(region, "rx-1");
    same(
      region.try("s-chen", rx("takeReview", "rx-1", { organisation: "corner" }))?.code,
      "prescription/not-the-issuer",
    );
    const attaching = (custodian: string) =>
      command("review", "attach", {
        prescription: "rx-1",
        version: 1,
        ruleSet: commitmentTo("rules"),
        findings: commitmentTo("findings"),
        counts: { critical: 1, warning: 0, info: 0 },
        coSign: [],
        final: [0],
        custodian,
      });
    same(region.try("corner", attaching("corner"))?.code, "review/not-the-reviewing-organisation");
    region.pass(30 * DAY);
    same(region.try("hospital", attaching("hospital"))?.code, "review/not-reviewable");
  });

  it("nothing is settled of what the patient pays", () => {
    const region = open();
    steps.issue(region, "rx-1", { selfPay: true });
    steps.review(region, "rx-1");
    steps.claim(region, "rx-1");
    same(region.try("fund", steps.adjudicating("rx-1", "s-1"))?.code, "settlement/not-the-payer");
    same([region.state("settlement", "s-1"), standing(region)], [{}, {}]);
  });

  it("nobody settles but whom the claim asks to pay", () => {
    const region = open();
    decideByVote(region, "p1", "admit", admitting("rival", "insurer"), ["health", "drugs", "court", "fund"]);
    claimed(region, "rx-1");
    same(
      region.try("rival", steps.adjudicating("rx-1", "s-1", { insurer: "rival" }))?.code,
      "settlement/not-the-payer",
    );
    same([region.state("settlement", "s-1"), standing(region)], [{}, {}]);
  });

  it("nothing is settled while an authority holds the prescription, to the last second", () => {
    const region = open();
    claimed(region, "rx-1");
    region.do("drugs", rx("hold", "rx-1", { organisation: "drugs", reason: "recall", basis: "test", seconds: 60 }));
    same(region.try("fund", steps.adjudicating("rx-1", "s-1"))?.code, "prescription/held");
    region.pass(60);
    same(region.try("fund", steps.adjudicating("rx-1", "s-1")), undefined);
  });

  it("two settlements that reckon with the same year do not both stand", () => {
    const region = open();
    settled(region, "rx-1", "s-1");
    claimed(region, "rx-2");
    same(region.try("fund", steps.adjudicating("rx-2", "s-2"))?.code, "settlement/standing-changed");
    same(statusOf(region, "rx-2"), "CLAIMED");
  });

  it("a code that was dispensed before takes the whole second dispensing with it", () => {
    const region = open();
    settled(region, "rx-1", "s-1");
    region.do("s-chen corner", steps.dispensing("rx-1", 30, ["u-1"]));
    settled(region, "rx-2", "s-2", 700);
    const refusal = region.try("s-chen corner", steps.dispensing("rx-2", 30, ["u-9", "u-1"]));
    // The fact refuses it before the reaction would.
    same([statusOf(region, "rx-2"), unitOf(region, "u-9"), refusal === undefined], ["SETTLED", undefined, false]);
  });
});

describe("undoing", () => {
  it("a refusal after settlement negates it, gives the year back and takes the codes back", () => {
    const region = open();
    settled(region, "rx-1", "s-1");
    region.do("s-chen corner", steps.dispensing("rx-1", 10, ["u-1"]));
    same(statusOf(region, "rx-1"), "PARTIAL");
    const told = names(region.do("s-chen corner", rx("refuse", "rx-1", { reason: "out-of-stock" })));
    same(told, [
      "prescription/rx-1 refused",
      "settlement/s-1 negated",
      "settlement/standing.p-zhang.2026 accrued",
      "unit/u-1 takenBack",
    ]);
    same(statusOf(region, "rx-1"), "NOT_DISPENSED");
    same([region.state("settlement", "s-1")["status"], unitOf(region, "u-1")], ["negated", "returned"]);
  });

  it("a reversal does the same after everything was handed out", () => {
    const region = open();
    settled(region, "rx-1", "s-1");
    region.do("s-chen corner", steps.dispensing("rx-1", 30, ["u-1"]));
    region.do("s-chen corner", rx("reverse", "rx-1", { reason: "returned" }));
    same(
      [statusOf(region, "rx-1"), region.state("settlement", "s-1")["status"], unitOf(region, "u-1")],
      ["REVERSED", "negated", "returned"],
    );
  });

  it("a cash leg that nobody pays undoes the settlement by whoever notices", () => {
    const region = open();
    claimed(region, "rx-1");
    region.do("fund", steps.adjudicating("rx-1", "s-1", { account: 0, cash: 300 }));
    same(region.try("p-zhou", rx("lapseSettlement", "rx-1"))?.code, "prescription/not-due");
    region.pass(1_800);
    region.do("p-zhou", rx("lapseSettlement", "rx-1"));
    same([statusOf(region, "rx-1"), region.state("settlement", "s-1")["status"]], ["CLAIMED", "negated"]);
  });

  it("a cash leg that the pharmacy has keeps the settlement, and nobody but the pharmacy says so", () => {
    const region = open();
    claimed(region, "rx-1");
    region.do("fund", steps.adjudicating("rx-1", "s-1", { account: 0, cash: 300 }));
    const received = rx("cashReceived", "rx-1", { settlement: "s-1" });
    same(region.try("corner fund", received)?.code, "prescription/not-a-reaction");
    same(names(region.do("corner", command("settlement", "payCash", { id: "s-1" }))), [
      "settlement/s-1 cashPaid",
      "prescription/rx-1 cashReceived",
    ]);
    region.pass(1_800);
    same(region.try("p-zhou", rx("lapseSettlement", "rx-1"))?.code, "prescription/not-due");
    region.do("s-chen corner", steps.dispensing("rx-1", 30, ["u-1"]));
    same(statusOf(region, "rx-1"), "DISPENSED");
  });

  it("a cash leg that comes with the medicine is paid in the settlement too, and owed back once undone", () => {
    const region = open();
    claimed(region, "rx-1");
    region.do("fund", steps.adjudicating("rx-1", "s-1", { account: 0, cash: 300 }));
    const supplied = region.do("s-chen corner", steps.dispensing("rx-1", 30, ["u-1"], { cashPaid: true }));
    same(names(supplied), ["prescription/rx-1 dispensed", "unit/u-1 dispensed", "settlement/s-1 cashPaid"]);
    region.do("s-chen corner", rx("reverse", "rx-1", { reason: "returned" }));
    const { status, cashPaid } = region.state("settlement", "s-1");
    same([status, cashPaid], ["negated", true]);
  });

  it("what is settled and never handed over is undone by whoever notices", () => {
    const region = open();
    settled(region, "rx-1", "s-1");
    region.pass(5 * DAY);
    same(region.try("s-chen corner", steps.dispensing("rx-1", 30, ["u-1"]))?.code, "prescription/settlement-overdue");
    region.do("p-zhou", rx("lapseSettlement", "rx-1"));
    same([statusOf(region, "rx-1"), region.state("settlement", "s-1")["status"]], ["EXPIRED", "negated"]);
    same(standing(region)["fundUsed"], 0);
  });

  it("a cash leg that comes too late is no payment of this settlement", () => {
    const region = open();
    claimed(region, "rx-1");
    region.do("fund", steps.adjudicating("rx-1", "s-1", { account: 0, cash: 300 }));
    region.pass(1_800);
    const refusal = region.try("corner", command("settlement", "payCash", { id: "s-1" }));
    same([refusal?.code, region.state("settlement", "s-1")["cashPaid"]], ["prescription/settlement-overdue", false]);
  });

  it("two authorities revoke what one alone does not", () => {
    const region = open();
    settled(region, "rx-1", "s-1");
    const revoke = (...organisations: readonly string[]) =>
      rx("revoke", "rx-1", { organisations, reason: "forged", basis: "test" });
    // Nobody speaks for another authority.
    same(region.try("health", revoke("health", "drugs"))?.code, "prescription/not-entitled");
    same(names(region.do("health", revoke("health"))), ["prescription/rx-1 revocationSupported"]);
    same(region.try("health", revoke("health"))?.code, "prescription/already-supported");
    same(statusOf(region, "rx-1"), "SETTLED");
    same(names(region.do("drugs", revoke("drugs"))), [
      "prescription/rx-1 revoked",
      "settlement/s-1 negated",
      "settlement/standing.p-zhang.2026 accrued",
    ]);
    same(statusOf(region, "rx-1"), "REVOKED");
  });
});
