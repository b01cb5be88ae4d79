import { StatusTag, vocabulary } from "@meridian/prescription-screens/vocabulary";
import { Button } from "@meridian/ui/button";
import { useDesk, useNameOf } from "@meridian/ui/desk/context";
import { Reading } from "@meridian/ui/desk/rows";
import { Field, Select } from "@meridian/ui/field";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Empty } from "@meridian/ui/states";
import { type Column, DataTable } from "@meridian/ui/table";
import { moneyText, numberText, timeText } from "@meridian/ui/text/format";
import { Download } from "lucide-react";
import { useNow } from "../../frame/live.tsx";
import { useAsked } from "./address.ts";
import { AuthorityArea } from "./area.tsx";
import { downloadCsv } from "./csv.ts";
import { Filters } from "./filters.tsx";
import { FIGURES, type Figure, isCountedBy, matching, type Prescription, usePrescriptions } from "./rows.ts";
import { words } from "./words.ts";

const isFigure = (text: string | null): text is Figure => FIGURES.some((figure) => figure === text);

/** Prescriptions of the region; the address holds every filter. */
export function RegionPrescriptions() {
  const say = useWords(words);
  const { status: statuses } = useWords(vocabulary);
  const { language } = useLanguage();
  const { directory } = useDesk();
  const [asked, ask] = useAsked();
  const now = useNow();
  const all = usePrescriptions();
  const figure = asked.get("figure");
  const status = asked.get("status");
  const q = asked.get("q")?.toLowerCase();
  return (
    <AuthorityArea>
      <div className="grid grid-cols-1 gap-4">
        <h1 className="text-2xl font-semibold">{say.rxTitle}</h1>
        <Filters />
        <div data-screen-only className="grid grid-cols-1 gap-3 sm:grid-cols-[repeat(3,minmax(0,14rem))]">
          <Select
            label={say.filters.figure}
            value={figure ?? ""}
            options={FIGURES.map((each) => ({ value: each === "issued" ? "" : each, label: say.figures[each] }))}
            onChange={(event) => ask({ figure: event.target.value })}
          />
          <Select
            label={say.filters.status}
            value={status ?? ""}
            options={[
              { value: "", label: say.filters.all },
              ...Object.entries(statuses).map(([value, label]) => ({ value, label })),
            ]}
            onChange={(event) => ask({ status: event.target.value })}
          />
          <Field
            type="search"
            label={say.filters.q}
            value={asked.get("q") ?? ""}
            onChange={(event) => ask({ q: event.target.value })}
          />
        </div>
        <Reading of={all} lines={8}>
          {({ rows, height, isCapped }) => {
            const chosen = matching(rows, asked, directory).filter(
              (row) =>
                (!isFigure(figure) || isCountedBy(figure, row, now)) &&
                (status === null || row.status === status) &&
                (q === undefined || row.id.toLowerCase().includes(q)),
            );
            return (
              <>
                <div className="flex flex-wrap items-center justify-between gap-2">
                  <p aria-live="polite" className="text-ink-2" data-testid="rx-count">
                    {say.count(numberText(chosen.length, language))} · {say.asOf(numberText(height, language))}
                    {isCapped && ` · ${say.capped(numberText(rows.length, language))}`}
                  </p>
                  <Button
                    size="small"
                    data-screen-only
                    icon={<Download size={15} aria-hidden />}
                    onClick={() => downloadCsv("prescriptions.csv", chosen)}
                  >
                    {say.exportRows}
                  </Button>
                </div>
                <PrescriptionTable rows={chosen} />
              </>
            );
          }}
        </Reading>
      </div>
    </AuthorityArea>
  );
}

export function PrescriptionTable({ rows }: { readonly rows: readonly Prescription[] }) {
  const say = useWords(words);
  const { pathway: pathways } = useWords(vocabulary);
  const { language } = useLanguage();
  const { addresses } = useDesk();
  const nameOf = useNameOf();
  const { columns } = say;
  const shown: readonly Column<Prescription>[] = [
    { id: "id", head: columns.id, width: "minmax(10rem,1.4fr)", cell: ({ id }) => id },
    { id: "status", head: columns.status, width: "9.5rem", cell: ({ status }) => <StatusTag status={status} /> },
    {
      id: "organisation",
      head: columns.organisation,
      width: "minmax(9rem,1fr)",
      cell: (row) => nameOf(row.organisation),
    },
    {
      id: "pharmacy",
      head: columns.pharmacy,
      width: "minmax(9rem,1fr)",
      cell: ({ pharmacy }) => (pharmacy === null ? "–" : nameOf(pharmacy)),
    },
    { id: "pathway", head: columns.pathway, width: "9rem", cell: ({ pathway }) => pathways[pathway] ?? pathway },
    { id: "since", head: columns.since, width: "10rem", cell: ({ since }) => timeText(since, language) },
    {
      id: "fund",
      head: columns.fund,
      width: "6.5rem",
      align: "right",
      cell: ({ fund }) => (fund === null ? "–" : moneyText(fund, language)),
    },
  ];
  if (rows.length === 0) return <Empty title={say.empty}>{say.emptyNext}</Empty>;
  return (
    <div className="rounded-card bg-surface shadow-card">
      <DataTable
        rows={rows}
        columns={shown}
        keyOf={({ id }) => id}
        label={say.rxTitle}
        hrefOf={({ id }) => addresses.prescription(id)}
      />
    </div>
  );
}
