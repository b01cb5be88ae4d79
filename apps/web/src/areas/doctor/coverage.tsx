import type { OrganisationId, PersonId } from "@meridian/base/ids";
import { asFen, asSeconds } from "@meridian/base/ids";
import { adjudicate, type Claim, type Legs } from "@meridian/settlement/adjudicate";
import { type ClaimedLine, claimOf, type SchemeRow, schemeFor, yearsOf } from "@meridian/settlement-screens/claim-of";
import { LegsBar } from "@meridian/settlement-screens/legs";
import { Button } from "@meridian/ui/button";
import { useNow } from "@meridian/ui/deadline";
import { holderIdOf, useDesk, useSession } from "@meridian/ui/desk/context";
import { Reading, useRows } from "@meridian/ui/desk/rows";
import { useWords } from "@meridian/ui/language";
import { Loading } from "@meridian/ui/states";
import { dictionary } from "@meridian/ui/text/words";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

const words = dictionary({
  zh: {
    selfPay: "患者自费，医保不参与。",
    noScheme: "账本上没有现行的待遇方案，无法预估。",
    nothing: "添加药品后显示医保支付多少。",
    unlisted: "有药品不在目录，无法预估。",
    fresh: "按今年尚未使用、个人账户余额为 0 预估，实际以结算为准。",
    ask: "按患者今年的累计预估",
    seen: "由节点计算，您只看到金额；患者会看到您查询过。",
    standing:
      "节点按患者今年在账本上的累计算出，患者会看到您查询过。个人账户余额只有医保局知道，按 0 计；实际以结算为准。",
  },
  en: {
    selfPay: "The patient pays; insurance has no part in it.",
    noScheme: "No scheme is in force on the ledger, so nothing can be estimated.",
    nothing: "Add a medicine to see what insurance pays.",
    unlisted: "A medicine is not in the list, so nothing can be estimated.",
    fresh: "As if the patient had used nothing of this year, with an empty account. The settlement decides.",
    ask: "Estimate with what the patient has used",
    seen: "The node reckons and you see amounts only; the patient sees that you asked.",
    standing:
      "The node reckoned with what the patient has used this year, and the patient sees that you asked. The account's balance is the insurer's own number, so it counts as 0 here. The settlement decides.",
  },
});

type Props = {
  readonly patient: PersonId;
  readonly birth: string;
  /** In whose house the prescriber acts. */
  readonly place: OrganisationId;
  readonly lines: readonly ClaimedLine[];
  readonly site: Claim["site"];
  readonly selfPay: boolean;
};

/** What the scheme would pay for what is being written. An estimate, and says so. */
export function Coverage({ patient, birth, place, lines, site, selfPay }: Props) {
  const say = useWords(words);
  const time = asSeconds(useNow());
  const schemes = useRows<SchemeRow & Record<string, never>>("schemes", { limit: 100 });
  const rows: readonly SchemeRow[] = schemes.data?.rows ?? [];
  const found = schemeFor(rows, yearsOf(birth, time), time);
  const claim = found && claimOf(lines, { site, scheme: found.scheme, time });
  if (selfPay) return <p className="text-ink-2">{say.selfPay}</p>;
  if (lines.length === 0) return <p className="text-ink-2">{say.nothing}</p>;
  if (schemes.isPending) return <Loading lines={2} />;
  if (found === undefined) return <p className="text-ink-2">{say.noScheme}</p>;
  if (claim === undefined) return <p className="text-ink-2">{say.unlisted}</p>;
  const unused = { fundUsed: asFen(0), deductibleUsed: asFen(0), accountBalance: asFen(0) };
  const asked = {
    ...{ organisation: place, patient, scheme: found.hash, site },
    lines: lines.map(({ product, units }) => ({ product, units })),
  };
  return <Estimate asked={asked} fresh={adjudicate(found.scheme, claim, unused)} />;
}

type Asked = {
  readonly patient: PersonId;
  readonly lines: readonly { readonly product: string; readonly units: number }[];
};
type Amounts = Pick<Legs, "total" | "fund" | "account" | "cash">;

/**
 * First as in a fresh year, of which nobody learns. What the patient has used is asked for by hand, and anew for another
 * draft: each question stands in the patient's log, so a form that asks while one types would fill it.
 */
function Estimate({ asked, fresh }: { readonly asked: Asked; readonly fresh: Amounts }) {
  const say = useWords(words);
  const { node } = useDesk();
  const who = holderIdOf(useSession());
  const draft = JSON.stringify(asked);
  const [wanted, setWanted] = useState<string>();
  const isAsked = wanted === draft;
  const answer = useQuery({
    queryKey: ["coverage", who, draft],
    queryFn: () => node.ask<Amounts>("POST", "/v1/coverage", asked),
    enabled: isAsked,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const known = isAsked ? answer.data : undefined;
  return (
    <div className="grid gap-2" aria-live="polite" data-testid="coverage">
      <LegsBar legs={known ?? fresh} />
      <p className="text-sm text-ink-3">{known === undefined ? say.fresh : say.standing}</p>
      {!isAsked && (
        <div>
          <Button onClick={() => setWanted(draft)} data-testid="coverage-ask">
            {say.ask}
          </Button>
          <p className="mt-1 text-sm text-ink-3">{say.seen}</p>
        </div>
      )}
      {isAsked && (
        <Reading of={answer} lines={1}>
          {() => null}
        </Reading>
      )}
    </div>
  );
}
