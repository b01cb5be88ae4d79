import type { Subject } from "@meridian/governance/subjects";
import { Card, Facts } from "@meridian/ui/card";
import { useNameOf } from "@meridian/ui/desk/context";
import { Reading, useRows } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { listText } from "@meridian/ui/text/list";
import { words } from "./words.ts";

type Row = {
  readonly subject: Subject;
  readonly numerator: number;
  readonly denominator: number;
  readonly kinds: readonly string[] | null;
};

/** How many must agree on what, and who may vote; `kindText` names kinds of members. */
export function Thresholds({ kindText }: { readonly kindText: (kind: string) => string }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const thresholds = useRows<Row>("thresholds", { limit: 100 });
  const members = useRows<{ readonly organisation: string }>("members", { limit: 500 });
  return (
    <>
      <Card title={say.thresholds}>
        <Reading of={thresholds}>
          {({ rows }) => (
            <Facts
              rows={rows.map(({ subject, numerator, denominator, kinds }) => [
                say.subjects[subject] ?? subject,
                `${say.more(numerator, denominator)} · ${kinds === null ? say.ofAll : listText(kinds.map(kindText), language)}`,
              ])}
            />
          )}
        </Reading>
      </Card>
      <Card title={say.members} aside={members.data?.rows.length}>
        <Reading of={members}>
          {({ rows }) => (
            <p className="text-ink-2">
              {listText(
                rows.map(({ organisation }) => nameOf(organisation)),
                language,
              )}
            </p>
          )}
        </Reading>
      </Card>
    </>
  );
}
