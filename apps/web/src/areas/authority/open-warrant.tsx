import type { OrganisationId, PersonId, PrescriptionId, Seconds, WarrantId } from "@meridian/base/ids";
import { NodeRefusal, type Refusal } from "@meridian/client/desk";
import { AUTHORITY_KINDS, COURT_KINDS } from "@meridian/disclosure/grounds";
import type { CommandOf } from "@meridian/disclosure/schema";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useDesk, useNameOf } from "@meridian/ui/desk/context";
import { RefusalText } from "@meridian/ui/desk/refusal";
import { Field, Select } from "@meridian/ui/field";
import { useLanguage, useWords } from "@meridian/ui/language";
import { numberText } from "@meridian/ui/text/format";
import { Check, Copy, FileKey } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useNow } from "../../frame/live.tsx";
import { BasisField, DaysField, NotForYou, PrescriptionField, useHouseThat, useSought } from "./case-fields.tsx";
import { addressOf, signedWarrant, type Waiting } from "./countersigning.ts";
import { useDraft } from "./draft.ts";
import { useWarrantSentence } from "./warrant-sentence.ts";
import { warrantWords } from "./warrants-words.ts";

const DAY = 86_400;
const DAYS_MAX = 180;
const FRESH = { id: "", scope: "prescription" as string, court: "", basis: "", purpose: "HLEGAL" as string, days: 30 };

/** The authority's half of a warrant; the court's officer signs the same bytes by a link. */
export function OpenWarrant() {
  const say = useWords(warrantWords);
  const { language } = useLanguage();
  const { node, sessions, directory } = useDesk();
  const house = useHouseThat((kind) => AUTHORITY_KINDS.includes(kind));
  const now = useNow();
  const [draft, change, clear] = useDraft("meridian.warrant-draft", FRESH);
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [waiting, setWaiting] = useState<Waiting>();
  const [refusal, setRefusal] = useState<Refusal>();
  const sentence = useWarrantSentence();
  const sought = useSought(draft.id);
  const { row } = sought;
  const courts = directory.organisations
    .filter((each) => COURT_KINDS.includes(each.kind) && each.id !== house)
    .sort((a, b) => Number(b.kind === "court") - Number(a.kind === "court"));
  const court = draft.court || courts[0]?.id || "";
  if (house === undefined) return <NotForYou title={say.open}>{say.notAuthority}</NotForYou>;
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    const basis = draft.basis.trim();
    if (row === undefined || basis === "" || court === "") return;
    const warrant: CommandOf<"openWarrant"> = {
      domain: "disclosure",
      type: "openWarrant",
      id: `w-${crypto.randomUUID()}` as WarrantId,
      authority: house,
      court: court as OrganisationId,
      scope:
        draft.scope === "patient"
          ? { type: "patient", patient: row.patient as PersonId }
          : { type: "prescription", prescription: row.id as PrescriptionId },
      basis,
      purpose: draft.purpose as CommandOf<"openWarrant">["purpose"],
      expires: (now + draft.days * DAY) as Seconds,
    };
    setBusy(true);
    setRefusal(undefined);
    try {
      const says = { zh: sentence(warrant, "zh", now), en: sentence(warrant, "en", now) };
      setWaiting(await signedWarrant(node, sessions, warrant, says, language));
      clear();
      setTried(false);
    } catch (error) {
      if (!(error instanceof NodeRefusal)) throw error;
      setRefusal(error.refusal);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card title={say.open}>
      <form className="grid gap-3" onSubmit={send} noValidate>
        <PrescriptionField sought={sought} isTried={isTried} onChange={(typed) => change({ id: typed })} />
        <Select
          label={say.scope}
          value={draft.scope}
          options={(["prescription", "patient"] as const).map((value) => ({ value, label: say.scopes[value] }))}
          onChange={(event) => change({ scope: event.target.value })}
        />
        <Select
          label={say.court}
          value={court}
          options={courts.map((each) => ({ value: each.id as string, label: each[language] }))}
          onChange={(event) => change({ court: event.target.value })}
        />
        <BasisField value={draft.basis} isTried={isTried} onChange={(basis) => change({ basis })} />
        <div className="grid gap-3 sm:grid-cols-2">
          <Select
            label={say.purpose}
            value={draft.purpose}
            options={(["HLEGAL", "PUBHLTH"] as const).map((value) => ({ value, label: say.purposes[value] }))}
            onChange={(event) => change({ purpose: event.target.value })}
          />
          <DaysField value={draft.days} most={DAYS_MAX} onChange={(days) => change({ days })} />
        </div>
        <Button
          type="submit"
          look="primary"
          busy={isBusy}
          icon={<FileKey size={17} aria-hidden />}
          data-testid="open-warrant"
        >
          {say.sign}
        </Button>
        {refusal !== undefined && (
          <div role="alert">
            <RefusalText refusal={refusal} />
          </div>
        )}
      </form>
      {waiting !== undefined && <Handover waiting={waiting} sentence={sentence(waiting.warrant, language, now)} />}
    </Card>
  );
}

function Handover({ waiting, sentence }: { readonly waiting: Waiting; readonly sentence: string }) {
  const say = useWords(warrantWords);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const [isCopied, setCopied] = useState(false);
  const address = addressOf(waiting);
  const copy = async (): Promise<void> => {
    await navigator.clipboard?.writeText(address);
    setCopied(true);
  };
  return (
    <section aria-live="polite" className="mt-4 grid gap-2 rounded-control bg-info-soft p-4" data-testid="handover">
      <h3 className="font-semibold">{say.handTitle}</h3>
      <p>{sentence}</p>
      <p className="text-sm text-ink-2">
        {say.counterWho(nameOf(waiting.warrant.court))} {say.hand}{" "}
        {say.handUntil(numberText(waiting.payload.validUntil, language))}
      </p>
      <Field label={say.handTitle} readOnly value={address} data-testid="sign-link" />
      <Button
        className="justify-self-start"
        icon={isCopied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
        onClick={copy}
      >
        {isCopied ? say.copied : say.copy}
      </Button>
    </section>
  );
}
