import { textOf, utf8 } from "@meridian/base/bytes";
import type {
  Commitment,
  OrganisationId,
  PersonId,
  PrescriptionId,
  Seconds,
  SettlementId,
  UnitCode,
} from "@meridian/base/ids";
import { asFen } from "@meridian/base/ids";
import { parseJson } from "@meridian/base/json";
import { hashText } from "@meridian/base/shape";
import { sha256 } from "@meridian/crypto/hash";
import { recordKeyOf } from "@meridian/kernel/roots";
import type { Command } from "@meridian/kernel/transaction";
import type { CommandOf, CommandType } from "@meridian/prescription/schema";
import type { Attach } from "@meridian/review/schema";
import { yearOf } from "@meridian/settlement/calendar";
import type { Adjudicate, Used } from "@meridian/settlement/schema";
import { schemeHash } from "@meridian/settlement/scheme";
import { employeeScheme } from "@meridian/settlement/schemes/demonstration";
import { standingKey } from "@meridian/settlement/state";
import { AT_CORNER, CORNER, FUND, HOSPITAL, PATIENT, PHYSICIAN, RETAIL_PATHWAY, REVIEWER } from "./people.ts";
import type { Region } from "./region.ts";

/** A step of a prescription: the commands of one transaction and who signs them. */
export type Step = readonly [commands: readonly Command[], by: readonly string[]];

type Rest<T extends CommandType> = Omit<CommandOf<T>, "domain" | "type" | "id">;
/** A command about a prescription. */
export const about = <T extends CommandType>(id: string, type: T, rest: Rest<T>): Command =>
  ({ domain: "prescription", type, id, ...rest }) as Command;

const commitmentOf = (name: string): Commitment => hashText(sha256(utf8(name)));

/** Issued by the hospital's physician for the patient, one line of a class that needs no further right. */
export const issueCommand = (id: string, time: number, changes: Partial<Rest<"issue">> = {}): Command =>
  about(id, "issue", {
    patient: PATIENT,
    organisation: HOSPITAL,
    content: commitmentOf(`document of ${id}`),
    custodian: HOSPITAL,
    pathway: RETAIL_PATHWAY,
    items: [{ line: 1, class: "general", quantity: 30 }],
    authoredOn: time as Rest<"issue">["authoredOn"],
    selfPay: false,
    delivery: false,
    ...changes,
  });

/** A machine review that found nothing. */
const attachCommand = (id: string): Attach => ({
  domain: "review",
  type: "attach",
  prescription: id as PrescriptionId,
  version: 1,
  ruleSet: hashText(sha256(utf8("rule set"))),
  findings: commitmentOf(`findings of ${id}`),
  counts: { critical: 0, warning: 0, info: 0 },
  coSign: [],
  final: [],
  custodian: HOSPITAL,
});

export const claimStep = (id: string, pharmacy: OrganisationId, pharmacist: PersonId): Step => [
  [about(id, "claim", { organisation: pharmacy, payer: FUND })],
  [pharmacist, pharmacy, PATIENT],
];

/** What a step must know of the ledger on which it will run: block time, and what stands there. */
export type Standing = {
  readonly time: Seconds;
  readonly ledger: { record(key: string): Uint8Array | undefined };
};

/** The fund pays 7 yuan, the personal account 3, reckoned with what the patient has used of the year until now. */
export function settleStep(region: Standing, id: string, pharmacy: OrganisationId = CORNER): Step {
  const year = yearOf(region.time, employeeScheme.utcOffset);
  const adjudicate: Adjudicate = {
    domain: "settlement",
    type: "adjudicate",
    id: `s-${id}` as SettlementId,
    prescription: id as PrescriptionId,
    patient: PATIENT,
    pharmacy,
    insurer: FUND,
    scheme: schemeHash(employeeScheme),
    detail: commitmentOf(`adjudication of ${id}`),
    total: asFen(1_000),
    fund: asFen(700),
    account: asFen(300),
    cash: asFen(0),
    cashPaid: false,
    year,
    deductible: asFen(0),
    before: usedBy(region, year),
  };
  return [[adjudicate], [FUND]];
}

function usedBy(region: Standing, year: number): Used {
  const bytes = region.ledger.record(recordKeyOf("settlement", standingKey(PATIENT, year)));
  const state = parseJson(textOf(bytes ?? new Uint8Array()) ?? "") as Used | undefined;
  return { fundUsed: state?.fundUsed ?? asFen(0), deductibleUsed: state?.deductibleUsed ?? asFen(0) };
}

export const dispenseStep = (id: string, pharmacist: PersonId = AT_CORNER): Step => [
  [about(id, "dispense", { lines: [{ line: 1, quantity: 30, codes: [`unit-${id}` as UnitCode] }] })],
  [pharmacist],
];
export const cancelStep = (id: string): Step => [[about(id, "cancel", { reason: "prescribing-error" })], [PHYSICIAN]];

/** States on the usual way, in its order. */
export const WAY = [
  "ISSUED",
  "IN_REVIEW",
  "APPROVED",
  "ACTIVE",
  "CLAIMED",
  "SETTLED",
  "DISPENSED",
  "COMPLETED",
] as const;
export type OnWay = (typeof WAY)[number];

/** The transactions that lead into a state from the one before it. */
export function stepsInto(region: Standing, id: string, status: OnWay): readonly Step[] {
  switch (status) {
    case "ISSUED":
      return [
        [[issueCommand(id, region.time)], [PHYSICIAN, HOSPITAL]],
        [[attachCommand(id)], [HOSPITAL]],
      ];
    case "IN_REVIEW":
      return [[[about(id, "takeReview", { organisation: HOSPITAL })], [REVIEWER, HOSPITAL]]];
    case "APPROVED":
      return [[[about(id, "approve", {})], [REVIEWER, HOSPITAL]]];
    case "ACTIVE":
      return [[[about(id, "circulate", {})], [PHYSICIAN, HOSPITAL]]];
    case "CLAIMED":
      return [claimStep(id, CORNER, AT_CORNER)];
    case "SETTLED":
      return [settleStep(region, id)];
    case "DISPENSED":
      return [dispenseStep(id)];
    case "COMPLETED":
      return [[[about(id, "deliver", { organisation: CORNER })], [AT_CORNER, CORNER]]];
  }
}

/** Brings a prescription that does not exist yet to a state; every step commits in a block of its own. */
export function bring(region: Region, id: string, to: OnWay): void {
  for (const status of WAY.slice(0, WAY.indexOf(to) + 1))
    for (const [commands, by] of stepsInto(region, id, status)) region.commit(commands, by);
}

/** Where a prescription stands on the ledger: its status, and who holds the claim. */
export function standingOf(
  region: Pick<Standing, "ledger">,
  id: string,
): { readonly status: string; readonly claimedBy?: string } {
  const bytes = region.ledger.record(recordKeyOf("prescription", id));
  if (bytes === undefined) return { status: "none" };
  const state = parseJson(textOf(bytes) ?? "") as { status: string; claim?: { organisation: string } | null };
  return { status: state.status, ...(state.claim && { claimedBy: state.claim.organisation }) };
}
