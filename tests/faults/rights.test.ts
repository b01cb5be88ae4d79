import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import type { OrganisationId } from "@meridian/base/ids";
import { VALIDITY_HEIGHTS_MAX } from "@meridian/base/limits";
import type { Command } from "@meridian/kernel/transaction";
import {
  AT_CORNER,
  AT_MARKET,
  CORNER,
  DRUGS,
  FUND,
  HEALTH,
  HOSPITAL,
  MARKET,
  PATIENT,
  PHYSICIAN,
  REVIEWER,
  STRANGER,
} from "./people.ts";
import {
  about,
  bring,
  claimStep,
  dispenseStep,
  issueCommand,
  type OnWay,
  type Step,
  settleStep,
} from "./prescriptions.ts";
import { holderOf, Region, signed, staffedRegion, wordOf } from "./region.ts";

const RX = "rx-right";
const send = (region: Region, [commands, by]: Step): string => wordOf(region.send(commands, by));

/** A change of a credential by the authority that is competent for it. */
const credential = (type: string, holder: string, kind: string, more: object): Command =>
  ({ domain: "credential", type, holder: holderOf(holder), kind, ...more }) as Command;

describe("who may not", () => {
  const issue =
    (by: readonly string[]) =>
    (region: Region): Step => [[issueCommand(RX, region.time)], by];
  const wrong: readonly (readonly [
    says: string,
    from: OnWay | undefined,
    step: (region: Region) => Step,
    code: string,
  ])[] = [
    ["a pharmacist issues", undefined, issue([REVIEWER, HOSPITAL]), "prescription/not-entitled"],
    ["a patient issues to themselves", undefined, issue([PATIENT]), "prescription/not-entitled"],
    ["a physician of nowhere issues", undefined, issue(["nobody"]), "prescription/not-entitled"],
    [
      "the prescriber reviews",
      "ISSUED",
      () => [[about(RX, "takeReview", { organisation: HOSPITAL })], [PHYSICIAN]],
      "prescription/not-entitled",
    ],
    [
      "a pharmacy's pharmacist reviews for the hospital",
      "ISSUED",
      () => [[about(RX, "takeReview", { organisation: HOSPITAL })], [AT_CORNER]],
      "prescription/not-entitled",
    ],
    [
      "a pharmacy claims without the patient",
      "ACTIVE",
      () => [[about(RX, "claim", { organisation: CORNER })], [AT_CORNER, CORNER]],
      "prescription/patient-proof-missing",
    ],
    [
      "a pharmacy claims with another patient",
      "ACTIVE",
      () => [[about(RX, "claim", { organisation: CORNER })], [AT_CORNER, CORNER, STRANGER]],
      "prescription/patient-proof-missing",
    ],
    [
      "one pharmacy claims for another",
      "ACTIVE",
      () => [claimStep(RX, MARKET, AT_CORNER)[0], [AT_CORNER, CORNER, PATIENT]],
      "prescription/not-entitled",
    ],
    [
      "the pharmacy settles its own claim",
      "CLAIMED",
      (region) => [settleStep(region, RX)[0], [CORNER]],
      "settlement/not-the-insurer",
    ],
    ["another pharmacy dispenses", "SETTLED", () => dispenseStep(RX, AT_MARKET), "prescription/not-your-claim"],
    ["the physician dispenses", "SETTLED", () => [dispenseStep(RX)[0], [PHYSICIAN]], "prescription/not-your-claim"],
    [
      "a stranger cancels",
      "ACTIVE",
      () => [[about(RX, "cancel", { reason: "patient-request" })], [STRANGER]],
      "prescription/not-the-prescriber",
    ],
    [
      "one authority alone revokes",
      "ACTIVE",
      () => [[about(RX, "revoke", { organisations: [HEALTH, DRUGS], reason: "forged", basis: "x" })], [HEALTH]],
      "prescription/not-entitled",
    ],
    [
      "a pharmacy licenses itself",
      "ACTIVE",
      () => [[credential("renew", CORNER, "licence-pharmacy", { validUntil: 253_402_300_799, basis: "x" })], [CORNER]],
      "credential/issuer-not-competent",
    ],
  ];
  for (const [says, from, step, code] of wrong)
    it(`${says}: ${code}, and nothing changes`, () => {
      const region = staffedRegion();
      if (from !== undefined) bring(region, RX, from);
      const before = region.roots();
      same(send(region, step(region)), code);
      same(region.roots(), before);
    });
});

