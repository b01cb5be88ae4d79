import type { OrganisationId, PersonId } from "@meridian/base/ids";
import type { Row } from "@meridian/kernel/view";
import { Deadline } from "@meridian/ui/deadline";
import { useAllRows } from "@meridian/ui/desk/all-rows";
import { useNameOf } from "@meridian/ui/desk/context";
import { Reading } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Tag } from "@meridian/ui/marks";
import { Empty } from "@meridian/ui/states";
import { type Column, DataTable } from "@meridian/ui/table";
import { Tabs } from "@meridian/ui/tabs";
import { shortened, timeText } from "@meridian/ui/text/format";
import { dictionary } from "@meridian/ui/text/words";
import { UserCheck } from "lucide-react";
import { useMemo } from "react";
import type { CounterRow } from "./pharmacist-houses.tsx";
import { StatusTag, useClassesText, vocabulary } from "./vocabulary.tsx";

const words = dictionary({
  zh: {
    label: "待审处方",
    prescription: "处方",
    classes: "药品类别",
    pathway: "流转路径",
    prescriber: "开方医师",
    issued: "开具时间",
    state: "审方",
    due: "时限",
    mine: "由您审方",
    byOther: (name: string) => `${name} 正在审方`,
    none: "没有待审的处方",
    noneNext: "新处方到达后会自动出现在这里。",
    tabs: { open: "待审", mine: "我的", other: "同事审方中" },
  },
  en: {
    label: "Prescriptions to review",
    prescription: "Prescription",
    classes: "Class",
    pathway: "Pathway",
    prescriber: "Prescriber",
    issued: "Issued",
    state: "Review",
    due: "Due",
    mine: "with you",
    byOther: (name: string) => `with ${name}`,
    none: "Nothing waits for review",
    noneNext: "New prescriptions appear here by themselves.",
    tabs: { open: "Waiting", mine: "Mine", other: "With colleagues" },
  },
});

export type QueueTab = "open" | "mine" | "other";
type Taken = Row & { readonly prescription: string; readonly detail: { readonly by?: string } };

type Props = {
  readonly houses: readonly OrganisationId[];
  readonly person: PersonId;
  readonly tab: QueueTab;
  readonly onTab: (tab: QueueTab) => void;
  readonly hrefOf: (id: string) => string;
};

/** What waits for a pharmacist's review in one's houses, the most urgent first. */
export function PharmacistQueue({ houses, person, tab, onTab, hrefOf }: Props) {
  const say = useWords(words);
  const rows = useAllRows<CounterRow>("prescriptions", {
    where: { organisation: houses, status: ["ISSUED", "IN_REVIEW"] },
  });
  const takers = useTakers(houses);
  return (
    <Reading of={rows} lines={8}>
      {(all) => {
        const groups = groupsOf(all, takers, person);
        const items = (["open", "mine", "other"] as const).map((id) => ({
          id,
          label: `${say.tabs[id]} ${groups[id].length}`,
          content: <QueueTable rows={groups[id]} takers={takers} person={person} hrefOf={hrefOf} />,
        }));
        return <Tabs label={say.label} tabs={items} selected={tab} onSelect={(next) => onTab(next as QueueTab)} />;
      }}
    </Reading>
  );
}

/** Who took a review up last, by prescription. */
function useTakers(houses: readonly OrganisationId[]): ReadonlyMap<string, string> {
  const taken = useAllRows<Taken>("prescription_events", {
    where: { organisation: houses, type: "reviewTaken" },
    order: "time",
  });
  return useMemo(
    () => new Map((taken.data ?? []).map(({ prescription, detail }) => [prescription, detail.by ?? ""])),
    [taken.data],
  );
}

function groupsOf(
  rows: readonly CounterRow[],
  takers: ReadonlyMap<string, string>,
  person: string,
): { readonly [T in QueueTab]: readonly CounterRow[] } {
  const sorted = [...rows].sort((a, b) => (a.review_by ?? a.due ?? 0) - (b.review_by ?? b.due ?? 0));
  const isMine = (row: CounterRow): boolean => row.status === "IN_REVIEW" && takers.get(row.id) === person;
  return {
    open: sorted.filter(({ status }) => status === "ISSUED"),
    mine: sorted.filter(isMine),
    other: sorted.filter((row) => row.status === "IN_REVIEW" && !isMine(row)),
  };
}

function QueueTable({
  rows,
  takers,
  person,
  hrefOf,
}: Pick<Props, "person" | "hrefOf"> & {
  readonly rows: readonly CounterRow[];
  readonly takers: ReadonlyMap<string, string>;
}) {
  const say = useWords(words);
  const names = useWords(vocabulary);
  const classesText = useClassesText();
  const nameOf = useNameOf();
  const { language } = useLanguage();
  if (rows.length === 0) return <Empty title={say.none}>{say.noneNext}</Empty>;
  const reviewer = (row: CounterRow) => {
    const taker = takers.get(row.id);
    if (row.status === "ISSUED" || taker === undefined) return <StatusTag status={row.status} />;
    if (taker !== person) return say.byOther(nameOf(taker));
    return (
      <Tag tone="brand" icon={<UserCheck size={14} aria-hidden />}>
        {say.mine}
      </Tag>
    );
  };
  const columns: readonly Column<CounterRow>[] = [
    { id: "id", head: say.prescription, cell: ({ id }) => shortened(id), width: "8.5rem" },
    { id: "due", head: say.due, cell: (row) => <Deadline at={row.review_by ?? row.due} />, width: "8rem" },
    { id: "state", head: say.state, cell: reviewer, width: "10rem" },
    { id: "classes", head: say.classes, cell: ({ classes }) => classesText(classes), width: "9rem" },
    { id: "pathway", head: say.pathway, cell: ({ pathway }) => names.pathway[pathway] ?? pathway, width: "11rem" },
    {
      id: "prescriber",
      head: say.prescriber,
      cell: ({ prescriber }) => nameOf(prescriber),
      width: "minmax(8rem,1fr)",
    },
    { id: "issued", head: say.issued, cell: (row) => timeText(row.issued_at, language), width: "10rem" },
  ];
  return (
    <DataTable rows={rows} columns={columns} keyOf={({ id }) => id} label={say.label} hrefOf={({ id }) => hrefOf(id)} />
  );
}
