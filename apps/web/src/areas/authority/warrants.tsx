import type { Ground } from "@meridian/disclosure/grounds";
import { disclosureVocabulary } from "@meridian/disclosure-screens/vocabulary";
import type { Command } from "@meridian/kernel/transaction";
import type { Row } from "@meridian/kernel/view";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useAct } from "@meridian/ui/desk/act";
import { useDesk, useNameOf } from "@meridian/ui/desk/context";
import { FactLine } from "@meridian/ui/desk/proof";
import { Reading, useRows } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Tag } from "@meridian/ui/marks";
import { timeText } from "@meridian/ui/text/format";
import { labelled } from "@meridian/ui/text/words";
import { useNow } from "../../frame/live.tsx";
import { useHouse } from "./acting-as.ts";
import { useAsked } from "./address.ts";
import { AuthorityArea } from "./area.tsx";
import { caseWords } from "./case-fields.tsx";
import { Countersign } from "./countersign.tsx";
import { ObtainContent } from "./obtain-content.tsx";
import { OpenWarrant } from "./open-warrant.tsx";
import { warrantWords } from "./warrants-words.ts";

/** A row of `warrants`. */
export type WarrantRow = Row & {
  readonly warrant: string;
  readonly authority: string;
  readonly court: string;
  readonly patient: string;
  readonly scope: string;
  readonly prescription: string | null;
  readonly basis: string;
  readonly purpose: string;
  readonly status: string;
  readonly opened_at: number;
  readonly opened_height: number;
  readonly expires_at: number;
};

/** Warrants: asking for one, countersigning one, and obtaining content by one. */
export function Warrants() {
  const say = useWords(warrantWords);
  const [asked] = useAsked();
  const sign = asked.get("sign");
  return (
    <AuthorityArea>
      <div className="grid grid-cols-1 gap-4">
        <header>
          <h1 className="text-2xl font-semibold">{say.title}</h1>
          <p className="max-w-prose text-ink-2">{say.intro}</p>
        </header>
        {sign !== null && <Countersign text={sign} />}
        <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2">
          <div className="grid min-w-0 gap-4">
            <ObtainContent />
            <Disclosures />
          </div>
          <div className="grid min-w-0 gap-4">
            <OpenWarrant />
            <WarrantList />
          </div>
        </div>
      </div>
    </AuthorityArea>
  );
}

function WarrantList() {
  const say = useWords(warrantWords);
  const now = useNow();
  const rows = useRows<WarrantRow>("warrants", { limit: 500 });
  return (
    <Card title={say.list}>
      <Reading of={rows}>
        {({ rows: all }) =>
          all.length === 0 ? (
            <p className="text-ink-2">{say.none}</p>
          ) : (
            <ul className="divide-y divide-line" data-testid="warrants">
              {[...all]
                .sort((a, b) => b.opened_at - a.opened_at)
                .map((row) => (
                  <WarrantItem key={row.warrant} row={row} now={now} />
                ))}
            </ul>
          )
        }
      </Reading>
    </Card>
  );
}

function WarrantItem({ row, now }: { readonly row: WarrantRow; readonly now: number }) {
  const say = useWords(warrantWords);
  const { basis: basisLabel } = useWords(caseWords);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const act = useAct();
  const house = useHouse();
  const { warrant, authority, court, basis, purpose, status, prescription } = row;
  const standing = status === "closed" ? "closed" : row.expires_at < now ? "over" : "open";
  const isMine = house === authority || house === court;
  const close = async (): Promise<void> => {
    if (house === undefined) return;
    await act({
      commands: [{ domain: "disclosure", type: "closeWarrant", id: warrant } as Command],
      says: { zh: warrantWords.zh.saysClose(warrant), en: warrantWords.en.saysClose(warrant) },
      hands: { as: [house] },
    });
  };
  return (
    <li className="grid gap-1 py-3">
      <p className="font-medium">{say.may(nameOf(authority), nameOf(court))}</p>
      <p className="flex flex-wrap items-center gap-2 text-sm text-ink-2">
        <Tag tone={standing === "open" ? "warn" : "neutral"}>{say.standings[standing]}</Tag>
        {prescription === null ? say.all : say.one(prescription)} · {say.until(timeText(row.expires_at, language))}
      </p>
      <p className="text-sm text-ink-2">
        {say.purposes[purpose as keyof typeof say.purposes] ?? purpose} · {labelled(basisLabel, basis, language)}
      </p>
      <FactLine
        by={[authority, court]}
        time={row.opened_at}
        height={row.opened_height}
        of={{ type: "event", domain: "disclosure", record: `warrant.${warrant}`, event: "warrantOpened" }}
        name={`warrant-${warrant}`}
      />
      {standing === "open" && isMine && (
        <Button size="small" className="justify-self-start" data-screen-only onClick={close}>
          {say.close}
        </Button>
      )}
    </li>
  );
}

function Disclosures() {
  const say = useWords(warrantWords);
  const { ground: grounds } = useWords(disclosureVocabulary);
  const { language } = useLanguage();
  const { addresses } = useDesk();
  const house = useHouse();
  const rows = useRows(
    "disclosures",
    { where: { recipient: house ?? "" }, order: "-released_at", limit: 100 },
    { enabled: house !== undefined },
  );
  return (
    <Card title={say.disclosures}>
      <Reading of={rows}>
        {({ rows: all }) => (
          <>
            {all.length === 0 && <p className="text-ink-2">{say.noDisclosures}</p>}
            <ul className="divide-y divide-line" data-testid="obtained">
              {all.map((row) => (
                <li key={String(row["disclosure"])} className="flex flex-wrap justify-between gap-x-4 py-2">
                  <a
                    className="break-all text-brand hover:underline"
                    href={addresses.prescription(String(row["prescription"]))}
                  >
                    {String(row["prescription"])}
                  </a>
                  <span className="text-sm text-ink-2">
                    {grounds[String(row["ground"]) as Ground] ?? String(row["ground"])} ·{" "}
                    {timeText(Number(row["released_at"]), language)}
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
      </Reading>
    </Card>
  );
}
