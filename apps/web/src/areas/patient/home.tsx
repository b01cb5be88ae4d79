import type { PersonId } from "@meridian/base/ids";
import { RecoveryCard, useRecoveries } from "@meridian/person-screens/recovery";
import { PatientList } from "@meridian/prescription-screens/patient-list";
import { isOpen, mostPressing } from "@meridian/prescription-screens/patient-row";
import { Card } from "@meridian/ui/card";
import { useSession } from "@meridian/ui/desk/context";
import { Reading } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Loading, Notice } from "@meridian/ui/states";
import { dayText } from "@meridian/ui/text/format";
import { CircleCheck } from "lucide-react";
import { lazy, Suspense } from "react";
import { useNow } from "../../frame/live.tsx";
import { DocumentKeyCard } from "./document-key-card.tsx";
import { PatientArea } from "./patient-area.tsx";
import { Pressing } from "./pressing.tsx";
import { newestFirst, usePrescriptions } from "./use-prescriptions.ts";
import { words } from "./words.ts";

const LastLooks = lazy(async () => ({ default: (await import("./last-looks.tsx")).LastLooks }));
const OTHERS = 5;

/** One decision at a time; below it what else runs, and who looked. */
export function PatientHome() {
  return <PatientArea>{(patient) => <Home patient={patient} />}</PatientArea>;
}

function Home({ patient }: { readonly patient: PersonId }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const session = useSession();
  const now = useNow();
  const name = session?.name?.[language];
  return (
    <div className="grid gap-4">
      <header>
        <p className="text-ink-2">{dayText(now, language)}</p>
        <h1 className="text-2xl font-bold">{name === undefined ? say.helloNobody : say.hello(name)}</h1>
      </header>
      <DocumentKeyCard />
      <Decision patient={patient} />
      <Card
        title={say.lookedLast}
        aside={
          <a className="text-brand underline" href="/p/access">
            {say.all}
          </a>
        }
      >
        <Suspense fallback={<Loading />}>
          <LastLooks />
        </Suspense>
      </Card>
    </div>
  );
}

/** What is most urgent: a takeover of the account or of a ward's, then a prescription that waits for the patient. */
function Decision({ patient }: { readonly patient: PersonId }) {
  const say = useWords(words);
  const now = useNow();
  const recoveries = useRecoveries();
  const prescriptions = usePrescriptions(patient);
  const takeovers = recoveries.data?.rows ?? [];
  return (
    <>
      {takeovers.map((row) => (
        <RecoveryCard key={row.person} row={row} />
      ))}
      <Reading of={prescriptions}>
        {({ rows }) => {
          const pressing = mostPressing(rows, now);
          const others = newestFirst(rows)
            .filter(({ id, status }) => id !== pressing?.id && isOpen(status))
            .slice(0, OTHERS);
          return (
            <>
              {pressing !== undefined && <Pressing row={pressing} />}
              {pressing === undefined && takeovers.length === 0 && (
                <Card>
                  <Notice icon={<CircleCheck size={28} aria-hidden />} title={say.nothing}>
                    {say.nothingNext}
                  </Notice>
                </Card>
              )}
              {others.length > 0 && (
                <Card
                  title={say.coming}
                  aside={
                    <a className="text-brand underline" href="/p/rx">
                      {say.all}
                    </a>
                  }
                >
                  <PatientList rows={others} />
                </Card>
              )}
            </>
          );
        }}
      </Reading>
    </>
  );
}
