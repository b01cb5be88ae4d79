import { Field } from "@meridian/ui/field";
import { useWords } from "@meridian/ui/language";
import { type Column, DataTable } from "@meridian/ui/table";
import { useState } from "react";
import { words } from "./words.ts";

type Props<R> = {
  readonly label: string;
  readonly rows: readonly R[];
  readonly columns: readonly Column<R>[];
  readonly keyOf: (row: R) => string;
  readonly hrefOf: (row: R) => string;
  /** What the filter looks at. */
  readonly textOf: (row: R) => string;
};

/** A list with a filter and how many it leaves. */
export function FilteredTable<R>({ rows, textOf, ...table }: Props<R>) {
  const say = useWords(words);
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const shown = wanted === "" ? rows : rows.filter((row) => textOf(row).toLowerCase().includes(wanted));
  return (
    <div className="grid gap-3">
      <div className="max-w-md" data-screen-only>
        <Field
          type="search"
          label={say.filter}
          placeholder={say.filterHint}
          value={text}
          onChange={({ target }) => setText(target.value)}
          data-testid="filter"
        />
      </div>
      <p className="text-sm text-ink-3" aria-live="polite">
        {say.shown(shown.length, rows.length)}
      </p>
      <DataTable {...table} rows={shown} />
    </div>
  );
}
