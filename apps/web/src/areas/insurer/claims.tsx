import type { OrganisationId } from "@meridian/base/ids";
import { useClassesText, vocabulary } from "@meridian/prescription-screens/vocabulary";
import { Card, Stat } from "@meridian/ui/card";
import { Deadline } from "@meridian/ui/deadline";
import { useAllRows } from "@meridian/ui/desk/all-rows";
import { useNameOf } from "@meridian/ui/desk/context";
import { Reading } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Empty } from "@meridian/ui/states";
import type { Column } from "@meridian/ui/table";
import { Tabs } from "@meridian/ui/tabs";
import { moneyText, numberText, shortened, timeText } from "@meridian/ui/text/format";
import { go, useAsked } from "../../frame/routing.tsx";
import { FilteredTable } from "./filtered-table.tsx";
import { type Insurer, InsurerArea } from "./insurer-area.tsx";
import { Entries, Settlements } from "./lists.tsx";
import { type ClaimRow, dayBegan, type EntryRow, sumsOf } from "./rows.ts";
import { words } from "./words.ts";

/** What waits to be settled, what was, and the figures of the day. */
export function Claims() {
  return <InsurerArea>{(insurer) => <Lists insurer={insurer} />}</InsurerArea>;
}

const TABS: readonly string[] = ["waiting", "settlements", "entries"];

function Lists({ insurer }: { readonly insurer: Insurer }) {
  const say = useWords(words);
  const nameOf = useNameOf();
  const tab = useAsked().get("tab") ?? undefined;
  const entries = useAllRows<EntryRow>("settlement_entries", { where: { insurer: insurer.id }, order: "-at" });
  return (
    <div className="grid gap-5">
      <h1 className="text-2xl font-bold">
        {say.claims} <span className="font-normal text-ink-2">{nameOf(insurer.id)}</span>
      </h1>
      <Reading of={entries} lines={2}>
        {(rows) => <Today entries={rows} />}
      </Reading>
      <Tabs
        label={say.area}
        selected={tab !== undefined && TABS.includes(tab) ? tab : "waiting"}
        onSelect={(next) => go(`/i?tab=${next}`, { replace: true })}
        tabs={[
          { id: "waiting", label: say.waiting, content: <Waiting insurer={insurer.id} /> },
          { id: "settlements", label: say.settlements, content: <Settlements insurer={insurer.id} /> },
          {
            id: "entries",
            label: say.entries,
            content: <Reading of={entries}>{(rows) => <Entries rows={rows} />}</Reading>,
          },
        ]}
      />
    </div>
  );
}

function Today({ entries }: { readonly entries: readonly EntryRow[] }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const began = dayBegan();
  const today = entries.filter(({ at }) => at >= began);
  const count = (entry: EntryRow["entry"]): string =>
    numberText(today.filter((each) => each.entry === entry).length, language);
  const { fund, account, cash } = sumsOf(today);
  return (
    <Card title={say.today}>
      <div className="grid grid-cols-2 gap-4 sm:grid-cols-5" data-testid="today">
        <Stat name={say.todayCount} value={count("settlement")} />
        <Stat name={say.todayFund} value={moneyText(fund, language)} />
        <Stat name={say.todayAccount} value={moneyText(account, language)} />
        <Stat name={say.todayCash} value={moneyText(cash, language)} />
        <Stat name={say.todayReversed} value={count("negation")} />
      </div>
    </Card>
  );
}

function Waiting({ insurer }: { readonly insurer: OrganisationId }) {
  const say = useWords(words);
  const { pathway: pathways } = useWords(vocabulary);
  const classesText = useClassesText();
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const claims = useAllRows<ClaimRow>("prescriptions", {
    where: { payer: insurer, status: "CLAIMED" },
    order: "since",
  });
  const classesOf = ({ classes }: ClaimRow) => classesText(classes);
  const columns: readonly Column<ClaimRow>[] = [
    { id: "id", head: say.prescription, width: "minmax(9rem,1fr)", cell: ({ id }) => shortened(id) },
    { id: "pharmacy", head: say.pharmacy, width: "minmax(9rem,1fr)", cell: ({ pharmacy }) => nameOf(pharmacy ?? "") },
    { id: "classes", head: say.classes, width: "8rem", cell: classesOf },
    {
      id: "pathway",
      head: say.pathway,
      width: "minmax(8rem,1fr)",
      cell: ({ pathway }) => pathways[pathway] ?? pathway,
    },
    { id: "since", head: say.since, width: "10rem", cell: ({ since }) => timeText(since, language) },
    { id: "due", head: say.due, width: "8rem", cell: ({ due }) => <Deadline at={due} /> },
  ];
  return (
    <Reading of={claims}>
      {(rows) =>
        rows.length === 0 ? (
          <Empty title={say.nothingWaits}>{say.nothingWaitsNext}</Empty>
        ) : (
          <FilteredTable
            label={say.waiting}
            rows={rows}
            columns={columns}
            keyOf={({ id }) => id}
            hrefOf={({ id }) => `/i/rx/${encodeURIComponent(id)}`}
            textOf={({ id, pharmacy, patient }) => `${id} ${nameOf(pharmacy ?? "")} ${patient}`}
          />
        )
      }
    </Reading>
  );
}
