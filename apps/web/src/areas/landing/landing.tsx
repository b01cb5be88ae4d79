import { buttonClass } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useDesk } from "@meridian/ui/desk/context";
import { useLanguage, useWords } from "@meridian/ui/language";
import { timeText } from "@meridian/ui/text/format";
import {
  Building2,
  ChevronRight,
  FileCheck2,
  HeartPulse,
  Landmark,
  Network,
  Pill,
  Scale,
  ShieldCheck,
  Stethoscope,
} from "lucide-react";
import type { ReactNode } from "react";
import { useLive } from "../../frame/live.tsx";
import { words } from "./words.ts";

/** What Meridian is, what goes on right now, and the doors to every role. */
export function Landing() {
  const say = useWords(words);
  return (
    <div className="mx-auto max-w-6xl px-4 py-8 sm:px-6 sm:py-12">
      <div className="grid items-start gap-8 lg:grid-cols-2">
        <div>
          <h1 className="text-3xl leading-tight font-bold sm:text-5xl">{say.headline}</h1>
          <p className="mt-4 max-w-prose text-lg text-ink-2">{say.lead}</p>
          <div className="mt-6 flex flex-wrap gap-3">
            <a href="/tour" className={buttonClass("primary", "large")} data-testid="start-tour">
              {say.tour} <ChevronRight size={18} aria-hidden />
            </a>
            <a href="/v" className={buttonClass("secondary", "large")}>
              <FileCheck2 size={18} aria-hidden /> {say.verify}
            </a>
          </div>
          <p className="mt-4 text-ink-3">{say.who}</p>
        </div>
        <LiveLedger />
      </div>
      <Roles />
      <RunIt />
    </div>
  );
}

const SHOWN = 6;

function LiveLedger() {
  const say = useWords(words);
  const { language } = useLanguage();
  const { addresses } = useDesk();
  const { recent, height } = useLive();
  const domains: Readonly<Record<string, string>> = say.domains;
  return (
    <Card title={say.live} aside={height === undefined ? "" : `#${height}`}>
      {recent.length === 0 && <p className="py-6 text-center text-ink-3">{say.quiet}</p>}
      <ol className="divide-y divide-line">
        {recent.slice(0, SHOWN).map(({ height: at, time, events }) => (
          <li key={at}>
            <a
              href={addresses.block(at)}
              className="flex flex-wrap items-baseline justify-between gap-x-3 py-2 hover:text-brand"
            >
              <span className="font-medium">#{at}</span>
              <span className="min-w-0 flex-1 truncate text-ink-2">
                {[...new Set(events.map(({ domain }) => domains[domain] ?? domain))].join(" · ")}
              </span>
              <span className="text-sm text-ink-2">{say.events(events.length)}</span>
              <time className="text-sm text-ink-3" dateTime={new Date(time * 1_000).toISOString()}>
                {timeText(time, language)}
              </time>
            </a>
          </li>
        ))}
      </ol>
    </Card>
  );
}

type Role = { readonly href: string; readonly name: string; readonly lead: string; readonly icon: ReactNode };

function Roles() {
  const say = useWords(words);
  const roles: readonly Role[] = [
    { href: "/p", name: say.patient, lead: say.patientLead, icon: <HeartPulse aria-hidden /> },
    { href: "/d", name: say.doctor, lead: say.doctorLead, icon: <Stethoscope aria-hidden /> },
    { href: "/ph", name: say.pharmacist, lead: say.pharmacistLead, icon: <Pill aria-hidden /> },
    { href: "/i", name: say.insurer, lead: say.insurerLead, icon: <ShieldCheck aria-hidden /> },
    { href: "/r", name: say.authority, lead: say.authorityLead, icon: <Landmark aria-hidden /> },
    { href: "/v", name: say.verifier, lead: say.verifierLead, icon: <Scale aria-hidden /> },
    { href: "/n", name: say.operator, lead: say.operatorLead, icon: <Network aria-hidden /> },
    { href: "/admin/hospital-central", name: say.admin, lead: say.adminLead, icon: <Building2 aria-hidden /> },
  ];
  return (
    <section className="mt-10" aria-labelledby="roles">
      <h2 id="roles" className="mb-3 text-xl font-semibold">
        {say.roles}
      </h2>
      <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        {roles.map(({ href, name, lead, icon }) => (
          <li key={href}>
            <a href={href} className="block h-full rounded-card bg-surface p-5 shadow-card hover:bg-brand-soft">
              <span className="grid size-10 place-items-center rounded-control bg-brand-soft text-brand">{icon}</span>
              <span className="mt-3 block text-lg font-semibold">{name}</span>
              <span className="block text-ink-2">{lead}</span>
              <span className="mt-2 inline-flex items-center gap-1 text-brand">
                {say.open} <ChevronRight size={16} aria-hidden />
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function RunIt() {
  const say = useWords(words);
  return (
    <section className="mt-10" aria-labelledby="run">
      <h2 id="run" className="text-xl font-semibold">
        {say.run}
      </h2>
      <p className="mt-1 text-ink-2">{say.runLead}</p>
      <pre className="mt-2 overflow-x-auto rounded-card bg-sunken p-4 font-mono text-sm">npm start{"\n"}npm test</pre>
    </section>
  );
}
