import type { Report } from "@meridian/proof/verify";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useDesk } from "@meridian/ui/desk/context";
import { Reading } from "@meridian/ui/desk/rows";
import { Field } from "@meridian/ui/field";
import { useWords } from "@meridian/ui/language";
import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleX } from "lucide-react";
import { useMemo, useState } from "react";
import { TrustRoot } from "../../desk/trust.ts";
import { differingGroup, digitsIn, groupsOf } from "./given.ts";
import { words } from "./words.ts";

const DIGITS = 64;

/** The fingerprint that this browser remembers, to be compared with a printed one; and how to remember another. */
export function TrustCard({ report }: { readonly report?: Report }) {
  const say = useWords(words);
  const { node } = useDesk();
  const root = useMemo(() => new TrustRoot(node), [node]);
  const pinned = useQuery({
    queryKey: ["trust-fingerprint"],
    queryFn: () => root.fingerprint(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const claimed = fingerprintIn(report);
  return (
    <Card title={<span id="trust">{say.trust}</span>}>
      <p className="mb-3 max-w-prose text-ink-2">{say.trustLead}</p>
      <Reading of={pinned} lines={2}>
        {(fingerprint) => (
          <div className="grid gap-4">
            <Fingerprint name={say.pinned} value={fingerprint} />
            {claimed !== undefined && (
              <Fingerprint
                name={say.inFile}
                value={claimed}
                note={claimed === fingerprint ? say.same : say.different}
                isOdd={claimed !== fingerprint}
              />
            )}
            <div data-screen-only className="grid gap-3">
              <Comparison fingerprint={fingerprint} />
              <Forget forget={() => root.forget()} />
            </div>
          </div>
        )}
      </Reading>
    </Card>
  );
}

/** The fingerprint where the file's trust begins, as far as the check came to read it. */
function fingerprintIn(report: Report | undefined): string | undefined {
  if (report?.facts !== undefined) return report.facts.validatorSetHash;
  const named = report?.steps.find(({ step }) => step === "names")?.data["fingerprint"];
  return typeof named === "string" ? named : undefined;
}

type FingerprintProps = {
  readonly name: string;
  readonly value: string;
  readonly note?: string;
  readonly isOdd?: boolean;
};

function Fingerprint({ name, value, note, isOdd = false }: FingerprintProps) {
  return (
    <div>
      <p className="text-sm text-ink-2">{name}</p>
      <p data-testid="fingerprint" className="grid w-fit grid-cols-4 gap-x-4 gap-y-1 font-mono text-lg sm:grid-cols-8">
        {groupsOf(value).map((group, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: groups of one text
          <span key={index}>{group}</span>
        ))}
      </p>
      {note !== undefined && (
        <p className={`flex items-center gap-1 ${isOdd ? "font-semibold text-danger" : "text-ok"}`}>
          {isOdd ? <CircleX size={16} aria-hidden /> : <CircleCheck size={16} aria-hidden />} {note}
        </p>
      )}
    </div>
  );
}

function Comparison({ fingerprint }: { readonly fingerprint: string }) {
  const say = useWords(words);
  const [typed, setTyped] = useState("");
  const digits = digitsIn(typed).length;
  const wrong = differingGroup(typed, fingerprint);
  return (
    <div className="max-w-2xl">
      <Field
        label={say.compare}
        hint={say.compareHint}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        data-testid="compare"
        {...(wrong > 0 && { error: say.compareDifferent(wrong) })}
      />
      <p aria-live="polite" className="text-sm text-ok">
        {digits > 0 && wrong === 0 && (digits === DIGITS ? say.compareSame : say.compareShort(digits))}
      </p>
    </div>
  );
}

function Forget({ forget }: { readonly forget: () => void }) {
  const say = useWords(words);
  const [isSure, setSure] = useState(false);
  // What this page has read under the old root must not stay: it is loaded anew.
  const anew = (): void => {
    forget();
    location.reload();
  };
  return (
    <div>
      <p className="text-sm text-ink-3">{say.forgetLead}</p>
      <div className="mt-1 flex flex-wrap gap-2">
        {isSure ? (
          <>
            <Button look="danger" size="small" onClick={anew}>
              {say.forgetSure}
            </Button>
            <Button size="small" onClick={() => setSure(false)}>
              {say.cancel}
            </Button>
          </>
        ) : (
          <Button size="small" onClick={() => setSure(true)} data-testid="forget">
            {say.forget}
          </Button>
        )}
      </div>
    </div>
  );
}
