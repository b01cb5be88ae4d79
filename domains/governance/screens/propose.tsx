import { toHex } from "@meridian/base/bytes";
import { asSeconds, type ProposalId } from "@meridian/base/ids";
import type { CommandOf } from "@meridian/governance/schema";
import { SUBJECTS } from "@meridian/governance/subjects";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useAct } from "@meridian/ui/desk/act";
import { useRows } from "@meridian/ui/desk/rows";
import { Field, Select } from "@meridian/ui/field";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Gavel } from "lucide-react";
import { type FormEvent, useState } from "react";
import { actionText } from "./action-text.ts";
import {
  actionOf,
  DAYS_MAX,
  DRAFT_KINDS,
  type Draft,
  type DraftKind,
  type Fault,
  faultsOf,
  HEIGHTS_AHEAD,
  SUBJECT_OF,
} from "./drafts.ts";
import { useNamesIn, useVoter, type Voter } from "./hands.tsx";
import { words } from "./words.ts";

const DAY = 86_400;
type Row = { readonly organisation: string; readonly status: string };

/** A proposal that needs no more than a few fields, in the name of the member that one acts for. */
export function Propose({ now, height }: { readonly now: number; readonly height: number }) {
  const say = useWords(words);
  const voter = useVoter();
  return (
    <Card title={say.propose}>
      {voter === undefined ? (
        <p className="text-ink-2">{say.cannot}</p>
      ) : (
        <ProposalForm voter={voter} now={now} height={height} />
      )}
    </Card>
  );
}

const EMPTY: Draft = {
  kind: "thresholds",
  organisation: "",
  reason: "",
  release: "2",
  height: "",
  days: "7",
  subject: "admit",
  numerator: "2",
  denominator: "3",
  doubleSigning: "remove",
};

function ProposalForm({
  voter,
  now,
  height,
}: {
  readonly voter: Voter;
  readonly now: number;
  readonly height: number;
}) {
  const say = useWords(words);
  const act = useAct();
  const namesIn = useNamesIn();
  const rules = useRows<{ readonly rule: string; readonly value: string }>("rules", { limit: 10 }).data?.rows ?? [];
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const [tried, setTried] = useState(false);
  const faults = faultsOf(draft, height);
  const set = (change: Partial<Draft>): void => setDraft((before) => ({ ...before, ...change }));
  const kinds = DRAFT_KINDS.filter((kind) => (kind !== "dismiss" && kind !== "rules") || rules.length > 0);
  const propose = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (faults.length > 0) return;
    const action = actionOf(draft, rules.find(({ rule }) => rule === "sharedControl")?.value ?? "refused");
    const id = `${draft.kind}-${toHex(crypto.getRandomValues(new Uint8Array(4)))}` as ProposalId;
    const days = Number(draft.days);
    // A minute less, since the time of a block may run behind.
    const deadline = asSeconds(now + days * DAY - 60);
    const command: CommandOf<"propose"> = {
      domain: "governance",
      type: "propose",
      id,
      subject: SUBJECT_OF[draft.kind],
      action,
      deadline,
    };
    const sentence = (language: "zh" | "en"): string => {
      const names = namesIn(language);
      return words[language].proposeSays(names(voter.organisation), actionText(action, language, names), days);
    };
    const acted = await act({
      commands: [command],
      says: { zh: sentence("zh"), en: sentence("en") },
      hands: voter.hands,
    });
    if (acted?.status === "committed") setTried(false);
  };
  return (
    <form onSubmit={propose} noValidate data-screen-only>
      <p className="mb-3 text-ink-2">{say.proposeLead}</p>
      <div className="grid gap-3 sm:grid-cols-2">
        <Select
          label={say.what}
          value={draft.kind}
          options={kinds.map((kind) => ({ value: kind, label: say.kinds[kind] }))}
          onChange={(event) => set({ kind: event.target.value as DraftKind })}
        />
        <Field
          label={say.days}
          inputMode="numeric"
          value={draft.days}
          onChange={(event) => set({ days: event.target.value })}
          {...(tried && faults.includes("days") && { error: say.daysError })}
          max={DAYS_MAX}
        />
        <Particulars draft={draft} set={set} faults={tried ? faults : []} height={height} />
      </div>
      <Button
        type="submit"
        look="primary"
        className="mt-4"
        icon={<Gavel size={16} aria-hidden />}
        data-testid="propose"
      >
        {say.propose}
      </Button>
    </form>
  );
}

