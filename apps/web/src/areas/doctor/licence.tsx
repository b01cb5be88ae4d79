import type { PersonId } from "@meridian/base/ids";
import { type LicenceRow, standingOf, validText } from "@meridian/credential-screens/licence-row";
import { licenceVocabulary } from "@meridian/credential-screens/vocabulary";
import { VerifyButton } from "@meridian/ui/desk/proof";
import { useRows } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Tag } from "@meridian/ui/marks";
import { BadgeCheck, TriangleAlert } from "lucide-react";
import { useNow } from "../../frame/live.tsx";
import { words } from "./words.ts";

/** What somebody is licensed for by the register, each provable. */
export function Licence({ person }: { readonly person: PersonId }) {
  const say = useWords(words);
  const { kinds, standings } = useWords(licenceVocabulary);
  const { language } = useLanguage();
  const now = useNow();
  const found = useRows<LicenceRow>("credentials", { where: { holder: person }, limit: 20 });
  if (found.data === undefined) return null;
  const licences = found.data.rows.map((row) => {
    const until = validText(row.valid_until, "", language);
    return { ...row, standing: standingOf(row, now), until: until === "" ? say.noEnd : `${say.until} ${until}` };
  });
  const isLicensed = licences.some(({ kind, standing }) => kind === "licence-physician" && standing === "active");
  return (
    <div className="flex flex-wrap items-center gap-2" data-testid="licence">
      {!isLicensed && (
        <Tag tone="danger" icon={<TriangleAlert size={14} aria-hidden />}>
          {say.noLicence}
        </Tag>
      )}
      {licences.map(({ credential, kind, standing, until }) => (
        <span key={credential} className="inline-flex flex-wrap items-center gap-x-2">
          <Tag tone={standing === "active" ? "ok" : "danger"} icon={<BadgeCheck size={14} aria-hidden />}>
            {kinds[kind]} · {standings[standing]}
          </Tag>
          <span className="text-sm text-ink-2">{until}</span>
          <VerifyButton of={{ type: "event", domain: "credential", record: credential }} name={credential} />
        </span>
      ))}
    </div>
  );
}
