import { DiagnosisSelect } from "@meridian/prescription-screens/prescribe/diagnoses";
import {
  completeLines,
  type Draft,
  type DraftFault,
  faultsOf,
  lineOf,
} from "@meridian/prescription-screens/prescribe/draft";
import { DraftLines } from "@meridian/prescription-screens/prescribe/lines";
import { MedicineSearch } from "@meridian/prescription-screens/prescribe/medicine-search";
import { PathwayChoice } from "@meridian/prescription-screens/prescribe/pathway-choice";
import type { PathwayRow } from "@meridian/prescription-screens/prescribe/pathway-row";
import { prescribeVocabulary } from "@meridian/prescription-screens/prescribe/prescribe-words";
import { Card } from "@meridian/ui/card";
import { useDesk } from "@meridian/ui/desk/context";
import { CheckField, Select } from "@meridian/ui/field";
import { useLanguage, useWords } from "@meridian/ui/language";
import type { ChartPatient } from "./patients.ts";
import { prescribeWords } from "./prescribe-words.ts";

type Props = {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  readonly patient: ChartPatient;
  readonly pathways: readonly PathwayRow[];
  /** Another version keeps its pathway and how it is paid. */
  readonly isFixed: boolean;
};

/** The left half of prescribing: medicines, diagnosis, how it gets to the patient and who pays. */
export function PrescribeForm({ draft, onChange, patient, pathways, isFixed }: Props) {
  const say = useWords(prescribeWords);
  const set = (more: Partial<Draft>): void => onChange({ ...draft, ...more });
  return (
    <div className="grid gap-4">
      <Card title={say.medicines}>
        <div className="grid gap-4">
          <MedicineSearch onPick={(medicine) => set({ lines: [...draft.lines, lineOf(medicine)] })} />
          <DraftLines lines={draft.lines} onChange={(lines) => set({ lines })} />
        </div>
      </Card>
      <Card title={say.why}>
        <DiagnosisSelect
          value={draft.diagnosis}
          onFile={patient.conditions}
          onChange={(diagnosis) => set({ diagnosis })}
        />
      </Card>
      {!isFixed && <How draft={draft} set={set} pathways={pathways} />}
    </div>
  );
}

/** The pathway that is there for it. */
const DELIVERS = "internet-hospital-delivery";

type HowProps = Pick<Props, "draft" | "pathways"> & { readonly set: (more: Partial<Draft>) => void };

function How({ draft, set, pathways }: HowProps) {
  const say = useWords(prescribeWords);
  const { language } = useLanguage();
  const { directory } = useDesk();
  const chosen = pathways.find(({ hash }) => hash === draft.pathway);
  const classes = [...new Set(completeLines(draft).map(({ medicine }) => medicine.drugClass))];
  const switches = chosen?.document.switches;
  const places = directory.organisations.filter(({ kind }) =>
    (switches?.pharmacyKinds as readonly string[] | undefined)?.includes(kind),
  );
  return (
    <Card title={say.how}>
      <PathwayChoice
        rows={pathways}
        chosen={draft.pathway}
        classes={classes}
        onChoose={({ hash, pathway, document: { switches: may } }) =>
          set({
            pathway: hash,
            pharmacy: "",
            delivery: may.deliveryAllowed && (draft.delivery || pathway === DELIVERS),
          })
        }
      />
      {switches !== undefined && (
        <div className="mt-3 grid gap-2">
          {switches.nomination !== "open" && (
            <Select
              label={say.pharmacy}
              value={draft.pharmacy}
              onChange={({ target }) => set({ pharmacy: target.value })}
              data-testid="pharmacy"
              options={[
                { value: "", label: say.choose },
                ...places.map((place) => ({ value: place.id, label: place[language] })),
              ]}
            />
          )}
          {switches.deliveryAllowed && (
            <CheckField
              label={say.delivery}
              checked={draft.delivery}
              onChange={({ target }) => set({ delivery: target.checked })}
            />
          )}
          {switches.selfPayAllowed && (
            <CheckField
              label={say.selfPay}
              checked={draft.selfPay}
              onChange={({ target }) => set({ selfPay: target.checked })}
            />
          )}
        </div>
      )}
    </Card>
  );
}

/** What is still missing, told when somebody tried to sign. */
export function FaultList({ draft, pathway }: { readonly draft: Draft; readonly pathway: PathwayRow | undefined }) {
  const { fault } = useWords(prescribeVocabulary);
  const faults: readonly DraftFault[] = faultsOf(draft, pathway);
  if (faults.length === 0) return null;
  return (
    <ul role="alert" className="grid gap-1 text-danger" data-testid="faults">
      {faults.map((each) => (
        <li key={each}>{fault[each]}</li>
      ))}
    </ul>
  );
}
