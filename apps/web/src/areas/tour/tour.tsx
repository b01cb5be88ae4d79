import { NodeRefusal, type Refusal } from "@meridian/client/desk";
import { Button, buttonClass } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useDesk } from "@meridian/ui/desk/context";
import { RefusalText } from "@meridian/ui/desk/refusal";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Empty } from "@meridian/ui/states";
import { Steps } from "@meridian/ui/steps";
import { ChevronRight, Fingerprint, RotateCcw, SkipForward } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Drawer } from "./drawer.tsx";
import { Stage } from "./stage.tsx";
import { TOUR } from "./steps.ts";
import { Cast } from "./story/cast.ts";
import type { Story } from "./story/state.ts";
import { words } from "./words.ts";

type Progress = { readonly at: number; readonly story: Story };
const BEGIN: Progress = { at: 0, story: {} };

/** A split stage: the patient's phone on the left, the institutions on the right; one highlighted action a step. */
export function Tour() {
  const say = useWords(words);
  const { info, directory } = useDesk();
  if (!info.demonstration) return <Empty title={say.only} />;
  return <Play key={info.network} cast={new Cast(directory, info)} />;
}

function Play({ cast: first }: { readonly cast: Cast }) {
  const say = useWords(words);
  const desk = useDesk();
  const { language } = useLanguage();
  const [cast] = useState(first);
  const [{ at, story }, setProgress] = useState(BEGIN);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const step = TOUR[at];
  const reset = async (): Promise<void> => {
    await cast.leave();
    setRefusal(undefined);
    setProgress(BEGIN);
  };
  const act = async (choice?: "device"): Promise<void> => {
    if (step === undefined) return;
    setBusy(true);
    setRefusal(undefined);
    try {
      const more = await step.run({ cast, desk, language }, story, choice);
      setProgress({ at: at + 1, story: { ...story, ...more } });
    } catch (error) {
      if (!(error instanceof NodeRefusal)) reportError(error);
      setRefusal(error instanceof NodeRefusal ? error.refusal : { code: "app-failed" });
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="mx-auto max-w-[1500px] px-4 py-4 sm:px-6" data-testid="tour" data-step={step?.id ?? "done"}>
      <h1 className="sr-only">{say.title}</h1>
      <Progressing at={at} />
      <Card className="my-3 ring-2 ring-brand">
        {step === undefined ? (
          <Finished again={reset} />
        ) : (
          <Prompt at={at} busy={busy} act={act} skip={() => setProgress({ at: at + 1, story })} reset={reset} />
        )}
        {refusal !== undefined && (
          <div role="alert" className="mt-3 rounded-card bg-danger-soft p-3">
            <RefusalText refusal={refusal} />
          </div>
        )}
      </Card>
      <Stage at={at} story={story} />
      <Drawer prescription={story.prescription} patient={cast.playerOf("patient")} />
    </div>
  );
}

function Progressing({ at }: { readonly at: number }) {
  const say = useWords(words);
  return (
    <>
      <progress
        className="h-1.5 w-full accent-brand lg:hidden"
        value={at}
        max={TOUR.length}
        aria-label={say.step(Math.min(at + 1, TOUR.length), TOUR.length)}
      />
      <div className="max-lg:hidden" data-screen-only>
        <Steps
          items={TOUR.map(({ id, part }, index) => ({
            id,
            label: say.steps[id].title,
            note: say.parts[part],
            state: index < at ? "done" : index === at ? "now" : "later",
          }))}
        />
      </div>
    </>
  );
}

type PromptProps = {
  readonly at: number;
  readonly busy: boolean;
  readonly act: (choice?: "device") => Promise<void>;
  readonly skip: () => void;
  readonly reset: () => Promise<void>;
};

/** Steps that may be left out without breaking the story. */
const OPTIONAL: ReadonlySet<string> = new Set(["inspect", "tamper", "evidence"]);

function Prompt({ at, busy, act, skip, reset }: PromptProps) {
  const say = useWords(words);
  const step = TOUR[at];
  const button = useRef<HTMLButtonElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus follows the step
  useEffect(() => button.current?.focus({ preventScroll: true }), [at]);
  if (step === undefined) return null;
  const { title, says, action } = say.steps[step.id];
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-72" aria-live="polite">
        <p className="text-sm text-ink-2">
          {say.step(at + 1, TOUR.length)} · {say.parts[step.part]}
        </p>
        <h2 className="text-xl font-semibold">{title}</h2>
        <p className="text-ink-2">{busy ? say.working : says}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        <NextButton ref={button} busy={busy} onClick={() => void act()} isKey={step.id === "passkey"} action={action} />
        {step.id === "passkey" && (
          <Button size="large" busy={busy} onClick={() => void act("device")} data-testid="tour-device">
            {say.steps.passkey.other}
          </Button>
        )}
        {OPTIONAL.has(step.id) && (
          <Button size="large" look="quiet" icon={<SkipForward size={16} aria-hidden />} onClick={skip}>
            {say.skip}
          </Button>
        )}
        {at > 0 && (
          <Button size="large" look="quiet" icon={<RotateCcw size={16} aria-hidden />} onClick={() => void reset()}>
            {say.reset}
          </Button>
        )}
      </div>
    </div>
  );
}

type NextProps = {
  readonly ref: React.Ref<HTMLButtonElement>;
  readonly busy: boolean;
  readonly onClick: () => void;
  readonly isKey: boolean;
  readonly action: string;
};

const NextButton = ({ ref, busy, onClick, isKey, action }: NextProps) => (
  <button
    ref={ref}
    type="button"
    disabled={busy}
    aria-busy={busy || undefined}
    onClick={onClick}
    className={`${buttonClass("primary", "large")} shadow-over`}
    data-testid="tour-next"
  >
    {isKey ? <Fingerprint size={20} aria-hidden /> : <ChevronRight size={18} aria-hidden />}
    {action}
  </button>
);

function Finished({ again }: { readonly again: () => Promise<void> }) {
  const say = useWords(words);
  return (
    <div className="flex flex-wrap items-center gap-4" data-testid="tour-done">
      <div className="min-w-0 flex-1 basis-72">
        <h2 className="text-xl font-semibold">{say.done}</h2>
        <p className="text-ink-2">{say.doneLead}</p>
      </div>
      <Button size="large" onClick={() => void again()}>
        {say.again}
      </Button>
      <a href="/" className={buttonClass("primary", "large")}>
        {say.home}
      </a>
    </div>
  );
}
