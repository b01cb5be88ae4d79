import { RecoveryCard, useRecoveries } from "@meridian/person-screens/recovery";
import { useWords } from "@meridian/ui/language";
import { words } from "../words.ts";

/**
 * Takeovers that wait and that somebody at work may veto, of the own account or as a guardian, above whatever page is
 * open: patients have them on pages of their own.
 */
export function Takeovers() {
  const { takeovers } = useWords(words);
  const rows = useRecoveries().data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <section data-screen-only aria-label={takeovers} className="mx-auto grid w-full max-w-3xl gap-3 p-4">
      {rows.map((row) => (
        <RecoveryCard key={row.person} row={row} />
      ))}
    </section>
  );
}
