import type { OrganisationId } from "@meridian/base/ids";
import { FOREVER } from "@meridian/credential/schema";
import { PARTICIPATION, type Participation } from "@meridian/organisation/participation";
import { Card, Facts } from "@meridian/ui/card";
import { useNameOf } from "@meridian/ui/desk/context";
import { VerifyButton } from "@meridian/ui/desk/proof";
import { Reading, useRows } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Hash, Tag, type Tone } from "@meridian/ui/marks";
import { Empty } from "@meridian/ui/states";
import { timeText } from "@meridian/ui/text/format";
import { listText } from "@meridian/ui/text/list";
import { Check, Minus } from "lucide-react";
import { MemberTag, vocabulary, wordIn } from "./vocabulary.tsx";
import { words } from "./words.ts";

export type OrganisationRow = {
  readonly organisation: OrganisationId;
  readonly kind: keyof typeof PARTICIPATION;
  readonly status: string;
  readonly name_zh: string;
  readonly name_en: string;
  readonly node: string | null;
  readonly admitted_at: number;
  readonly changed_at: number;
  readonly reason: string | null;
  readonly proposal: string | null;
};

/** Who a member is, as the register says, with the way to check it. */
export function MemberCard({ row }: { readonly row: OrganisationRow }) {
  const say = useWords(words);
  const spoken = useWords(vocabulary);
  const { language } = useLanguage();
  const { organisation, kind, status, node, admitted_at, changed_at } = row;
  return (
    <Card
      title={say.member}
      aside={<VerifyButton of={{ type: "record", domain: "organisation", id: organisation }} name={organisation} />}
    >
      <Facts
        rows={[
          [say.kind, wordIn(spoken.kind, kind)],
          [say.status, <MemberTag key="status" status={status} />],
          [say.id, <Hash key="id" value={organisation} label={organisation} />],
          [say.since, timeText(admitted_at, language)],
          ...(changed_at === admitted_at ? [] : [[say.changed, timeText(changed_at, language)] as const]),
          ...(node === null ? [] : [[say.node, node] as const]),
        ]}
      />
    </Card>
  );
}

/** What its kind lets a member do at all. */
export function ParticipationCard({ kind }: { readonly kind: keyof typeof PARTICIPATION }) {
  const say = useWords(words);
  const spoken = useWords(vocabulary);
  const { language } = useLanguage();
  const participation: Participation | undefined = PARTICIPATION[kind];
  if (participation === undefined) return null;
  const more: Readonly<Record<string, string>> = {
    supervises: listText(
      participation.supervises.map((scope) => say.scopes[scope]),
      language,
    ),
    registersPersons: listText(
      participation.registersPersons.map((each) => say[each]),
      language,
    ),
    recovers: listText(
      participation.recovers.map((each) => say[each]),
      language,
    ),
    issuesCredentials: listText(
      participation.issuesCredentials.map((each) => spoken.credential[each]),
      language,
    ),
  };
  const lines = Object.entries(participation) as [keyof Participation, boolean | readonly string[]][];
  const may = ([, value]: (typeof lines)[number]): boolean => (typeof value === "boolean" ? value : value.length > 0);
  const sorted = [...lines.filter(may), ...lines.filter((line) => !may(line))];
  return (
    <Card title={say.participation}>
      <p className="mb-3 text-ink-2">{say.participationLead}</p>
      <ul className="grid gap-1.5">
        {sorted.map((line) => (
          <li key={line[0]} className={`flex gap-2 ${may(line) ? "" : "text-ink-3"}`}>
            {may(line) ? (
              <Check size={16} className="mt-1 shrink-0 text-ok" aria-hidden />
            ) : (
              <Minus size={16} className="mt-1 shrink-0" aria-hidden />
            )}
            <span>
              <span className="sr-only">{may(line) ? say.yes : say.no} </span>
              {spoken.may[line[0]]}
              {may(line) && more[line[0]] !== undefined && (
                <span className="text-ink-2">
                  {language === "zh" ? "：" : ": "}
                  {more[line[0]]}
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

type Licence = {
  readonly credential: string;
  readonly kind: string;
  readonly status: string;
  readonly number: string;
  readonly issuer: string;
  readonly valid_until: number;
};

const TONE: Readonly<Record<string, Tone>> = { active: "ok", suspended: "warn", revoked: "danger", expired: "neutral" };

/** Licences that somebody holds, as their issuers registered them. */
export function Licences({ holder, now }: { readonly holder: string; readonly now: number }) {
  const say = useWords(words);
  const spoken = useWords(vocabulary);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const licences = useRows<Licence>("credentials", { where: { holder }, limit: 100 });
  return (
    <Card title={say.licences}>
      <Reading of={licences}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty title={say.noLicences} />
          ) : (
            <ul className="divide-y divide-line">
              {rows.map(({ credential, kind, status, number, issuer, valid_until }) => {
                const stands = status === "active" && valid_until < now ? "expired" : status;
                return (
                  <li key={credential} className="py-2">
                    <p className="flex flex-wrap items-center gap-2 font-medium">
                      {wordIn(spoken.credential, kind)}
                      <Tag tone={TONE[stands] ?? "neutral"}>{wordIn(spoken.credentialStatus, stands)}</Tag>
                    </p>
                    <p className="flex flex-wrap items-center gap-x-3 text-sm text-ink-2">
                      <span>
                        {say.number} {number}
                      </span>
                      <span>
                        {say.issuer} {nameOf(issuer)}
                      </span>
                      <span>
                        {say.until} {valid_until >= FOREVER ? say.unlimited : timeText(valid_until, language)}
                      </span>
                      <VerifyButton of={{ type: "record", domain: "credential", id: credential }} name={credential} />
                    </p>
                  </li>
                );
              })}
            </ul>
          )
        }
      </Reading>
    </Card>
  );
}
