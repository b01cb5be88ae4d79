import type { Commitment, OrganisationId, PrescriptionId } from "@meridian/base/ids";
import { canonicalBytes } from "@meridian/base/json";
import { Secret } from "@meridian/base/secret";
import { readAccessCode } from "@meridian/client/access-code";
import { type DeskNode, NodeRefusal, type Refusal } from "@meridian/client/desk";
import { ed25519Signer } from "@meridian/client/signer";
import type { Issue } from "@meridian/prescription/state";
import { Button } from "@meridian/ui/button";
import { useAct } from "@meridian/ui/desk/act";
import { useDesk, useNameOf } from "@meridian/ui/desk/context";
import { RefusalText } from "@meridian/ui/desk/refusal";
import { Reading, useRecord } from "@meridian/ui/desk/rows";
import { useWords } from "@meridian/ui/language";
import { shortened } from "@meridian/ui/text/format";
import { dictionary } from "@meridian/ui/text/words";
import { Undo2 } from "lucide-react";
import { useState } from "react";
import { rx } from "../pharmacist-houses.tsx";
import { type ScanAnswer, Scanner } from "./scanner.tsx";
import { isLogged, TemperatureFields, type Temperatures, wasCold } from "./temperatures.tsx";

const words = dictionary({
  zh: {
    label: "取药码",
    hint: "请患者打开处方里的二维码。取药码证明药品交到了本人或其托付的人手中。",
    notACode: "这不是取药码。请让患者打开“我的处方”里的二维码。",
    otherCode: (id: string) => `这是另一张处方（${id}）的取药码。请核对包裹。`,
    logFirst: "先填写冷链温度。",
    warm: "温度超出 2 至 8 ℃。不要交付，请退回药房。",
    stopped: "没有送达。",
    done: "已送达，并已写入账本。",
    back: "退回药房",
    failed: "温度记录没有保存",
    says: { deliver: "药品已送到患者手中，患者出示了取药码", back: "配送退回药房" },
    to: (pharmacy: string) => `来自${pharmacy}`,
  },
  en: {
    label: "Collection code",
    hint: "Ask the patient to open the QR code of the prescription. It proves that the medicine is with the patient, or with whom the patient trusts.",
    notACode: "This is not a collection code. Ask the patient to open the QR code of the prescription.",
    otherCode: (id: string) => `This collection code belongs to another prescription (${id}). Check the parcel.`,
    logFirst: "First enter the temperatures.",
    warm: "The temperature left 2 to 8 °C. Do not hand it over; bring it back to the pharmacy.",
    stopped: "Not delivered.",
    done: "Delivered, and on the ledger.",
    back: "Bring it back to the pharmacy",
    failed: "The temperature log was not kept",
    says: {
      deliver: "The medicine is in the patient's hands; the patient showed the collection code",
      back: "The delivery goes back to the pharmacy",
    },
    to: (pharmacy: string) => `From ${pharmacy}`,
  },
});

type Props = {
  readonly id: PrescriptionId;
  /** For whom one is at the door: carriers, or pharmacies that deliver themselves. */
  readonly houses: readonly OrganisationId[];
  readonly onDone: () => void;
};

/** At the door: temperatures where the cold chain wants them, the patient's code, or the way back. */
export function Deliver({ id, houses, onDone }: Props) {
  const record = useRecord<Issue>("prescription", id);
  return (
    <Reading of={record}>
      {(issue) => (issue?.shipment == null ? null : <AtTheDoor {...{ id, houses, onDone, issue }} />)}
    </Reading>
  );
}

function AtTheDoor({ id, houses, onDone, issue }: Props & { readonly issue: Issue }) {
  const say = useWords(words);
  const nameOf = useNameOf();
  const [answer, setAnswer] = useState<ScanAnswer>();
  const [log, setLog] = useState<Temperatures>({ lowest: "", highest: "", device: "" });
  const isCold = issue.items.some((item) => item.class === "cold-chain" && item.dispensed > 0);
  const carrier = issue.shipment?.carrier;
  const pharmacy = issue.claim?.organisation;
  const house = houses.find((each) => each === carrier) ?? houses.find((each) => each === pharmacy);
  const { busy, refusal, deliver, bringBack } = useDelivery(id, issue, house);
  const against = (text: string): string | undefined => {
    const code = readAccessCode(text);
    if (code === undefined) return say.notACode;
    if (code.prescription !== id) return say.otherCode(shortened(code.prescription));
    if (isCold && !isLogged(log)) return say.logFirst;
    return isCold && !wasCold(log) ? say.warm : undefined;
  };
  const scanned = async (text: string): Promise<void> => {
    const objection = against(text);
    const code = readAccessCode(text);
    if (objection !== undefined || code === undefined) return setAnswer({ ok: false, text: objection ?? say.notACode });
    const isDone = await deliver(code.seed, isCold ? log : undefined);
    setAnswer({ ok: isDone, text: isDone ? say.done : say.stopped });
    if (isDone) onDone();
  };
  return (
    <div className="grid gap-4">
      <p className="text-ink-2">{say.to(nameOf(pharmacy ?? ""))}</p>
      {isCold && <TemperatureFields log={log} onChange={setLog} />}
      <Scanner label={say.label} hint={say.hint} answer={answer} onScan={(text) => void scanned(text)} />
      {refusal !== undefined && (
        <div role="alert" className="rounded-card bg-danger-soft p-4">
          <p className="font-semibold text-danger">{say.failed}</p>
          <RefusalText refusal={refusal} />
        </div>
      )}
      <Button
        busy={busy}
        icon={<Undo2 size={17} aria-hidden />}
        onClick={() => void bringBack().then((isDone) => isDone && onDone())}
        data-testid="bring-back"
      >
        {say.back}
      </Button>
    </div>
  );
}

function useDelivery(id: PrescriptionId, issue: Issue, house: OrganisationId | undefined) {
  const { node } = useDesk();
  const act = useAct();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const run = async (deed: (organisation: OrganisationId) => Promise<boolean>): Promise<boolean> => {
    if (house === undefined) return false;
    setBusy(true);
    setRefusal(undefined);
    try {
      return await deed(house);
    } catch (error) {
      if (!(error instanceof NodeRefusal)) throw error;
      setRefusal(error.refusal);
      return false;
    } finally {
      setBusy(false);
    }
  };
  const says = (what: keyof (typeof words)["zh"]["says"]) => ({ zh: words.zh.says[what], en: words.en.says[what] });
  const deliver = (seed: Uint8Array, log: Temperatures | undefined): Promise<boolean> =>
    run(async (organisation) => {
      const temperatureLog = log === undefined ? undefined : await kept(node, issue, organisation, log);
      const acted = await act({
        commands: [rx(id, "deliver", { organisation, ...(temperatureLog !== undefined && { temperatureLog }) })],
        says: says("deliver"),
        hands: { with: [ed25519Signer(new Secret(seed))] },
      });
      return acted?.status === "committed";
    });
  const bringBack = (): Promise<boolean> =>
    run(async (organisation) => {
      const acted = await act({ commands: [rx(id, "returnDelivery", { organisation })], says: says("back") });
      return acted?.status === "committed";
    });
  return { busy, refusal, deliver, bringBack };
}

/** The log is sealed at whoever carried; the ledger gets its commitment. */
const kept = (
  node: DeskNode,
  { patient }: Issue,
  custodian: OrganisationId,
  { lowest, highest, device }: Temperatures,
): Promise<Commitment> =>
  node.deposit({
    patient,
    custodian,
    kind: "temperature-log",
    content: canonicalBytes({ format: "meridian/temperature-log/v1", lowest, highest, device }),
  });
