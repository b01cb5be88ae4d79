import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import type { Command } from "@meridian/kernel/transaction";
import {
  admitting,
  command,
  DAY,
  decideByVote,
  keyIdOfName,
  keyOf,
  names,
  Region,
  registering,
  staff,
  steps,
} from "./region.conformance.ts";

const renaming = (id: string): Command => command("organisation", "rename", { id, name: { zh: id, en: id } });
const rename = (region: Region, by: string, id = by) => region.try(by, renaming(id))?.code;
const holder = (region: Region, name: string) => region.state("key", keyIdOfName(name))["holder"];
const affiliating = (by: string): Command =>
  command("person", "affiliate", { id: "s-li", organisation: by, roles: ["officer"] });

/** More than two thirds of the five who vote. */
const MOST = ["health", "drugs", "court", "fund"];

describe("membership", () => {
  it("is given by a vote, and with it a key and a place on the roll", () => {
    const region = new Region();
    same(region.try("newcomer", admitting("newcomer", "hospital"))?.code, "organisation/only-by-governance");
    same(rename(region, "newcomer"), "organisation/unknown-organisation");
    const told = decideByVote(region, "p1", "admit", admitting("newcomer", "hospital"), MOST);
    same(names(told), [
      "governance/p1 voted",
      "governance/p1 passed",
      "organisation/newcomer admitted",
      `key/${keyIdOfName("newcomer")} bound`,
      "governance/roll enrolled",
    ]);
    same(holder(region, "newcomer"), { type: "organisation", organisation: "newcomer" });
    same(rename(region, "newcomer"), undefined);
  });

  it("of a kind that does not vote leaves the roll as it is", () => {
    const region = new Region();
    const told = decideByVote(region, "p1", "admit", admitting("shop", "pharmacy"), MOST);
    same(names(told).slice(2), ["organisation/shop admitted", `key/${keyIdOfName("shop")} bound`]);
  });

  it("a vote whose action its domain refuses does not pass", () => {
    const region = new Region();
    const again = admitting("corner", "pharmacy");
    const deadline = region.time + DAY;
    region.do("health", command("governance", "propose", { id: "p1", subject: "admit", action: again, deadline }));
    const yes = command("governance", "vote", { id: "p1", choice: "yes" });
    for (const voter of MOST.slice(0, -1)) region.do(voter, yes);
    same(region.try("fund", yes)?.code, "organisation/already-admitted");
    same(region.state("governance", "p1")["status"], "open");
  });

  it("suspended, does nothing whatever anywhere, and votes on nothing, until reinstated", () => {
    const region = new Region();
    staff(region);
    const others = ["health", "drugs", "court", "fund"];
    const told = decideByVote(
      region,
      "p1",
      "suspend",
      command("organisation", "suspend", { id: "hospital", reason: "fraud" }),
      others.slice(0, 3),
    );
    same(names(told).slice(-2), ["organisation/hospital suspended", "governance/roll struck"]);
    const suspended = { code: "ledger/author-suspended", organisation: "hospital" };
    same(region.try("hospital", renaming("hospital")), suspended);
    same(region.try("hospital health", affiliating("health")), suspended);
    same(region.try("hospital", command("governance", "vote", { id: "p1", choice: "no" })), suspended);
    same(region.try("s-li", affiliating("health"))?.code, "person/not-signed-by-organisation");
    const back = decideByVote(
      region,
      "p2",
      "reinstate",
      command("organisation", "reinstate", { id: "hospital" }),
      others.slice(1),
    );
    same(names(back).slice(-2), ["organisation/hospital reinstated", "governance/roll enrolled"]);
    same(rename(region, "hospital"), undefined);
  });

  it("a suspended hospital's physician issues nothing with a key of their own", () => {
    const region = new Region();
    staff(region);
    const suspend = command("organisation", "suspend", { id: "hospital", reason: "fraud" });
    decideByVote(region, "p1", "suspend", suspend, ["health", "drugs", "court"]);
    const issuing = steps.issuing(region, "rx-1");
    same(region.try("s-li", issuing)?.code, "prescription/organisation-inactive");
    same(region.try("s-li hospital", issuing)?.code, "ledger/author-suspended");
  });

  it("withdrawn by vote, its keys end with it", () => {
    const region = new Region();
    const withdraw = command("organisation", "withdraw", { id: "corner", reason: "closed" });
    const told = decideByVote(region, "p1", "withdraw", withdraw, ["health", "drugs", "court", "fund"]);
    same(names(told).slice(-2), ["organisation/corner withdrawn", `key/${keyIdOfName("corner")} revoked`]);
    same(rename(region, "corner"), "organisation/has-withdrawn");
  });
});

