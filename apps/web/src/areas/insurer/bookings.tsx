import { Card } from "@meridian/ui/card";
import { Reading, useRows } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { moneyText, timeText } from "@meridian/ui/text/format";
import { type EntryRow, inOrder, sumsOf } from "./rows.ts";
import { words } from "./words.ts";

const LEGS = ["total", "fund", "account", "cash"] as const;

/** The bookings of one settlement: a reversal beside what it reverses, and what both come to. */
export function Bookings({ settlement }: { readonly settlement: string }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const found = useRows<EntryRow>("settlement_entries", { where: { id: settlement }, limit: 10 });
  const amounts = (row: Pick<EntryRow, (typeof LEGS)[number]>) =>
    LEGS.map((leg) => (
      <td key={leg} className="py-1.5 pl-3 text-right whitespace-nowrap">
        {moneyText(row[leg], language)}
      </td>
    ));
  return (
    <Card title={say.bookings}>
      <Reading of={found} lines={2}>
        {({ rows }) => (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          <section className="overflow-x-auto" tabIndex={0} aria-label={say.bookings}>
            <table className="w-full" data-testid="bookings">
              <thead>
                <tr className="text-left text-sm text-ink-2">
                  <th scope="col" className="py-1.5 font-normal">
                    {say.entry}
                  </th>
                  {LEGS.map((leg) => (
                    <th key={leg} scope="col" className="pl-3 text-right font-normal">
                      {say[leg]}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody className="divide-y divide-line">
                {inOrder(rows).map((row) => (
                  <tr key={row.entry}>
                    <th scope="row" className="py-1.5 text-left font-normal">
                      {row.entry === "negation" ? say.negation : say.booking}
                      <span className="block text-sm text-ink-3">{timeText(row.at, language)}</span>
                    </th>
                    {amounts(row)}
                  </tr>
                ))}
              </tbody>
              <tfoot>
                <tr className="border-t-2 border-line font-semibold">
                  <th scope="row" className="py-1.5 text-left">
                    {say.sums}
                  </th>
                  {amounts(sumsOf(rows))}
                </tr>
              </tfoot>
            </table>
          </section>
        )}
      </Reading>
      <p className="mt-3 text-sm text-ink-3">{say.bookingsHint}</p>
    </Card>
  );
}
