import type { Command } from "@meridian/kernel/transaction";
import { HOLD_REASONS, scopeOf } from "@meridian/prescription/vocabulary";
import { vocabulary } from "@meridian/prescription-screens/vocabulary";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useAct } from "@meridian/ui/desk/act";
import { useDesk, useNameOf } from "@meridian/ui/desk/context";
import { Select } from "@meridian/ui/field";
import { useWords } from "@meridian/ui/language";
import { OctagonPause } from "lucide-react";
import { type FormEvent, useState } from "react";
import { BasisField, DaysField, NotForYou, PrescriptionField, useHouseThat, useSought } from "./case-fields.tsx";
import { useDraft } from "./draft.ts";
import { holdsWords } from "./holds-words.ts";

const DAY = 86_400;
const DAYS_MAX = 90;
const FRESH = { id: "", reason: "suspected-forgery" as string, basis: "", days: 7 };

/** Stops a prescription in the name of the authority; its officer signs. */
export function PlaceHold() {
  const say = useWords(holdsWords);
  const { reason: reasons } = useWords(vocabulary);
  const { directory } = useDesk();
  const nameOf = useNameOf();
  const act = useAct();
  const house = useHouseThat((kind) => scopeOf(kind) !== undefined);
  const [draft, change, clear] = useDraft("meridian.hold-draft", FRESH);
  const [isTried, setTried] = useState(false);
  const sought = useSought(draft.id);
  if (house === undefined) return <NotForYou title={say.place}>{say.notAuthority}</NotForYou>;
  const { id, isUnknown } = sought;
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    const basis = draft.basis.trim();
    if (id === "" || isUnknown || basis === "") return;
    const { reason, days } = draft;
    const sentence = (language: "zh" | "en"): string => {
      const name = directory.organisations.find((each) => each.id === house)?.[language] ?? house;
      const words = vocabulary[language].reason;
      return holdsWords[language].saysHold(id, name, days, words[reason as keyof typeof words] ?? reason, basis);
    };
    const acted = await act({
      commands: [
        {
          domain: "prescription",
          type: "hold",
          id,
          organisation: house,
          reason,
          basis,
          seconds: days * DAY,
        } as Command,
      ],
      says: { zh: sentence("zh"), en: sentence("en") },
    });
    if (acted?.status !== "committed") return;
    clear();
    setTried(false);
  };
  return (
    <Card title={say.place} aside={say.by(nameOf(house))}>
      <form className="grid gap-3" onSubmit={send} noValidate>
        <PrescriptionField sought={sought} isTried={isTried} onChange={(typed) => change({ id: typed })} />
        <Select
          label={say.reason}
          value={draft.reason}
          options={HOLD_REASONS.map((value) => ({ value, label: reasons[value] }))}
          onChange={(event) => change({ reason: event.target.value })}
        />
        <BasisField value={draft.basis} isTried={isTried} onChange={(basis) => change({ basis })} />
        <DaysField value={draft.days} most={DAYS_MAX} onChange={(days) => change({ days })} />
        <p className="text-sm text-ink-3">{say.draft}</p>
        <Button type="submit" look="danger" icon={<OctagonPause size={17} aria-hidden />} data-testid="place-hold">
          {say.sign}
        </Button>
      </form>
    </Card>
  );
}
