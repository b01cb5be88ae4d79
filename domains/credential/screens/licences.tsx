import { CREDENTIAL_KINDS } from "@meridian/kernel/vocabulary";
import { useDesk, useNameOf } from "@meridian/ui/desk/context";
import { Reading, useRows } from "@meridian/ui/desk/rows";
import { Field, Select } from "@meridian/ui/field";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Empty } from "@meridian/ui/states";
import { type Column, DataTable } from "@meridian/ui/table";
import { numberText } from "@meridian/ui/text/format";
import { useState } from "react";
import { type LicenceRow, StandingTag, standingOf, validText } from "./licence-row.tsx";
import { LicenceSheet } from "./licence-sheet.tsx";
import { licenceVocabulary } from "./vocabulary.tsx";
import { licenceWords } from "./words.ts";

export type LicenceQuery = { readonly q: string; readonly kind: string; readonly status: string };

type Props = {
  /** In whose name licences are suspended and revoked; undefined for a reader. */
  readonly house: string | undefined;
  readonly now: number;
  readonly query: LicenceQuery;
  readonly onQuery: (patch: Partial<LicenceQuery>) => void;
};

/** Search of the public register by name, number, kind and standing. */
export function Licences({ house, now, query, onQuery }: Props) {
  const say = useWords(licenceWords);
  const { kinds, standings } = useWords(licenceVocabulary);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const { directory } = useDesk();
  const [open, setOpen] = useState<string>();
  const rows = useRows<LicenceRow>("credentials", {
    limit: 500,
    ...(query.kind !== "" && { where: { kind: query.kind } }),
  });
  const q = query.q.trim().toLowerCase();
  const namesOf = (id: string): string => {
    const found = [...directory.organisations, ...directory.staff].find((each) => each.id === id);
    return found === undefined ? "" : `${found.zh} ${found.en}`;
  };
  const isFound = (row: LicenceRow): boolean =>
    (q === "" || `${namesOf(row.holder)} ${row.holder} ${row.number}`.toLowerCase().includes(q)) &&
    (query.status === "" || standingOf(row, now) === query.status);
  return (
    <div className="grid grid-cols-1 gap-4">
      <header>
        <h1 className="text-2xl font-semibold">{say.title}</h1>
        <p className="max-w-prose text-ink-2">{say.intro}</p>
      </header>
      <search className="grid gap-3 sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_minmax(0,1fr)]" data-screen-only>
        <Field
          type="search"
          label={say.search}
          value={query.q}
          onChange={(event) => onQuery({ q: event.target.value })}
        />
        <Select
          label={say.kind}
          value={query.kind}
          options={[
            { value: "", label: say.all },
            ...CREDENTIAL_KINDS.map((value) => ({ value, label: kinds[value] })),
          ]}
          onChange={(event) => onQuery({ kind: event.target.value })}
        />
        <Select
          label={say.standing}
          value={query.status}
          options={[
            { value: "", label: say.all },
            ...Object.entries(standings).map(([value, label]) => ({ value, label })),
          ]}
          onChange={(event) => onQuery({ status: event.target.value })}
        />
      </search>
      <Reading of={rows} lines={8}>
        {({ rows: all, height, next }) => {
          const found = all.filter(isFound);
          const columns: readonly Column<LicenceRow>[] = [
            { id: "holder", head: say.holder, width: "minmax(9rem,1.2fr)", cell: ({ holder }) => nameOf(holder) },
            { id: "kind", head: say.kind, width: "minmax(10rem,1.2fr)", cell: ({ kind }) => kinds[kind] },
            { id: "number", head: say.number, width: "minmax(9rem,1fr)", cell: ({ number }) => number },
            {
              id: "standing",
              head: say.standing,
              width: "8rem",
              cell: (row) => <StandingTag standing={standingOf(row, now)} />,
            },
            {
              id: "until",
              head: say.until,
              width: "11rem",
              cell: (row) => validText(row.valid_until, say.forever, language),
            },
            { id: "issuer", head: say.issuer, width: "minmax(10rem,1fr)", cell: ({ issuer }) => nameOf(issuer) },
          ];
          return (
            <>
              <p aria-live="polite" className="text-ink-2">
                {say.found(numberText(found.length, language), numberText(height, language))}
                {next !== undefined && ` ${say.more}`}
              </p>
              {found.length === 0 ? (
                <Empty title={say.none}>{say.noneNext}</Empty>
              ) : (
                <div className="rounded-card bg-surface shadow-card">
                  <DataTable
                    rows={found}
                    columns={columns}
                    keyOf={({ credential }) => credential}
                    label={say.title}
                    onOpen={({ credential }) => setOpen(credential)}
                  />
                </div>
              )}
              <LicenceSheet
                row={all.find(({ credential }) => credential === open)}
                house={house}
                now={now}
                onClose={() => setOpen(undefined)}
              />
            </>
          );
        }}
      </Reading>
    </div>
  );
}
