import type { OrganisationId, PrescriptionId } from "@meridian/base/ids";
import type { Issue } from "@meridian/prescription/state";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useAct } from "@meridian/ui/desk/act";
import { useDesk, useNameOf } from "@meridian/ui/desk/context";
import { Select } from "@meridian/ui/field";
import { useLanguage, useWords } from "@meridian/ui/language";
import { dictionary } from "@meridian/ui/text/words";
import { HandCoins, Truck } from "lucide-react";
import { useState } from "react";
import { rx } from "../pharmacist-houses.tsx";
import type { CounterRules } from "./pathway-rules.ts";

const words = dictionary({
  zh: {
    title: "交付",
    here: "当面交给患者",
    ship: "交给配送",
    carrier: "配送机构",
    self: "本店自送",
    says: {
      here: "药品已在柜台交到患者手中",
      ship: (carrier: string) => `把药品交给${carrier}配送`,
    },
  },
  en: {
    title: "Hand over",
    here: "Give it to the patient here",
    ship: "Give it to the carrier",
    carrier: "Carrier",
    self: "this pharmacy itself",
    says: {
      here: "The medicine was given to the patient at the counter",
      ship: (carrier: string) => `Hand the medicine over to ${carrier} for delivery`,
    },
  },
});

type Props = {
  readonly id: PrescriptionId;
  readonly issue: Issue;
  readonly house: OrganisationId;
  readonly rules: CounterRules;
};

/** What is dispensed and still here: over the counter, or with a carrier. */
export function Handing({ id, issue, house, rules }: Props) {
  const say = useWords(words);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const { directory } = useDesk();
  const act = useAct();
  const carriers = directory.organisations.filter(({ kind }) => kind === "carrier" || kind === "homecare");
  const [carrier, setCarrier] = useState<OrganisationId>(carriers[0]?.id ?? house);
  const [busy, setBusy] = useState(false);
  const run = async (deed: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    await deed();
    setBusy(false);
  };
  const here = (): Promise<void> =>
    run(() =>
      act({
        commands: [rx(id, "deliver", { organisation: house })],
        says: { zh: words.zh.says.here, en: words.en.says.here },
      }),
    );
  const ship = (): Promise<void> =>
    run(() =>
      act({
        commands: [rx(id, "ship", { carrier })],
        says: { zh: words.zh.says.ship(nameOf(carrier)), en: words.en.says.ship(nameOf(carrier)) },
        hands: { as: [house] },
      }),
    );
  return (
    <Card title={say.title}>
      <div className="grid gap-3">
        {rules.delivers && (
          <>
            <Select
              label={say.carrier}
              value={carrier}
              onChange={(event) => setCarrier(event.currentTarget.value as OrganisationId)}
              options={[
                ...carriers.map((each) => ({ value: each.id, label: each[language] })),
                { value: house, label: say.self },
              ]}
            />
            <Button
              look={issue.delivery ? "primary" : "secondary"}
              size="large"
              busy={busy}
              icon={<Truck size={18} aria-hidden />}
              onClick={ship}
              data-testid="ship"
            >
              {say.ship}
            </Button>
          </>
        )}
        <Button
          look={issue.delivery ? "secondary" : "primary"}
          size="large"
          busy={busy}
          icon={<HandCoins size={18} aria-hidden />}
          onClick={here}
          data-testid="hand-over"
        >
          {say.here}
        </Button>
      </div>
    </Card>
  );
}
