import { Card } from "@meridian/ui/card";
import { Reading } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Empty } from "@meridian/ui/states";
import { useAsked } from "../../frame/routing.tsx";
import { grouped, kinds, useFound } from "./finding.ts";
import { OperatorPage } from "./page.tsx";
import { words } from "./words.ts";

/** All that was found, at an address that finds it again. */
export function Search() {
  const say = useWords(words);
  const named = useWords(kinds);
  const { language } = useLanguage();
  const sought = (useAsked().get("q") ?? "").trim();
  const found = useFound(sought);
  if (sought === "") return <OperatorPage title={say.searchEmptyTitle}>{null}</OperatorPage>;
  return (
    <OperatorPage title={say.searchTitle(sought)} sought={sought}>
      <Reading of={found}>
        {({ results }) =>
          results.length === 0 ? (
            <Empty title={say.nothing}>{say.nothingNext}</Empty>
          ) : (
            <>
              <p role="status" className="text-ink-2">
                {say.results(results.length)}
              </p>
              {grouped(results).map(([kind, each]) => (
                <Card key={kind} title={named[kind] ?? kind}>
                  <ul className="divide-y divide-line">
                    {each.map(({ id, label, path }) => (
                      <li key={path} className="py-1">
                        <a
                          href={path}
                          className="flex min-h-9 flex-wrap items-baseline gap-x-3 text-brand hover:underline"
                        >
                          <span className="font-medium">{label[language]}</span>
                          {!label[language].includes(id) && <code className="font-mono text-sm text-ink-3">{id}</code>}
                        </a>
                      </li>
                    ))}
                  </ul>
                </Card>
              ))}
            </>
          )
        }
      </Reading>
    </OperatorPage>
  );
}