describe("credentials", () => {
  const ended: readonly (readonly [says: string, change: (region: Region, holder: string, kind: string) => void])[] = [
    [
      "suspended",
      (region, holder, kind) => region.commit([credential("suspend", holder, kind, { reason: "x" })], [issuerOf(kind)]),
    ],
    [
      "revoked",
      (region, holder, kind) => region.commit([credential("revoke", holder, kind, { reason: "x" })], [issuerOf(kind)]),
    ],
    [
      "expired",
      (region, holder, kind) => {
        const terms = { scope: [], number: "T-2", validFrom: 0, validUntil: region.time, basis: "x" };
        region.commit(
          [credential("revoke", holder, kind, { reason: "x" }), credential("issue", holder, kind, terms)],
          [issuerOf(kind)],
        );
        region.pass(1);
      },
    ],
  ];
  const needed: readonly (readonly [
    says: string,
    from: OnWay | undefined,
    holder: string,
    kind: string,
    step: (region: Region) => Step,
  ])[] = [
    [
      "a physician's licence is needed to issue",
      undefined,
      PHYSICIAN,
      "licence-physician",
      (region) => [[issueCommand(RX, region.time)], [PHYSICIAN, HOSPITAL]],
    ],
    [
      "the hospital's licence is needed to issue",
      undefined,
      HOSPITAL,
      "licence-hospital",
      (region) => [[issueCommand(RX, region.time)], [PHYSICIAN, HOSPITAL]],
    ],
    [
      "a pharmacist's licence is needed to dispense",
      "SETTLED",
      AT_CORNER,
      "licence-pharmacist",
      () => dispenseStep(RX),
    ],
    [
      "the pharmacy's licence is needed to claim",
      "ACTIVE",
      CORNER,
      "licence-pharmacy",
      () => claimStep(RX, CORNER, AT_CORNER),
    ],
    ["the pharmacy's licence is needed to dispense", "SETTLED", CORNER, "licence-pharmacy", () => dispenseStep(RX)],
  ];
  for (const [says, from, holder, kind, step] of needed)
    for (const [how, end] of ended)
      it(`${says}: a ${how} one will not do`, () => {
        const region = staffedRegion();
        if (from !== undefined) bring(region, RX, from);
        end(region, holder, kind);
        const before = region.roots();
        same(send(region, step(region)), "prescription/credential-missing");
        same(region.roots(), before);
      });

  it("in one block, the order of suspension and use decides", () => {
    for (const suspendedFirst of [true, false]) {
      const region = staffedRegion();
      bring(region, RX, "SETTLED");
      const suspend = region.sign([credential("suspend", AT_CORNER, "licence-pharmacist", { reason: "x" })], [DRUGS]);
      const dispense = region.sign(...dispenseStep(RX));
      const order = suspendedFirst ? [suspend, dispense] : [dispense, suspend];
      const words = region.block(order.map(({ bytes }) => bytes)).map(wordOf);
      same(words, suspendedFirst ? ["committed", "prescription/credential-missing"] : ["committed", "committed"]);
    }
  });
});

const issuerOf = (kind: string): OrganisationId =>
  kind === "licence-physician" || kind === "licence-hospital" ? HEALTH : kind === "appointment-insurer" ? FUND : DRUGS;

describe("windows", () => {
  it("a transaction commits at its last height and not one later", () => {
    const at = staffedRegion();
    const next = at.ledger.height + 1;
    const cancel = (id: string): Command => about(id, "cancel", { reason: "patient-request" });
    const last = signed([cancel("rx-a")], [PATIENT], "last", next);
    const late = signed([cancel("rx-b")], [PATIENT], "late", next);
    same(at.block([last.bytes]).map(wordOf), ["committed"]);
    same(at.block([late.bytes]).map(wordOf), ["ledger/window-over"]);
    const longest = signed([cancel("rx-c")], [PATIENT], "longest", at.ledger.height + 1 + VALIDITY_HEIGHTS_MAX);
    const longer = signed([cancel("rx-d")], [PATIENT], "longer", at.ledger.height + 2 + VALIDITY_HEIGHTS_MAX);
    same(at.block([longer.bytes, longest.bytes]).map(wordOf), ["ledger/window-too-long", "committed"]);
  });

  it("a replay is refused at every height of its window, after a restart too, and by the window itself afterwards", () => {
    const at = staffedRegion();
    const validUntil = at.ledger.height + 60;
    const once = signed([about("rx-a", "cancel", { reason: "patient-request" })], [PATIENT], "once", validUntil);
    same(at.block([once.bytes]).map(wordOf), ["committed"]);
    const roots = at.roots();
    while (at.ledger.height < validUntil) {
      const again = at.ledger.height % 7 === 0 ? new Region(at.store) : undefined;
      if (again !== undefined) same(again.ledger.check(once.bytes), { ok: false, error: { code: "replayed" } });
      same(at.block([once.bytes]).map(wordOf), ["ledger/replayed"]);
    }
    same(at.block([once.bytes]).map(wordOf), ["ledger/window-over"]);
    same(at.roots(), roots);
  });
});
