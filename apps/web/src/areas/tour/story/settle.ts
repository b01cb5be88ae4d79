import { asFen, asSeconds, type Fen, type SettlementId } from "@meridian/base/ids";
import { canonicalBytes } from "@meridian/base/json";
import type { Insurance } from "@meridian/formulary/medicine";
import { adjudicate, type Claim } from "@meridian/settlement/adjudicate";
import { yearOf } from "@meridian/settlement/calendar";
import { adjudicateCommand } from "@meridian/settlement/commands";
import type { Category, Scheme } from "@meridian/settlement/scheme";
import { type State, standingKey, usedOf } from "@meridian/settlement/state";
import type { Language } from "@meridian/ui/text/words";
import { commit } from "./acts.ts";
import { type Cast, INSURER, PHARMACY } from "./cast.ts";
import { medicineOfTour, unitsOf } from "./prescribe.ts";
import { needed, type Story } from "./state.ts";

const CATEGORY: { readonly [I in Insurance]: Category } = { A: "A", B: "B", self: "self-pay" };
/** An invented personal account: 20 yuan. */
const BALANCE = asFen(2_000);

/** The insurer reckons by the scheme in force and the person's year, seals the reasons, signs the sums. */
export async function settle(cast: Cast, story: Story, language: Language): Promise<Partial<Story>> {
  const insurer = await cast.signedIn("insurer");
  const { node } = insurer;
  const patient = needed(story.patient, "patient");
  const prescription = needed(story.prescription, "prescription");
  const scheme = await schemeInForce(node);
  const { time } = await node.standing();
  const year = yearOf(asSeconds(time), scheme.utcOffset);
  const medicine = medicineOfTour();
  const claim: Claim = {
    site: "hospital-internet",
    year,
    lines: [
      {
        line: 1,
        product: medicine.code,
        category: CATEGORY[medicine.insurance],
        quantity: unitsOf(medicine),
        unitPrice: asFen(medicine.priceFen),
      },
    ],
  };
  const record = (await node.record("settlement", standingKey(patient, year))) ?? { status: "none" };
  const adjudication = adjudicate(scheme, claim, { ...usedOf(record as State), accountBalance: BALANCE });
  const detail = await node.deposit({
    ...{ patient, custodian: INSURER, kind: "adjudication" },
    content: canonicalBytes(adjudication),
  });
  const settlement = `st-${prescription.replace(/^rx-/, "")}` as SettlementId;
  const parties = {
    id: settlement,
    prescription,
    patient,
    pharmacy: PHARMACY,
    insurer: INSURER,
    detail,
    cashPaid: false,
  };
  await commit(insurer, language, {
    commands: [adjudicateCommand(adjudication, parties)],
    says: {
      zh: `统筹基金支付 ${yuan(adjudication.fund)}，个人账户 ${yuan(adjudication.account)}，个人现金支付 ${yuan(adjudication.cash)}`,
      en: `Paid by the fund ${yuan(adjudication.fund)}, account ${yuan(adjudication.account)}, patient's cash ${yuan(adjudication.cash)}`,
    },
    hands: { as: [INSURER] },
  });
  return { adjudication, settlement, cash: adjudication.cash };
}

/** Fen as yuan with two decimals, from integers. */
export const yuan = (fen: Fen): string => `¥${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, "0")}`;

async function schemeInForce(node: Parameters<typeof commit>[0]["node"]): Promise<Scheme> {
  const { rows } = await node.rows("schemes", { limit: 100 });
  const found = (rows as readonly { readonly scheme?: unknown; readonly id?: string }[]).find(({ id }) =>
    id?.includes("employee"),
  );
  return needed(found?.scheme ?? rows[0]?.["scheme"], "scheme") as Scheme;
}
