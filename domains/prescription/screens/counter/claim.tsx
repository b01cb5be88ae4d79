import type { OrganisationId, PrescriptionId } from "@meridian/base/ids";
import { Secret } from "@meridian/base/secret";
import { readAccessCode } from "@meridian/client/access-code";
import { ed25519Signer } from "@meridian/client/signer";
import { PAYER_KINDS } from "@meridian/kernel/vocabulary";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useAct } from "@meridian/ui/desk/act";
import { useDesk, useNameOf } from "@meridian/ui/desk/context";
import { Select } from "@meridian/ui/field";
import { useWords } from "@meridian/ui/language";
import { shortened } from "@meridian/ui/text/format";
import { dictionary } from "@meridian/ui/text/words";
import { useState } from "react";
import { rx } from "../pharmacist-houses.tsx";
import { CounterLists } from "./lists.tsx";
import { type ScanAnswer, Scanner } from "./scanner.tsx";

const words = dictionary({
  zh: {
    title: "扫描患者的取药码",
    label: "取药码",
    hint: "用扫码枪、摄像头或图片，也可以粘贴。接单会向账本证明患者把取药码给您看过；取药码本身不会上链。",
    house: "为哪家机构接单",
    payer: "由谁结算",
    payerHint: "按患者的参保地选择。接单后只有它能结算；自费处方不受影响。",
    nobody: "无人结算",
    notACode: "这不是取药码。请让患者打开“我的处方”里的二维码。",
    reading: (id: string) => `已读出处方 ${id}，请确认签名。`,
    claimed: (id: string) => `已接单：${id}`,
    stopped: (id: string) => `没有接单：${id}`,
    says: (id: string, house: string, payer: string | undefined) =>
      `${house}接下处方 ${id}，为患者调配，${payer === undefined ? "无人结算" : `请${payer}结算`}`,
  },
  en: {
    title: "Scan the collection code",
    label: "Collection code",
    hint: "By scanner, camera or picture, or pasted. The claim proves to the ledger that you were shown the collection code; the code itself goes on no ledger.",
    house: "Claim for",
    payer: "Who is asked to pay",
    payerHint:
      "The patient's insurer. After the claim nobody else can settle; prescriptions that the patient pays are not concerned.",
    nobody: "nobody",
    notACode: "This is not a collection code. Ask the patient to open the QR code of the prescription.",
    reading: (id: string) => `Prescription ${id} is read; confirm and sign.`,
    claimed: (id: string) => `Claimed: ${id}`,
    stopped: (id: string) => `Not claimed: ${id}`,
    says: (id: string, house: string, payer: string | undefined) =>
      `${house} claims prescription ${id} and prepares it; ${payer ?? "nobody"} is asked to pay`,
  },
});

type Props = {
  readonly houses: readonly OrganisationId[];
  readonly hrefOf: (id: string) => string;
  readonly onClaimed: (id: PrescriptionId) => void;
};

/** The counter: a code that is shown becomes a claim; below, what was sent here and what is in work. */
export function CounterClaim({ houses, hrefOf, onClaimed }: Props) {
  const say = useWords(words);
  const nameOf = useNameOf();
  const [house, setHouse] = useState(houses[0]);
  const [answer, setAnswer] = useState<ScanAnswer>();
  const { payers, payer, setPayer } = usePayer();
  const claim = useClaim({ house, payer, onClaimed, answered: setAnswer });
  const scanned = (text: string): void => {
    const code = readAccessCode(text);
    if (code === undefined) setAnswer({ ok: false, text: say.notACode });
    else void claim(code.prescription, code.seed);
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      <Card title={say.title}>
        <div className="grid gap-3">
          {houses.length > 1 && (
            <Select
              label={say.house}
              value={house ?? ""}
              onChange={(event) => setHouse(event.currentTarget.value as OrganisationId)}
              options={houses.map((id) => ({ value: id, label: nameOf(id) }))}
            />
          )}
          <Select
            label={say.payer}
            hint={say.payerHint}
            value={payer ?? ""}
            onChange={(event) => setPayer(event.currentTarget.value)}
            options={[...payers.map((id) => ({ value: id, label: nameOf(id) })), { value: "", label: say.nobody }]}
            data-testid="payer"
          />
          <Scanner label={say.label} hint={say.hint} answer={answer} onScan={scanned} />
        </div>
      </Card>
      <CounterLists
        houses={houses}
        hrefOf={hrefOf}
        claiming={(id) => <ClaimNamed key={id} onClaim={() => claim(id, undefined)} />}
      />
    </div>
  );
}

/** Whom a claim asks to pay: the public insurance until another is chosen. */
function usePayer() {
  const { directory } = useDesk();
  const payers = PAYER_KINDS.flatMap((kind) => directory.organisations.filter((each) => each.kind === kind)).map(
    ({ id }) => id,
  );
  const [chosen, setPayer] = useState<string>();
  const payer = chosen === undefined ? payers[0] : payers.find((id) => id === chosen);
  return { payers, payer, setPayer };
}

type Claiming = {
  readonly house: OrganisationId | undefined;
  readonly payer: OrganisationId | undefined;
  readonly onClaimed: (id: PrescriptionId) => void;
  readonly answered: (answer: ScanAnswer) => void;
};

/** A claim under the pharmacy's key, beside it that of the code where the pharmacy is the patient's to choose. */
function useClaim({ house, payer, onClaimed, answered }: Claiming) {
  const say = useWords(words);
  const act = useAct();
  const nameOf = useNameOf();
  return async (id: PrescriptionId, seed: Uint8Array | undefined): Promise<void> => {
    if (house === undefined) return;
    const short = shortened(id);
    const paying = payer === undefined ? undefined : nameOf(payer);
    answered({ ok: true, text: say.reading(short) });
    const acted = await act({
      commands: [rx(id, "claim", { organisation: house, ...(payer !== undefined && { payer }) })],
      says: { zh: words.zh.says(short, nameOf(house), paying), en: words.en.says(short, nameOf(house), paying) },
      hands: { as: [house], ...(seed !== undefined && { with: [ed25519Signer(new Secret(seed))] }) },
    });
    const isDone = acted?.status === "committed";
    answered({ ok: isDone, text: isDone ? say.claimed(short) : say.stopped(short) });
    if (isDone) onClaimed(id);
  };
}

const named = dictionary({ zh: { claim: "接单" }, en: { claim: "Claim" } });

function ClaimNamed({ onClaim }: { readonly onClaim: () => Promise<void> }) {
  const say = useWords(named);
  const [busy, setBusy] = useState(false);
  const claim = async (): Promise<void> => {
    setBusy(true);
    await onClaim();
    setBusy(false);
  };
  return (
    <Button size="small" busy={busy} onClick={claim} data-testid="claim-named">
      {say.claim}
    </Button>
  );
}
