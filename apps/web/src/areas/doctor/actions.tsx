import type { Commitment } from "@meridian/base/ids";
import type { Command } from "@meridian/prescription/schema";
import { CANCEL_REASONS } from "@meridian/prescription/vocabulary";
import { type DoctorPrescription, isCancellable } from "@meridian/prescription-screens/doctor-row";
import type { PrescriptionEventRow } from "@meridian/prescription-screens/patient-history";
import { vocabulary } from "@meridian/prescription-screens/vocabulary";
import { Button, buttonClass } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { Deadline } from "@meridian/ui/deadline";
import { useAct } from "@meridian/ui/desk/act";
import { FactLine } from "@meridian/ui/desk/proof";
import { useRecord, useRows } from "@meridian/ui/desk/rows";
import { Select } from "@meridian/ui/field";
import { useWords } from "@meridian/ui/language";
import { useState } from "react";
import type { Doctor } from "./doctor-area.tsx";
import { prescriptionWords } from "./prescription-words.ts";

type Props = { readonly row: DoctorPrescription; readonly name: string; readonly doctor: Doctor };

/** What a prescriber can do now: answer what waits, or cancel. */
export function Actions({ row, name, doctor }: Props) {
  const say = useWords(prescriptionWords);
  const isWaiting = row.status === "RETURNED" || row.status === "SUBST_PENDING";
  return (
    <Card title={say.next}>
      <div className="grid gap-4">
        {row.status === "RETURNED" && <Returned row={row} name={name} doctor={doctor} />}
        {row.status === "SUBST_PENDING" && <Asked row={row} name={name} doctor={doctor} />}
        {!isWaiting && !isCancellable(row) && (
          <p className="text-ink-2">{row.cancel_pending === 1 ? say.cancelWaits : say.nothing}</p>
        )}
        {isCancellable(row) && <Cancel row={row} name={name} />}
      </div>
    </Card>
  );
}

/** The latest event of a type, with its place for a proof. */
function useLatest(prescription: string, type: string): PrescriptionEventRow | undefined {
  const rows = useRows<PrescriptionEventRow>("prescription_events", { where: { prescription }, limit: 500 });
  return rows.data?.rows
    .filter((row) => row.type === type)
    .sort((a, b) => b.height - a.height || b.position - a.position)[0];
}

const textsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === "string") : typeof value === "string" ? [value] : [];

function useReasonText(): (reason: string) => string {
  const { reason: reasons } = useWords(vocabulary);
  return (reason) => reasons[reason as keyof typeof reasons] ?? reason;
}

type ItemsState = {
  readonly items?: readonly { readonly line: number; readonly class: string; readonly quantity: number }[];
};

function Returned({ row, name }: Props) {
  const say = useWords(prescriptionWords);
  const reasonText = useReasonText();
  const act = useAct();
  const event = useLatest(row.id, "returned");
  const state = useRecord<ItemsState>("prescription", row.id);
  const [isBusy, setBusy] = useState(false);
  const items = state.data?.items?.map(({ line, class: drugClass, quantity }) => ({
    line,
    class: drugClass,
    quantity,
  }));
  const confirm = async (): Promise<void> => {
    if (items === undefined) return;
    setBusy(true);
    const content = row.content as Commitment;
    const command = { domain: "prescription", type: "amend", id: row.id, previous: content, content, items } as Command;
    const { zh, en } = prescriptionWords;
    await act({ commands: [command], says: { zh: zh.confirmSays(name), en: en.confirmSays(name) } }).finally(() =>
      setBusy(false),
    );
  };
  return (
    <section data-testid="returned">
      <h3 className="font-semibold text-danger">{say.returned}</h3>
      <ul className="my-2 list-disc pl-5">
        {textsIn(event?.detail["reasons"]).map((reason) => (
          <li key={reason}>{reasonText(reason)}</li>
        ))}
      </ul>
      {event !== undefined && <EventLine event={event} />}
      <p className="my-2">
        {say.answerBy}
        <Deadline at={row.due} />
      </p>
      <div className="flex flex-wrap gap-2" data-screen-only>
        <a
          href={`/d/rx/new?amend=${encodeURIComponent(row.id)}`}
          className={buttonClass("primary")}
          data-testid="amend"
        >
          {say.amend}
        </a>
        <Button busy={isBusy} disabled={items === undefined} onClick={confirm} data-testid="confirm">
          {say.confirm}
        </Button>
      </div>
      <p className="mt-2 text-sm text-ink-3">{say.confirmHint}</p>
    </section>
  );
}

