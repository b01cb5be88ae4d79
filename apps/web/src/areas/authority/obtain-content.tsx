import { textOf } from "@meridian/base/bytes";
import { parseJson } from "@meridian/base/json";
import { NodeRefusal, type Refusal } from "@meridian/client/desk";
import type { Command } from "@meridian/kernel/transaction";
import { PatientDocument } from "@meridian/prescription-screens/patient-document";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useAct } from "@meridian/ui/desk/act";
import { useDesk } from "@meridian/ui/desk/context";
import { RefusalText } from "@meridian/ui/desk/refusal";
import { useRows } from "@meridian/ui/desk/rows";
import { Field, Select } from "@meridian/ui/field";
import { useWords } from "@meridian/ui/language";
import { Eye, FileLock2, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { useNow } from "../../frame/live.tsx";
import { useHouse } from "./acting-as.ts";
import { useAsked } from "./address.ts";
import { caseWords, useSought } from "./case-fields.tsx";
import { obtain } from "./obtain.ts";
import type { Prescription } from "./rows.ts";
import type { WarrantRow } from "./warrants.tsx";
import { warrantWords } from "./warrants-words.ts";

/** The warrants by which this house may have the document of a prescription now. */
function useOpenWarrants(row: (Prescription & { readonly patient: string }) | undefined): readonly WarrantRow[] {
  const house = useHouse();
  const now = useNow();
  const warrants = useRows<WarrantRow>(
    "warrants",
    { where: { authority: house ?? "" }, limit: 200 },
    { enabled: house !== undefined },
  );
  if (row === undefined || house === undefined) return [];
  return (warrants.data?.rows ?? []).filter(
    (each) =>
      each.status === "open" &&
      each.expires_at >= now &&
      (each.prescription === row.id || (each.prescription === null && each.patient === row.patient)),
  );
}

/** Obtains what a prescription says, after saying that the patient will see it. */
export function ObtainContent() {
  const say = useWords(warrantWords);
  const { prescription, unknown } = useWords(caseWords);
  const [, ask] = useAsked();
  const { id, row, isUnknown } = useSought("");
  const warrants = useOpenWarrants(row);
  return (
    <Card title={say.obtain}>
      <div className="grid gap-3">
        <Field
          label={prescription}
          value={id}
          error={isUnknown ? unknown : undefined}
          hint={id === "" ? say.choose : undefined}
          onChange={(event) => ask({ rx: event.target.value.trim() })}
        />
        {row !== undefined && warrants.length === 0 && <p className="text-ink-2">{say.noGround}</p>}
        {row !== undefined && warrants.length > 0 && <Obtaining key={row.id} row={row} warrants={warrants} />}
      </div>
    </Card>
  );
}

type Props = { readonly row: Prescription; readonly warrants: readonly WarrantRow[] };

function Obtaining({ row, warrants }: Props) {
  const say = useWords(warrantWords);
  const [at, setAt] = useState(0);
  const { state, get } = useObtaining(row, warrants[at] ?? warrants[0]);
  return (
    <>
      <Select
        label={say.ground}
        value={String(at)}
        options={warrants.map(({ warrant }, index) => ({ value: String(index), label: warrant.slice(0, 10) }))}
        onChange={(event) => setAt(Number(event.target.value))}
      />
      <p className="flex gap-2 rounded-control bg-warn-soft p-3 text-warn">
        <Eye size={18} className="mt-1 shrink-0" aria-hidden /> {say.warning}
      </p>
      {state.bundle === undefined && (
        <Button
          look="primary"
          className="justify-self-start"
          busy={state.busy}
          icon={<FileLock2 size={17} aria-hidden />}
          onClick={get}
          data-testid="obtain"
        >
          {say.get}
        </Button>
      )}
      <p role="status" className="text-ink-2">
        {state.busy && say.getting}
      </p>
      {state.refusal !== undefined && (
        <div role="alert" className="rounded-control bg-danger-soft p-3">
          <p className="font-semibold text-danger">{say.failed}</p>
          <RefusalText refusal={state.refusal} />
        </div>
      )}
      {state.bundle !== undefined && (
        <>
          <PatientDocument bundle={state.bundle} />
          <p className="flex items-center gap-2 text-sm text-ok">
            <ShieldCheck size={17} aria-hidden /> {say.checked}
          </p>
        </>
      )}
    </>
  );
}

type State = { readonly busy: boolean; readonly bundle?: unknown; readonly refusal?: Refusal };

function useObtaining(row: Prescription, warrant: WarrantRow | undefined) {
  const { node, sessions } = useDesk();
  const act = useAct();
  const house = useHouse();
  const [state, setState] = useState<State>({ busy: false });
  const get = async (): Promise<void> => {
    if (warrant === undefined || house === undefined) return;
    setState({ busy: true });
    try {
      const { document, disclosure } = await obtain(node, sessions, {
        prescription: row.id,
        commitment: row.content,
        custodian: row.custodian,
        recipient: house,
        purpose: warrant.purpose,
        warrant: warrant.warrant,
      });
      setState({ busy: false, bundle: parseJson(textOf(document) ?? "") ?? null });
      await act({
        commands: [{ domain: "disclosure", type: "acknowledge", id: disclosure, outcome: "opened" } as Command],
        says: { zh: warrantWords.zh.saysOpened, en: warrantWords.en.saysOpened },
        hands: { as: [house] },
        ask: false,
      });
    } catch (error) {
      setState({ busy: false, ...(error instanceof NodeRefusal && { refusal: error.refusal }) });
      if (!(error instanceof NodeRefusal)) throw error;
    }
  };
  return { state, get };
}
