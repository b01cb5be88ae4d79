import type { Command } from "@meridian/kernel/transaction";
import { SCOPES, type Scope } from "@meridian/prescription/vocabulary";
import type { PathEvent } from "@meridian/prescription-screens/path-row";
import { vocabulary } from "@meridian/prescription-screens/vocabulary";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useAct } from "@meridian/ui/desk/act";
import { useDesk, useNameOf, useSession } from "@meridian/ui/desk/context";
import { FactLine } from "@meridian/ui/desk/proof";
import { Reading, useRows } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { timeText } from "@meridian/ui/text/format";
import { labelled } from "@meridian/ui/text/words";
import { useNow } from "../../frame/live.tsx";
import { useHouse } from "./acting-as.ts";
import { AuthorityArea } from "./area.tsx";
import { caseWords } from "./case-fields.tsx";
import { holdsWords } from "./holds-words.ts";
import { PlaceHold } from "./place-hold.tsx";
import { isCountedBy, type Prescription, usePrescriptions } from "./rows.ts";

/** Holds in force, all that were, and the way to place one. */
export function Holds() {
  const say = useWords(holdsWords);
  const now = useNow();
  const all = usePrescriptions();
  const held = useRows<PathEvent>("prescription_events", { where: { type: "held" }, order: "-time", limit: 200 });
  const lifted = useRows<PathEvent>("prescription_events", { where: { type: "lifted" }, order: "-time", limit: 200 });
  return (
    <AuthorityArea>
      <div className="grid grid-cols-1 gap-4">
        <header>
          <h1 className="text-2xl font-semibold">{say.title}</h1>
          <p className="max-w-prose text-ink-2">{say.intro}</p>
        </header>
        <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <div className="grid min-w-0 gap-4">
            <Card title={say.inForce}>
              <Reading of={all}>
                {({ rows }) => (
                  <InForce
                    rows={rows.filter((row) => isCountedBy("held", row, now))}
                    events={held.data?.rows ?? []}
                    now={now}
                  />
                )}
              </Reading>
            </Card>
            <Card title={say.past}>
              <Reading of={held}>
                {({ rows }) => (
                  <Past events={[...rows, ...(lifted.data?.rows ?? [])].sort((a, b) => b.height - a.height)} />
                )}
              </Reading>
            </Card>
          </div>
          <PlaceHold />
        </div>
      </div>
    </AuthorityArea>
  );
}

type InForceProps = {
  readonly rows: readonly Prescription[];
  readonly events: readonly PathEvent[];
  readonly now: number;
};

function InForce({ rows, events, now }: InForceProps) {
  const say = useWords(holdsWords);
  if (rows.length === 0) return <p className="text-ink-2">{say.none}</p>;
  return (
    <ul className="divide-y divide-line" data-testid="holds">
      {rows.flatMap((row) =>
        SCOPES.filter((scope) => (row[`held_${scope}`] ?? 0) >= now).map((scope) => (
          <Held
            key={`${row.id} ${scope}`}
            row={row}
            scope={scope}
            event={events.find(
              ({ prescription, type, detail }) =>
                prescription === row.id && type === "held" && detail["scope"] === scope,
            )}
          />
        )),
      )}
    </ul>
  );
}

type HeldProps = { readonly row: Prescription; readonly scope: Scope; readonly event: PathEvent | undefined };

function Held({ row, scope, event }: HeldProps) {
  const say = useWords(holdsWords);
  const words = useWords(vocabulary);
  const { language } = useLanguage();
  const { addresses, directory } = useDesk();
  const nameOf = useNameOf();
  const act = useAct();
  const house = useHouse();
  const session = useSession();
  const by = String(event?.detail["by"] ?? "");
  const kind = directory.organisations.find(({ id }) => id === house)?.kind ?? "";
  const isCourt = kind === "court" || kind === "arbitration";
  const lift = async (): Promise<void> => {
    if (house === undefined) return;
    await act({
      commands: [{ domain: "prescription", type: "lift", id: row.id, organisation: house, scope } as Command],
      says: { zh: holdsWords.zh.saysLift(row.id, nameOf(house)), en: holdsWords.en.saysLift(row.id, nameOf(house)) },
    });
  };
  return (
    <li className="grid gap-1 py-3">
      <a href={addresses.prescription(row.id)} className="font-medium break-all text-brand hover:underline">
        {row.id}
      </a>
      <p>
        {say.held(nameOf(by), words.scope[scope])} · {say.until(timeText(row[`held_${scope}`] ?? 0, language))}
      </p>
      {event !== undefined && <HoldReason event={event} />}
      {session !== undefined && (by === house || isCourt) && (
        <div data-screen-only className="flex flex-wrap gap-2">
          <Button size="small" onClick={lift} data-testid={`lift-${row.id}`}>
            {say.lift}
          </Button>
          {by === house && (
            <a
              href={`/r/warrants?rx=${encodeURIComponent(row.id)}`}
              className="inline-flex min-h-8 items-center px-3 text-sm text-brand hover:underline"
            >
              {say.document}
            </a>
          )}
        </div>
      )}
    </li>
  );
}

function HoldReason({ event }: { readonly event: PathEvent }) {
  const { reason: reasons } = useWords(vocabulary);
  const { basis } = useWords(caseWords);
  const { language } = useLanguage();
  const reason = String(event.detail["reason"]);
  const by = event.detail["by"];
  return (
    <>
      <p className="text-sm text-ink-2">
        {reasons[reason as keyof typeof reasons] ?? reason} · {labelled(basis, String(event.detail["basis"]), language)}
      </p>
      <FactLine
        by={typeof by === "string" ? [by] : []}
        time={event.time}
        height={event.height}
        of={{ type: "place", height: event.height, position: event.position }}
        name={`${event.prescription}-hold`}
      />
    </>
  );
}

function Past({ events }: { readonly events: readonly PathEvent[] }) {
  const say = useWords(holdsWords);
  const words = useWords(vocabulary);
  const { language } = useLanguage();
  const { addresses } = useDesk();
  const nameOf = useNameOf();
  if (events.length === 0) return <p className="text-ink-2">{say.noPast}</p>;
  return (
    <ul className="divide-y divide-line">
      {events.map((event) => {
        const { prescription, type, detail, height, position, time } = event;
        const who = nameOf(String(detail["by"]));
        const scope = words.scope[String(detail["scope"]) as Scope] ?? String(detail["scope"]);
        return (
          <li key={`${height}-${position}`} className="flex flex-wrap justify-between gap-x-4 py-2">
            <span>
              <a href={addresses.prescription(prescription)} className="break-all text-brand underline">
                {prescription}
              </a>{" "}
              {type === "held" ? say.held(who, scope) : say.lifted(who, scope)}
            </span>
            <time className="text-sm text-ink-2">{timeText(time, language)}</time>
          </li>
        );
      })}
    </ul>
  );
}
