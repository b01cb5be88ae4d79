import type { OrganisationId } from "@meridian/base/ids";
import { Button } from "@meridian/ui/button";
import { Deadline } from "@meridian/ui/deadline";
import { useAllRows } from "@meridian/ui/desk/all-rows";
import { useNameOf } from "@meridian/ui/desk/context";
import { Reading } from "@meridian/ui/desk/rows";
import { useWords } from "@meridian/ui/language";
import { Tag } from "@meridian/ui/marks";
import { Empty } from "@meridian/ui/states";
import { type Column, DataTable } from "@meridian/ui/table";
import { Tabs } from "@meridian/ui/tabs";
import { shortened } from "@meridian/ui/text/format";
import { dictionary } from "@meridian/ui/text/words";
import { Snowflake } from "lucide-react";
import type { CounterRow } from "../pharmacist-houses.tsx";
import { StatusTag } from "../vocabulary.tsx";
import { byDue } from "./lists.tsx";

const words = dictionary({
  zh: {
    label: "配送",
    tabs: { carry: "由我方送达", shipped: "已发出", waiting: "待发出" },
    none: "这里没有配送",
    noneNext: "有新的配送时会自动出现。",
    prescription: "处方",
    status: "状态",
    due: "送达时限",
    pharmacy: "药房",
    carrier: "配送机构",
    cold: "冷链",
    ordinary: "常温",
    kind: "运输条件",
    action: "操作",
    deliver: "送达",
    open: "打开",
  },
  en: {
    label: "Deliveries",
    tabs: { carry: "To deliver", shipped: "Under way", waiting: "To be sent" },
    none: "Nothing to deliver here",
    noneNext: "New deliveries appear by themselves.",
    prescription: "Prescription",
    status: "State",
    due: "Due",
    pharmacy: "Pharmacy",
    carrier: "Carrier",
    cold: "cold chain",
    ordinary: "ordinary",
    kind: "Transport",
    action: "Action",
    deliver: "Deliver",
    open: "Open",
  },
});

type Props = {
  /** Pharmacies where one serves, and carriers for which one drives. */
  readonly counters: readonly OrganisationId[];
  readonly carriers: readonly OrganisationId[];
  readonly onDeliver: (id: string) => void;
  readonly benchOf: (id: string) => string;
};

/** What is to be brought to patients: for couriers to deliver, for pharmacies to follow and to send. */
export function Deliveries({ counters, carriers, onDeliver, benchOf }: Props) {
  const say = useWords(words);
  const carried = useAllRows<CounterRow>("prescriptions", {
    where: { carrier: [...carriers, ...counters], status: "IN_DELIVERY" },
  });
  const isShop = counters.length > 0;
  const shop = { enabled: isShop };
  const shipped = useAllRows<CounterRow>(
    "prescriptions",
    { where: { pharmacy: counters, status: "IN_DELIVERY" } },
    shop,
  );
  const waiting = useAllRows<CounterRow>(
    "prescriptions",
    { where: { pharmacy: counters, status: "DISPENSED", delivery: 1 } },
    shop,
  );
  const list = (of: typeof carried, row: Pick<ListProps, "hrefOf" | "onDeliver">) => (
    <Reading of={of} lines={6}>
      {(rows) => <List rows={byDue(rows)} {...row} />}
    </Reading>
  );
  const carry = {
    id: "carry",
    label: `${say.tabs.carry} ${carried.data?.length ?? ""}`,
    content: list(carried, { onDeliver }),
  };
  if (!isShop) return carry.content;
  const tabs = [
    {
      id: "shipped",
      label: `${say.tabs.shipped} ${shipped.data?.length ?? ""}`,
      content: list(shipped, { hrefOf: benchOf, onDeliver }),
    },
    {
      id: "waiting",
      label: `${say.tabs.waiting} ${waiting.data?.length ?? ""}`,
      content: list(waiting, { hrefOf: benchOf }),
    },
    ...(carriers.length > 0 ? [carry] : []),
  ];
  return <Tabs label={say.label} tabs={tabs} />;
}

type ListProps = {
  readonly rows: readonly CounterRow[];
  readonly hrefOf?: (id: string) => string;
  readonly onDeliver?: (id: string) => void;
};

function List({ rows, hrefOf, onDeliver }: ListProps) {
  const say = useWords(words);
  const nameOf = useNameOf();
  if (rows.length === 0) return <Empty title={say.none}>{say.noneNext}</Empty>;
  const columns: Column<CounterRow>[] = [
    { id: "id", head: say.prescription, cell: ({ id }) => shortened(id), width: "8.5rem" },
    { id: "due", head: say.due, cell: ({ due }) => <Deadline at={due} />, width: "7.5rem" },
    { id: "kind", head: say.kind, cell: (row) => <Transport row={row} />, width: "7rem" },
    { id: "status", head: say.status, cell: ({ status }) => <StatusTag status={status} />, width: "8rem" },
    { id: "pharmacy", head: say.pharmacy, cell: (row) => nameOf(row.pharmacy ?? ""), width: "minmax(8rem,1fr)" },
    {
      id: "carrier",
      head: say.carrier,
      cell: ({ carrier }) => (carrier === null ? "–" : nameOf(carrier)),
      width: "minmax(8rem,1fr)",
    },
  ];
  if (onDeliver !== undefined)
    columns.splice(1, 0, {
      id: "action",
      head: say.action,
      cell: ({ id }) => (
        <Button size="small" onClick={() => onDeliver(id)} data-testid={`deliver-${id}`}>
          {say.deliver}
        </Button>
      ),
      width: "6rem",
    });
  return (
    <DataTable
      label={say.label}
      rows={rows}
      columns={columns}
      keyOf={({ id }) => id}
      {...(hrefOf === undefined
        ? onDeliver !== undefined && { onOpen: ({ id }: CounterRow) => onDeliver(id) }
        : { hrefOf: ({ id }: CounterRow) => hrefOf(id) })}
    />
  );
}

function Transport({ row: { classes } }: { readonly row: CounterRow }) {
  const say = useWords(words);
  if (!classes.includes("cold-chain")) return say.ordinary;
  return (
    <Tag tone="info" icon={<Snowflake size={14} aria-hidden />}>
      {say.cold}
    </Tag>
  );
}
