import type { PersonId } from "@meridian/base/ids";
import { NodeRefusal } from "@meridian/client/desk";
import { AddKey } from "@meridian/person-screens/add-key";
import { Guardians } from "@meridian/person-screens/guardians";
import { PersonKeys } from "@meridian/person-screens/keys";
import { RecoveryCard, useRecoveries } from "@meridian/person-screens/recovery";
import { useWords } from "@meridian/ui/language";
import { Hash } from "@meridian/ui/marks";
import { PatientArea } from "./patient-area.tsx";
import { RecoveryCode } from "./recovery-code.tsx";
import { useBrowserSessions } from "./use-own-document.ts";
import { words } from "./words.ts";

/** The patient's keys, the code on paper, guardians, and a takeover that waits. */
export function PatientKeys() {
  return <PatientArea>{(patient) => <Keys patient={patient} />}</PatientArea>;
}

function Keys({ patient }: { readonly patient: PersonId }) {
  const say = useWords(words);
  const sessions = useBrowserSessions();
  const recoveries = useRecoveries();
  const waiting = recoveries.data?.rows ?? [];
  const frozen = waiting.some(({ person }) => person === patient);
  return (
    <div className="grid gap-4">
      <header>
        <h1 className="text-2xl font-bold">{say.keys}</h1>
        <p className="mt-1 text-ink-2">
          {say.keysLead} <Hash value={patient} label={patient} />
        </p>
      </header>
      {waiting.map((row) => (
        <RecoveryCard key={row.person} row={row} />
      ))}
      <PersonKeys person={patient} frozen={frozen}>
        {sessions !== undefined && (
          <AddKey
            person={patient}
            frozen={frozen}
            signerOf={(key) => sessions.ownSigner(key)}
            onAdded={async ({ publicKey }) => {
              try {
                await sessions.shareDocuments(publicKey);
              } catch (error) {
                // The key is on the ledger all the same; documents can be unlocked with the recovery code later.
                if (!(error instanceof NodeRefusal)) throw error;
              }
            }}
          />
        )}
      </PersonKeys>
      <RecoveryCode />
      <Guardians person={patient} frozen={frozen} />
    </div>
  );
}
