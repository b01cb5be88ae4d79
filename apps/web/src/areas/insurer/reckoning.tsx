import { asFen, asSeconds, type SettlementId } from "@meridian/base/ids";
import { NodeRefusal, type Refusal } from "@meridian/client/desk";
import type { ReadOrder } from "@meridian/prescription/fhir-order-read";
import { yearOf } from "@meridian/settlement/calendar";
import { SITES, type Site } from "@meridian/settlement/scheme";
import { type State, standingKey } from "@meridian/settlement/state";
import { type SchemeRow, schemeFor, siteOf, yearsOf } from "@meridian/settlement-screens/claim-of";
import { LegsBar } from "@meridian/settlement-screens/legs";
import { Reasons } from "@meridian/settlement-screens/reasons";
import { settlementVocabulary } from "@meridian/settlement-screens/settlement-words";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useNow } from "@meridian/ui/deadline";
import { useAct } from "@meridian/ui/desk/act";
import { useDesk } from "@meridian/ui/desk/context";
import { RefusalText } from "@meridian/ui/desk/refusal";
import { Reading, useRecord, useRows } from "@meridian/ui/desk/rows";
import { Field, Select } from "@meridian/ui/field";
import { useWords } from "@meridian/ui/language";
import { PenLine } from "lucide-react";
import { useState } from "react";
import type { Insurer } from "./insurer-area.tsx";
import { useProductName } from "./product-name.ts";
import { fenIn, reckon, settle } from "./reckon.ts";
import type { ClaimRow, SettlementRow } from "./rows.ts";
import { SettledLink } from "./settled-link.tsx";
import { words } from "./words.ts";

type Props = { readonly row: ClaimRow; readonly insurer: Insurer; readonly order: ReadOrder };

/** The scheme in force, the person's year and what is prescribed make who pays what. */
export function Reckoning(props: Props) {
  const say = useWords(words);
  const schemes = useRows<SchemeRow & Record<string, never>>("schemes", { limit: 100 });
  return (
    <Reading of={schemes}>
      {({ rows }) => (rows.length === 0 ? <p>{say.noScheme}</p> : <WithSchemes {...props} schemes={rows} />)}
    </Reading>
  );
}

function WithSchemes({ schemes, ...props }: Props & { readonly schemes: readonly SchemeRow[] }) {
  const { row, order } = props;
  const say = useWords(words);
  const { site: sites } = useWords(settlementVocabulary);
  const { directory } = useDesk();
  const time = useNow();
  const inForce = schemes.filter(({ validFrom, validUntil }) => validFrom <= time && time <= validUntil);
  const years = order.birth === undefined ? undefined : yearsOf(order.birth, time);
  const kind = directory.organisations.find(({ id }) => id === row.pharmacy)?.kind;
  const [hash, setHash] = useState(schemeFor(schemes, years, time)?.hash ?? "");
  const [site, setSite] = useState<Site>(siteOf(row.pathway, kind));
  const [balance, setBalance] = useState("0");
  const scheme = inForce.find((each) => each.hash === hash);
  const isAmount = fenIn(balance) !== undefined;
  return (
    <>
      <Card title={say.reckoning}>
        <div className="grid items-start gap-3 sm:grid-cols-3" data-screen-only>
          <Select
            label={say.scheme}
            value={hash}
            onChange={({ target }) => setHash(target.value)}
            options={inForce.map((each) => ({
              value: each.hash,
              label: `${say.schemeName(each.id)} ${each.scheme.version}`,
            }))}
          />
          <Select
            label={say.site}
            value={site}
            onChange={({ target }) => setSite(target.value as Site)}
            options={SITES.map((value) => ({ value, label: sites[value] }))}
          />
          <Field
            label={say.balance}
            hint={say.balanceHint}
            inputMode="decimal"
            value={balance}
            onChange={({ target }) => setBalance(target.value)}
            data-testid="balance"
            {...(!isAmount && { error: say.balanceWrong })}
          />
        </div>
      </Card>
      {scheme === undefined ? (
        <p>{say.noScheme}</p>
      ) : (
        isAmount && <Reckoned {...props} scheme={scheme} site={site} balance={fenIn(balance) ?? asFen(0)} />
      )}
    </>
  );
}

type ReckonedProps = Props & {
  readonly scheme: SchemeRow;
  readonly site: Site;
  readonly balance: ReturnType<typeof asFen>;
};

function Reckoned({ row, insurer, order, scheme, site, balance }: ReckonedProps) {
  const say = useWords(words);
  const productName = useProductName();
  const time = asSeconds(useNow());
  const standing = useRecord<State>("settlement", standingKey(row.patient, yearOf(time, scheme.scheme.utcOffset)));
  const adjudication = reckon({ order, scheme, site, time, standing: standing.data, balance });
  if (adjudication === undefined) return <p className="text-danger">{say.unlisted}</p>;
  return (
    <Reading of={standing}>
      {() => (
        <>
          <Card>
            <LegsBar legs={adjudication} />
            <Sign row={row} insurer={insurer} adjudication={adjudication} />
          </Card>
          <Card title={say.why}>
            <Reasons adjudication={adjudication} productOf={productName} />
          </Card>
        </>
      )}
    </Reading>
  );
}

type SignProps = Pick<Props, "row" | "insurer"> & {
  readonly adjudication: NonNullable<ReturnType<typeof reckon>>;
};

function Sign({ row, insurer, adjudication }: SignProps) {
  const say = useWords(words);
  const { node, directory } = useDesk();
  const act = useAct();
  const earlier = useRows<SettlementRow>("settlements", { where: { prescription: row.id }, limit: 20 });
  const [isBusy, setBusy] = useState(false);
  const [settled, setSettled] = useState<SettlementId>();
  const [hasChanged, setChanged] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const { pharmacy } = row;
  if (pharmacy === null || earlier.data === undefined) return null;
  const found = directory.organisations.find(({ id }) => id === pharmacy);
  const pharmacyName = { zh: found?.zh ?? pharmacy, en: found?.en ?? pharmacy };
  const count = earlier.data.rows.length;
  const sign = async (): Promise<void> => {
    setBusy(true);
    setRefusal(undefined);
    setChanged(false);
    try {
      const settling = { row: { ...row, pharmacy }, insurer: insurer.id, adjudication, earlier: count, pharmacyName };
      const { id, acted } = await settle(node, act, settling);
      if (acted?.status === "committed") setSettled(id);
      // What was read is read anew after every act, so the reckoning above is the new one already.
      if (acted?.status === "refused") setChanged(acted.refusal.code === "settlement/standing-changed");
    } catch (error) {
      if (!(error instanceof NodeRefusal)) throw error;
      setRefusal(error.refusal);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="mt-4 grid gap-3 border-t border-line pt-4" data-screen-only>
      <div aria-live="polite">
        {isBusy && <p className="text-ink-2">{say.signing}</p>}
        {hasChanged && (
          <p className="rounded-card bg-warn-soft p-3 text-warn" data-testid="standing-changed">
            {say.changed}
          </p>
        )}
        {refusal !== undefined && <RefusalText refusal={refusal} />}
        {settled !== undefined && <p className="font-semibold text-ok">{say.done}</p>}
      </div>
      {settled !== undefined ? (
        <SettledLink id={settled} />
      ) : (
        <Button
          look="primary"
          size="large"
          icon={<PenLine size={18} aria-hidden />}
          busy={isBusy}
          onClick={sign}
          data-testid="settle"
        >
          {say.sign}
        </Button>
      )}
    </div>
  );
}
