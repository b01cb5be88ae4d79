import type { Command } from "@meridian/kernel/transaction";
import { HOLD_REASONS, scopeOf } from "@meridian/prescription/vocabulary";
import { vocabulary } from "@meridian/prescription-screens/vocabulary";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useAct } from "@meridian/ui/desk/act";
import { useDesk, useNameOf } from "@meridian/ui/desk/context";
import { useRows } from "@meridian/ui/desk/rows";
import { Field, Select } from "@meridian/ui/field";
import { useWords } from "@meridian/ui/language";
import { OctagonPause } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useHouse } from "./acting-as.ts";
import { useAsked } from "./address.ts";
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
  const house = useHouse();
  const [asked] = useAsked();
  const [draft, change, clear] = useDraft("meridian.hold-draft", FRESH);
  const [isTried, setTried] = useState(false);
  const id = asked.get("rx") ?? draft.id.trim();
  const found = useRows("prescriptions", { where: { id }, limit: 1 }, { enabled: id !== "" });
  const kind = directory.organisations.find((each) => each.id === house)?.kind ?? "";
  if (house === undefined || scopeOf(kind) === undefined)
    return (
      <Card title={say.place}>
        <p className="text-ink-2">{say.notAuthority}</p>
      </Card>
    );
  const isUnknown = found.status === "success" && found.data.rows.length === 0;
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
        <Field
          label={say.id}
          hint={say.idHint}
          value={id}
          readOnly={asked.has("rx")}
          error={isUnknown || (isTried && id === "") ? say.unknown : undefined}
          onChange={(event) => change({ id: event.target.value })}
        />
        <Select
          label={say.reason}
          value={draft.reason}
          options={HOLD_REASONS.map((value) => ({ value, label: reasons[value] }))}
          onChange={(event) => change({ reason: event.target.value })}
        />
        <Field
          label={say.basis}
          hint={say.basisHint}
          maxLength={120}
          value={draft.basis}
          error={isTried && draft.basis.trim() === "" ? say.basisMissing : undefined}
          onChange={(event) => change({ basis: event.target.value })}
        />
        <Field
          type="number"
          min={1}
          max={DAYS_MAX}
          label={say.days}
          value={draft.days}
          onChange={(event) =>
            change({ days: Math.min(DAYS_MAX, Math.max(1, Math.round(Number(event.target.value)))) })
          }
        />
        <p className="text-sm text-ink-3">{say.draft}</p>
        <Button type="submit" look="danger" icon={<OctagonPause size={17} aria-hidden />} data-testid="place-hold">
          {say.sign}
        </Button>
      </form>
    </Card>
  );
}
