import type { Row } from "@meridian/kernel/view";
import type { EventType } from "@meridian/prescription/events";
import { useNameOf } from "@meridian/ui/desk/context";
import { FactLine } from "@meridian/ui/desk/proof";
import { Reading, useRows } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Hash } from "@meridian/ui/marks";
import { Timeline } from "@meridian/ui/steps";
import { listText } from "@meridian/ui/text/list";
import { dictionary, labelled } from "@meridian/ui/text/words";
import { BadgeCheck, Ban, ClipboardCheck, FilePen, PackageCheck, Store, Truck, Wallet } from "lucide-react";
import type { ReactNode } from "react";
import { vocabulary } from "./vocabulary.tsx";

const words = dictionary({
  zh: { at: (place: string) => `在${place}`, why: "原因", codes: "药品追溯码", none: "还没有记录。" },
  en: {
    at: (place: string) => `at ${place}`,
    why: "Reason",
    codes: "Trace codes of the packs",
    none: "Nothing is recorded yet.",
  },
});

export type PrescriptionEventRow = Row & {
  readonly prescription: string;
  readonly height: number;
  readonly position: number;
  readonly time: number;
  readonly type: string;
  readonly detail: { readonly [member: string]: unknown };
};

/** What concerns the patient; a review that was taken up and put back does not. */
const SHOWN: { readonly [T in EventType]?: ReactNode } = {
  issued: <FilePen size={18} aria-hidden />,
  approved: <ClipboardCheck size={18} aria-hidden />,
  returned: <Ban size={18} aria-hidden />,
  amended: <FilePen size={18} aria-hidden />,
  circulated: <BadgeCheck size={18} aria-hidden />,
  claimed: <Store size={18} aria-hidden />,
  released: <Store size={18} aria-hidden />,
  changeRequested: <Store size={18} aria-hidden />,
  changeAnswered: <FilePen size={18} aria-hidden />,
  settled: <Wallet size={18} aria-hidden />,
  cashReceived: <Wallet size={18} aria-hidden />,
  settlementLapsed: <Wallet size={18} aria-hidden />,
  dispensed: <PackageCheck size={18} aria-hidden />,
  owingClosed: <PackageCheck size={18} aria-hidden />,
  shipped: <Truck size={18} aria-hidden />,
  delivered: <PackageCheck size={18} aria-hidden />,
  deliveryReturned: <Truck size={18} aria-hidden />,
  cancelled: <Ban size={18} aria-hidden />,
  cancelMarked: <Ban size={18} aria-hidden />,
  refused: <Ban size={18} aria-hidden />,
  reversed: <Ban size={18} aria-hidden />,
  held: <Ban size={18} aria-hidden />,
  lifted: <BadgeCheck size={18} aria-hidden />,
  revoked: <Ban size={18} aria-hidden />,
  finalised: <BadgeCheck size={18} aria-hidden />,
};

const idsIn = (value: unknown): readonly string[] =>
  typeof value === "string" ? [value] : Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];

/** What happened to a prescription, each step provable. */
export function PatientHistory({ prescription }: { readonly prescription: string }) {
  const say = useWords(words);
  const rows = useRows<PrescriptionEventRow>("prescription_events", {
    where: { prescription },
    limit: 500,
  });
  return (
    <Reading of={rows}>
      {({ rows: all }) => {
        const shown = all
          .filter(({ type }) => type in SHOWN)
          .sort((a, b) => b.height - a.height || b.position - a.position);
        return shown.length === 0 ? <p className="text-ink-2">{say.none}</p> : <History rows={shown} />;
      }}
    </Reading>
  );
}

function History({ rows }: { readonly rows: readonly PrescriptionEventRow[] }) {
  const { event: names } = useWords(vocabulary);
  return (
    <Timeline
      items={rows.map((row) => ({
        id: `${row.height}.${row.position}`,
        at: undefined,
        title: names[row.type as EventType] ?? row.type,
        icon: SHOWN[row.type as EventType],
        children: <Told row={row} />,
      }))}
    />
  );
}

function Told({ row: { height, position, time, type, detail } }: { readonly row: PrescriptionEventRow }) {
  const say = useWords(words);
  const { reason: reasonWords } = useWords(vocabulary);
  const nameOf = useNameOf();
  const { language } = useLanguage();
  const reasonOf = (reason: string): string => (reasonWords as Readonly<Record<string, string>>)[reason] ?? reason;
  const place = idsIn(detail["pharmacy"] ?? detail["carrier"] ?? detail["insurer"] ?? detail["organisation"])[0];
  const people = [...idsIn(detail["by"]), ...idsIn(detail["approvals"]), ...idsIn(detail["prescriber"])];
  const codes = idsIn(detail["codes"]);
  const reasons = [...idsIn(detail["reason"]), ...idsIn(detail["reasons"])];
  return (
    <>
      {place !== undefined && <p className="text-ink-2">{say.at(nameOf(place))}</p>}
      {reasons.length > 0 && (
        <p className="text-ink-2">{labelled(say.why, listText(reasons.map(reasonOf), language), language)}</p>
      )}
      {type === "dispensed" && codes.length > 0 && (
        <details className="mt-1">
          <summary className="cursor-pointer text-ink-2">
            {say.codes} ({codes.length})
          </summary>
          <ul className="mt-1 grid gap-0.5">
            {codes.map((code) => (
              <li key={code}>
                <Hash value={code} label={code} />
              </li>
            ))}
          </ul>
        </details>
      )}
      <FactLine by={people} time={time} height={height} of={{ type: "place", height, position }} />
    </>
  );
}
