import { PatientLooks } from "@meridian/disclosure-screens/patient-looks";
import { WhoLookedLast } from "@meridian/disclosure-screens/who-looked";
import { useWords } from "@meridian/ui/language";
import { words } from "./words.ts";

const LOOKS = 3;

/** Who looked last. Comes after the decision, so its code loads after the page has shown that. */
export function LastLooks() {
  const say = useWords(words);
  return (
    <PatientLooks>
      {(looks) =>
        looks.length === 0 ? (
          <p className="text-ink-2">{say.nobody}</p>
        ) : (
          <WhoLookedLast looks={looks.slice(0, LOOKS)} />
        )
      }
    </PatientLooks>
  );
}
