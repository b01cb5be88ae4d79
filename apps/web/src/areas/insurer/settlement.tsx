import { textOf } from "@meridian/base/bytes";
import type { Commitment } from "@meridian/base/ids";
import { parseJson } from "@meridian/base/json";
import type { Adjudication } from "@meridian/settlement/adjudicate";
import { LegsBar } from "@meridian/settlement-screens/legs";
import { Reasons } from "@meridian/settlement-screens/reasons";
import { Button } from "@meridian/ui/button";
import { Card, Facts } from "@meridian/ui/card";
import { useDesk, useNameOf } from "@meridian/ui/desk/context";
import { VerifyButton } from "@meridian/ui/desk/proof";
import { Reading, useRows } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Hash, Tag } from "@meridian/ui/marks";
import { Empty } from "@meridian/ui/states";
import { shortened, timeText } from "@meridian/ui/text/format";
import { useQuery } from "@tanstack/react-query";
import { Check, ChevronLeft, FileLock2, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useParams } from "../../frame/routing.tsx";
import { Bookings } from "./bookings.tsx";
import { InsurerArea } from "./insurer-area.tsx";
import { useProductName } from "./product-name.ts";
import type { SettlementRow } from "./rows.ts";
import { words } from "./words.ts";

/** One settlement: who paid what, why line by line, and a reversal beside what it reverses. */
export function SettlementPage() {
  return <InsurerArea>{() => <Found />}</InsurerArea>;
}

function Found() {
  const say = useWords(words);
  const { id = "" } = useParams();
  const rows = useRows<SettlementRow>("settlements", { where: { id }, limit: 1 });
  return (
    <div className="grid gap-4">
      <a data-screen-only href="/i?tab=settlements" className="flex items-center gap-1 text-brand">
        <ChevronLeft size={18} aria-hidden /> {say.back}
      </a>
      <Reading of={rows} lines={8}>
        {({ rows: [row] }) =>
          row === undefined ? (
            <>
              <h1 className="sr-only">{say.unknownSettlement}</h1>
              <Empty title={say.unknownSettlement}>{say.unknownSettlementNext}</Empty>
            </>
          ) : (
            <Settlement row={row} />
          )
        }
      </Reading>
    </div>
  );
}

function Settlement({ row }: { readonly row: SettlementRow }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const { id, status, prescription, patient, pharmacy, adjudicatedAt, negatedAt, negatedBy, cashPaid, year } = row;
  return (
    <>
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="text-2xl font-bold">{say.settlementTitle}</h1>
        <Tag tone={status === "negated" ? "warn" : "ok"}>{say[status]}</Tag>
        <Hash value={id} />
        <VerifyButton of={{ type: "event", domain: "settlement", record: id }} name={id} />
      </header>
      {negatedAt !== null && (
        <p className="text-warn">{say.negatedBy(nameOf(negatedBy ?? ""), timeText(negatedAt, language))}</p>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid gap-4">
          <Card>
            <LegsBar legs={row} />
          </Card>
          <Detail row={row} />
        </div>
        <div className="grid gap-4">
          <Card>
            <Facts
              rows={[
                [
                  say.prescription,
                  <a key="rx" className="text-brand underline" href={`/i/rx/${encodeURIComponent(prescription)}`}>
                    {shortened(prescription)}
                  </a>,
                ],
                [say.patient, <Hash key="p" value={patient} />],
                [say.pharmacy, nameOf(pharmacy)],
                [say.time, timeText(adjudicatedAt, language)],
                [say.year, String(year)],
                [say.cash, cashPaid === 1 ? say.cashPaid : say.cashOpen],
              ]}
            />
          </Card>
          <Bookings settlement={id} />
        </div>
      </div>
    </>
  );
}

const LEGS = ["total", "fund", "account", "cash"] as const;

function Detail({ row }: { readonly row: SettlementRow }) {
  const say = useWords(words);
  const { node } = useDesk();
  const productName = useProductName();
  const [isOpened, setOpened] = useState(false);
  const sealed = useQuery({
    queryKey: ["sealed", row.insurer, row.detail],
    queryFn: async () => {
      const bytes = await node.document(row.detail as Commitment, row.insurer);
      return (parseJson(textOf(bytes) ?? "") ?? null) as Adjudication | null;
    },
    enabled: isOpened,
    staleTime: Number.POSITIVE_INFINITY,
    retry: 0,
  });
  return (
    <Card title={say.detail}>
      {!isOpened ? (
        <>
          <Button icon={<FileLock2 size={18} aria-hidden />} onClick={() => setOpened(true)} data-testid="open-detail">
            {say.openDetail}
          </Button>
          <p className="mt-2 text-sm text-ink-3">{say.openDetailHint}</p>
        </>
      ) : (
        <Reading of={sealed} lines={6}>
          {(detail) =>
            detail === null || !Array.isArray(detail.lines) ? (
              <p>{say.noDetail}</p>
            ) : (
              <div className="grid gap-4">
                <Agreement isSame={LEGS.every((leg) => detail[leg] === row[leg])} />
                <Reasons adjudication={detail} productOf={productName} />
              </div>
            )
          }
        </Reading>
      )}
    </Card>
  );
}

function Agreement({ isSame }: { readonly isSame: boolean }) {
  const say = useWords(words);
  return (
    <p className={`flex items-center gap-2 ${isSame ? "text-ok" : "font-semibold text-danger"}`}>
      {isSame ? <Check size={18} aria-hidden /> : <TriangleAlert size={18} aria-hidden />}
      {isSame ? say.matches : say.differs}
    </p>
  );
}
