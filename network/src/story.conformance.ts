import type { Command } from "@meridian/kernel/transaction";
import { hashOf } from "@meridian/pathway/document";
import { dualChannelRetail } from "@meridian/pathway/pathways/dual-channel-retail";
import {
  admitting,
  claimed,
  command,
  DAY,
  decideByVote,
  keyIdOfName,
  keyOf,
  type Region,
  registering,
  rx,
  settled,
  staff,
  steps,
} from "./region.conformance.ts";

/** A few weeks in which everything happens that causes something in another domain, and some of it is refused. */
export function tell(region: Region): void {
  staff(region);
  members(region);
  people(region);
  pathways(region);
  prescriptions(region);
}

function members(region: Region): void {
  const about = (type: string, rest: object = {}): Command => command("organisation", type, { id: "market", ...rest });
  const voters = ["health", "drugs", "court", "fund", "hospital"];
  decideByVote(region, "admit-clinic", "admit", admitting("clinic", "clinic"), voters.slice(0, 4));
  decideByVote(region, "admit-maker", "admit", admitting("maker", "maker"), voters.slice(0, 4));
  region.do("maker spare", command("organisation", "addKey", { id: "maker", key: keyOf("spare"), label: "备用" }));
  region.do("spare", command("organisation", "revokeKey", { id: "maker", key: keyIdOfName("maker") }));
  decideByVote(region, "suspend", "suspend", about("suspend", { reason: "fraud" }), voters);
  region.try("market", about("rename", { name: { zh: "市场", en: "Market" } }));
  decideByVote(region, "reinstate", "reinstate", about("reinstate"), voters);
  decideByVote(region, "withdraw", "withdraw", about("withdraw", { reason: "closed" }), voters);
  const maker = { id: "maker", reason: "inquiry" };
  decideByVote(region, "suspend-2", "suspend", command("organisation", "suspend", maker), voters.slice(0, 4));
  const again = command("organisation", "reinstate", { id: "maker" });
  decideByVote(region, "reinstate-2", "reinstate", again, voters.slice(0, 4));
  const thresholds = [{ subject: "admit", numerator: 3, denominator: 4 }];
  decideByVote(region, "thresholds", "thresholds", command("governance", "setThresholds", { thresholds }), voters);
  const release = command("protocol", "schedule", { release: 2, height: 1_000_000, software: "Meridian 0.2.0" });
  decideByVote(region, "release", "protocol", release, voters);
  decideByVote(region, "no-release", "protocol", command("protocol", "cancel", { release: 2 }), voters);
}

function people(region: Region): void {
  region.do("hospital p-new", registering("p-new", "patient"));
  const rotation = { id: "p-new", key: keyOf("phone"), revoked: keyIdOfName("p-new") };
  region.do("p-new phone", command("person", "rotateKey", rotation));
  region.do("hospital health tablet", command("person", "requestRecovery", { id: "p-new", key: keyOf("tablet") }));
  region.try("tablet", command("person", "completeRecovery", { id: "p-new" }));
  region.pass(DAY);
  region.do("tablet", command("person", "completeRecovery", { id: "p-new" }));
}

function pathways(region: Region): void {
  const voters = ["health", "drugs", "fund"];
  const later = { ...dualChannelRetail, version: "2026.2" };
  const height = region.ledger.height + 10_000;
  decideByVote(region, "path-1", "pathway", command("pathway", "register", { pathway: later }), voters);
  const activation = command("pathway", "activate", { hash: hashOf(later), height });
  decideByVote(region, "path-2", "pathway", activation, voters);
}

function prescriptions(region: Region): void {
  settled(region, "rx-1", "s-1");
  region.do("s-chen corner", steps.dispensing("rx-1", 30, ["u-1", "u-2"], { handedOver: true }));
  region.do("fund", rx("reconcile", "rx-1", { organisation: "fund", batch: "ba".repeat(32) }));
  settled(region, "rx-2", "s-2", 700);
  region.do("s-chen corner", steps.dispensing("rx-2", 10, ["u-3"]));
  region.do("s-chen corner", rx("refuse", "rx-2", { reason: "out-of-stock" }));
  settled(region, "rx-3", "s-3", 700);
  region.do("s-chen corner", steps.dispensing("rx-3", 30, ["u-4"]));
  region.do("s-chen corner", rx("reverse", "rx-3", { reason: "returned" }));
  claimed(region, "rx-4");
  const before = { fundUsed: 700, deductibleUsed: 0 };
  region.try("fund", steps.adjudicating("rx-4", "s-4"));
  region.do("fund", steps.adjudicating("rx-4", "s-4", { account: 0, cash: 300, before }));
  region.pass(1_800);
  region.do("p-zhou", rx("lapseSettlement", "rx-4"));
  region.do("fund", steps.adjudicating("rx-4", "s-6", { account: 0, cash: 300, before }));
  region.do("corner", command("settlement", "payCash", { id: "s-6" }));
  settled(region, "rx-5", "s-5", 1_400);
  const organisations = ["health", "drugs"];
  region.do("health drugs", rx("revoke", "rx-5", { organisations, reason: "forged", basis: "法" }));
  claimed(region, "rx-6");
  region.do(
    "fund",
    steps.adjudicating("rx-6", "s-7", { account: 0, cash: 300, before: { ...before, fundUsed: 1_400 } }),
  );
  region.do("s-chen corner", steps.dispensing("rx-6", 30, ["u-5"], { cashPaid: true }));
  settled(region, "rx-7", "s-8", 2_100);
  region.pass(5 * DAY);
  region.do("p-zhou", rx("lapseSettlement", "rx-7"));
}
