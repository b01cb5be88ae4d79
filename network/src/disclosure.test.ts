import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import {
  claimed,
  command,
  commitmentTo,
  DAY,
  decideByVote,
  Region,
  rx,
  settled,
  staff,
  steps,
} from "./region.conformance.ts";

let counter = 0;
const org = (organisation: string) => ({ type: "organisation", organisation });
const person = (id: string) => ({ type: "person", person: id });
/** Undefined when the custodian may hand the document over, else the refusal's code. */
const release = (region: Region, recipient: object, ground: string, purpose: string, rest: object = {}) =>
  region.try(
    "hospital",
    command("disclosure", "release", {
      id: `d-${++counter}`,
      prescription: "rx-1",
      commitment: commitmentTo("rx-1"),
      custodian: "hospital",
      recipient,
      ground,
      purpose,
      ...rest,
    }),
  )?.code;
const toCorner = (region: Region) => release(region, org("corner"), "claim", "TREAT");
const NOT = "disclosure/not-entitled";

function open(): Region {
  const region = new Region();
  staff(region);
  return region;
}

describe("who may have a prescription's document", () => {
  it("the pharmacy that holds it, for as long as it does", () => {
    const region = open();
    steps.issue(region, "rx-1");
    steps.review(region, "rx-1");
    same(toCorner(region), NOT);
    steps.claim(region, "rx-1");
    same(toCorner(region), undefined);
    same(release(region, org("market"), "claim", "TREAT"), NOT);
    region.do("s-chen corner", rx("release", "rx-1", { organisation: "corner", reason: "patient-choice" }));
    same(toCorner(region), NOT);
  });

  it("not a member that is suspended, whatever it holds", () => {
    const region = open();
    claimed(region, "rx-1");
    const suspending = command("organisation", "suspend", { id: "corner", reason: "abuse" });
    decideByVote(region, "s-1", "suspend", suspending, ["hospital", "health", "fund", "drugs"]);
    same(toCorner(region), "disclosure/not-active");
  });

  it("not a pharmacy whose lease is over, though nobody has said so", () => {
    const region = open();
    claimed(region, "rx-1");
    region.pass(DAY + 1);
    same(toCorner(region), NOT);
  });

  it("the authority that has to settle it, from the claim on; no other", () => {
    const region = open();
    steps.issue(region, "rx-1");
    same(release(region, org("fund"), "adjudication", "HPAYMT"), NOT);
    steps.review(region, "rx-1");
    steps.claim(region, "rx-1");
    same(release(region, org("fund"), "adjudication", "HPAYMT"), undefined);
    same(release(region, org("health"), "adjudication", "HPAYMT"), NOT);
    region.do("fund", steps.adjudicating("rx-1", "s-1"));
    same(release(region, org("fund"), "adjudication", "HPAYMT"), undefined);
  });

  it("not an authority by its own hold: that stops a prescription and opens nothing", () => {
    const region = open();
    settled(region, "rx-1", "s-1");
    const holding = rx("hold", "rx-1", {
      organisation: "drugs",
      reason: "suspected-forgery",
      basis: "test",
      seconds: 60,
    });
    region.do("drugs", holding);
    for (const [ground, purpose] of [
      ["claim", "TREAT"],
      ["adjudication", "HPAYMT"],
      ["care-team", "TREAT"],
      ["own-patient", "PATRQT"],
    ] as const)
      same(release(region, org("drugs"), ground, purpose), NOT);
    same(release(region, org("drugs"), "warrant", "HLEGAL"), "disclosure/warrant-missing");
    same(release(region, org("drugs"), "hold" as "warrant", "HLEGAL"), "ledger/malformed-command");
  });

  it("the patient and who acts for the patient; who treats; nobody else", () => {
    const region = open();
    steps.issue(region, "rx-1");
    same(release(region, person("p-zhang"), "own-patient", "PATRQT"), undefined);
    same(release(region, person("p-zhou"), "own-patient", "FAMRQT"), NOT);
    region.do("p-zhang p-zhou", command("person", "addGuardian", { id: "p-zhang", guardian: "p-zhou" }));
    same(release(region, person("p-zhou"), "own-patient", "FAMRQT"), undefined);
    same(release(region, person("s-li"), "care-team", "TREAT"), undefined);
    same(release(region, person("s-chen"), "care-team", "TREAT"), NOT);
  });

  it("an authority with a warrant that a court has signed, until it is closed", () => {
    const region = open();
    steps.issue(region, "rx-1");
    const opening = command("disclosure", "openWarrant", {
      id: "w-1",
      authority: "health",
      court: "court",
      scope: { type: "prescription", prescription: "rx-1" },
      basis: "test",
      purpose: "HLEGAL",
      expires: region.time + DAY,
    });
    const look = () => release(region, org("health"), "warrant", "HLEGAL", { warrant: "w-1" });
    same(region.try("health", opening)?.code, "disclosure/not-countersigned");
    same(look(), "disclosure/unknown-warrant");
    region.do("health court", opening);
    same(look(), undefined);
    same(release(region, org("drugs"), "warrant", "HLEGAL", { warrant: "w-1" }), "disclosure/outside-warrant");
    region.do("court", command("disclosure", "closeWarrant", { id: "w-1" }));
    same(look(), "disclosure/warrant-closed");
  });
});
