import { Card } from "@meridian/ui/card";
import { useDesk, useNameOf } from "@meridian/ui/desk/context";
import { Reading } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { numberText } from "@meridian/ui/text/format";
import { networkWords } from "@meridian/ui/text/network";
import { useNow } from "../../frame/live.tsx";
import { useAsked } from "./address.ts";
import { AuthorityArea } from "./area.tsx";
import { Figures } from "./figures.tsx";
import { Filters } from "./filters.tsx";
import { Find } from "./find.tsx";
import { flowsIn, Mark, placedIn, RegionMap } from "./region-map.tsx";
import { matching, type Prescription, usePrescriptions } from "./rows.ts";
import { words } from "./words.ts";

/** What goes on in the region now: figures, a map, where prescriptions go. */
export function Region() {
  const say = useWords(words);
  const { language } = useLanguage();
  const { directory } = useDesk();
  const [asked] = useAsked();
  const now = useNow();
  const all = usePrescriptions();
  return (
    <AuthorityArea>
      <div className="grid grid-cols-1 gap-5">
        <h1 className="text-2xl font-semibold">{say.regionTitle}</h1>
        <Find key={asked.get("q")} />
        <Filters />
        <Reading of={all} lines={6}>
          {({ rows, height, isCapped }) => {
            const chosen = matching(rows, asked, directory);
            return (
              <>
                <Figures rows={chosen} height={height} now={now} />
                {isCapped && <p className="text-sm text-warn">{say.capped(numberText(rows.length, language))}</p>}
                <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
                  <Card title={say.map} aside={<Legend />}>
                    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
                    <section tabIndex={0} aria-label={say.map} className="overflow-x-auto">
                      <RegionMap rows={chosen} />
                    </section>
                  </Card>
                  <Flows rows={chosen} />
                </div>
              </>
            );
          }}
        </Reading>
      </div>
    </AuthorityArea>
  );
}

function Legend() {
  const say = useWords(words);
  const { kind: kinds } = useWords(networkWords);
  const shown = [
    ["hospital", kinds.hospital],
    ["pharmacy", kinds.pharmacy],
    ["health-commission", say.authorities],
    ["other", say.otherKind],
  ] as const;
  return (
    <ul className="flex flex-wrap gap-x-3">
      {shown.map(([kind, text]) => (
        <li key={kind} className="flex items-center gap-1">
          <svg viewBox="0 0 44 44" width={16} height={16} aria-hidden="true">
            <Mark kind={kind} x={22} y={22} />
          </svg>
          {text}
        </li>
      ))}
    </ul>
  );
}

/** The same as the arcs of the map, to be read. */
function Flows({ rows }: { readonly rows: readonly Prescription[] }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const { directory } = useDesk();
  const nameOf = useNameOf();
  const flows = flowsIn(rows, placedIn(directory));
  const most = flows[0]?.count ?? 1;
  return (
    <Card title={say.flows}>
      {flows.length === 0 && <p className="text-ink-2">{say.noFlows}</p>}
      <ul className="grid gap-2">
        {flows.map(({ from, to, count }) => (
          <li key={`${from.id} ${to.id}`}>
            <p className="flex flex-wrap justify-between gap-x-3 text-sm">
              <span>
                {nameOf(from.id)} → {nameOf(to.id)}
              </span>
              <span className="font-semibold">{numberText(count, language)}</span>
            </p>
            <div className="h-1.5 rounded-full bg-sunken">
              <div className="h-full rounded-full bg-brand" style={{ width: `${(100 * count) / most}%` }} />
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
