import type { OrganisationId } from "@meridian/base/ids";
import { handsOf } from "@meridian/organisation-screens/hands";
import { OrganisationKeys } from "@meridian/organisation-screens/keys";
import { Licences, MemberCard, type OrganisationRow, ParticipationCard } from "@meridian/organisation-screens/member";
import { RegisterPractitioner } from "@meridian/organisation-screens/register-practitioner";
import { Staff } from "@meridian/organisation-screens/staff";
import { buttonClass } from "@meridian/ui/button";
import { useNameOf, useSession } from "@meridian/ui/desk/context";
import { Reading, useRows } from "@meridian/ui/desk/rows";
import { useWords } from "@meridian/ui/language";
import { Notice } from "@meridian/ui/states";
import { Building2, CircleHelp, KeyRound, LogIn, PenLine, Users } from "lucide-react";
import { Area } from "../../frame/area.tsx";
import { useParams } from "../../frame/routing.tsx";
import { words } from "./words.ts";

export type Part = "staff" | "keys" | "about";

/** An institution as its officers manage it; what is public of it for everybody else. */
export function Institution({ part }: { readonly part: Part }) {
  const say = useWords(words);
  const nameOf = useNameOf();
  const { org = "" } = useParams();
  const rows = useRows<OrganisationRow>("organisations", { where: { organisation: org }, limit: 1 });
  const home = `/admin/${encodeURIComponent(org)}`;
  return (
    <Area
      label={say.tabs}
      links={[
        { href: home, label: say.staff, icon: <Users size={16} aria-hidden /> },
        { href: `${home}/keys`, label: say.keys, icon: <KeyRound size={16} aria-hidden /> },
        { href: `${home}/about`, label: say.about, icon: <Building2 size={16} aria-hidden /> },
      ]}
    >
      <h1 className="text-2xl font-semibold">{nameOf(org)}</h1>
      <p className="mt-1 text-ink-2">
        {say.lead}{" "}
        <a href={`/n/organisation/${encodeURIComponent(org)}`} className="text-brand underline">
          {say.ledger}
        </a>
      </p>
      <div className="mt-4 grid gap-4 *:min-w-0">
        <Reading of={rows} lines={8}>
          {({ rows: [row] }) => (row === undefined ? <Unknown /> : <Content part={part} row={row} />)}
        </Reading>
      </div>
    </Area>
  );
}

function Unknown() {
  const say = useWords(words);
  return (
    <Notice
      icon={<CircleHelp size={28} aria-hidden />}
      title={say.none}
      action={
        <a href="/n" className="text-brand underline">
          {say.find}
        </a>
      }
    >
      {say.noneNext}
    </Notice>
  );
}

function Content({ part, row }: { readonly part: Part; readonly row: OrganisationRow }) {
  const organisation: OrganisationId = row.organisation;
  return (
    <>
      <Standing organisation={organisation} />
      {part === "staff" && (
        <>
          <Staff organisation={organisation} />
          <RegisterPractitioner organisation={organisation} />
        </>
      )}
      {part === "keys" && <OrganisationKeys organisation={organisation} />}
      {part === "about" && (
        <div className="grid items-start gap-4 *:min-w-0 lg:grid-cols-2">
          <div className="grid gap-4">
            <MemberCard row={row} />
            <Licences holder={organisation} now={Math.floor(Date.now() / 1_000)} />
          </div>
          <ParticipationCard kind={row.kind} />
        </div>
      )}
    </>
  );
}

/** In whose name one acts here, or how one may. */
function Standing({ organisation }: { readonly organisation: OrganisationId }) {
  const say = useWords(words);
  const nameOf = useNameOf();
  const { manages, registers } = handsOf(useSession(), organisation);
  if (manages || registers)
    return (
      <p className="flex items-center gap-2 text-brand">
        <PenLine size={16} className="shrink-0" aria-hidden />
        {(manages ? say.managing : say.registering)(nameOf(organisation))}
      </p>
    );
  const next = encodeURIComponent(`/admin/${organisation}`);
  return (
    <div data-screen-only className="flex flex-wrap items-center justify-between gap-3 rounded-card bg-info-soft p-4">
      <p>
        <strong className="font-semibold">{say.readOnly}</strong> {say.readOnlyNext}
      </p>
      <a href={`/signin?next=${next}`} className={buttonClass("secondary", "small")}>
        <LogIn size={16} aria-hidden /> {say.signIn}
      </a>
    </div>
  );
}
