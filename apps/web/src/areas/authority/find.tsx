import type { Name } from "@meridian/client/desk";
import { Button } from "@meridian/ui/button";
import { Reading, useAsk } from "@meridian/ui/desk/rows";
import { Field } from "@meridian/ui/field";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Search } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useAsked } from "./address.ts";
import { words } from "./words.ts";

type Found = { readonly kind: string; readonly id: string; readonly label: Name; readonly path: string };

/** One box for a number, a trace code or a hash that somebody pastes; the address keeps what was asked. */
export function Find() {
  const say = useWords(words);
  const [asked, ask] = useAsked();
  const q = asked.get("q") ?? "";
  const [text, setText] = useState(q);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    ask({ q: text.trim() });
  };
  return (
    <search className="grid gap-3" data-screen-only>
      <form onSubmit={send} className="flex items-end gap-2">
        <div className="flex-1">
          <Field
            type="search"
            label={say.paste}
            value={text}
            maxLength={160}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        <Button type="submit" look="primary" icon={<Search size={17} aria-hidden />}>
          {say.find}
        </Button>
      </form>
      {q !== "" && <Results q={q} />}
    </search>
  );
}

function Results({ q }: { readonly q: string }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const found = useAsk<{ readonly results: readonly Found[] }>(["search", q], `/v1/search?q=${encodeURIComponent(q)}`);
  return (
    <section aria-label={say.results} aria-live="polite" className="rounded-card bg-surface p-4 shadow-card">
      <Reading of={found} lines={2}>
        {({ results }) =>
          results.length === 0 ? (
            <p className="text-ink-2">{say.nothing}</p>
          ) : (
            <ul className="divide-y divide-line">
              {results.map(({ kind, id, label, path }) => (
                <li key={`${kind} ${id}`}>
                  <a href={path} className="flex min-h-10 items-center text-brand hover:underline">
                    {label[language]}
                  </a>
                </li>
              ))}
            </ul>
          )
        }
      </Reading>
    </section>
  );
}
