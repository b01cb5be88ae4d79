import type { PersonId } from "@meridian/base/ids";
import type { Row } from "@meridian/kernel/view";
import { VerifyButton } from "@meridian/ui/desk/proof";
import { useRows } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Tag } from "@meridian/ui/marks";
import { timeText } from "@meridian/ui/text/format";
import type { Language } from "@meridian/ui/text/words";
import { BadgeCheck, TriangleAlert } from "lucide-react";
import { words } from "./words.ts";

type CredentialRow = Row & {
  readonly credential: string;
  readonly kind: string;
  readonly status: string;
  readonly valid_until: number | null;
};

/** A day with its year: licences run for long. */
const dateText = (seconds: number, language: Language): string => timeText(seconds, language).split(/[ ,]/)[0] ?? "";

/** What somebody is licensed for by the register, each provable. */
export function Licence({ person }: { readonly person: PersonId }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const found = useRows<CredentialRow>("credentials", { where: { holder: person }, limit: 20 });
  if (found.data === undefined) return null;
  const { rows } = found.data;
  const isLicensed = rows.some(({ kind, status }) => kind === "licence-physician" && status === "active");
  return (
    <div className="flex flex-wrap items-center gap-2" data-testid="licence">
      {!isLicensed && (
        <Tag tone="danger" icon={<TriangleAlert size={14} aria-hidden />}>
          {say.noLicence}
        </Tag>
      )}
      {rows.map(({ credential, kind, status, valid_until }) => (
        <span key={credential} className="inline-flex flex-wrap items-center gap-x-2">
          <Tag tone={status === "active" ? "ok" : "danger"} icon={<BadgeCheck size={14} aria-hidden />}>
            {say.licences[kind] ?? kind} · {say.licenceStatus[status] ?? status}
          </Tag>
          <span className="text-sm text-ink-2">
            {valid_until === null ? say.noEnd : `${say.until} ${dateText(valid_until, language)}`}
          </span>
          <VerifyButton of={{ type: "event", domain: "credential", record: credential }} name={credential} />
        </span>
      ))}
    </div>
  );
}
