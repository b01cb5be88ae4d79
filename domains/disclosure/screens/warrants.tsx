import type { Purpose } from "@meridian/disclosure/grounds";
import { useNameOf } from "@meridian/ui/desk/context";
import { FactLine } from "@meridian/ui/desk/proof";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Tag } from "@meridian/ui/marks";
import { timeText } from "@meridian/ui/text/format";
import { dictionary, labelled } from "@meridian/ui/text/words";
import type { WarrantRow } from "./looks.ts";
import { disclosureVocabulary } from "./vocabulary.tsx";

const words = dictionary({
  zh: {
    may: (authority: string, court: string) => `${authority}经${court}会签，可以调取您的内容`,
    all: "范围：您的全部处方",
    one: "范围：一张处方",
    basis: "法律依据",
    purpose: "用途",
    until: (time: string) => `有效至 ${time}`,
    open: "有效",
    closed: "已终止",
    over: "已到期",
  },
  en: {
    may: (authority: string, court: string) => `${authority} may obtain your content, countersigned by ${court}`,
    all: "Covers all of your prescriptions",
    one: "Covers one prescription",
    basis: "Legal basis",
    purpose: "For",
    until: (time: string) => `until ${time}`,
    open: "in force",
    closed: "ended",
    over: "over",
  },
});

/** Warrants that open content of the patient: who, by whose countersignature, on what basis, until when. */
export function PatientWarrants({ rows, now }: { readonly rows: readonly WarrantRow[]; readonly now: number }) {
  const say = useWords(words);
  const { purpose: purposes } = useWords(disclosureVocabulary);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  return (
    <ul className="divide-y divide-line">
      {rows.map(
        ({ warrant, authority, court, scope, basis, purpose, status, opened_at, opened_height, expires_at }) => {
          const standing = status === "open" ? (expires_at < now ? "over" : "open") : "closed";
          return (
            <li key={warrant} className="grid gap-1 py-3">
              <p className="font-medium">{say.may(nameOf(authority), nameOf(court))}</p>
              <p className="flex flex-wrap items-center gap-2 text-sm text-ink-2">
                <Tag tone={standing === "open" ? "warn" : "neutral"}>{say[standing]}</Tag>
                {say.until(timeText(expires_at, language))}
              </p>
              <p className="text-sm text-ink-2">
                {scope === "patient" ? say.all : say.one} ·{" "}
                {labelled(say.purpose, purposes[purpose as Purpose] ?? purpose, language)}
              </p>
              <p className="text-sm text-ink-2">{labelled(say.basis, basis, language)}</p>
              <FactLine
                by={[authority, court]}
                time={opened_at}
                height={opened_height}
                of={{ type: "event", domain: "disclosure", record: `warrant.${warrant}`, event: "warrantOpened" }}
              />
            </li>
          );
        },
      )}
    </ul>
  );
}
