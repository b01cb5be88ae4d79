import type { PrescriptionId } from "@meridian/base/ids";
import type { Row } from "@meridian/kernel/view";
import type { CommandOf } from "@meridian/prescription/schema";
import type { Status } from "@meridian/prescription/vocabulary";
import { Button } from "@meridian/ui/button";
import { useAct } from "@meridian/ui/desk/act";
import { useNameOf } from "@meridian/ui/desk/context";
import { useRows } from "@meridian/ui/desk/rows";
import { useWords } from "@meridian/ui/language";
import { dictionary } from "@meridian/ui/text/words";
import { Ban } from "lucide-react";
import { useState } from "react";
import type { PatientPrescription } from "./patient-row.tsx";

const words = dictionary({
  zh: {
    cancel: "我不需要了，撤销处方",
    lead: "药房接单之前，您可以自己撤销。撤销后不能恢复，需要时请医生重开。",
    says: (hospital: string) => `我不需要${hospital}开给我的这张处方，请撤销。`,
  },
  en: {
    cancel: "I do not need it: cancel",
    lead: "Until a pharmacy has it you may cancel it yourself. That cannot be undone; your doctor would write a new one.",
    says: (hospital: string) => `I do not need this prescription from ${hospital}; cancel it.`,
  },
});

/** Before a pharmacy has it. */
const CANCELLABLE: ReadonlySet<Status> = new Set([
  "ISSUED",
  "IN_REVIEW",
  "RETURNED",
  "APPROVED",
  "SCHEDULED",
  "ACTIVE",
]);

type PathwayRow = Row & {
  readonly document: { readonly switches?: { readonly patientMayCancel?: boolean } };
};

/** Lets the patient cancel where the pathway does; shows nothing elsewhere. */
export function PatientCancel({ row }: { readonly row: PatientPrescription }) {
  const say = useWords(words);
  const nameOf = useNameOf();
  const act = useAct();
  const [busy, setBusy] = useState(false);
  const { id, status, assigned, pathway_hash, organisation } = row;
  const isOpen = CANCELLABLE.has(status) && assigned === null;
  const pathways = useRows<PathwayRow>("pathways", { where: { hash: pathway_hash }, limit: 1 }, { enabled: isOpen });
  if (!isOpen || pathways.data?.rows[0]?.document.switches?.patientMayCancel !== true) return null;
  const cancel = async (): Promise<void> => {
    setBusy(true);
    const command: CommandOf<"cancel"> = {
      domain: "prescription",
      type: "cancel",
      id: id as PrescriptionId,
      reason: "patient-request",
    };
    const hospital = nameOf(organisation);
    await act({ commands: [command], says: { zh: words.zh.says(hospital), en: words.en.says(hospital) } });
    setBusy(false);
  };
  return (
    <section data-screen-only className="grid gap-2 px-1">
      <p className="text-sm text-ink-2">{say.lead}</p>
      <Button busy={busy} icon={<Ban size={16} aria-hidden />} onClick={cancel} data-testid="patient-cancel">
        {say.cancel}
      </Button>
    </section>
  );
}
