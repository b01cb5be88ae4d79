import { Button } from "@meridian/ui/button";
import { useDesk, useSession } from "@meridian/ui/desk/context";
import { useWords } from "@meridian/ui/language";
import { Loading, Notice } from "@meridian/ui/states";
import { Compass, WifiOff } from "lucide-react";
import { lazy, type MouseEvent, Suspense, useEffect, useState } from "react";
import { Route, Switch } from "wouter";
import { words } from "../words.ts";
import { Guard } from "./guard.tsx";
import { Header } from "./header.tsx";
import { OutboxBanner } from "./outbox.tsx";
import { go, type Page, usePath } from "./routing.tsx";
import { UpdateBanner } from "./update.tsx";

const Takeovers = lazy(async () => ({ default: (await import("./takeovers.tsx")).Takeovers }));

/** Around every page: the header, the way to the content, what the network is, whether one is offline. */
export function Frame({ pages }: { readonly pages: readonly Page[] }) {
  const say = useWords(words);
  const { info } = useDesk();
  const session = useSession();
  const isAtWork = session?.holder.type === "person" && session.organisations.length > 0;
  const path = usePath();
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: links inside are the controls; this only keeps the page
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link is a click
    <div className="flex min-h-dvh flex-col" onClick={followLink}>
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:rounded-control focus:bg-surface focus:p-3"
      >
        {say.skip}
      </a>
      {info.demonstration && window === window.top && (
        <aside data-screen-only className="bg-warn-soft px-4 py-1 text-center text-sm text-warn">
          {say.demonstration}
        </aside>
      )}
      <Header />
      <OfflineBanner />
      <OutboxBanner />
      <UpdateBanner />
      {isAtWork && (
        <Suspense>
          <Takeovers />
        </Suspense>
      )}
      <main id="content" className="flex-1">
        {/* A page that threw is left behind by going elsewhere. */}
        <Guard key={path} crashed={(error) => <Crashed error={error} />}>
          <Suspense fallback={<Waiting />}>
            <Switch>
              {pages.map(({ path: at, Component }) => (
                <Route key={at} path={at}>
                  <Component />
                </Route>
              ))}
              <Route>
                <NotFound />
              </Route>
            </Switch>
          </Suspense>
        </Guard>
      </main>
    </div>
  );
}

/** Plain links to pages of the app keep it loaded, so screens need no router. */
function followLink(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const link = (event.target as Element).closest?.("a");
  if (link === null || link.target !== "" || link.hasAttribute("download")) return;
  const url = new URL(link.href, location.href);
  const isPage =
    url.origin === location.origin && !/^\/(v1|verifier\.html|openapi\.json|status|metrics)/.test(url.pathname);
  if (!isPage || (url.hash !== "" && url.pathname === location.pathname)) return;
  event.preventDefault();
  go(`${url.pathname}${url.search}${url.hash}`);
}

const Waiting = () => (
  <div className="mx-auto max-w-3xl p-6">
    <Loading />
  </div>
);

function OfflineBanner() {
  const say = useWords(words);
  const [isOnline, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const told = (): void => setOnline(navigator.onLine);
    addEventListener("online", told);
    addEventListener("offline", told);
    return () => {
      removeEventListener("online", told);
      removeEventListener("offline", told);
    };
  }, []);
  if (isOnline) return null;
  return (
    <p role="status" className="flex items-center justify-center gap-2 bg-warn-soft px-4 py-2 text-warn">
      <WifiOff size={16} aria-hidden /> {say.offline}
    </p>
  );
}

function NotFound() {
  const say = useWords(words);
  return (
    <Notice
      icon={<Compass size={28} aria-hidden />}
      title={say.notFound}
      action={
        <a className="text-brand underline" href="/">
          {say.home}
        </a>
      }
    >
      {say.notFoundNext}
    </Notice>
  );
}

/** A page that threw; what was signed and sent is not affected. */
function Crashed({ error }: { readonly error: unknown }) {
  const say = useWords(words);
  return (
    <div role="alert">
      <Notice
        icon={<Compass size={28} aria-hidden />}
        title={say.crashed}
        action={<Button onClick={() => location.reload()}>{say.reload}</Button>}
      >
        {say.crashedNext}
        <p className="mt-2 text-sm text-ink-3">
          <code>{error instanceof Error ? error.name : "Error"}</code>
        </p>
      </Notice>
    </div>
  );
}
