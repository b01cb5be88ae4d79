import type { Name, SigningHands } from "@meridian/client/desk";
import type { Command } from "@meridian/kernel/transaction";
import { Button } from "@meridian/ui/button";
import { useAct } from "@meridian/ui/desk/act";
import { Select } from "@meridian/ui/field";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Overlay } from "@meridian/ui/overlay";
import { dictionary } from "@meridian/ui/text/words";
import { type ReactNode, useState } from "react";
import { vocabulary } from "../vocabulary.tsx";

const words = dictionary({ zh: { reason: "原因" }, en: { reason: "Reason" } });

type Reason = keyof (typeof vocabulary)["zh"]["reason"];
const NAMES: { readonly [L in "zh" | "en"]: { readonly [R in Reason]: string } } = {
  zh: vocabulary.zh.reason,
  en: vocabulary.en.reason,
};

type Props<R extends Reason> = {
  readonly label: string;
  readonly hint: string;
  readonly icon: ReactNode;
  readonly reasons: readonly R[];
  readonly deed: (reason: R) => Command;
  readonly says: (reason: Name) => Name;
  readonly hands?: SigningHands;
  readonly look?: "danger" | "primary";
  /** More to choose beside the reason. */
  readonly children?: ReactNode;
  readonly testId?: string;
};

/** Something that is done for a coded reason: a button, what it means, the reason, and the signature. */
export function ReasonDeed<R extends Reason>(props: Props<R>) {
  const { label, hint, icon, reasons, deed, says, hands, look = "primary", children, testId } = props;
  const say = useWords(words);
  const { language } = useLanguage();
  const act = useAct();
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<R | undefined>(reasons[0]);
  const sign = async (): Promise<void> => {
    if (chosen === undefined) return;
    setOpen(false);
    await act({
      commands: [deed(chosen)],
      says: says({ zh: NAMES.zh[chosen], en: NAMES.en[chosen] }),
      ...(hands !== undefined && { hands }),
    });
  };
  return (
    <>
      <Button icon={icon} onClick={() => setOpen(true)} data-testid={testId}>
        {label}
      </Button>
      <Overlay open={open} onClose={() => setOpen(false)} title={label}>
        <div className="grid gap-4">
          <p className="text-ink-2">{hint}</p>
          <Select
            label={say.reason}
            value={chosen ?? ""}
            onChange={(event) => setChosen(event.currentTarget.value as R)}
            options={reasons.map((reason) => ({ value: reason, label: NAMES[language][reason] }))}
          />
          {children}
          <Button
            look={look}
            size="large"
            onClick={sign}
            data-testid={testId === undefined ? undefined : `${testId}-go`}
          >
            {label}
          </Button>
        </div>
      </Overlay>
    </>
  );
}