describe("keys", () => {
  it("of an organisation come and go, and only live ones speak for it", () => {
    const region = new Region();
    const adding = command("organisation", "addKey", { id: "corner", key: keyOf("spare"), label: "spare" });
    same(region.try("corner", adding)?.code, "organisation/key-not-proven");
    region.do("corner spare", adding);
    same(rename(region, "spare", "corner"), undefined);
    region.do("spare", command("organisation", "revokeKey", { id: "corner", key: keyIdOfName("corner") }));
    same(rename(region, "corner"), "organisation/not-signed-by-organisation");
    same(rename(region, "spare", "corner"), undefined);
  });

  it("are bound to one holder for good: nobody takes another's", () => {
    const region = new Region();
    const adding = command("organisation", "addKey", { id: "market", key: keyOf("corner"), label: "theirs" });
    same(region.try("market corner", adding)?.code, "key/key-already-bound");
    same(holder(region, "corner"), { type: "organisation", organisation: "corner" });
    const bind = command("key", "bind", {
      key: keyIdOfName("loose"),
      publicKey: keyOf("loose"),
      holder: { type: "organisation", organisation: "fund" },
    });
    same(region.try("loose", bind)?.code, "key/only-by-reaction");
    same(region.try("corner", command("key", "revoke", { key: keyIdOfName("fund") }))?.code, "key/only-by-reaction");
  });

  it("of a person are rotated in one step", () => {
    const region = new Region();
    const rotating = command("person", "rotateKey", {
      id: "p-zhang",
      key: keyOf("phone"),
      revoked: keyIdOfName("p-zhang"),
    });
    same(names(region.do("p-zhang phone", rotating)), [
      "person/p-zhang keyAdded",
      "person/p-zhang keyRevoked",
      `key/${keyIdOfName("phone")} bound`,
      `key/${keyIdOfName("p-zhang")} revoked`,
    ]);
    same(region.state("key", keyIdOfName("p-zhang"))["status"], "revoked");
    const guarding = command("person", "addGuardian", { id: "p-zhang", guardian: "p-zhou" });
    same(region.try("p-zhang", guarding)?.code, "person/not-signed-by-person");
    same(region.try("phone", guarding), undefined);
  });

  it("that were lost are recovered by two registrars, after a day in which any old key can say no", () => {
    const region = new Region();
    const asking = command("person", "requestRecovery", { id: "p-zhang", key: keyOf("phone") });
    const completing = command("person", "completeRecovery", { id: "p-zhang" });
    same(region.try("hospital phone", asking)?.code, "person/two-registrars-needed");
    const physician = command("person", "requestRecovery", { id: "s-li", key: keyOf("phone") });
    region.do("corner", affiliating("corner"));
    same(region.try("corner hospital phone", physician)?.code, "person/recovery-unanswered");
    region.do("hospital health phone", asking);
    region.do("p-zhang", command("person", "vetoRecovery", { id: "p-zhang" }));
    same(region.try("phone", completing)?.code, "person/no-recovery");
    region.do("hospital health phone", asking);
    same(region.try("phone", completing)?.code, "person/recovery-not-open");
    region.pass(DAY);
    same(names(region.do("p-zhou", completing)), [
      "person/p-zhang recovered",
      `key/${keyIdOfName("p-zhang")} revoked`,
      `key/${keyIdOfName("phone")} bound`,
    ]);
    same(holder(region, "phone"), { type: "person", person: "p-zhang" });
  });
});

describe("persons and credentials", () => {
  it("are registered by whoever may check their documents", () => {
    const region = new Region();
    same(region.try("corner p-new", registering("p-new", "patient"))?.code, "person/not-a-registrar");
    same(names(region.do("hospital p-new", registering("p-new", "patient"))), [
      "person/p-new registered",
      `key/${keyIdOfName("p-new")} bound`,
    ]);
  });

  it("licences are for members, suspended ones too, and not for who has left", () => {
    const region = new Region();
    const terms = { scope: [], number: "T-1", validFrom: 0, validUntil: region.time + 9 * DAY, basis: "test" };
    const licensing = (organisation: string): Command =>
      command("credential", "issue", {
        holder: { type: "organisation", organisation },
        kind: "licence-pharmacy",
        ...terms,
      });
    same(region.try("drugs", licensing("nobody"))?.code, "credential/unknown-holder");
    const voters = ["health", "drugs", "court", "fund"];
    const about = (type: string, id: string) => command("organisation", type, { id, reason: "closed" });
    decideByVote(region, "p1", "suspend", about("suspend", "market"), voters);
    decideByVote(region, "p2", "withdraw", about("withdraw", "corner"), voters);
    same(region.try("drugs", licensing("market")), undefined);
    same(region.try("drugs", licensing("corner"))?.code, "credential/unknown-holder");
  });

  it("licences are issued by the authority for them, and prescribing ends with them", () => {
    const region = new Region();
    const holderOf = { type: "person", person: "s-li" };
    const terms = { scope: [], number: "T-1", validFrom: 0, validUntil: region.time + 9 * DAY, basis: "test" };
    const licence = command("credential", "issue", { holder: holderOf, kind: "licence-physician", ...terms });
    same(region.try("drugs", licence)?.code, "credential/issuer-not-competent");
    staff(region);
    steps.issue(region, "rx-1");
    const suspending = command("credential", "suspend", {
      holder: holderOf,
      kind: "licence-physician",
      reason: "inquiry",
    });
    region.do("health", suspending);
    const refusal = region.try("s-li hospital", steps.issuing(region, "rx-2"));
    same([refusal?.code, refusal?.["kind"]], ["prescription/credential-missing", "licence-physician"]);
  });
});
