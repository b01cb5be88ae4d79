import type { Ground, Outcome, Purpose } from "@meridian/disclosure/grounds";
import { holderIdOf, useNameAndHouseOf, useSession } from "@meridian/ui/desk/context";
import { FactLine } from "@meridian/ui/desk/proof";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Tag } from "@meridian/ui/marks";
import { timeText } from "@meridian/ui/text/format";
import { dictionary, labelled, type Texts } from "@meridian/ui/text/words";
import { Eye, FileText, Server } from "lucide-react";
import { type DisclosureRow, type Family, familyOf, type Look, type Looks } from "./looks.ts";
import { disclosureVocabulary } from "./vocabulary.tsx";

const words = dictionary({
  zh: {
    you: "您本人",
    content: "取得了处方内容",
    times: (count: number) => `一天内 ${count} 次`,
    each: "逐次查看",
    why: "为什么可以看？",
    purpose: "用途",
    ground: "依据",
    noted: "由本节点记下，不在账本上，只有您能看到。",
    authorityWhy: "监管部门在职责范围内可以查看流转记录，但看不到药品内容；每次查看都会记下来告诉您。",
    documentWhy: "保管机构的工作人员在本院内打开了您的文件；内容没有离开该机构，但每次都会记下来告诉您。",
    listWhy: "医院医务人员打开了患者名单，能看到您的诊断和过敏史；每次都会记下来告诉您。",
    estimateWhy: "医生查询了医保预估，只看到金额；每次都会记下来告诉您。",
    prescription: "处方",
    family: {
      prescription: "查看了处方流转记录（不含药品内容）",
      settlement: "查看了结算记录",
      disclosure: "查看了谁看过您的数据",
      review: "查看了系统审方记录",
      person: "查看了您的登记信息",
      document: "打开了您的文件",
      "patient-list": "打开了患者名单，其中有您的诊断和过敏史",
      estimate: "查询了您的医保预估，只看到金额",
      other: "查看了与您有关的记录",
    },
  },
  en: {
    you: "You",
    content: "obtained the content of a prescription",
    times: (count: number) => `${count} times in a day`,
    each: "Each time",
    why: "Why may they?",
    purpose: "For",
    ground: "Ground",
    noted: "Noted by this node, not on the ledger; only you can see it.",
    authorityWhy:
      "Authorities may read the course of prescriptions as part of their office, never the medicines; each look is noted and told to you.",
    listWhy:
      "Hospital staff opened the patient list, which shows your diagnoses and allergies; each time is noted and told to you.",
    estimateWhy: "A doctor asked for an insurance estimate and saw amounts only; each time is noted and told to you.",
    documentWhy:
      "Staff of the institution that keeps your document opened it there; nothing left the institution, but each time is noted and told to you.",
    prescription: "Prescription",
    family: {
      prescription: "read the course of a prescription (not the medicines)",
      settlement: "read settlements",
      disclosure: "read who saw your data",
      review: "read automatic reviews",
      person: "read your registration",
      document: "opened a document of yours",
      "patient-list": "opened the patient list with your diagnoses and allergies",
      estimate: "asked what insurance would pay, and saw amounts only",
      other: "read records about you",
    },
  },
});

/** One line for each who looked: who, what, when, and on request why and each time. */
export function WhoLooked({ looks }: { readonly looks: readonly Looks[] }) {
  return (
    <ul className="divide-y divide-line">
      {looks.map((group) => (
        <LookLine key={group.latest.id} group={group} />
      ))}
    </ul>
  );
}

const familyWords = (look: Look, family: Texts<Family>, content: string): string =>
  look.type === "content" ? content : family[familyOf(look.what)];

/** Who looked, as the patient knows them. */
function useWhoOf(): (look: Look) => string {
  const { you } = useWords(words);
  const nameOf = useNameAndHouseOf();
  const own = holderIdOf(useSession());
  return ({ who }) => (who === own ? you : nameOf(who));
}

