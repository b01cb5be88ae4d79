import type { OrganisationId, SettlementId } from "@meridian/base/ids";
import { asFen } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { canonicalBytes } from "@meridian/base/json";
import type { Insurance } from "@meridian/formulary/medicine";
import { type Adjudication, adjudicate, type Claim } from "@meridian/settlement/adjudicate";
import { yearOf } from "@meridian/settlement/calendar";
import { adjudicateCommand } from "@meridian/settlement/commands";
import type { Category } from "@meridian/settlement/scheme";
import { type State, standingKey, usedOf } from "@meridian/settlement/state";
import { Departure } from "./script.ts";
import { type Course, schemeFor } from "./stage.ts";

/** Tries when two claims of one person race for what is left of the year. */
const TRIES = 16;

const CATEGORY: { readonly [I in Insurance]: Category } = { A: "A", B: "B", self: "self-pay" };

const siteOf = ({ order, dispenser }: Course): Claim["site"] => {
  if (order.pathway === "internet-hospital-delivery") return "hospital-internet";
  return dispenser.startsWith("hospital") ? "hospital-tertiary" : "pharmacy-dual-channel";
};

/** One settlement for each prescription: its id is of the prescription's, without dots. */
export const settlementOf = ({ order }: Course): SettlementId =>
  `st-${order.prescription.replace(/^rx-/, "")}` as SettlementId;

/** T10: the insurer reckons with the person's standing on record, and again when that has changed meanwhile. */
export async function settle(course: Course): Promise<Adjudication> {
  const { order, script, stage } = course;
  const { payer } = order;
  invariant(payer !== undefined, "somebody pays");
  for (let tries = 0; tries < TRIES; tries++) {
    const adjudication = await reckon(course);
    const refused = await script.attempt([await adjudicationDeed(course, adjudication, payer)], [payer]);
    if (refused === undefined) {
      stage.accounts.set(order.patient, adjudication.after.accountBalance);
      return adjudication;
    }
    if (refused !== "settlement/standing-changed") throw new Departure(`settlement was refused: ${refused}`);
  }
  throw new Departure("the person's standing never stood still");
}

async function reckon(course: Course): Promise<Adjudication> {
  const { stage, order, lines } = course;
  const scheme = schemeFor(stage, order);
  const year = yearOf(stage.ledger.now(), scheme.utcOffset);
  const record = await stage.ledger.record("settlement", standingKey(order.patient, year));
  const used = usedOf((record ?? { status: "none" }) as State);
  const claim: Claim = {
    site: siteOf(course),
    year,
    lines: lines.map(({ line, medicine, units }) => ({
      line,
      product: medicine.code,
      category: CATEGORY[medicine.insurance],
      quantity: units,
      unitPrice: asFen(medicine.priceFen),
    })),
  };
  return adjudicate(scheme, claim, { ...used, accountBalance: stage.accounts.balanceOf(order.patient) });
}

/** The reasons, line by line, stay sealed at the insurer. */
async function adjudicationDeed(course: Course, adjudication: Adjudication, insurer: OrganisationId) {
  const { order, dispenser: pharmacy } = course;
  const { prescription, patient } = order;
  const detail = await course.seal("adjudication", canonicalBytes(adjudication), insurer);
  const id = settlementOf(course);
  return adjudicateCommand(adjudication, { id, prescription, patient, pharmacy, insurer, detail, cashPaid: false });
}

/** What a settlement took from the personal account goes back with it. */
export function giveBack({ stage, order }: Course, { account }: Adjudication): void {
  const { patient } = order;
  stage.accounts.set(patient, asFen(stage.accounts.balanceOf(patient) + account));
}