const EventLine = ({ event: { detail, time, height, position } }: { readonly event: PrescriptionEventRow }) => (
  <FactLine by={textsIn(detail["by"])} time={time} height={height} of={{ type: "place", height, position }} />
);

function Asked({ row, name }: Props) {
  const say = useWords(prescriptionWords);
  const reasonText = useReasonText();
  const act = useAct();
  const event = useLatest(row.id, "changeRequested");
  const [isBusy, setBusy] = useState(false);
  const kind = textsIn(event?.detail["kind"])[0] ?? "";
  const line = event?.detail["line"];
  const answer = async (accepted: boolean): Promise<void> => {
    setBusy(true);
    const { zh, en } = prescriptionWords;
    const kindIn = (language: "zh" | "en") =>
      vocabulary[language].reason[kind as keyof typeof vocabulary.zh.reason] ?? kind;
    const says = accepted
      ? { zh: zh.acceptSays(kindIn("zh"), name), en: en.acceptSays(kindIn("en"), name) }
      : { zh: zh.declineSays(kindIn("zh"), name), en: en.declineSays(kindIn("en"), name) };
    const command: Command = { domain: "prescription", type: "answerChange", id: row.id, accepted };
    await act({ commands: [command], says }).finally(() => setBusy(false));
  };
  return (
    <section data-testid="asked">
      <h3 className="font-semibold text-warn">{say.asked}</h3>
      <p className="my-2">
        {reasonText(kind)}
        {typeof line === "number" && <span className="text-ink-2"> · {say.askedLine(line)}</span>}
      </p>
      {event !== undefined && <EventLine event={event} />}
      <p className="my-2">
        {say.answerBy}
        <Deadline at={row.due} />
      </p>
      <div className="flex flex-wrap gap-2" data-screen-only>
        <Button look="primary" busy={isBusy} onClick={() => answer(true)} data-testid="accept-change">
          {say.accept}
        </Button>
        <a
          href={`/d/rx/new?answer=${encodeURIComponent(row.id)}`}
          className={buttonClass()}
          data-testid="answer-change"
        >
          {say.change}
        </a>
        <Button busy={isBusy} onClick={() => answer(false)} data-testid="decline-change">
          {say.decline}
        </Button>
      </div>
    </section>
  );
}

type CancelReason = (typeof CANCEL_REASONS)[number];

function Cancel({ row, name }: Pick<Props, "row" | "name">) {
  const say = useWords(prescriptionWords);
  const { reason: reasons } = useWords(vocabulary);
  const act = useAct();
  const [reason, setReason] = useState<CancelReason>("treatment-changed");
  const [isBusy, setBusy] = useState(false);
  const cancel = async (): Promise<void> => {
    setBusy(true);
    const command: Command = { domain: "prescription", type: "cancel", id: row.id, reason };
    const { zh, en } = prescriptionWords;
    const says = {
      zh: zh.cancelSays(name, vocabulary.zh.reason[reason]),
      en: en.cancelSays(name, vocabulary.en.reason[reason]),
    };
    await act({ commands: [command], says }).finally(() => setBusy(false));
  };
  return (
    <details data-screen-only data-testid="cancel">
      <summary className="cursor-pointer font-medium text-danger">{say.cancel}</summary>
      <div className="mt-3 grid gap-3">
        <Select
          label={say.cancelReason}
          hint={say.cancelHint}
          value={reason}
          onChange={({ target }) => setReason(target.value as CancelReason)}
          options={CANCEL_REASONS.map((value) => ({ value, label: reasons[value] }))}
        />
        <Button look="danger" busy={isBusy} onClick={cancel} data-testid="cancel-order">
          {say.cancelDo}
        </Button>
      </div>
    </details>
  );
}