type ParticularsProps = {
  readonly draft: Draft;
  readonly set: (change: Partial<Draft>) => void;
  readonly faults: readonly Fault[];
  readonly height: number;
};

/** The fields that the chosen kind of proposal needs. */
function Particulars({ draft, set, faults, height }: ParticularsProps) {
  const say = useWords(words);
  const error = (fault: Fault, text: string) => faults.includes(fault) && { error: text };
  switch (draft.kind) {
    case "suspend":
    case "withdraw":
      return (
        <>
          <MemberChoice
            draft={draft}
            set={set}
            faults={faults}
            wanted={draft.kind === "suspend" ? ["active"] : ["active", "suspended"]}
          />
          <Field
            label={say.reason}
            hint={say.reasonHint}
            value={draft.reason}
            onChange={(event) => set({ reason: event.target.value })}
            {...error("reason", say.reasonError)}
          />
        </>
      );
    case "reinstate":
      return <MemberChoice draft={draft} set={set} faults={faults} wanted={["suspended"]} />;
    case "dismiss":
      return <MemberChoice draft={draft} set={set} faults={faults} wanted={["active", "suspended"]} />;
    case "schedule":
    case "cancel": {
      const least = height + HEIGHTS_AHEAD;
      return (
        <>
          <Field
            label={say.release}
            inputMode="numeric"
            value={draft.release}
            onChange={(event) => set({ release: event.target.value })}
            {...error("release", say.heightError(2))}
          />
          {draft.kind === "schedule" && (
            <Field
              label={say.height}
              inputMode="numeric"
              hint={say.heightHint(least)}
              value={draft.height}
              onChange={(event) => set({ height: event.target.value })}
              {...error("height", say.heightError(least))}
            />
          )}
        </>
      );
    }
    case "thresholds":
      return (
        <>
          <Select
            label={say.subject}
            value={draft.subject}
            options={SUBJECTS.map((value) => ({ value, label: say.subjects[value] }))}
            onChange={(event) => set({ subject: event.target.value as Draft["subject"] })}
          />
          <div className="grid grid-cols-2 gap-3">
            <Field
              label={say.numerator}
              inputMode="numeric"
              value={draft.numerator}
              onChange={(event) => set({ numerator: event.target.value })}
              {...error("fraction", say.fractionError)}
            />
            <Field
              label={say.denominator}
              inputMode="numeric"
              value={draft.denominator}
              onChange={(event) => set({ denominator: event.target.value })}
            />
          </div>
        </>
      );
    case "rules":
      return (
        <Select
          label={say.rule}
          value={draft.doubleSigning}
          options={Object.entries(say.ruleValues).map(([value, label]) => ({ value, label }))}
          onChange={(event) => set({ doubleSigning: event.target.value as Draft["doubleSigning"] })}
        />
      );
  }
}

function MemberChoice({
  draft,
  set,
  faults,
  wanted,
}: Omit<ParticularsProps, "height"> & { readonly wanted: readonly string[] }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const names = useNamesIn()(language);
  const members = useRows<Row>("organisations", { limit: 500 }).data?.rows ?? [];
  const options = members
    .filter(({ status }) => wanted.includes(status))
    .map(({ organisation }) => ({ value: organisation, label: names(organisation) }));
  return (
    <Select
      label={say.who}
      value={draft.organisation}
      options={[{ value: "", label: "—" }, ...options]}
      onChange={(event) => set({ organisation: event.target.value })}
      {...(faults.includes("organisation") && { error: say.who })}
    />
  );
}
