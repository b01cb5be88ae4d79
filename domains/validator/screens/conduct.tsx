import { Card, Facts } from "@meridian/ui/card";
import { useDesk, useNameOf } from "@meridian/ui/desk/context";
import { Reading, useRows } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Empty } from "@meridian/ui/states";
import { timeText } from "@meridian/ui/text/format";
import { words } from "./words.ts";

type Misbehaviour = {
  readonly address: string;
  readonly kind: string;
  readonly height: number;
  readonly organisation: string;
  readonly told_at: number;
  readonly measure: string;
};
type Departure = { readonly organisation: string; readonly height: number; readonly reason: string };
type Candidate = { readonly organisation: string; readonly offered_at: number };
type Rule = { readonly rule: string; readonly value: string };

const word = (table: Readonly<Record<string, string>>, key: string): string => table[key] ?? key;

/** What validators did wrong, as the engine proved it; an alarm when there is any. */
export function Misbehaviours() {
  const say = useWords(words);
  const { language } = useLanguage();
  const { addresses } = useDesk();
  const nameOf = useNameOf();
  const told = useRows<Misbehaviour>("misbehaviour", { limit: 100 });
  return (
    <Card title={say.misbehaviour}>
      <Reading of={told}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty title={say.clean}>{say.cleanLead}</Empty>
          ) : (
            <ul role="alert" className="grid gap-2">
              {rows.map(({ address, kind, height, organisation, told_at, measure }) => (
                <li key={`${address} ${kind} ${height}`} className="rounded-control bg-danger-soft p-3">
                  <p className="font-medium text-danger">
                    {nameOf(organisation)} {word(say.kinds, kind)}
                  </p>
                  <p className="text-sm text-ink-2">
                    <a href={addresses.block(height)} className="text-brand underline">
                      #{height}
                    </a>{" "}
                    · {timeText(told_at, language)} · {word(say.measures, measure)}
                  </p>
                </li>
              ))}
            </ul>
          )
        }
      </Reading>
    </Card>
  );
}

/** Who left the set, who wants a seat, and by which rules; nothing where there is nothing. */
export function SetHistory() {
  const say = useWords(words);
  const { language } = useLanguage();
  const { addresses } = useDesk();
  const nameOf = useNameOf();
  const departures = useRows<Departure>("departures", { limit: 100 }).data?.rows ?? [];
  const candidates = useRows<Candidate>("candidates", { limit: 100 }).data?.rows ?? [];
  const rules = useRows<Rule>("rules", { limit: 20 }).data?.rows ?? [];
  return (
    <>
      {rules.length > 0 && (
        <Card title={say.rules}>
          <Facts rows={rules.map(({ rule, value }) => [word(say.ruleNames, rule), word(say.ruleValues, value)])} />
        </Card>
      )}
      {candidates.length > 0 && (
        <Card title={say.candidates}>
          <Facts
            rows={candidates.map(({ organisation, offered_at }) => [
              nameOf(organisation),
              timeText(offered_at, language),
            ])}
          />
        </Card>
      )}
      {departures.length > 0 && (
        <Card title={say.departures}>
          <ul className="grid gap-1.5">
            {departures.map(({ organisation, height, reason }) => (
              <li key={`${organisation} ${height}`}>
                {nameOf(organisation)} · {word(say.reasons, reason)} ·{" "}
                <a href={addresses.block(height)} className="text-brand underline">
                  #{height}
                </a>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}
