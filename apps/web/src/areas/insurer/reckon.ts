import type { Fen, OrganisationId, Seconds, SettlementId } from "@meridian/base/ids";
import { asFen } from "@meridian/base/ids";
import { canonicalBytes } from "@meridian/base/json";
import type { DeskNode, Name } from "@meridian/client/desk";
import { FORMULARY_SYSTEM } from "@meridian/formulary/lookup";
import type { ReadOrder } from "@meridian/prescription/fhir-order-read";
import { type Adjudication, adjudicate, type Claim } from "@meridian/settlement/adjudicate";
import { adjudicateCommand } from "@meridian/settlement/commands";
import { type State, usedOf } from "@meridian/settlement/state";
import { type ClaimedLine, claimOf, type SchemeRow } from "@meridian/settlement-screens/claim-of";
import type { Act, Acted } from "@meridian/ui/desk/acting";
import { moneyText } from "@meridian/ui/text/format";
import type { ClaimRow } from "./rows.ts";
import { words } from "./words.ts";

/** Yuan as somebody types them, in fen; undefined when it is no amount. */
export function fenIn(text: string): Fen | undefined {
  const [, yuan, decimals = ""] = /^([0-9]{1,7})(?:\.([0-9]{1,2}))?$/.exec(text.trim()) ?? [];
  return yuan === undefined ? undefined : asFen(Number(yuan) * 100 + Number(decimals.padEnd(2, "0")));
}

const claimedLines = ({ lines }: ReadOrder): readonly ClaimedLine[] =>
  lines.map(({ line, coding, units }) => ({
    line,
    product: coding.find(({ system }) => system === FORMULARY_SYSTEM)?.code ?? "",
    units,
  }));

type Given = {
  readonly order: ReadOrder;
  readonly scheme: SchemeRow;
  readonly site: Claim["site"];
  readonly time: Seconds;
  readonly standing: State | undefined;
  readonly balance: Fen;
};

/** Who pays what; undefined when a product is not listed. */
export function reckon({ order, scheme, site, time, standing, balance }: Given): Adjudication | undefined {
  const claim = claimOf(claimedLines(order), { site, scheme: scheme.scheme, time });
  if (claim === undefined) return undefined;
  return adjudicate(scheme.scheme, claim, { ...usedOf(standing ?? { status: "none" }), accountBalance: balance });
}

type Settling = {
  readonly row: ClaimRow & { readonly pharmacy: OrganisationId };
  readonly insurer: OrganisationId;
  readonly adjudication: Adjudication;
  /** Settlements of this prescription before, each reversed. */
  readonly earlier: number;
  readonly pharmacyName: Name;
};

/** One id for each settlement of a prescription: ids of settlements have no dot. */
function settlementIdOf(prescription: string, earlier: number): SettlementId {
  const base = `st-${prescription.replace(/^rx-/, "").replaceAll(".", "-")}`;
  return (earlier === 0 ? base : `${base}-${earlier + 1}`) as SettlementId;
}

/** Seals the reasons at the insurer, then has the insurer sign the sums. */
export async function settle(
  node: DeskNode,
  act: (act: Act) => Promise<Acted>,
  { row, insurer, adjudication, earlier, pharmacyName }: Settling,
): Promise<{ readonly id: SettlementId; readonly acted: Acted }> {
  const { id: prescription, patient, pharmacy } = row;
  const content = canonicalBytes(adjudication);
  const detail = await node.deposit({ patient, custodian: insurer, kind: "adjudication", content });
  const id = settlementIdOf(prescription, earlier);
  const command = adjudicateCommand(adjudication, {
    ...{ id, prescription, patient, pharmacy, insurer, detail },
    cashPaid: false,
  });
  const { fund, account, cash } = adjudication;
  const sentence = (language: "zh" | "en"): string => {
    const [a, b, c] = [fund, account, cash].map((fen) => moneyText(fen, language));
    return words[language].says(a ?? "", b ?? "", c ?? "", pharmacyName[language]);
  };
  const says = { zh: sentence("zh"), en: sentence("en") };
  return { id, acted: await act({ commands: [command], says, hands: { as: [insurer] } }) };
}
