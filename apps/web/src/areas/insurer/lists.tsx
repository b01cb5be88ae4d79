import type { OrganisationId } from "@meridian/base/ids";
import { Facts } from "@meridian/ui/card";
import { useAllRows } from "@meridian/ui/desk/all-rows";
import { useNameOf } from "@meridian/ui/desk/context";
import { Reading } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Tag } from "@meridian/ui/marks";
import { Empty } from "@meridian/ui/states";
import type { Column } from "@meridian/ui/table";
import { moneyText, shortened, timeText } from "@meridian/ui/text/format";
import { FilteredTable } from "./filtered-table.tsx";
import { type EntryRow, type SettlementRow, sumsOf } from "./rows.ts";
import { words } from "./words.ts";

const LEGS = ["total", "fund", "account", "cash"] as const;

function useLegColumns<R extends { readonly [L in (typeof LEGS)[number]]: number }>(): readonly Column<R>[] {
  const say = useWords(words);
  const { language } = useLanguage();
  return LEGS.map((leg) => ({
    id: leg,
    head: say[leg],
    width: "7rem",
    align: "right",
    cell: (row: R) => moneyText(row[leg], language),
  }));
}

/** What this insurer settled, with what was reversed. */
export function Settlements({ insurer }: { readonly insurer: OrganisationId }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const legs = useLegColumns<SettlementRow>();
  const found = useAllRows<SettlementRow>("settlements", { where: { insurer } });
  const columns: readonly Column<SettlementRow>[] = [
    { id: "id", head: say.settlement, width: "minmax(9rem,1fr)", cell: ({ id }) => shortened(id) },
    {
      id: "state",
      head: say.state,
      width: "6rem",
      cell: ({ status }) => <Tag tone={status === "negated" ? "warn" : "ok"}>{say[status]}</Tag>,
    },
    { id: "pharmacy", head: say.pharmacy, width: "minmax(9rem,1fr)", cell: ({ pharmacy }) => nameOf(pharmacy) },
    { id: "time", head: say.time, width: "10rem", cell: ({ adjudicatedAt }) => timeText(adjudicatedAt, language) },
    ...legs,
  ];
  return (
    <Reading of={found}>
      {(rows) =>
        rows.length === 0 ? (
          <Empty title={say.noSettlements}>{say.noSettlementsNext}</Empty>
        ) : (
          <FilteredTable
            label={say.settlements}
            rows={[...rows].sort((a, b) => b.adjudicatedAt - a.adjudicatedAt)}
            columns={columns}
            keyOf={({ id }) => id}
            hrefOf={({ id }) => `/i/st/${encodeURIComponent(id)}`}
            textOf={({ id, prescription, pharmacy, patient }) => `${id} ${prescription} ${nameOf(pharmacy)} ${patient}`}
          />
        )
      }
    </Reading>
  );
}

/** Every booking, and what they sum to. */
export function Entries({ rows }: { readonly rows: readonly EntryRow[] }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const legs = useLegColumns<EntryRow>();
  if (rows.length === 0) return <Empty title={say.noSettlements}>{say.noSettlementsNext}</Empty>;
  const sums = sumsOf(rows);
  const columns: readonly Column<EntryRow>[] = [
    { id: "id", head: say.settlement, width: "minmax(9rem,1fr)", cell: ({ id }) => shortened(id) },
    {
      id: "entry",
      head: say.entry,
      width: "7rem",
      cell: ({ entry }) =>
        entry === "negation" ? <Tag tone="warn">{say.negation}</Tag> : <Tag tone="neutral">{say.booking}</Tag>,
    },
    { id: "pharmacy", head: say.pharmacy, width: "minmax(9rem,1fr)", cell: ({ pharmacy }) => nameOf(pharmacy) },
    { id: "time", head: say.time, width: "10rem", cell: ({ at }) => timeText(at, language) },
    ...legs,
  ];
  return (
    <div className="grid gap-4">
      <p className="text-sm text-ink-2">{say.bookingsHint}</p>
      <FilteredTable
        label={say.entries}
        rows={rows}
        columns={columns}
        keyOf={({ id, entry }) => `${id}/${entry}`}
        hrefOf={({ id }) => `/i/st/${encodeURIComponent(id)}`}
        textOf={({ id, prescription, pharmacy }) => `${id} ${prescription} ${nameOf(pharmacy)}`}
      />
      <div className="max-w-sm" data-testid="sums">
        <h2 className="mb-1 font-semibold">{say.sums}</h2>
        <Facts rows={LEGS.map((leg) => [say[leg], moneyText(sums[leg], language)] as const)} />
      </div>
    </div>
  );
}
