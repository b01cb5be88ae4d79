import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { asSeconds } from "@meridian/base/ids";
import { addressOf } from "@meridian/validator/state";
import { contracts } from "./domains.ts";
import { command, decideByVote, publicKeyHex, Region } from "./region.conformance.ts";
import { tell } from "./story.conformance.ts";

const region = new Region();
tell(region);
const rules = { doubleSigning: "suspend", sharedControl: "refused" };
const seats = ["court", "health"].map((organisation) => {
  const publicKey = publicKeyHex(`${organisation}-consensus`);
  return { organisation, publicKey, power: 1, control: organisation, nodes: [] };
});
const voters = ["health", "drugs", "court", "fund", "hospital"];
const decide = (subject: string, type: string, rest: object) =>
  decideByVote(region, type, subject, command("validator", type, rest), voters);
decide("consortium", "open", { validators: seats, rules });
decide("validator", "setRules", { rules });
const offer = { organisation: "drugs", publicKey: publicKeyHex("drugs-consensus"), control: "drugs" };
region.do("drugs drugs-consensus", command("validator", "candidate", { ...offer, nodes: [] }));
decide("validator", "admit", { organisation: "drugs", publicKey: offer.publicKey });
const others = voters.filter((voter) => voter !== "drugs");
decideByVote(region, "dismiss", "validator", command("validator", "dismiss", { organisation: "drugs" }), others);
region.blockWith([
  {
    type: "duplicate-vote",
    validator: addressOf(publicKeyHex("court-consensus")),
    height: region.ledger.height,
    time: asSeconds(region.time),
  },
]);

/** Everything that an event of one domain may cause in another. A line more here is a change of consensus. */
const CAUSES = [
  "governance/passed > governance/setThresholds",
  "governance/passed > organisation/admit",
  "governance/passed > organisation/reinstate",
  "governance/passed > organisation/suspend",
  "governance/passed > organisation/withdraw",
  "governance/passed > pathway/activate",
  "governance/passed > pathway/register",
  "governance/passed > protocol/cancel",
  "governance/passed > protocol/schedule",
  "governance/passed > validator/admit",
  "governance/passed > validator/dismiss",
  "governance/passed > validator/open",
  "governance/passed > validator/setRules",
  "organisation/admitted > governance/enrol",
  "organisation/admitted > key/bind",
  "organisation/keyAdded > key/bind",
  "organisation/keyRevoked > key/revoke",
  "organisation/reinstated > governance/enrol",
  "organisation/suspended > governance/strike",
  "organisation/suspended > validator/remove",
  "organisation/withdrawn > governance/strike",
  "organisation/withdrawn > key/revoke",
  "organisation/withdrawn > validator/remove",
  "pathway/activated > pathway/lead",
  "pathway/activated > pathway/supersede",
  "person/keyAdded > key/bind",
  "person/keyRevoked > key/revoke",
  "person/recovered > key/bind",
  "person/recovered > key/revoke",
  "person/registered > key/bind",
  "prescription/dispensed > settlement/payCash",
  "prescription/dispensed > unit/dispense",
  "prescription/refused > settlement/negate",
  "prescription/refused > unit/takeBack",
  "prescription/reversed > settlement/negate",
  "prescription/reversed > unit/takeBack",
  "prescription/revoked > settlement/negate",
  "prescription/settlementLapsed > settlement/negate",
  "settlement/adjudicated > prescription/settle",
  "settlement/adjudicated > settlement/accrue",
  "settlement/cashPaid > prescription/cashReceived",
  "settlement/negated > settlement/accrue",
  "validator/misbehaved > organisation/suspend",
];

describe("reactions", () => {
  it("are these, each of them accepted where it goes", () => {
    const seen = region.caused.map(({ by, command }) => `${by} > ${command.domain}/${command.type}`);
    same([...new Set(seen)].sort(), CAUSES);
  });

  for (const caused of new Map(
    region.caused.map(({ by, command }) => [`${by} > ${command.domain}/${command.type}`, command]),
  ))
    it(`${caused[0]} has the form that its domain reads`, () =>
      same(contracts.get(caused[1].domain)?.command.fault(caused[1], "command"), undefined));
});
