import type { OrganisationId, PrescriptionId } from "@meridian/base/ids";
import { Card } from "@meridian/ui/card";
import { Deadline } from "@meridian/ui/deadline";
import { useAllRows } from "@meridian/ui/desk/all-rows";
import { useNameOf } from "@meridian/ui/desk/context";
import { Reading } from "@meridian/ui/desk/rows";
import { useWords } from "@meridian/ui/language";
import { Empty } from "@meridian/ui/states";
import { type Column, DataTable } from "@meridian/ui/table";
import { shortened } from "@meridian/ui/text/format";
import { dictionary } from "@meridian/ui/text/words";
import type { ReactNode } from "react";
import type { CounterRow } from "../pharmacist-houses.tsx";
import { StatusTag, useClassesText } from "../vocabulary.tsx";

const words = dictionary({
  zh: {
    sent: "指定给本店的处方",
    work: "进行中",
    workNone: "没有进行中的处方",
    workNext: "扫描患者的取药码即可接单。",
    prescription: "处方",
    status: "状态",
    due: "时限",
    classes: "药品类别",
    hospital: "医疗机构",
    action: "操作",
  },
  en: {
    sent: "Sent to this pharmacy",
    work: "In progress",
    workNone: "Nothing is in work",
    workNext: "Scan a collection code to claim a prescription.",
    prescription: "Prescription",
    status: "State",
    due: "Due",
    classes: "Class",
    hospital: "Hospital",
    action: "Action",
  },
});

const IN_WORK = ["CLAIMED", "SUBST_PENDING", "SETTLED", "PARTIAL", "DISPENSED"] as const;

type Props = {
  readonly houses: readonly OrganisationId[];
  readonly hrefOf: (id: string) => string;
  readonly claiming: (id: PrescriptionId) => ReactNode;
};

/** What hospitals or patients have sent here without a code, and what is in work, the most urgent first. */
export function CounterLists({ houses, hrefOf, claiming }: Props) {
  const say = useWords(words);
  const work = useAllRows<CounterRow>("prescriptions", { where: { pharmacy: houses, status: IN_WORK } });
  const assigned = useAllRows<CounterRow>("prescriptions", { where: { assigned: houses, status: "ACTIVE" } });
  const nominated = useAllRows<CounterRow>("prescriptions", { where: { nominated: houses, status: "ACTIVE" } });
  const sent = [...(assigned.data ?? []), ...(nominated.data ?? [])];
  const columns = useColumns();
  const [id, ...rest] = columns;
  const action: Column<CounterRow> = {
    id: "action",
    head: say.action,
    cell: ({ id }) => claiming(id),
    width: "5rem",
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {sent.length > 0 && (
        <Card title={say.sent} aside={sent.length}>
          <DataTable
            label={say.sent}
            rows={byDue(sent)}
            columns={[id, action, ...rest]}
            keyOf={({ id }) => id}
            height={16}
          />
        </Card>
      )}
      <Card title={say.work} aside={work.data?.length}>
        <Reading of={work} lines={6}>
          {(rows) =>
            rows.length === 0 ? (
              <Empty title={say.workNone}>{say.workNext}</Empty>
            ) : (
              <DataTable
                label={say.work}
                rows={byDue(rows)}
                columns={columns}
                keyOf={({ id }) => id}
                hrefOf={({ id }) => hrefOf(id)}
              />
            )
          }
        </Reading>
      </Card>
    </div>
  );
}

export const byDue = (rows: readonly CounterRow[]): readonly CounterRow[] =>
  [...rows].sort((a, b) => (a.due ?? Number.MAX_SAFE_INTEGER) - (b.due ?? Number.MAX_SAFE_INTEGER));

function useColumns(): readonly [Column<CounterRow>, ...Column<CounterRow>[]] {
  const say = useWords(words);
  const nameOf = useNameOf();
  const classesText = useClassesText();
  return [
    { id: "id", head: say.prescription, cell: ({ id }) => shortened(id), width: "8.5rem" },
    { id: "status", head: say.status, cell: ({ status }) => <StatusTag status={status} />, width: "9rem" },
    { id: "due", head: say.due, cell: ({ due }) => <Deadline at={due} />, width: "7.5rem" },
    { id: "classes", head: say.classes, cell: ({ classes }) => classesText(classes), width: "8rem" },
    { id: "hospital", head: say.hospital, cell: (row) => nameOf(row.organisation), width: "minmax(8rem,1fr)" },
  ];
}
