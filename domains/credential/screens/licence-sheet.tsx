import type { Command } from "@meridian/kernel/transaction";
import { ORGANISATION_KINDS } from "@meridian/kernel/vocabulary";
import { PARTICIPATION } from "@meridian/organisation/participation";
import { Button } from "@meridian/ui/button";
import { Facts } from "@meridian/ui/card";
import { useAct } from "@meridian/ui/desk/act";
import { useDesk, useNameOf } from "@meridian/ui/desk/context";
import { VerifyButton } from "@meridian/ui/desk/proof";
import { Select } from "@meridian/ui/field";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Overlay } from "@meridian/ui/overlay";
import { timeText } from "@meridian/ui/text/format";
import type { Language } from "@meridian/ui/text/words";
import { useState } from "react";
import { type LicenceRow, StandingTag, standingOf, validText } from "./licence-row.tsx";
import { LICENCE_REASONS, type LicenceReason, licenceVocabulary } from "./vocabulary.tsx";
import { licenceWords } from "./words.ts";

type Props = {
  readonly row: LicenceRow | undefined;
  readonly house: string | undefined;
  readonly now: number;
  readonly onClose: () => void;
};

/** One licence with its proof, and what its authority can do about it. */
export function LicenceSheet({ row, house, now, onClose }: Props) {
  const { kinds } = useWords(licenceVocabulary);
  return (
    <Overlay open={row !== undefined} onClose={onClose} from="side" title={row === undefined ? "" : kinds[row.kind]}>
      {row !== undefined && (
        <div className="grid gap-4" data-testid="licence">
          <LicenceFacts row={row} now={now} />
          <VerifyButton of={{ type: "record", domain: "credential", id: row.credential }} name={row.credential} />
          <Deeds key={row.credential} row={row} house={house} />
        </div>
      )}
    </Overlay>
  );
}

function LicenceFacts({ row, now }: { readonly row: LicenceRow; readonly now: number }) {
  const say = useWords(licenceWords);
  const { reasons } = useWords(licenceVocabulary);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  return (
    <Facts
      rows={[
        [say.holder, nameOf(row.holder)],
        [
          say.number,
          <span key="number" className="break-all">
            {row.number}
          </span>,
        ],
        [say.standing, <StandingTag key="standing" standing={standingOf(row, now)} />],
        [say.issuer, nameOf(row.issuer)],
        [say.from, timeText(row.valid_from, language)],
        [say.until, validText(row.valid_until, say.forever, language)],
        [say.scope, row.scope.length === 0 ? "–" : row.scope.join(", ")],
        [say.basis, row.basis],
        [say.reason, row.reason === null ? "–" : (reasons[row.reason as LicenceReason] ?? row.reason)],
        [say.changed, `${nameOf(row.changed_by)} · ${timeText(row.changed_at, language)}`],
      ]}
    />
  );
}

/** Any authority competent for the kind of licence decides on it, whoever issued it. */
const mayDecide = (kind: string, row: LicenceRow): boolean =>
  ORGANISATION_KINDS.some(
    (each) => each === kind && PARTICIPATION[each].issuesCredentials.some((issued) => issued === row.kind),
  );

type Deed = "suspend" | "reinstate" | "revoke";

function Deeds({ row, house }: { readonly row: LicenceRow; readonly house: string | undefined }) {
  const say = useWords(licenceWords);
  const { reasons } = useWords(licenceVocabulary);
  const { directory } = useDesk();
  const act = useAct();
  const draftKey = `meridian.licence-reason.${row.credential}`;
  const [reason, setReason] = useState<LicenceReason>(
    () => LICENCE_REASONS.find((each) => each === localStorage.getItem(draftKey)) ?? "inspection",
  );
  const kind = directory.organisations.find(({ id }) => id === house)?.kind ?? "";
  if (house === undefined || !mayDecide(kind, row)) return <p className="text-ink-2">{say.readOnly}</p>;
  if (row.status === "revoked") return null;
  const sentence = (deed: Deed, language: Language): string => {
    const words = licenceWords[language];
    const { kinds, reasons: texts } = licenceVocabulary[language];
    const holder =
      [...directory.organisations, ...directory.staff].find(({ id }) => id === row.holder)?.[language] ?? row.holder;
    if (deed === "reinstate") return words.saysReinstate(holder, kinds[row.kind]);
    return (deed === "suspend" ? words.saysSuspend : words.saysRevoke)(holder, kinds[row.kind], texts[reason]);
  };
  const perform = async (deed: Deed): Promise<void> => {
    const holder =
      row.holder_type === "organisation"
        ? { type: "organisation", organisation: row.holder }
        : { type: "person", person: row.holder };
    const about = { domain: "credential", type: deed, holder, kind: row.kind };
    const acted = await act({
      commands: [(deed === "reinstate" ? about : { ...about, reason }) as Command],
      says: { zh: sentence(deed, "zh"), en: sentence(deed, "en") },
      hands: { as: [house] },
    });
    if (acted?.status === "committed") localStorage.removeItem(draftKey);
  };
  return (
    <div className="grid gap-3 border-t border-line pt-4">
      <Select
        label={say.reason}
        hint={say.saved}
        value={reason}
        options={LICENCE_REASONS.map((value) => ({ value, label: reasons[value] }))}
        onChange={(event) => {
          const chosen = LICENCE_REASONS.find((each) => each === event.target.value) ?? "inspection";
          localStorage.setItem(draftKey, chosen);
          setReason(chosen);
        }}
      />
      <p className="text-sm text-ink-2">{say.effect}</p>
      <div className="flex flex-wrap gap-2">
        {row.status === "active" ? (
          <Button onClick={() => perform("suspend")} data-testid="suspend">
            {say.suspend}
          </Button>
        ) : (
          <Button onClick={() => perform("reinstate")} data-testid="reinstate">
            {say.reinstate}
          </Button>
        )}
        <Button look="danger" onClick={() => perform("revoke")} data-testid="revoke">
          {say.revoke}
        </Button>
      </div>
    </div>
  );
}
