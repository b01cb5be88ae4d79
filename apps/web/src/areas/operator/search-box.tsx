import { buttonClass } from "@meridian/ui/button";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Search } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useId, useState } from "react";
import { go } from "../../frame/routing.tsx";
import { type Found, grouped, kinds, searchPath, useFound, useSettled } from "./finding.ts";
import { words } from "./words.ts";

/** One box for anything by its human name or code; arrows choose, Enter opens the chosen, or the best. */
export function SearchBox({ first = "" }: { readonly first?: string }) {
  const say = useWords(words);
  const id = useId();
  const [text, setText] = useState(first);
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const sought = useSettled(text.trim());
  const found = useFound(sought);
  const groups = grouped(sought === text.trim() ? (found.data?.results ?? []) : []);
  const options = groups.flatMap(([, each]) => each);
  const shows = isOpen && text.trim() !== "" && found.status === "success" && sought === text.trim();

  const open = (path: string): void => {
    setOpen(false);
    setActive(-1);
    go(path);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const wanted = text.trim();
    if (wanted === "") return;
    open((shows ? (options[active] ?? options[0])?.path : undefined) ?? searchPath(wanted));
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === "Escape") setOpen(false);
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    setOpen(true);
    if (options.length === 0) return;
    const step = event.key === "ArrowDown" ? 1 : -1;
    setActive((before) =>
      before === -1 && step === -1 ? options.length - 1 : (before + step + options.length) % options.length,
    );
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: the search element is not known to every browser of a hospital
    <form role="search" onSubmit={submit} data-screen-only className="relative flex gap-2">
      <label className="sr-only" htmlFor={`${id}-box`}>
        {say.searchLabel}
      </label>
      <div className="relative min-w-0 flex-1">
        <Search
          size={18}
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-4 -translate-y-1/2 text-ink-3"
        />
        <input
          id={`${id}-box`}
          type="search"
          role="combobox"
          aria-expanded={shows}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={shows && active >= 0 ? `${id}-${active}` : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder={say.searchHint}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setActive(-1);
            setOpen(true);
          }}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={onKey}
          data-testid="search"
          className="min-h-12 w-full rounded-card bg-surface py-2 pr-4 pl-11 shadow-card placeholder:text-ink-3"
        />
        <Options id={id} groups={groups} active={active} shows={shows} go={open} />
      </div>
      <button type="submit" className={`${buttonClass("primary", "large")} shrink-0`}>
        {say.search}
      </button>
    </form>
  );
}

type OptionsProps = {
  readonly id: string;
  readonly groups: ReturnType<typeof grouped>;
  readonly active: number;
  readonly shows: boolean;
  readonly go: (path: string) => void;
};

function Options({ id, groups, active, shows, go }: OptionsProps) {
  const say = useWords(words);
  const named = useWords(kinds);
  const order: readonly Found[] = groups.flatMap(([, found]) => found);
  return (
    <>
      <p role="status" className="sr-only">
        {shows && (order.length === 0 ? say.nothing : say.results(order.length))}
      </p>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={say.searchLabel}
        hidden={!shows || order.length === 0}
        className="absolute inset-x-0 top-full z-20 mt-1 max-h-[26rem] overflow-y-auto rounded-card bg-surface p-2 shadow-over"
      >
        {groups.map(([kind, found]) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options has no element of its own
          <div key={kind} role="group" aria-label={named[kind] ?? kind}>
            <p aria-hidden className="px-3 pt-2 pb-1 text-sm text-ink-3">
              {named[kind] ?? kind}
            </p>
            {found.map((each) => (
              <Option
                key={each.path}
                id={`${id}-${order.indexOf(each)}`}
                found={each}
                isActive={order[active] === each}
                go={go}
              />
            ))}
          </div>
        ))}
      </div>
      {shows && order.length === 0 && (
        <p
          aria-hidden
          className="absolute inset-x-0 top-full z-20 mt-1 rounded-card bg-surface p-4 text-ink-2 shadow-over"
        >
          {say.nothing}
        </p>
      )}
    </>
  );
}

type OptionProps = {
  readonly id: string;
  readonly found: Found;
  readonly isActive: boolean;
  readonly go: (path: string) => void;
};

function Option({ id, found: { id: code, label, path }, isActive, go }: OptionProps) {
  const { language } = useLanguage();
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the box, which names the active option
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the box opens the active option
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      // The box would lose its focus, and the list close, before the click.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => go(path)}
      className={`flex cursor-pointer flex-wrap items-baseline gap-x-3 rounded-control px-3 py-2 ${isActive ? "bg-brand-soft" : "hover:bg-sunken"}`}
    >
      <span className="font-medium">{label[language]}</span>
      {!label[language].includes(code) && <code className="font-mono text-sm text-ink-3">{code}</code>}
    </div>
  );
}