/** Who looked last, in short, for a home page. */
export function WhoLookedLast({ looks }: { readonly looks: readonly Looks[] }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const whoOf = useWhoOf();
  return (
    <ul className="divide-y divide-line">
      {looks.map(({ latest }) => (
        <li key={latest.id} className="flex gap-3 py-2.5">
          <span className="grid size-9 shrink-0 place-items-center rounded-full bg-brand-soft text-brand">
            <Eye size={17} aria-hidden />
          </span>
          <div className="min-w-0">
            <p className="font-medium">{whoOf(latest)}</p>
            <p className="text-sm text-ink-2">{familyWords(latest, say.family, say.content)}</p>
            <p className="text-sm text-ink-3">{timeText(latest.at, language)}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}

function LookLine({ group: { latest, all } }: { readonly group: Looks }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const whoOf = useWhoOf();
  const isContent = latest.type === "content";
  return (
    <li className="grid grid-cols-[2.25rem_1fr] gap-x-3 py-3" data-testid="look">
      <span className="grid size-9 place-items-center rounded-full bg-brand-soft text-brand">
        {isContent ? <FileText size={17} aria-hidden /> : <Server size={17} aria-hidden />}
      </span>
      <div className="grid min-w-0 gap-1">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-medium">{whoOf(latest)}</span>
          {all.length > 1 && <Tag>{say.times(all.length)}</Tag>}
        </p>
        <p className="text-ink-2">{familyWords(latest, say.family, say.content)}</p>
        {isContent ? <Content row={latest.row} /> : <Noted look={latest} />}
        {all.length > 1 && (
          <details>
            <summary className="cursor-pointer text-sm text-brand">{say.each}</summary>
            <ol className="mt-1 grid gap-1 text-sm text-ink-2">
              {all.map((look) => (
                <li key={look.id}>{timeText(look.at, language)}</li>
              ))}
            </ol>
          </details>
        )}
      </div>
    </li>
  );
}

function Content({ row }: { readonly row: DisclosureRow }) {
  const say = useWords(words);
  const vocabulary = useWords(disclosureVocabulary);
  const { language } = useLanguage();
  const { disclosure, prescription, custodian, ground, purpose, outcome, released_at, released_height } = row;
  const outcomeText = outcome === null ? undefined : vocabulary.outcome[outcome as Outcome];
  return (
    <>
      <p className="text-sm text-ink-2">
        {labelled(say.ground, vocabulary.ground[ground as Ground] ?? ground, language)} ·{" "}
        {labelled(say.purpose, vocabulary.purpose[purpose as Purpose] ?? purpose, language)}
        {outcomeText !== undefined && ` · ${outcomeText}`}
      </p>
      <details>
        <summary className="cursor-pointer text-sm text-brand">{say.why}</summary>
        <p className="mt-1 text-sm text-ink-2">{vocabulary.why[ground as Ground] ?? ground}</p>
        <p className="mt-1 text-sm">
          <a className="text-brand underline" href={`/p/rx/${encodeURIComponent(prescription)}`}>
            {say.prescription}
          </a>
        </p>
      </details>
      <FactLine
        by={[custodian]}
        time={released_at}
        height={released_height}
        of={{ type: "event", domain: "disclosure", record: disclosure, event: "released" }}
      />
    </>
  );
}

function Noted({ look }: { readonly look: Extract<Look, { readonly type: "log" }> }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const why: Partial<Texts<Family>> = {
    document: say.documentWhy,
    "patient-list": say.listWhy,
    estimate: say.estimateWhy,
  };
  return (
    <>
      <p className="text-sm text-ink-3">{timeText(look.at, language)}</p>
      <details>
        <summary className="cursor-pointer text-sm text-brand">{say.why}</summary>
        <p className="mt-1 text-sm text-ink-2">
          {why[familyOf(look.what)] ?? say.authorityWhy} {say.noted}
        </p>
      </details>
    </>
  );
}
