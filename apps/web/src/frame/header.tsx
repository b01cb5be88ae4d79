import { Button } from "@meridian/ui/button";
import { holderIdOf, useDesk, useNameOf, useSession } from "@meridian/ui/desk/context";
import { useRows } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { CopyButton } from "@meridian/ui/marks";
import { useQuery } from "@tanstack/react-query";
import { Languages, LogOut, Moon, Type } from "lucide-react";
import { words } from "../words.ts";
import { type AreaHome, homesOf } from "./home-of.ts";
import { useLive } from "./live.tsx";
import { usePreferences } from "./preferences.tsx";
import { usePath } from "./routing.tsx";

/** Whose page this is, where the ledger stands, and how the page looks. */
export function Header() {
  const say = useWords(words);
  return (
    <header data-screen-only className="border-b border-line bg-surface">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 sm:px-6">
        <a href="/" className="flex items-center gap-2">
          <img src="/icon.svg" alt="" width={28} height={28} />
          <span className="font-bold">Meridian 脉链</span>
        </a>
        <span className="hidden text-ink-2 lg:inline">{say.subtitle}</span>
        <Who />
        <Places />
        <div className="ml-auto flex flex-wrap items-center gap-x-3 gap-y-1">
          <Standing />
          <Display />
        </div>
      </div>
    </header>
  );
}

function Who() {
  const say = useWords(words);
  const session = useSession();
  const { sessions } = useDesk();
  const nameOf = useNameOf();
  const { language } = useLanguage();
  const id = holderIdOf(session);
  if (session === undefined || id === undefined) return null;
  const [organisation] = session.organisations;
  return (
    <span className="flex items-center gap-2 rounded-full bg-brand-soft py-0.5 pr-1 pl-3 text-sm" data-testid="who">
      <span>
        {session.name?.[language] ?? nameOf(id)}
        {organisation !== undefined && organisation.id !== id && (
          <span className="text-ink-2"> · {nameOf(organisation.id)}</span>
        )}
      </span>
      {session.holder.type === "person" && <CopyButton value={id} says={say.ownId} />}
      <button
        type="button"
        aria-label={say.signOut}
        title={say.signOut}
        className="cursor-pointer rounded-full p-1.5 text-ink-2 hover:bg-surface"
        onClick={() => void sessions.signOut()}
      >
        <LogOut size={15} aria-hidden />
      </button>
    </span>
  );
}

/** The areas where whoever is signed in has work to do. */
function Places() {
  const say = useWords(words);
  const session = useSession();
  const path = usePath();
  if (session === undefined) return null;
  const nameOf = (home: AreaHome): string =>
    say.areas[home.startsWith("/admin/") ? "/admin" : (home as keyof typeof say.areas)];
  return (
    <nav aria-label={say.places} className="flex flex-wrap gap-1 text-sm">
      {homesOf(session).map((home) => (
        <a
          key={home}
          href={home}
          aria-current={path === home || path.startsWith(`${home}/`) ? "page" : undefined}
          className="rounded-control px-2 py-1 text-ink-2 hover:bg-sunken aria-[current=page]:text-brand"
        >
          {nameOf(home)}
        </a>
      ))}
    </nav>
  );
}

const STANDING_MILLISECONDS = 15_000;

function Standing() {
  const say = useWords(words);
  const { node, info } = useDesk();
  const { state, height } = useLive();
  const seats = useRows("validators", { limit: 100 });
  const standing = useQuery({
    queryKey: ["standing"],
    queryFn: () => node.standing(),
    refetchInterval: STANDING_MILLISECONDS,
  });
  const isLive = state === "live";
  const count = seats.data?.rows.length || info.validators;
  const { engine } = standing.data ?? {};
  // Where one process orders, all its validators sign; else those that this node is connected to, and itself.
  const reached = engine === undefined ? count : Math.min(count, engine.peers + 1);
  return (
    <a href="/n" className="flex items-center gap-2 text-sm text-ink-2 hover:text-ink" data-testid="standing">
      <span className={`size-2.5 rounded-full ${isLive ? "bg-ok" : "bg-danger"}`} aria-hidden />
      <span>
        {isLive ? say.block : say.lost} {height ?? "–"}
      </span>
      <span className="max-sm:sr-only">
        · {say.validators} {reached}/{count}
      </span>
    </a>
  );
}

function Display() {
  const say = useWords(words);
  const { language, choose } = useLanguage();
  const { theme, large, set } = usePreferences();
  return (
    <div className="flex items-center">
      <Button
        look="quiet"
        size="small"
        aria-pressed={large}
        aria-label={say.large}
        title={say.large}
        onClick={() => set({ large: !large })}
      >
        <Type size={17} aria-hidden />
      </Button>
      <Button
        look="quiet"
        size="small"
        aria-pressed={theme === "dark"}
        aria-label={say.theme}
        title={say.theme}
        onClick={() => set({ theme: theme === "dark" ? "light" : "dark" })}
      >
        <Moon size={17} aria-hidden />
      </Button>
      <Button
        look="quiet"
        size="small"
        icon={<Languages size={17} aria-hidden />}
        onClick={() => choose(language === "zh" ? "en" : "zh")}
        data-testid="language"
      >
        {say.language}
      </Button>
    </div>
  );
}
