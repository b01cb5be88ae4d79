import type { OrganisationId } from "@meridian/base/ids";
import { Card } from "@meridian/ui/card";
import { useDesk } from "@meridian/ui/desk/context";
import { useRows } from "@meridian/ui/desk/rows";
import { Field } from "@meridian/ui/field";
import { useWords } from "@meridian/ui/language";
import { dictionary } from "@meridian/ui/text/words";
import { useHouse } from "./acting-as.ts";
import { useAsked } from "./address.ts";
import type { Prescription } from "./rows.ts";

/** Words of every case that an authority opens about a prescription: a hold, a warrant, what it obtains by them. */
export const caseWords = dictionary({
  zh: {
    prescription: "处方编号",
    prescriptionHint: "可从处方页面进入，编号会自动填写。",
    missing: "请填写处方编号。",
    unknown: "没有这张处方，或您无权查看。",
    basis: "法律依据",
    basisHint: "写成“法规名称 第×条”。",
    basisMissing: "请写明法律依据。",
    days: (most: number) => `期限（天，最长 ${most}）`,
  },
  en: {
    prescription: "Prescription",
    prescriptionHint: "Coming from a prescription's page, it is filled in.",
    missing: "Enter the prescription's number.",
    unknown: "There is no such prescription, or it is not yours to see.",
    basis: "Legal basis",
    basisHint: "Write “name of the instrument, article …”.",
    basisMissing: "Name the legal basis.",
    days: (most: number) => `Days (${most} at most)`,
  },
});

/** The house in whose name the person acts here, if it is of a kind that may. */
export function useHouseThat(may: (kind: string) => boolean): OrganisationId | undefined {
  const { organisations } = useDesk().directory;
  const house = useHouse();
  return may(organisations.find(({ id }) => id === house)?.kind ?? "") ? house : undefined;
}

/** The form's place for whoever may not sign it. */
export const NotForYou = ({ title, children }: { readonly title: string; readonly children: string }) => (
  <Card title={title}>
    <p className="text-ink-2">{children}</p>
  </Card>
);

export type Sought = {
  readonly id: string;
  /** It came with the address, from the prescription's own page. */
  readonly isGiven: boolean;
  readonly row: (Prescription & { readonly patient: string }) | undefined;
  readonly isUnknown: boolean;
};

/** The prescription that a case is about: that of the address, else what is typed. */
export function useSought(typed: string): Sought {
  const [asked] = useAsked();
  const id = asked.get("rx") ?? typed.trim();
  const found = useRows<Prescription & { readonly patient: string }>(
    "prescriptions",
    { where: { id }, limit: 1 },
    { enabled: id !== "" },
  );
  const row = found.data?.rows[0];
  return { id, isGiven: asked.has("rx"), row, isUnknown: found.status === "success" && row === undefined };
}

type PrescriptionFieldProps = {
  readonly sought: Sought;
  readonly isTried: boolean;
  readonly onChange: (id: string) => void;
};

export function PrescriptionField({ sought: { id, isGiven, isUnknown }, isTried, onChange }: PrescriptionFieldProps) {
  const say = useWords(caseWords);
  const unknown = isUnknown ? say.unknown : undefined;
  const missing = isTried ? say.missing : undefined;
  return (
    <Field
      label={say.prescription}
      hint={say.prescriptionHint}
      value={id}
      readOnly={isGiven}
      error={id === "" ? missing : unknown}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

type BasisFieldProps = {
  readonly value: string;
  readonly isTried: boolean;
  readonly onChange: (basis: string) => void;
};

export function BasisField({ value, isTried, onChange }: BasisFieldProps) {
  const say = useWords(caseWords);
  return (
    <Field
      label={say.basis}
      hint={say.basisHint}
      maxLength={120}
      value={value}
      error={isTried && value.trim() === "" ? say.basisMissing : undefined}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

type DaysFieldProps = { readonly value: number; readonly most: number; readonly onChange: (days: number) => void };

/** For how many whole days, from one to the most that is allowed. */
export function DaysField({ value, most, onChange }: DaysFieldProps) {
  const say = useWords(caseWords);
  return (
    <Field
      type="number"
      min={1}
      max={most}
      label={say.days(most)}
      value={value}
      onChange={({ target }) => onChange(Math.min(most, Math.max(1, Math.round(Number(target.value)))))}
    />
  );
}
